"""The texts of the items that records name, for whoever shows or verifies a passage."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from synthesite import readers
from synthesite.config import SourceRule
from synthesite.extract import Item, SourceText, item_sha256, whole
from synthesite.found import AnyExtract, full
from synthesite.item_index import ItemIndex, Kept, Standing, index_items, split
from synthesite.model import Extract, SourceItem
from synthesite.source_folders import NO_RULES, locate_by, rule_for
from synthesite.sources import open_source
from synthesite.store.content import summary_text
from synthesite.store.decoding import read_range

CURATOR = "curator"
"""The `reader` of a source that is a curator's own Markdown file, read as one item."""
KEPT_CHARACTERS = 8_000_000
"""How much text of items is kept for the next question about it: some 25 MB."""
NO_INDEXES: Mapping[tuple[str, str], ItemIndex] = MappingProxyType({})
_CURATORS = re.compile(r"content/studies/[a-z0-9]+/[a-z0-9-]+\.md")


def curators_item(source: SourceItem, text: str) -> Item | None:
    """A curator's file as an item, by its text; `None` if that isn't what the record names."""
    item = whole(SourceText(source.path, text, "utf-8"))[0]
    return item if item_sha256(text) == source.sha256 else None


class Texts(Protocol):
    """Whoever has the texts of items, by what records say of them."""

    def item(self, source: SourceItem) -> Item | None:
        """The item, as long as it stands in its source as it was."""

    def extract(self, source: SourceItem) -> Extract | None:
        """What its reader finds in it; `None` if it is not to be had, or the reader fails on it."""


class SourceTexts:
    """The texts of items, by what a record says of them, for whoever shows or verifies a passage.

    Each source is split once, for its index; after that its items are read one by one, and checked by their hashes.
    `extracts` are those that were read already, `indexes` those of sources that are known to be as they were, by path
    and reader.
    """

    def __init__(
        self,
        root: Path,
        rules: Sequence[SourceRule] = NO_RULES,
        extracts: Sequence[AnyExtract] = (),
        indexes: Mapping[tuple[str, str], ItemIndex] = NO_INDEXES,
    ) -> None:
        self._root = root
        self._rules = rules
        self._extracts = {(e.source.path, e.source.reader, e.source.sha256): e for e in extracts}
        self._indexes: dict[tuple[str, str], ItemIndex | None] = dict(indexes)
        self._located: dict[str, Path | None] = {}
        self._kept = Kept(KEPT_CHARACTERS)

    def item(self, source: SourceItem) -> Item | None:
        """The item as it stands in its source now; `None` if the file is gone, or no longer holds these characters."""
        if source.reader == CURATOR:
            return self._curators(source)
        return self._kept.get((source.path, source.reader, source.sha256), lambda: self._item(source))

    def _curators(self, source: SourceItem) -> Item | None:
        """A curator's file, which records name as a source of what the curator wrote."""
        if not _CURATORS.fullmatch(source.path):
            return None
        return curators_item(source, summary_text(self._root / source.path))

    def line(self, source: SourceItem) -> int | None:
        """The line in which the item starts in its source now, without reading it; `None` as for `item`."""
        index = self.index(source.path, source.reader)
        standing = index.items.get(source.sha256) if index else None
        return standing.line if standing else None

    def extract(self, source: SourceItem) -> Extract | None:
        """What the item's reader finds in it, now; `None` if the item isn't to be had, or the reader fails on it.

        An item that was read already (`extracts`) isn't read again: the same characters give the same extract.
        """
        known = self._extracts.get((source.path, source.reader, source.sha256))
        if known:
            return full(known)
        reader, index = readers.reader_named(source.reader), self.index(source.path, source.reader)
        if reader is None or index is None:
            return None
        item = self._in_context(source) if index.in_context else self.item(source)
        try:
            return reader.read(item) if item else None
        except Exception:  # told where the source is read
            return None

    def index(self, path: str, reader: str) -> ItemIndex | None:
        """Where the items of a source stand; `None` if it or its reader is not here.

        Asked for before processes are forked, it is there in all of them.
        """
        if (path, reader) not in self._indexes:
            source = self._source(path)
            items = self._split(source, reader) if source else None
            self._indexes[path, reader] = index_items(source, items) if source and items is not None else None
        return self._indexes[path, reader]

    def know(self, path: str, reader: str, index: ItemIndex) -> None:
        """Takes the index of a source that is as it was when the index was made."""
        self._indexes[path, reader] = index

    def _item(self, source: SourceItem) -> tuple[Item | None, int]:
        """An item and how many characters it has."""
        index = self.index(source.path, source.reader)
        standing = index.items.get(source.sha256) if index else None
        text = self._text(source.path, index.encoding, standing) if index and standing else None
        if index is None or standing is None or text is None or item_sha256(text) != source.sha256:
            return None, 0
        columns = rule_for(source.path, self._rules).columns
        of = SourceText(source.path, text if index.is_whole else "", index.encoding, columns)
        return Item(of, standing.number, text, standing.line, column=standing.column), len(text)

    def _text(self, path: str, encoding: str, standing: Standing) -> str | None:
        """The characters where an item should be; `None` if there is no such file any more, or no such text in it."""
        if path not in self._located:
            self._located[path] = locate_by(self._root, self._rules, path)
        full = self._located[path]
        try:
            if full is None:
                return None
            if encoding == "utf-8":
                return read_range(full, standing.start, standing.end).decode("utf-8", "surrogatepass")
            data = self._kept.get((path, "", ""), lambda: self._in_utf8(path))
            return data[standing.start : standing.end].decode("utf-8", "surrogatepass")
        except (OSError, UnicodeDecodeError):
            return None

    def _in_utf8(self, path: str) -> tuple[bytes, int]:
        source = self._source(path)
        data = source.text.encode("utf-8", "surrogatepass") if source else b""
        return data, len(data)

    def _in_context(self, source: SourceItem) -> Item | None:
        """The item with what its reader has to know of the rest of the file."""

        def items() -> tuple[dict[str, Item], int]:
            text = self._source(source.path)
            found = self._split(text, source.reader) if text else None
            return {item_sha256(item.text): item for item in found or ()}, len(text.text) if text else 0

        return self._kept.get((source.path, source.reader, ""), items).get(source.sha256)

    @staticmethod
    def _split(source: SourceText, reader: str) -> list[Item] | None:
        return split(source, reader)

    def _source(self, path: str) -> SourceText | None:
        full = locate_by(self._root, self._rules, path)
        text = open_source(full, path)[0] if full else None
        return text._replace(columns=rule_for(path, self._rules).columns) if text else None
