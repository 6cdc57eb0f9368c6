"""The studies of a site, each loaded once: from its record and its curator's file to what may be shown of it.

What lists, groups and checks need of every study is an `Entry`, and all entries are in memory; cards only where they
are asked for. The study itself is kept in the cache and fetched where its page is made. A study whose two files and
settings are as they were isn't loaded again; of a folder in which everything is, nothing is even looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

import msgspec

from synthesite.blocks import (
    Block,
    ChecksOf,
    Counts,
    Entry,
    Grouped,
    LinksOf,
    Marks,
    RelatedOf,
    TraitsKeys,
    counted,
    decode_card,
    sum_of,
)
from synthesite.bounded import Bounded
from synthesite.card_list import CardList
from synthesite.check_traits import CheckTraits
from synthesite.config import Config
from synthesite.facts import decoded
from synthesite.keys import digest, joined
from synthesite.links import LinkTraits
from synthesite.model import Card, Later, Member, Problem, Severity, Statement
from synthesite.parallel import in_order
from synthesite.parts import in_parts
from synthesite.related import RelatedTraits
from synthesite.store.cache import Cache
from synthesite.store.files import folders_below, names_below, names_in_folder
from synthesite.store.marks import UNSETTLED, Folders, State, state_of
from synthesite.study import Study, Whole
from synthesite.study_loader import NOTHING, Loaded, Loader, Rules

STUDIES = "content/studies"
KEPT_CARDS = 20_000
"""How many cards a process holds decoded; one takes about a kilobyte."""
ABSENT = 1
"""The mark of a curator's file that isn't there."""

_LOADED = msgspec.msgpack.Decoder(Loaded)
_LINKS = msgspec.msgpack.Decoder(dict[str, LinksOf])
_CHECKS = msgspec.msgpack.Decoder(dict[str, ChecksOf])
_RELATED = msgspec.msgpack.Decoder(RelatedOf)
_T = TypeVar("_T")
_BY_KIND = msgspec.msgpack.Decoder(dict[str, msgspec.Raw])
_FACTS_OF = attrgetter("facts")


class Shelf(Mapping[str, Study]):
    """The studies by id, in the order given; each is fetched when it is asked for.

    `blocks` are those of all folders, whatever studies of theirs are here; `orphans` the paths of curators' files
    beside which there is no record.
    """

    def __init__(
        self,
        loader: Loader,
        blocks: dict[str, Block],
        entries: Iterable[Entry],
        made: Bounded[str, Card] | None = None,
    ) -> None:
        self._loader = loader
        self._blocks = blocks
        self._made = Bounded[str, Card](KEPT_CARDS) if made is None else made
        self.entries = {entry.id: entry for entry in entries}
        self.orphans = [path for block in blocks.values() for path in block.orphans]

    @cached_property
    def card_keys(self) -> dict[str, bytes]:
        """What stands for the card of each study."""
        return {study_id: entry.card_key for study_id, entry in self.entries.items()}

    def __getitem__(self, study_id: str) -> Study:
        return self._loader.study(self.entries[study_id])

    def __contains__(self, study_id: object) -> bool:
        return study_id in self.entries

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def part(self, excluded: bool) -> Shelf:
        """The studies on the site, newest first, or those that a curator took off it."""
        usable = (entry for entry in self.entries.values() if entry.card_key and bool(entry.exclude) is excluded)
        return Shelf(self._loader, self._blocks, sorted(usable, key=attrgetter("order")), self._made)

    def card(self, study_id: str) -> Card:
        """What lists show of a study."""
        card = self._made.get(study_id)
        if card is None:
            entry = self.entries[study_id]
            if not entry.card_key:
                raise KeyError(study_id)
            folder = _folder(entry.path)
            raw = self._loader.blocks.cards(folder, self._blocks[folder]).get(study_id)
            card = self._made[study_id] = decode_card(self._loader.card_of(entry) if raw is None else raw)
        return card

    def cards(self, ids: Sequence[str]) -> CardList:
        """The cards of studies."""
        return CardList(ids, self.card_keys, self.card)

    def counts(self) -> Counts:
        """The figures of the studies on the site, which must be the studies here."""
        found = sum_of(self._blocks.values())
        return found if found.total == len(self) else counted(self.entries.values())

    def members(self, kind: str) -> dict[str, list[Member]]:
        """The groups of a kind that studies are in, by the studies' ids; those of studies that aren't here too."""
        found: dict[str, list[Member]] = {}
        for folder, block in reversed(self._blocks.items()):
            kept = self._loader.blocks.members(folder, block, kind)
            if kept is None:
                usable = (entry for entry in block.entries if entry.card_key)
                kept = {entry.id: of_kind for entry in usable if (of_kind := self._loader.members_of(entry).get(kind))}
            found |= kept
        return found

    def members_key(self, kind: str) -> bytes:
        """What stands for the ids of all studies, in their order, and for all of `members`."""
        return digest(self._ids_key, joined([block.members[kind] for block in self._blocks.values()]))

    @cached_property
    def parts(self) -> list[tuple[str, list[str], bytes]]:
        """The ids in parts, each with its name and with what stands for its studies by themselves."""
        entries = self.entries
        return [(name, ids, joined([entries[one].key for one in ids])) for name, ids in in_parts(entries)]

    @cached_property
    def cards_key(self) -> bytes:
        """What stands for the cards of all studies, in their order."""
        return joined(self.card_keys.values())

    @cached_property
    def _ids_key(self) -> bytes:
        return digest("\0".join(self.entries))

    def link_traits(self) -> Iterator[LinkTraits]:
        """What all studies are held against each other by for links, one after the other."""
        return (found.links for found in self._traits(_LINKS))

    def check_traits(self) -> Iterator[CheckTraits]:
        """The same for checks."""
        return (found.checks for found in self._traits(_CHECKS))

    def _traits(self, decoder: msgspec.msgpack.Decoder[dict[str, _T]]) -> Iterator[_T]:
        found: dict[str, _T] = {}
        for folder, block in reversed(self._blocks.items()):
            found |= self._loader.blocks.traits_for(folder, block, decoder)
        for study_id, entry in self.entries.items():
            one = found.get(study_id)
            if one is None:
                one = decoder.decode(msgspec.msgpack.encode({study_id: self._loader.traits_of(entry)}))[study_id]
            yield one

    def related_traits(self) -> Callable[[str], RelatedTraits]:
        """What gives what a study is held against others by to find related ones.

        It holds on to the folders that it has looked into.
        """
        kept: dict[str, dict[str, msgspec.Raw]] = {}

        def traits_of(study_id: str) -> RelatedTraits:
            entry = self.entries[study_id]
            folder = _folder(entry.path)
            if folder not in kept:
                kept[folder] = self._loader.blocks.traits(folder, self._blocks[folder])
            raw = kept[folder].get(study_id)
            return _RELATED.decode(self._loader.traits_of(entry) if raw is None else raw).related

        return traits_of

    @cached_property
    def traits_keys(self) -> TraitsKeys:
        """What stands for each kind of `traits`."""
        ids = self._ids_key
        keys = [self._loader.blocks.traits_keys(folder, block) for folder, block in self._blocks.items()]
        return TraitsKeys(digest(ids, *[one.links for one in keys]), digest(ids, *[one.checks for one in keys]))

    def facts(self, ids: Iterable[str]) -> Later:
        """What figures need of studies, for a page that rests on them, as a list of `Facts`."""
        encoded = [*map(_FACTS_OF, map(self.entries.__getitem__, ids))]
        return Later(joined(encoded), lambda: [*map(decoded, encoded)])

    def later(self, study_id: str) -> Later:
        """A study for a page that rests on it."""
        entry = self.entries[study_id]
        return Later(entry.key, partial(self._loader.study, entry))

    def statements(self, study_id: str) -> list[Statement]:
        """The citation statements of a study as they may be shown, without the rest of it."""
        return self._loader.statements(self.entries[study_id])

    def references(self, study_id: str) -> Later:
        """A study as a reference in each format, as `References`, for an export that rests on it."""
        entry = self.entries[study_id]
        return Later(entry.references_key or entry.key, partial(self._loader.references_of, entry))

    def whole(self, study_id: str) -> Whole:
        """Everything about a study, read anew."""
        return self._loader.known(self.entries[study_id])


def load_shelf(
    config: Config,
    cache: Cache,
    inputs: Folders,
    jobs: int = 1,
    rules: Rules | None = None,
    seen: Callable[[str, msgspec.Raw], None] | None = None,
) -> Shelf:
    """Loads the studies of a site, with up to `jobs` processes.

    `inputs` are the marks of its files, by folder. `rules` are asked about each study that is loaded. Records that
    can't be used have an entry with the problem alone. `seen` is told, by the path of a record, what its files say to
    ingest (`Loaded.look`).
    """
    loader = Loader(config, cache, rules, looks=seen is not None)
    blocks: dict[str, Block] = {}
    changed: dict[str, _Folder] = {}
    for folder, files in sorted(_folders(config.root, inputs).items()):
        before = loader.blocks.before(folder)
        state = state_of(files)
        if before and state and before.state == state:
            blocks[folder] = before
            continue
        looked = _Folder(config.root, folder, files, state, before)
        if looked.marks or looked.orphans:
            changed[folder] = looked
            blocks[folder] = _UNREAD

    left = [(folder, path) for folder, looked in changed.items() for path in looked.left]

    def load(at: tuple[str, str]) -> bytes:
        folder, path = at
        return loader.load(path, changed[folder].marks[path], changed[folder].kept.get(path))

    results = in_order(load, left, jobs, at_least=20)
    for folder, looked in changed.items():
        loaded = {}
        for path in looked.left:
            loaded[path] = found = _LOADED.decode(next(results))
            if found.study != NOTHING:
                loader.studies.put(found.entry.id, found.entry.key, bytes(found.study))
            if found.references != NOTHING:
                loader.references.put(found.entry.id, found.entry.references_key, bytes(found.references))
            if found.indexed != NOTHING:
                loader.indexed.put(found.entry.id, found.entry.key, bytes(found.indexed))
            if seen and found.look != NOTHING:
                seen(path, found.look)
        blocks[folder] = looked.block(loader, loaded)
    for _ in results:  # which lets the processes go
        pass
    by_id = _by_id([entry for block in blocks.values() for entry in block.entries])
    if changed:
        loader.studies.retain(by_id)
        loader.references.retain(by_id)
    loader.blocks.retain(blocks)
    return Shelf(loader, blocks, by_id.values())


_UNREAD = Block(
    state=None,
    entries=[],
    marks=msgspec.Raw(),
    orphans=[],
    cards=b"",
    traits=b"",
    members={},
    counts=Counts(),
)


class _Folder:
    """A folder in which something may have changed: what is in there, and which records have to be loaded."""

    def __init__(self, root: Path, folder: str, files: dict[str, int], state: State | None, before: Block | None):
        records = names_in_folder(files, root / folder, root / STUDIES, {".yaml"})
        beside = names_in_folder(files, root / folder, root / STUDIES, {".md"})
        stems = {name.removesuffix(".yaml") for name in records}
        self._folder = folder
        self._before = before
        is_plain = not any(mark & 1 for mark in files.values())  # where a link leads is looked at each time
        self._state = state if is_plain else None
        self.orphans = [f"{folder}/{name}" for name in beside if name.removesuffix(".md") not in stems]
        self.marks = {f"{folder}/{name}": _marks(files, name) for name in records}
        """The marks of the records and of the curators' files beside them, by the records' paths."""
        marks_before = before.marks_by_path() if before else {}
        self.kept = {entry.path: entry for entry in before.entries} if before else {}
        self.left = [
            path for path, marks in self.marks.items() if UNSETTLED in marks or marks != marks_before.get(path)
        ]

    def block(self, loader: Loader, loaded: dict[str, Loaded]) -> Block:
        """The block of the folder, with what was loaded now."""
        kept = self._before
        cards = loader.blocks.cards(self._folder, kept) if kept else {}
        traits = loader.blocks.traits(self._folder, kept) if kept else {}
        grouped = loader.blocks.grouped(self._folder, kept) if kept else None
        entries, marks = [], []
        beside: tuple[dict[str, msgspec.Raw], dict[str, msgspec.Raw], Grouped] = ({}, {}, {})
        for path, mark in self.marks.items():
            one = loaded.get(path)
            entry = one.entry if one else self.kept[path]
            entries.append(entry)
            marks.append(one.marks if one else mark)
            if entry.card_key:
                if one and one.card != NOTHING:  # copied from the message, which could be let go then
                    beside[0][entry.id], beside[1][entry.id] = one.card.copy(), one.traits.copy()
                    beside[2][entry.id] = _BY_KIND.decode(one.members.copy())
                    continue
                beside[0][entry.id] = cards.get(entry.id) or loader.card_of(entry)
                beside[1][entry.id] = traits.get(entry.id) or loader.traits_of(entry)
                beside[2][entry.id] = loader.members_of(entry) if grouped is None else grouped.get(entry.id, {})
        state = None if any(UNSETTLED in mark for mark in marks) else self._state
        return loader.blocks.make(self._folder, state, entries, marks, self.orphans, beside)


def _folders(root: Path, inputs: Folders) -> dict[str, dict[str, int]]:
    """The marks of the files with records and curators' files, by folder; `UNSETTLED` where they aren't known."""
    if STUDIES in inputs:
        return dict(folders_below(inputs, STUDIES))
    found: dict[str, dict[str, int]] = {}
    for name in names_below(root / STUDIES, {".yaml", ".md"}):
        place, _, last = f"{STUDIES}/{name}".rpartition("/")
        found.setdefault(place, {})[last] = UNSETTLED
    return found


def _marks(files: dict[str, int], name: str) -> Marks:
    """The marks of a record's and of its curator's file."""
    return files[name], files.get(f"{name.removesuffix('.yaml')}.md", ABSENT)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _by_id(entries: list[Entry]) -> dict[str, Entry]:
    """The entries by id, with a problem for each that has the id of one before it."""
    found = {entry.id: entry for entry in entries}
    if len(found) == len(entries):
        return found
    found = {}
    for entry in entries:
        first = found.setdefault(entry.id, entry)
        if first is not entry:
            message = f"the id {entry.id!r} is also that of {first.path}; remove one of the two"
            problem = Problem(entry.path, 1, "duplicate-id", message, Severity.ERROR)
            found[entry.id] = msgspec.structs.replace(found[entry.id], problems=(*first.problems, problem))
    return found
