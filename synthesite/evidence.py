"""The sources of a site as pages and checks rest on them: what an item shows changes when it moves, changes or goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from hashlib import file_digest
from typing import NamedTuple, Protocol, TypeVar

import msgspec

from synthesite.config import Config, Rights, Settings
from synthesite.extract import Item
from synthesite.item_index import ItemIndex
from synthesite.keys import digest, program_key
from synthesite.library import Library
from synthesite.model import Extract, Later, SourceItem
from synthesite.parallel import in_order
from synthesite.shelf import Entry, Held, Shelf
from synthesite.sources import CURATOR, SourceTexts, Texts, curators_item, locate
from synthesite.store.cache import Cache
from synthesite.store.marks import UNSETTLED, Folders
from synthesite.study import Whole
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


class _File(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A source's mark, and the SHA-256 of what was in it then."""

    mark: int
    sha256: bytes


T = TypeVar("T")
_FILES = msgspec.msgpack.Decoder(dict[str, _File])
_INDEX = msgspec.msgpack.Decoder(ItemIndex | None)
_RESULTS = msgspec.msgpack.Decoder(dict[str, Held])
_ALL = "all"
_ABSENT = b""


class Evidence:
    """The sources of one site. `inputs` are the marks of its files, by folder.

    While `building`, nothing is verified of a study none of whose sources is here and whose record is as the program
    wrote it: ingest has told what can't be verified.
    """

    def __init__(
        self,
        config: Config,
        sources: SourceTexts,
        cache: Cache | None = None,
        inputs: Folders | None = None,
        jobs: int = 1,
        building: bool = False,
    ) -> None:
        self.sources = sources
        self._jobs = jobs
        self._building = building
        self._config = config
        self.cache = cache or Cache()
        self._inputs = inputs or {}
        self._shown = Shown(sources, config.settings.rights)
        self._base = digest(program_key(), _encoded(config.settings.sources))
        self._shown_key = digest(self._base, _encoded(config.settings.rights))
        table = self.cache.table("sources")
        self._before = _decoded(_FILES, table.get(_ALL, self._base)) or {}
        self._files: dict[str, _File] = {}
        self._indexes: dict[tuple[str, str], ItemIndex | None] = {}

    def of(self, items: Iterable[Named]) -> Later:
        """What may be shown of items, for a page that rests on them and on the study or journal that names them."""
        states = [_ABSENT if is_outside(item.path) else self._state(item) for item in items if item.reader != CURATOR]
        return Later(digest(self._shown_key, *states), partial(_same, self._shown))

    def _state(self, item: Named) -> bytes:
        """What stands for an item as it is now, and for where in its source it is."""
        index = self._index(item.path, item.reader)
        standing = index.items.get(item.sha256) if index else None
        if index is None or standing is None:
            return _ABSENT
        context = self._files[item.path].sha256 if index.in_context else b""
        return b"%d %d %d %s" % (standing.number, standing.line, standing.column, context)

    def _index(self, path: str, reader: str) -> ItemIndex | None:
        """The index of a source, kept from before if the source is as it was."""
        if (path, reader) not in self._indexes:
            found = None
            if self._file(path):
                table, name = self.cache.table("items"), f"{reader} {path}"
                key = digest(self._base, self._files[path].sha256)
                kept = table.get(name, key)
                found = _decoded(_INDEX, kept) or self.sources.index(path, reader)
                if kept is None:
                    table.put(name, key, msgspec.msgpack.encode(found))
            self._indexes[path, reader] = found
            if found:
                self.sources.know(path, reader, found)
        return self._indexes[path, reader]

    def _file(self, path: str) -> bool:
        """Whether a source is here; its digest is told by `_files` then."""
        if path in self._files:
            return True
        folder, _, name = path.rpartition("/")
        mark = self._inputs.get(folder, {}).get(name, UNSETTLED)
        before = self._before.get(path)
        if before and mark != UNSETTLED and mark == before.mark:
            self._files[path] = before
            return True
        file = locate(self._config, path)
        try:
            if file is None:
                return False
            with file.open("rb") as opened:
                self._files[path] = _File(mark, file_digest(opened, "sha256").digest())
        except OSError:
            return False
        return True

    def keep(self) -> None:
        """Keeps in the cache what was learnt about the sources."""
        if self._files != self._before:
            self.cache.table("sources").put(_ALL, self._base, msgspec.msgpack.encode(self._files))

    def verify(self, whole: Whole, key: bytes, settings: Settings) -> Held:
        """Whether the values of a study, whose key this is, stand where they are said to."""
        sources = whole.full.sources or []
        held_under = self._held_under(key, sources)
        if self._building and not whole.loaded.edited and not self._any_here(sources):
            return Held(held_under, Verified(whole.full.id, [], 0, 0, [], [], []))
        summary = "" if whole.study.summary_is_generated else whole.study.summary
        texts = _AtHand(self.sources, whole)
        found = verify_study(whole.loaded, whole.study.path, whole.full, summary, texts, settings)
        return Held(held_under, found)

    def verified(self, library: Library) -> Iterator[Verified]:
        """Whether the values of each study and journal stand where they are said to; what is as it was isn't asked."""
        table, name = self.cache.table("verified"), "again"
        before = _decoded(_RESULTS, table.get(name, self._base)) or {}
        again: dict[str, Held] = {}
        found: list[Verified | None] = []
        left: list[tuple[int, Shelf, Entry]] = []
        for shelf in (library.studies, library.excluded):
            for entry in shelf.entries.values():
                key = self._held_under(entry.key, entry.items)
                held = entry.held if entry.held and entry.held.key == key else before.get(entry.id)
                is_same = held is not None and held.key == key
                if not is_same:
                    left.append((len(found), shelf, entry))
                elif held is not entry.held and held:
                    again[entry.id] = held
                found.append(held.result if is_same and held else None)

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
        return any(item.reader != CURATOR and self._presence(item) != _ABSENT for item in items)

    def _held_under(self, key: bytes, items: Iterable[Named]) -> bytes:
        """What stands for a study, and for what there is of the items that it names."""
        return digest(self._base, key, *map(self._presence, items))

    def _presence(self, item: Named) -> bytes:
        """What stands for whether an item is here, and for what its reader has to know of the rest of its source."""
        if item.reader == CURATOR:
            return b"here"  # the study's own key stands for it
        index = self._index(item.path, item.reader)
        if index is None or item.sha256 not in index.items:
            return _ABSENT
        return self._files[item.path].sha256 if index.in_context else b"here"


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


def _decoded(decoder: msgspec.msgpack.Decoder[T], value: bytes | None) -> T | None:
    if value is not None:
        with suppress(msgspec.MsgspecError):
            return decoder.decode(value)
    return None
