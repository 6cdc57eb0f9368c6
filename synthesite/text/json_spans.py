"""JSON with the place of every value: what the standard library's parser doesn't tell."""

from __future__ import annotations

import re
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # public in the library, not in the stubs
from typing import Any, NamedTuple

from synthesite.text.patterns import lazy

_SPACE = lazy(r"[ \t\r\n]*")
_SCALAR = lazy(r"null|true|false|(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_CONSTANTS = {"null": None, "true": True, "false": False}
_ESCAPE = lazy(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL)
_LONE = lazy(r"[\ud800-\udfff]")
_DEEPEST = 100
_FAULTS = {  # the standard library's messages about strings, in our words
    "Unterminated": "this text has no closing quotation mark",
    "Invalid": "this character or escape can't stand in a text as it is",
}
_LONGEST_NUMBER = 400


class Node(NamedTuple):
    """A JSON value and its span; members of objects and elements of lists are nodes again.

    The span of a string leaves its quotes out.
    """

    value: Any
    start: int
    end: int

    def get(self, key: str) -> Node | None:
        """The member of an object; `None` where it is missing or null, or this is no object."""
        node = self.value.get(key) if isinstance(self.value, dict) else None
        return node if isinstance(node, Node) and node.value is not None else None

    def string(self, key: str) -> Node | None:
        """The member if it is a string that is not blank."""
        node = self.get(key)
        return node if node and isinstance(node.value, str) and node.value.strip() else None

    def number(self, key: str) -> Node | None:
        """The member if it is a whole number that is not negative."""
        node = self.get(key)
        whole = node and isinstance(node.value, int) and not isinstance(node.value, bool) and node.value >= 0
        return node if whole else None

    def at(self, *keys: str) -> Node | None:
        """What is found key by key; `None` where something on the way is missing or null."""
        node: Node | None = self
        for key in keys:
            node = node.get(key) if node else None
        return node

    def elements(self, *keys: str) -> list[Node]:
        """The elements of the list found key by key, without nulls; none where there is no such list."""
        node = self.at(*keys)
        found = node.value if node and isinstance(node.value, list) else []
        return [element for element in found if element.value is not None]

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


def parse_json(text: str, at: int = 0) -> Node:
    """The JSON value that starts at `at` (white space before it is skipped).

    Half a surrogate pair becomes U+FFFD. Raises `json.JSONDecodeError`, whose `pos` says where, on anything RFC 8259
    doesn't allow or nested over 100 deep.
    """
    return _value(text, _skip(text, at), 0)


def fault_of(error: JSONDecodeError) -> str:
    """What is wrong with a JSON text, in words that don't presume a parser's view."""
    return _FAULTS.get(error.msg.partition(" ")[0], error.msg)


def _skip(text: str, at: int) -> int:
    if text[at : at + 1] not in " \t\r\n":  # most often there is nothing to skip
        return at
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _value(text: str, at: int, depth: int) -> Node:
    if depth > _DEEPEST:
        raise JSONDecodeError("nested too deeply", text, at)
    opening = text[at : at + 1]
    if opening == '"':
        string, end = scanstring(text, at + 1, True)
        return Node(_LONE.sub("\ufffd", string), at + 1, end - 1)
    if opening == "{":
        return _object(text, at, depth)
    if opening == "[":
        return _array(text, at, depth)
    match = _SCALAR.match(text, at)
    if not match:
        raise JSONDecodeError("a value is expected" if opening else "the text ends too early", text, at)
    if match[0] in _CONSTANTS:
        return Node(_CONSTANTS[match[0]], at, match.end())
    is_float = match[2] is not None or match[3] is not None
    if len(match[0]) > _LONGEST_NUMBER:
        raise JSONDecodeError("this number is too long", text, at)
    return Node(float(match[0]) if is_float else int(match[0]), at, match.end())


def _object(text: str, start: int, depth: int) -> Node:
    members: dict[str, Node] = {}
    at = _skip(text, start + 1)
    if text[at : at + 1] == "}":
        return Node(members, start, at + 1)
    while True:
        if text[at : at + 1] != '"':
            raise JSONDecodeError("a key in double quotes is expected", text, at)
        key, at = scanstring(text, at + 1, True)
        at = _skip(text, at)
        if text[at : at + 1] != ":":
            raise JSONDecodeError("':' is expected", text, at)
        key = _LONE.sub("\ufffd", key)
        members[key] = _value(text, _skip(text, at + 1), depth + 1)
        at = _skip(text, members[key].end + isinstance(members[key].value, str))
        if text[at : at + 1] == "}":
            return Node(members, start, at + 1)
        if text[at : at + 1] != ",":
            raise JSONDecodeError("',' or '}' is expected", text, at)
        at = _skip(text, at + 1)


def _array(text: str, start: int, depth: int) -> Node:
    elements: list[Node] = []
    at = _skip(text, start + 1)
    if text[at : at + 1] == "]":
        return Node(elements, start, at + 1)
    while True:
        node = _value(text, at, depth + 1)
        elements.append(node)
        at = _skip(text, node.end + isinstance(node.value, str))
        if text[at : at + 1] == "]":
            return Node(elements, start, at + 1)
        if text[at : at + 1] != ",":
            raise JSONDecodeError("',' or ']' is expected", text, at)
        at = _skip(text, at + 1)


def source_offsets(text: str, node: Node) -> list[int]:
    """For each character of a string node's value, where it starts in the text; one more for the end.

    So the span of `value[a:b]` in the text is `(offsets[a], offsets[b])`.
    """
    offsets: list[int] = []
    at = node.start
    for escape in _ESCAPE.finditer(text, node.start, node.end):
        offsets.extend(range(at, escape.start()))
        offsets.append(escape.start())
        at = escape.end()
    offsets.extend(range(at, node.end + 1))
    return offsets


def unescape(raw: str) -> str | None:
    """What the inside of a JSON string stands for, or `None` if it isn't the inside of one."""
    try:
        value, end = scanstring(f'"{raw}"', 1, True)
    except JSONDecodeError:
        return None
    return _LONE.sub("\ufffd", value) if end == len(raw) + 2 else None
