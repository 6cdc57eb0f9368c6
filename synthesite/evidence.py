"""The sources of a site as pages and checks rest on them: what an item shows changes when it moves, changes or goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple, Protocol

import msgspec

from synthesite.blocks import Entry, Held
from synthesite.config import Config, Rights, Settings, line_of_setting
from synthesite.extract import Item
from synthesite.item_index import ItemIndex
from synthesite.keys import digest, program_key
from synthesite.library import Library
from synthesite.model import Extract, Later, SourceItem
from synthesite.parallel import in_order
from synthesite.shelf import Shelf
from synthesite.source_folders import locate
from synthesite.source_texts import CURATOR, SourceTexts, Texts, curators_item
from synthesite.store.cache import Cache
from synthesite.store.files import file_digest
from synthesite.study import Whole
from synthesite.text.languages import keep_detector_in
from synthesite.text.paths import is_outside
from synthesite.verified import Verified, verify_journal, verify_study


class Shown(NamedTuple):
    """The texts of sources, and how much of them may be shown."""

    sources: SourceTexts
    rights: Rights


class Named(Protocol):
    """An item as a record names it."""

    @property
    def path(self) -> str:
        """The path of its source."""

    @property
    def reader(self) -> str:
        """The reader of its source."""

    @property
    def sha256(self) -> str:
        """The hash of its text."""


_INDEX = msgspec.msgpack.Decoder(ItemIndex | None)
_RESULTS = msgspec.msgpack.Decoder(dict[str, Held])
_ABSENT = b""
_GONE, _HERE = b"-", b"="


class Evidence:
    """The sources of one site. `digest_of` gives the digests of files, as `file_digest` does.

    While `building`, nothing is verified of a study none of whose sources is here and whose record is as the program
    wrote it: ingest has told what can't be verified.
    """

    def __init__(
        self,
        config: Config,
        sources: SourceTexts,
        cache: Cache | None = None,
        digest_of: Callable[[str], bytes | None] = file_digest,
        jobs: int = 1,
        building: bool = False,
    ) -> None:
        self.sources = sources
        self._jobs = jobs
        self._building = building
        self._config = config
        self.cache = cache or Cache()
        if self.cache.folder:
            keep_detector_in(self.cache.folder, program_key().hex())
        self._digest_of = digest_of
        self._shown = Shown(sources, config.settings.rights)
        self._base = digest(program_key(), _encoded(config.settings.sources))
        self._shown_key = digest(self._base, _encoded(config.settings.rights))
        self._absent: dict[int, Later] = {}
        """What `of` gives for so many items none of which is shown."""
        self._files: dict[str, bytes | None] = {}
        self._indexes: dict[tuple[str, str], ItemIndex | None] = {}

    def of(self, items: Iterable[Named]) -> Later:
        """What may be shown of items, for a page that rests on them and on the study or journal that names them."""
        states = [self._state(item) for item in items if item.reader != CURATOR]
        if any(states):
            return self._later(states)
        if len(states) not in self._absent:  # which is common where sources aren't kept beside the site
            self._absent[len(states)] = self._later(states)
        return self._absent[len(states)]

    def _later(self, states: list[bytes]) -> Later:
        return Later(digest(self._shown_key, *states), partial(_same, self._shown))

    def of_all(self, items: Iterable[Named]) -> bytes:
        """What stands for all that may be shown of items, and more: it changes with anything in their sources."""
        sources = {(item.path, item.reader) for item in items if item.reader != CURATOR}
        states = [
            _ABSENT if is_outside(path) or not self._index(path, reader) else self._file(path) or _ABSENT
            for path, reader in sorted(sources)
        ]
        return digest(self._shown_key, _encoded(sorted(sources)), *states)

    def _state(self, item: Named) -> bytes:
        """What stands for an item as it is now, and for where in its source it is; nothing for what isn't shown."""
        index = self._index(item.path, item.reader)
        standing = index.items.get(item.sha256) if index else None
        if index is None or standing is None or is_outside(item.path):
            return _ABSENT
        where = standing.number, standing.line, standing.column, self._context(item.path, index)
        return b"%d %d %d %s" % where

    def _index(self, path: str, reader: str) -> ItemIndex | None:
        """The index of a source, kept from before if the source is as it was."""
        if (path, reader) not in self._indexes:
            found, file = None, self._file(path)
            if file:
                table, name, key = self.cache.table("items"), f"{reader} {path}", digest(self._base, file)
                found = table.decoded(name, key, _INDEX) or self.sources.index(path, reader)
                if table.key(name) != key:
                    table.put(name, key, msgspec.msgpack.encode(found))
            self._indexes[path, reader] = found
            if found:
                self.sources.know(path, reader, found)
        return self._indexes[path, reader]

    def _file(self, path: str) -> bytes | None:
        """What stands for all that is in a source; `None` if it isn't here."""
        if path not in self._files:
            file = locate(self._config, path)
            self._files[path] = self._digest_of(str(file)) if file else None
        return self._files[path]

    def _context(self, path: str, index: ItemIndex) -> bytes:
        """What stands for what a reader has to know of the rest of an item's source."""
        return (self._file(path) or b"") if index.in_context else b""

    def line_of_setting(self, *path: str | int) -> int:
        """The line of `config.yaml` on which a setting stands."""
        return line_of_setting(self._config.root, list(path))

    def verify(self, whole: Whole, key: bytes, settings: Settings) -> Held:
        """Whether the values of a study, whose key this is, stand where they are said to."""
        sources = whole.full.sources or []
        held_under = self._held_under(key, sources)
        if self._building and not whole.loaded.edited and not self._any_here(sources):
            return Held(held_under, None)
        summary = "" if whole.study.summary_is_generated else whole.study.summary
        texts = _AtHand(self.sources, whole)
        found = verify_study(whole.loaded, whole.study.path, whole.full, summary, texts, settings)
        return Held(held_under, found)

    def verified(self, library: Library) -> Iterator[Verified]:
        """Whether the values of each study and journal stand where they are said to; what is as it was isn't asked."""
        table, name = self.cache.table("verified"), "again"
        before = table.decoded(name, self._base, _RESULTS) or {}
        again: dict[str, Held] = {}
        found: list[Verified | None] = []
        left: list[tuple[int, Shelf, Entry]] = []
        for shelf in (library.studies, library.excluded):
            for entry in shelf.entries.values():
                key, held = self._held_under(entry.key, entry.items), entry.held
                if held is None or held.key != key:
                    held = before.get(entry.id)
                    if held is None or held.key != key:
                        left.append((len(found), shelf, entry))
                        held = None
                    else:
                        again[entry.id] = held
                found.append(held.result if held else None)

        def verify(at: int) -> bytes:
            _, shelf, entry = left[at]
            return msgspec.msgpack.encode(self.verify(shelf.whole(entry.id), entry.key, library.settings))

        for (at, _, entry), made in zip(left, in_order(verify, range(len(left)), self._jobs, at_least=50), strict=True):
            again[entry.id] = msgspec.msgpack.decode(made, type=Held)
            found[at] = again[entry.id].result
        if again != before:
            table.put(name, self._base, msgspec.msgpack.encode(again))
        yield from (result for result in found if result)
        for journal in library.full_journals.values():
            yield verify_journal(journal, self.sources, library.settings)

    def _any_here(self, items: Iterable[Named]) -> bool:
        """Whether any of the sources' items is here as it was."""
        return any(item.reader != CURATOR and self._presence(item) != _GONE for item in items)

    def _held_under(self, key: bytes, items: Iterable[Named]) -> bytes:
        """What stands for a study, and for what there is of the items that it names."""
        return b"".join([self._base, key, *[self._presence(item) for item in items]])

    def _presence(self, item: Named) -> bytes:
        """What stands for whether an item is here, and for what its reader has to know of the rest of its source.

        No such text begins another one.
        """
        if item.reader == CURATOR:
            return _HERE  # the study's own key stands for it
        index = self._index(item.path, item.reader)
        if index is None or item.sha256 not in index.items:
            return _GONE
        return b"+" + self._context(item.path, index) if index.in_context else _HERE


class _AtHand:
    """The texts of sources, with the curator's file of a study that is at hand."""

    def __init__(self, texts: Texts, whole: Whole) -> None:
        self._texts = texts
        self._whole = whole

    def item(self, source: SourceItem) -> Item | None:
        """The item, as long as it stands in its source as it was."""
        is_curators = source.reader == CURATOR and source.path[:-3] == self._whole.study.path[:-5]
        return curators_item(source, self._whole.written) if is_curators else self._texts.item(source)

    def extract(self, source: SourceItem) -> Extract | None:
        """What its reader finds in it."""
        return self._texts.extract(source)


def _encoded(thing: object) -> bytes:
    return msgspec.msgpack.encode(thing, order="deterministic")


def _same(shown: Shown) -> Shown:
    return shown
