"""What is known of every study, kept by folder: of a folder that is as it was, nothing is looked at again.

A `Block` has an `Entry` for each record in a folder. What only some builds ask for stands beside it in the cache: the
cards, the traits, and who is in which group, each under a key that is in the block.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

import msgspec

from synthesite.check_traits import CheckTraits
from synthesite.facts import decoded
from synthesite.groups import KINDS
from synthesite.keys import digest, joined
from synthesite.links import LinkTraits
from synthesite.model import Card, JournalMetrics, Member, Problem
from synthesite.related import RelatedTraits
from synthesite.store.cache import Cache
from synthesite.store.marks import State
from synthesite.verified import Verified


class Item(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """An item that a record names as a source of its values."""

    path: str
    reader: str
    sha256: str


_ITEMS = msgspec.msgpack.Decoder(list[Item])


class Metrics(NamedTuple):
    """What a source says of the standing of a study's journal: the reader of the source, and its path."""

    values: JournalMetrics
    reader: str
    path: str


class Held(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What came of verifying a study, and the key under which it holds; no result where nothing could be verified."""

    key: bytes
    result: Verified | None


class StudyTraits(NamedTuple):
    """What all studies are held against each other by: for links, for checks, and for related studies."""

    links: LinkTraits
    checks: CheckTraits
    related: RelatedTraits


class LinksOf(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """Of `StudyTraits` those for links alone: decoding all of them takes four times as long."""

    links: LinkTraits


class ChecksOf(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """Those for checks."""

    links: msgspec.Raw
    checks: CheckTraits


class RelatedOf(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """Those for related studies."""

    links: msgspec.Raw
    checks: msgspec.Raw
    related: RelatedTraits


class _TraitsParts(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """Those for links and for checks, as they are encoded."""

    links: msgspec.Raw
    checks: msgspec.Raw


class TraitsKeys(NamedTuple):
    """What stands for the traits of studies for links, and for those for checks."""

    links: bytes
    checks: bytes


class Entry(msgspec.Struct, array_like=True, frozen=True, gc=False, kw_only=True):
    """What is known of every study. `path` is the record's file.

    `key` stands for all that the study is made of, `card_key` for its card, `traits_key` for its traits, and
    `references_key` for it as a reference in the formats of reference managers. `order` sorts newest first. `told`
    holds the problems by the rule that told them, `held` what came of verifying the values, `said` what counts of
    citation statements need (`synthesite.said`), `facts` what other figures do (`synthesite.facts`), `named`
    are the encoded `items`. Without a `card_key` the record can't be used.
    """

    id: str
    path: str
    key: bytes
    card_key: bytes = b""
    traits_key: bytes = b""
    references_key: bytes = b""
    order: str = ""
    exclude: str = ""
    formerly: tuple[str, ...] = ()
    metrics: Metrics | None = None
    named: bytes = b""
    problems: tuple[Problem, ...] = ()
    told: dict[str, list[Problem]] | None = None
    held: Held | None = None
    said: bytes = b""
    facts: bytes = b""

    @property
    def items(self) -> list[Item]:
        """The items that the record names, decoded anew each time: so they take a quarter of the memory."""
        return _ITEMS.decode(self.named) if self.named else []


class Counts(NamedTuple):
    """Figures of studies; `years` are the first and the last, `statements` those that are shown in words."""

    total: int = 0
    years: tuple[int, int] | None = None
    statements: int = 0
    conflicted: int = 0
    themed: int = 0


def counted(entries: Iterable[Entry]) -> Counts:
    """The figures of the studies of these entries."""
    studies = [decoded(entry.facts) for entry in entries]
    years = [one.year for one in studies if one.year]
    return Counts(
        len(studies),
        (min(years), max(years)) if years else None,
        sum(one.statements for one in studies),
        sum(one.has_conflicts for one in studies),
        sum(one.is_themed for one in studies),
    )


def sum_of(blocks: Iterable[Block]) -> Counts:
    """The figures of the studies in all blocks."""
    found = [block.counts for block in blocks]
    years = [year for part in found if part.years for year in part.years]
    return Counts(
        sum(part.total for part in found),
        (min(years), max(years)) if years else None,
        sum(part.statements for part in found),
        sum(part.conflicted for part in found),
        sum(part.themed for part in found),
    )


Marks = tuple[int, int]
"""The marks of a record's file and of the curator's file beside it."""


class Block(msgspec.Struct, array_like=True, frozen=True, kw_only=True):
    """The records in one folder.

    `state` is that of the folder, `None` if it can't be told by that alone that everything in there is as it was;
    `marks` are those of the entries. `orphans` are the paths of curators' files beside which there is no record.
    `cards`, `traits` and, by kind of group, `members` are the keys of what stands beside the block. `counts` leave out
    what is excluded.
    """

    state: State | None
    entries: list[Entry]
    marks: msgspec.Raw
    orphans: list[str]
    cards: bytes
    traits: bytes
    members: dict[str, bytes]
    counts: Counts

    def marks_by_path(self) -> dict[str, Marks]:
        """The marks of the entries by their paths."""
        return dict(zip([entry.path for entry in self.entries], _MARKS.decode(self.marks), strict=True))


_T = TypeVar("_T")
_Raws = dict[str, msgspec.Raw]
_Members = dict[str, list[Member]]
Grouped = dict[str, Mapping[str, msgspec.Raw | list[Member]]]
"""By study and kind the groups that it is in."""
_ENCODER = msgspec.msgpack.Encoder()
_MARKS = msgspec.msgpack.Decoder(list[Marks])
_BLOCK = msgspec.msgpack.Decoder(Block)
_RAWS = msgspec.msgpack.Decoder(_Raws)
_MEMBERS = msgspec.msgpack.Decoder(_Members)
_CARD = msgspec.msgpack.Decoder(Card)
_TRAITS_PARTS = msgspec.msgpack.Decoder(_TraitsParts)
_TRAITS_KEYS = msgspec.msgpack.Decoder(TraitsKeys)


class Blocks:
    """The blocks of one site by folder, kept under `key`, which stands for the settings that shape a study."""

    def __init__(self, cache: Cache, key: bytes) -> None:
        self._key = key
        self._blocks, self._members = cache.table("library"), cache.table("members")
        self._beside = {name: cache.table(name) for name in ("cards", "traits")}
        self._traits_keys = cache.table("parts")
        self._cards: dict[str, _Raws] = {}

    def before(self, folder: str) -> Block | None:
        """The block of a folder as it was kept."""
        return self._blocks.decoded(folder, self._key, _BLOCK)

    def cards(self, folder: str, block: Block) -> _Raws:
        """The encoded cards of a block by the ids of the studies; nothing if they aren't there."""
        if folder not in self._cards:
            self._cards[folder] = self._beside["cards"].decoded(folder, block.cards, _RAWS) or {}
        return self._cards[folder]

    def traits(self, folder: str, block: Block) -> _Raws:
        """The same for the traits."""
        return self.traits_for(folder, block, _RAWS)

    def traits_for(self, folder: str, block: Block, decoder: msgspec.msgpack.Decoder[dict[str, _T]]) -> dict[str, _T]:
        """What a decoder gives of them."""
        return self._beside["traits"].decoded(folder, block.traits, decoder) or {}

    def traits_keys(self, folder: str, block: Block) -> TraitsKeys:
        """What stands for each kind of traits of a block's studies: few changes change all of them."""
        kept = self._traits_keys.decoded(folder, block.traits, _TRAITS_KEYS)
        return kept or self._keep_traits_keys(folder, block.traits, self.traits(folder, block))

    def _keep_traits_keys(self, folder: str, key: bytes, raws: _Raws) -> TraitsKeys:
        parts = [_TRAITS_PARTS.decode(raw) for raw in raws.values()]
        made = TraitsKeys(key, key)
        if parts:
            links, checks = [one.links for one in parts], [one.checks for one in parts]
            made = TraitsKeys(digest(_ENCODER.encode(links)), digest(_ENCODER.encode(checks)))
        self._traits_keys.put(folder, key, _ENCODER.encode(made))
        return made

    def members(self, folder: str, block: Block, kind: str) -> _Members | None:
        """The groups of a kind that a block's studies are in, by the studies' ids; without those that are in none.

        `None` if they aren't there.
        """
        return self._members.decoded(f"{kind} {folder}", block.members[kind], _MEMBERS)

    def grouped(self, folder: str, block: Block) -> Grouped | None:
        """The same of all kinds by study, encoded."""
        by_study: defaultdict[str, dict[str, msgspec.Raw | list[Member]]] = defaultdict(dict)
        for kind, key in block.members.items():
            found = self._members.decoded(f"{kind} {folder}", key, _RAWS)
            if found is None:
                return None
            for study_id, groups in found.items():
                by_study[study_id][kind] = groups
        return {**by_study}

    def make(
        self,
        folder: str,
        state: State | None,
        entries: list[Entry],
        marks: Sequence[Marks],
        orphans: list[str],
        beside: tuple[_Raws, _Raws, Grouped],
    ) -> Block:
        """A block of its entries and of their cards, traits and groups by id. It is kept."""
        keys = []
        for name, raws, key in (
            ("cards", beside[0], joined(entry.card_key for entry in entries)),
            ("traits", beside[1], joined(entry.traits_key for entry in entries)),
        ):
            if self._beside[name].key(folder) != key:
                self._beside[name].put(folder, key, _ENCODER.encode(raws))
                if name == "traits":
                    self._keep_traits_keys(folder, key, raws)
            keys.append(key)
        self._cards.pop(folder, None)  # as they were before; whoever needs them reads them
        members = {}
        for kind in KINDS:
            value = _ENCODER.encode(
                {one: groups[kind.name] for one, groups in beside[2].items() if groups.get(kind.name)}
            )
            members[kind.name] = digest(value)
            if self._members.key(f"{kind.name} {folder}") != members[kind.name]:
                self._members.put(f"{kind.name} {folder}", members[kind.name], value)
        block = Block(
            state=state,
            entries=entries,
            marks=msgspec.Raw(_ENCODER.encode(marks)),
            orphans=orphans,
            cards=keys[0],
            traits=keys[1],
            members=members,
            counts=counted(entry for entry in entries if entry.card_key and not entry.exclude),
        )
        self._blocks.put(folder, self._key, _ENCODER.encode(block))
        return block

    def retain(self, folders: Collection[str]) -> None:
        """Forgets what is kept of all other folders."""
        self._blocks.retain(folders)
        for table in self._beside.values():
            table.retain(folders)
        self._traits_keys.retain(folders)
        self._members.retain([f"{kind.name} {folder}" for folder in folders for kind in KINDS])


def decode_card(raw: msgspec.Raw) -> Card:
    """An encoded card. Raises `msgspec.MsgspecError` if it is none."""
    return _CARD.decode(raw)
