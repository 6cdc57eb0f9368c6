"""Where the records stand in a JSON file, and what its first one looks like.

A file holds one record, a list of them, an answer of an API around them, or one of these on each line. The standard
library's scanner skips over what is whole; only around a fault do we look at characters ourselves, so that a broken
record loses only itself and a file that breaks off gives what stands before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder
from json.decoder import scanstring  # type: ignore[attr-defined]  # public in the library, not in the stubs
from typing import Any

from synthesite.model import Span
from synthesite.text.patterns import lazy

_SPACE = lazy(r"[ \t\r\n]*+")
_TOKEN = lazy(r'"[^"\\\r\n]*+(?:\\.[^"\\\r\n]*+)*"?|[{}\[\]]', re.DOTALL)
_LINE = lazy(r"^[ \t]*+(?=[{\[])", re.MULTILINE)
_NEXT = lazy(r",\s*+(?=\{)|^[ \t]*+(?=\{)", re.MULTILINE)
_HEAD = lazy(r'"[^"\\]*+(?:\\.[^"\\]*+)*"|[{}\[\]:,]|"|[^\s{}\[\]:,"]++', re.DOTALL)
_CLOSING = {"{": "}", "[": "]"}
_DEEPEST = 10  # answers within answers
_MOST_FAULTS = 100  # the text behind these many is not divided any more
_WIDEST = 1000  # an indentation
_NUMBER = str  # a number's digits are not looked at here, however many they are


class _LostError(Exception):
    """The rest of the text can't be divided into records."""


def record_spans(text: str, wrappers: frozenset[str]) -> list[Span]:
    """Where the records are, in order; what is broken has a span too, one that can't be parsed as a record.

    `wrappers` are the keys under which an answer holds its records (`message`, `items`). An empty span marks a place
    where a comma or a closing bracket is missing.
    """
    return _Records(text, wrappers).spans


class _Records:
    def __init__(self, text: str, wrappers: frozenset[str]) -> None:
        self.text = text
        self.wrappers = wrappers
        self.spans: list[Span] = []
        self.faults = 0
        self.budget = len(text)  # how much may be looked through in vain for the end of what is broken
        self.decode = JSONDecoder(parse_int=_NUMBER, parse_float=_NUMBER, strict=True).raw_decode
        at = self._skip(0)
        while at < len(text):
            try:
                at = self._skip(self._top(at))
            except _LostError:
                break

    def _skip(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def _top(self, at: int) -> int:
        opening = self.text[at]
        if opening == "{":
            return self._object(at, 0)
        if opening == "[":
            return self._list(at, 0)
        line = _LINE.search(self.text, at)  # neither an object nor a list: text that doesn't belong here
        return self._broken(at, line.start() if line else len(self.text))

    def _value(self, at: int) -> tuple[Any, int] | None:
        """A whole value and its end; `None` where it is broken."""
        try:
            value, end = self.decode(self.text, at)
        except (JSONDecodeError, RecursionError, StopIteration):
            return None
        return value, end

    def _list(self, at: int, depth: int) -> int:
        at = self._skip(at + 1)
        if self.text[at : at + 1] == "]":
            return at + 1
        while True:
            found = self._value(at)
            if found is None:
                at = self._broken(at, self._end_of_broken(at))
            elif depth < _DEEPEST and self._is_wrapper(found[0]):
                at = self._object(at, depth + 1)
            else:
                if found[0] is not None:
                    self.spans.append(Span(at, found[1]))
                at = found[1]
            at = self._skip(at)
            mark = self.text[at : at + 1]
            if mark == "]":
                return at + 1
            if mark == ",":
                at = self._skip(at + 1)
                if self.text[at : at + 1] == "]":
                    self.spans.append(Span(at, at))
                    return at + 1
                if at < len(self.text):
                    continue
            at = self._between(at)

    def _between(self, at: int) -> int:
        """Where the next element of a list starts after one that no comma follows."""
        if self.text[at : at + 1] in ("{", ""):
            self.spans.append(Span(at, at))
            if at >= len(self.text):
                raise _LostError
            return at
        following = _NEXT.search(self.text, at)
        self._broken(at, following.start() if following else len(self.text))
        return following.end() if following else at

    def _is_wrapper(self, value: Any) -> bool:
        found = self.wrappers & value.keys() if isinstance(value, dict) else ()
        return any(isinstance(value[key], dict | list) for key in found)

    def _object(self, start: int, depth: int) -> int:
        """Goes through the members; an object without a wrapper's key is a record itself."""
        before = len(self.spans)
        is_wrapper = False
        at = self._skip(start + 1)
        while self.text[at : at + 1] != "}":
            member = self._key(at)
            if member is None:
                break
            key, at = member
            if key in self.wrappers and depth < _DEEPEST and self.text[at : at + 1] in ("{", "["):
                is_wrapper = True
                at = self._object(at, depth + 1) if self.text[at] == "{" else self._list(at, depth + 1)
            else:
                found = self._value(at)
                if found is None:
                    break
                at = found[1]
            at = self._skip(at)
            if self.text[at : at + 1] == ",":
                at = self._skip(at + 1)
            elif self.text[at : at + 1] != "}":
                break
        else:
            if not is_wrapper or len(self.spans) == before:
                self.spans.append(Span(start, at + 1))
            return at + 1
        if is_wrapper:
            return self._broken(at, len(self.text))
        return self._broken(start, self._end_of_broken(start))

    def _key(self, at: int) -> tuple[str, int] | None:
        if self.text[at : at + 1] != '"':
            return None
        try:
            key, at = scanstring(self.text, at + 1, True)
        except JSONDecodeError:
            return None
        at = self._skip(at)
        return (key, self._skip(at + 1)) if self.text[at : at + 1] == ":" else None

    def _broken(self, start: int, end: int) -> int:
        """Notes a broken piece; one that goes on to the end of the text ends everything."""
        self.faults += 1
        end = end if self.faults <= _MOST_FAULTS else len(self.text)
        self.spans.append(Span(start, start + len(self.text[start:end].rstrip())))
        if end >= len(self.text):
            raise _LostError
        return end

    def _end_of_broken(self, start: int) -> int:
        """Where a broken record ends: at its closing bracket if its brackets pair, else before the next line that is
        indented like its first and opens an object, else at the end of the text.
        """
        opened: list[str] = []
        token = None
        for token in _TOKEN.finditer(self.text, start, start + self.budget):
            mark = token[0]
            if mark in _CLOSING:
                opened.append(_CLOSING[mark])
            elif mark in ("}", "]") and (not opened or opened.pop() != mark):
                break
            if not opened:
                if mark.startswith('"') and token.start() != start:
                    break
                return token.end()
        self.budget -= (token.end() if token else start) - start
        line = max(self.text.rfind(end, max(0, start - _WIDEST), start) for end in "\r\n") + 1
        if not self.text[line:start].strip():
            following = re.compile(rf"^{self.text[line:start]}\{{", re.MULTILINE).search(self.text, start + 1)
            if following:
                return start + len(self.text[start : following.start()].rstrip().rstrip(","))
        return len(self.text)


def first_record(head: str, wrappers: frozenset[str]) -> dict[str, Any]:
    """The first record of a file, from its first characters, as far as they go; the answer itself if it holds none.

    Scalars but strings are `True`: enough to recognise a record by its keys and the shape of its values.
    """
    if head.lstrip()[:1] not in ("{", "["):
        return {}
    values = _outline(head)
    found = next(_records_in(values, wrappers, 0), None)
    return found if found is not None else values[0] if values and isinstance(values[0], dict) else {}


def _records_in(value: Any, wrappers: frozenset[str], depth: int) -> Iterator[dict[str, Any]]:
    if isinstance(value, list) and depth <= _DEEPEST:
        for element in value:
            yield from _records_in(element, wrappers, depth + 1)
    elif isinstance(value, dict):
        inner = [value[key] for key in value if key in wrappers and isinstance(value[key], dict | list)]
        inner = inner if depth <= _DEEPEST else []
        for one in inner:
            yield from _records_in(one, wrappers, depth + 1)
        if not inner:
            yield value


def _outline(head: str) -> Any:
    """The value that a text starts with; where the text or its grammar breaks off, what there is so far."""
    stack: list[Any] = [[]]
    keys: list[str | None] = [None]
    for token in _HEAD.finditer(head):
        mark = token[0]
        if mark in ("}", "]"):
            if len(stack) == 1:
                break
            stack.pop()
            keys.pop()
        elif mark == '"':
            break
        elif mark not in (":", ","):
            holder = stack[-1]
            value: Any = {} if mark == "{" else [] if mark == "[" else mark[1:-1] if mark[0] == '"' else True
            value = None if mark == "null" else value
            if isinstance(holder, list):
                holder.append(value)
            elif keys[-1] is None:
                if not isinstance(value, str):
                    break
                keys[-1] = value
                continue
            else:
                holder[keys[-1]] = value
                keys[-1] = None
            if mark in _CLOSING:
                stack.append(value)
                keys.append(None)
    return stack[0]
