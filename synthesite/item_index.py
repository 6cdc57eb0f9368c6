"""Where the items of a source stand in it: plain data that can be kept, so that one is read without the others."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import msgspec

from synthesite import readers
from synthesite.extract import Item, SourceText, item_sha256

Value = TypeVar("Value")


class Standing(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where an item stands: the `number`-th of its source, from 1, in `line` at `column`, both from 1.

    `start` and `end` are offsets in bytes of the source's text in UTF-8, without a byte order mark.
    """

    number: int
    start: int
    end: int
    line: int
    column: int


class ItemIndex(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The items of a source by their SHA-256, of equal ones the last; it holds as long as the file is the same.

    `in_context` where reading an item takes something of the rest of the file (`Item.context`); `is_whole` where the
    only item is the source itself.
    """

    encoding: str
    in_context: bool
    is_whole: bool
    items: dict[str, Standing]


def split(source: SourceText, reader: str) -> list[Item] | None:
    """The items that the reader of this name sees in a source; `None` without such a reader, or where it fails."""
    known = readers.reader_named(reader)
    try:
        return known.items(source) if known else None
    except Exception:  # told where the source is read; here its items are just not to be had
        return None


def index_items(source: SourceText, items: list[Item]) -> ItemIndex | None:
    """The index of a source by its items; `None` if one of them doesn't stand in it."""
    is_ascii = source.text.isascii()
    found: dict[str, Standing] = {}
    at = in_bytes = 0
    for item in items:
        start = source.text.find(item.text, at)
        if start < 0:
            at = in_bytes = 0
            start = source.text.find(item.text)
        if start < 0:
            return None
        in_bytes = start if is_ascii else in_bytes + _size(source.text[at:start])
        end = in_bytes + (len(item.text) if is_ascii else _size(item.text))
        found[item_sha256(item.text)] = Standing(item.number, in_bytes, end, item.line, item.column)
        at, in_bytes = start + len(item.text), end
    in_context = any(item.context is not None for item in items)
    is_whole = len(items) == 1 and items[0].text == source.text
    return ItemIndex(source.encoding, in_context, is_whole, found)


def index_source(source: SourceText, reader: str) -> ItemIndex | None:
    """The index of a source that the reader of this name splits; `None` where it can't, or items don't stand in it."""
    items = split(source, reader)
    return None if items is None else index_items(source, items)


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


class Kept:
    """The things used last, as many as have so many characters (`room`) together, and at least one."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._things: dict[Hashable, tuple[Any, int]] = {}
        self._characters = 0

    def get(self, key: Hashable, make: Callable[[], tuple[Value, int]]) -> Value:
        """The thing of this key, made if it isn't kept; `make` says how many characters it has, and 0 keeps it not."""
        found = self._things.pop(key, None)
        if found is None:
            found = make()
            self._characters += found[1]
        if found[1]:
            self._things[key] = found  # the last of the dict is the one used last
        while self._characters > self._room and len(self._things) > 1:
            self._characters -= self._things.pop(next(iter(self._things)))[1]
        value: Value = found[0]
        return value
