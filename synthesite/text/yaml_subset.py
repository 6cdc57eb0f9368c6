"""Reads the YAML that this program writes, and what is as simple: by way of PyYAML's nodes it takes five times as long.

The same data as PyYAML's, or nothing: a text of the shapes below means the same by every rule of YAML, and any other is
left to PyYAML, a key of the outermost mapping at a time or as a whole. Tests hold the two against each other, on
damaged texts too.

The shapes: block mappings whose keys are plain words, indented by two; block lists, indented like their key or by two
more; scalars that are plain or in quotes, without escapes, whose further lines are indented by two more than their key
or hyphen; flow mappings and lists on one line. No comments, tabs, blank lines, tags, anchors or marks of documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from itertools import chain
from types import MappingProxyType
from typing import Any

from synthesite.text.patterns import lazy
from synthesite.text.yaml_errors import UnsureError

_KEY = r"[A-Za-z][A-Za-z0-9_.-]{0,79}+"
_WORD = lazy(_KEY)
_PARTS = lazy(rf"^({_KEY}):(?: (.++))?\n((?:[ -].*+\n)*)", re.MULTILINE)
"""A key of the outermost mapping, what stands behind it on its line, and the lines below."""
_FOREIGN = lazy("\n(?!- | |\\Z)|[\r\u0085\u2028\u2029]|&(?=\\S)")
"""What may start a line that doesn't surely belong to the key above it; and anchors, which a file has but once."""
_SAFE_ASCII = bytes([10, *range(32, 127)])
_UNSAFE = lazy("[^\u00a0-\u2027\u202a-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\uffdc]")
"""Characters that YAML refuses, skips or takes for line ends; and rare ones, to be on the safe side."""

_SPECIAL = frozenset("-?:,[]{}#&*!|>'\"%@` ")
"""What may mean something else at the start of a plain scalar."""
_HYPHENED = lazy("-[A-Za-z0-9]")
_FLOW_KEY = lazy(rf"({_KEY}): ")
FLOW_PLAIN = r"[^-?:,\[\]{}#&*!|>'\"%@` ](?:[^?:,\[\]{}#]*[^?:,\[\]{}# ])?"
"""A scalar in brackets without quotes, as a pattern."""
_FLOW_SCALAR = lazy(rf"({FLOW_PLAIN})|'((?:[^']|'')*)'")
_FLAT = lazy(rf"\{{{_KEY}: {FLOW_PLAIN}(?:, {_KEY}: {FLOW_PLAIN})*\}}")
_FLAT_LIST = lazy(rf"\[{FLOW_PLAIN}(?:, {FLOW_PLAIN})*\]")
_INNER_PARTS = lazy(rf"^  ({_KEY}):(?: (.++))?\n((?:  [ -].*+\n)*)", re.MULTILINE)
"""The same of a mapping inside the outermost one."""
_AT_MARGIN, _INDENTED = (
    lazy(rf"^{margin}(- |  )({_KEY}): (.++(?:\n{margin}    [^ \n].*+)*)\n", re.MULTILINE) for margin in ("", "  ")
)
"""A key of a mapping in a list, with its value, which may go on on further lines."""
_DEEPEST = 40
"""The indentation from which on, and the depth of brackets times ten, a text is left to PyYAML."""


def read_subset(
    text: str,
    load: Callable[[str], Any],
    encoded: bytes | None = None,
    blocks: Mapping[str, Callable[[str], Any]] = MappingProxyType({}),
) -> dict[str, Any]:
    """The data of a YAML text that is a mapping: dicts, lists and strings.

    `load` reads the text of a single key that is of no known shape; `encoded` is the text in UTF-8, if it is at hand.
    `blocks` give the values of keys of the outermost mapping, of the lines below them, where they aren't `None`.
    Raises `UnsureError` where the whole text is to be left to `load`, and whatever that raises.
    """
    safe = _is_safe(text.encode() if encoded is None else encoded)
    parts = _PARTS.findall(text)
    data: dict[str, Any] = {}
    unsure: list[tuple[str, str]] = []
    left = len(text)
    for key, rest, block in parts:
        left -= len(key) + len(rest) + len(block) + (3 if rest else 2)  # with colon, blank and line end
        try:
            if not (safe or _is_safe(f"{rest}{block}".encode())):
                raise UnsureError
            data[key] = _part(rest, block, blocks.get(key)) if block else _inline(rest)
        except UnsureError:
            data[key] = None
            unsure.append((key, f"{key}: {rest}\n{block}" if rest else f"{key}:\n{block}"))
    if left or not parts or len(data) < len(parts):
        raise UnsureError
    for key, part in unsure:
        if _FOREIGN.search(part):
            raise UnsureError
        data[key] = load(part)[key]
    return data


def _is_safe(encoded: bytes) -> bool:
    """Whether all characters are what they look like to YAML; most are ASCII, and the others are looked at."""
    others = encoded.translate(None, _SAFE_ASCII).decode()
    return others.isprintable() or not _UNSAFE.search(others)


def _part(rest: str, block: str, first: Callable[[str], Any] | None) -> Any:
    """The value of a key of the outermost mapping that goes on below its line; `first` is asked for it, if given."""
    if not rest:
        known = first(block) if first else None
        if known is None:
            known = _known_shape(block)
        if known is not None:
            return known
    lines = ["", *block[:-1].split("\n")]
    value, at = _value(lines, 0, rest, 0)
    if at < len(lines):
        raise UnsureError
    return value


def _value(lines: list[str], at: int, rest: str, indent: int) -> tuple[Any, int]:
    """The value of the key on line `at`, indented by `indent`, with `rest` behind it; and the line behind the value."""
    if rest:
        return _scalar(lines, at, rest, indent + 2)
    at += 1
    pad = " " * indent
    line = lines[at] if at < len(lines) else ""
    if line.startswith(f"{pad}- "):
        return _list(lines, at, indent)
    if line.startswith(f"{pad}  - "):
        return _list(lines, at, indent + 2)
    return _mapping(lines, at, indent + 2)


def _mapping(lines: list[str], at: int, indent: int) -> tuple[dict[str, Any], int]:
    if indent > _DEEPEST:
        raise UnsureError
    pad = " " * indent
    mapping: dict[str, Any] = {}
    while at < len(lines) and lines[at].startswith(pad):
        key, colon, rest = lines[at][indent:].partition(": ")
        if not colon:
            if key[-1:] != ":":
                break
            key = key[:-1]
        if key not in _KNOWN and not _is_key(key):
            break
        if key in mapping:
            raise UnsureError
        mapping[key], at = _value(lines, at, rest, indent)
    if not mapping:
        raise UnsureError
    return mapping, at


def _is_key(key: str) -> bool:
    if not _WORD.fullmatch(key):
        return False
    if len(_KNOWN) < 10_000:
        _KNOWN.add(key)
    return True


def are_keys(texts: Collection[str]) -> bool:
    """Whether all texts are plain words, as keys are."""
    return _KNOWN.issuperset(texts) or all(map(_is_key, texts))


_KNOWN: set[str] = set()
"""Keys that were found to be plain words."""


def _list(lines: list[str], at: int, indent: int) -> tuple[list[Any], int]:
    start = f"{' ' * indent}- "
    elements: list[Any] = []
    while at < len(lines) and lines[at].startswith(start):
        rest = lines[at][indent + 2 :]
        if rest[:1] not in _SPECIAL and (": " in rest or rest[-1:] == ":"):
            lines[at] = f"{' ' * indent}  {rest}"
            element, at = _mapping(lines, at, indent + 2)
        else:
            element, at = _scalar(lines, at, rest, indent + 2)
        elements.append(element)
    return elements, at


def _scalar(lines: list[str], at: int, rest: str, indent: int) -> tuple[Any, int]:
    """What starts with `rest` on line `at`, and on what follows it at `indent`; and the line behind it."""
    start = at
    at += 1
    pad = " " * indent
    while at < len(lines) and lines[at].startswith(pad):
        at += 1
    if at == start + 1:
        return _inline(rest), at
    further = "\n".join(lines[start + 1 : at])
    text = f"{rest}\n{further}"
    if rest[:1] in "{[" or " \n" in text or f"\n{pad} " in text:
        raise UnsureError
    return _inline(text.replace(f"\n{pad}", " ")), at


def _inline(text: str) -> Any:
    """A scalar, its lines joined, or a flow mapping or list on one line."""
    first = text[:1]
    if first not in _SPECIAL or (first == "-" and _HYPHENED.match(text)):
        if not first or text[-1] in ": " or (":" in text and ": " in text) or ("#" in text and " #" in text):
            raise UnsureError
        return text
    if first in "'\"":
        inside = text[1:-1]
        if len(text) < 2 or text[-1] != first:
            raise UnsureError
        if first == '"':
            if '"' in inside or "\\" in inside:
                raise UnsureError
        elif "'" in inside:
            if "'" in inside.replace("''", ""):
                raise UnsureError
            inside = inside.replace("''", "'")
        return inside
    if first not in "{[":
        raise UnsureError
    if first == "[" and _FLAT_LIST.fullmatch(text):
        return text[1:-1].split(", ")
    if _FLAT.fullmatch(text):
        pairs = [pair.split(": ") for pair in text[1:-1].split(", ")]
        flat: dict[str, str] = dict(pairs)
        if len(flat) < len(pairs):
            raise UnsureError
        return flat
    value, behind = _flow(text, 0, 0)
    if behind < len(text):
        raise UnsureError
    return value


def _flow(text: str, at: int, depth: int) -> tuple[Any, int]:
    """The value that starts at `at` inside brackets, and where it ends."""
    opening = text[at : at + 1]
    if opening in ("{", "["):
        if depth > _DEEPEST // 10:
            raise UnsureError
        return _flow_mapping(text, at + 1, depth + 1) if opening == "{" else _flow_list(text, at + 1, depth + 1)
    match = _FLOW_SCALAR.match(text, at)
    if not match:
        raise UnsureError
    plain, quoted = match.groups()
    return plain or quoted.replace("''", "'"), match.end()


def _flow_mapping(text: str, at: int, depth: int) -> tuple[dict[str, Any], int]:
    mapping: dict[str, Any] = {}
    while True:
        match = _FLOW_KEY.match(text, at)
        if not match or match[1] in mapping:
            raise UnsureError
        mapping[match[1]], at = _flow(text, match.end(), depth)
        if text.startswith("}", at):
            return mapping, at + 1
        if not text.startswith(", ", at):
            raise UnsureError
        at += 2


def _flow_list(text: str, at: int, depth: int) -> tuple[list[Any], int]:
    elements: list[Any] = []
    if text.startswith("]", at):
        return elements, at + 1
    while True:
        element, at = _flow(text, at, depth)
        elements.append(element)
        if text.startswith("]", at):
            return elements, at + 1
        if not text.startswith(", ", at):
            raise UnsureError
        at += 2


def _known_shape(block: str) -> Any:
    """The value of a key of the outermost mapping in one of the shapes that most of a record has.

    `block` is the lines below the key. `None` for what has another shape, which the general way may still know.
    """
    try:
        if block.startswith("- "):
            return _flat_list(block, "") if "\n  " in block else _plain_list(block)
        return _flat_mapping(block)
    except UnsureError:
        return None


def _plain_list(block: str) -> list[Any] | None:
    """A list of scalars, and of mappings and lists in brackets, each on a line of its own."""
    elements = block[2:-1].split("\n- ")
    return list(map(_inline, elements)) if len(elements) == block.count("\n") else None


def _flat_list(block: str, margin: str) -> list[dict[str, Any]] | None:
    """A list of mappings that hold no other block."""
    found = (_INDENTED if margin else _AT_MARGIN).findall(block)
    around = len(f"{margin}: \n")
    if sum(map(len, chain.from_iterable(found))) + around * len(found) != len(block) or found[0][0] != "- ":
        return None
    behind = f"\n{margin}    "
    elements: list[dict[str, Any]] = []
    for start, key, value in found:
        if start == "- ":
            element: dict[str, Any] = {}
            elements.append(element)
        elif key in element:
            return None
        if "\n" in value:
            if value[0] in "{[" or " \n" in value:
                return None
            value = value.replace(behind, " ")
        element[key] = _inline(value)
    return elements


def _flat_mapping(block: str) -> dict[str, Any] | None:
    """A mapping of scalars on a line each, and of such lists."""
    mapping: dict[str, Any] = {}
    left = len(block)
    for key, rest, inner in _INNER_PARTS.findall(block):
        left -= len(key) + len(rest) + len(inner) + (5 if rest else 4)  # with margin, colon, blank and line end
        value = _inline(rest) if not inner else None if rest else _flat_list(inner, "  ")
        if value is None or key in mapping:
            return None
        mapping[key] = value
    return None if left else mapping
