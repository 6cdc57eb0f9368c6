"""Which record is whose: an id stays, whatever sources join, change or leave, and whatever studies merge or split.

Three steps. `identify` finds the extracts that each record was made of, and rebuilds from the record those whose source
is gone (remnants). After the extracts are grouped into studies, `assign` says whose record is whose: one study may have
been two records, and one record may turn out to be two studies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec
from rapidfuzz.fuzz import ratio

from synthesite.found import AnyExtract, full, known_by
from synthesite.match import IDENTIFIERS, Match
from synthesite.model import Record, SourceItem
from synthesite.remnants import remnants
from synthesite.text.folding import title_key
from synthesite.text.slugs import study_id

RESEMBLING = 85
"""How alike, of 100, two titles must be for an item that changed in its place to be taken for the same study."""

_Owned = tuple[AnyExtract, list[str], bool]
"""An extract, the records that it was part of, and whether it is a remnant."""

NOTHING: Mapping[str, str] = MappingProxyType({})


class Known(NamedTuple):
    """A record that exists. `age` orders records by when they were made, the oldest first.

    `curated` holds the identifiers (`doi`, `pmid`) that a curator gives. A record that can't be read is not `whole`:
    only its id, its identifiers and its items are told.
    """

    record: Record
    age: int = 0
    curated: Mapping[str, str] = NOTHING
    whole: bool = True
    in_full: Callable[[], Record] | None = None
    """Gives the whole record, where `record` is no more than what it is found again by."""

    @property
    def id(self) -> str:
        """The record's id."""
        return self.record.id

    def identifier(self, key: str) -> str | None:
        """The record's DOI or PMID, the curator's before the sources'."""
        return self.curated.get(key) or getattr(self.record, key)


class Identified(NamedTuple):
    """The extracts, those read and the remnants, in the order of their sources and items."""

    extracts: list[AnyExtract]
    owners: list[list[str]]
    """For each extract the ids of the records that it was part of."""
    remnants: frozenset[int]
    """Which of the extracts are remnants."""
    same: list[tuple[set[int], set[int]]]
    """Extracts that belong together because a remnant alone couldn't be matched."""

    def as_curated(self, known: Mapping[str, Known]) -> list[AnyExtract]:
        """The extracts as they are to be matched: with the identifiers that a curator gave their record."""
        seen: list[AnyExtract] = []
        for extract, owners in zip(self.extracts, self.owners, strict=True):
            curated = known[owners[0]].curated if len(owners) == 1 else NOTHING
            if curated:
                seen.append(msgspec.structs.replace(full(extract), values=extract.values | dict(curated)))
            else:
                seen.append(extract)
        return seen


def identify(extracts: Sequence[AnyExtract], known: Iterable[Known], is_here: Callable[[str], bool]) -> Identified:
    """Finds the extracts that records were made of: by their place and hash, by their hash, then in their source.

    `is_here` says whether a source is there and was read. Items of sources that are not live on as remnants; so do all
    items of a record of which no source says anything any more.
    """
    records = sorted(known, key=lambda one: one.id)
    finder = _Finder(extracts)
    missing = {one.id: left for one in records if (left := [i for i in _items(one) if not finder.claim(one, i)])}
    incomplete = [one for one in records if one.id in missing]
    for find in (finder.by_identifier, finder.by_title, finder.by_place):
        for one in incomplete:
            missing[one.id] = [item for item in missing[one.id] if not is_here(item.path) or not find(one, item)]
    pairs: list[_Owned] = list(zip(extracts, finder.owners, [False] * len(extracts), strict=True))
    for one in incomplete:
        if not one.whole:
            continue
        gone = [item for item in missing[one.id] if not is_here(item.path) or one.id not in finder.live]
        if gone:
            kept = {(item.path, item.item, item.sha256) for item in gone}
            pairs += [
                (r, [one.id], True)
                for r in remnants(one.in_full() if one.in_full else one.record)
                if _key(r.source) in kept
            ]
    pairs.sort(key=lambda pair: (pair[0].source.path, pair[0].source.item))
    return Identified(
        [extract for extract, _, _ in pairs],
        [owners for _, owners, _ in pairs],
        frozenset(at for at, (_, _, is_remnant) in enumerate(pairs) if is_remnant),
        list(_held_together(pairs, finder.unchanged)),
    )


def _held_together(pairs: list[_Owned], unchanged: Mapping[str, set[int]]) -> Iterator[tuple[set[int], set[int]]]:
    """Each remnant, and each item that is as it was, with the first extract of a record of which a source is gone.

    What a remnant knows may be too little to show again why they belong together; the record is the witness.
    """
    incomplete = {owner for _, owners, is_remnant in pairs if is_remnant for owner in owners}
    if not incomplete:
        return
    first: dict[str, int] = {}
    for at, (_, owners, is_remnant) in enumerate(pairs):
        if not is_remnant:
            for owner in owners:
                first.setdefault(owner, at)
    for at, (extract, owners, is_remnant) in enumerate(pairs):
        for owner in incomplete.intersection(owners):
            if is_remnant or id(extract) in unchanged.get(owner, ()):
                anchor = first.setdefault(owner, at)
                if anchor != at:
                    yield {anchor}, {at}


def _items(known: Known) -> list[SourceItem]:
    return list(known.record.sources or [])


def _key(item: SourceItem) -> tuple[str, int, str]:
    return item.path, item.item, item.sha256


class _Finder:
    """Where the items of records are among the extracts; a changed item goes to one record only."""

    def __init__(self, extracts: Sequence[AnyExtract]) -> None:
        self._extracts = extracts
        self.owners: list[list[str]] = [[] for _ in extracts]
        self.live: set[str] = set()
        """The records of which an item is there."""
        self.unchanged: dict[str, set[int]] = {}
        """By record, the extracts that are as they were, each by its `id()`."""
        self._sources = [extract.source for extract in extracts]
        self._by_text: dict[str, list[int]] = {}
        for at, source in enumerate(self._sources):
            same = self._by_text.get(source.sha256)
            if same is None:
                self._by_text[source.sha256] = [at]
            else:
                same.append(at)

    @cached_property
    def _by_number(self) -> dict[tuple[object, ...], list[int]]:
        """The extracts by where they stand."""
        found: dict[tuple[object, ...], list[int]] = {}
        for at, source in enumerate(self._sources):
            found.setdefault((source.path, source.item), []).append(at)
        return found

    @cached_property
    def _count(self) -> Counter[str]:
        """How many extracts each source has."""
        return Counter(source.path for source in self._sources)

    @cached_property
    def _by_words(self) -> dict[tuple[object, ...], list[int]]:
        """The extracts by what they say; asked for only where an item isn't as it was."""
        found: dict[tuple[object, ...], list[int]] = {}
        for at, extract in enumerate(self._extracts):
            path, said = extract.source.path, known_by(extract)
            for key in (
                *(("identifier", path, k, said[k]) for k in IDENTIFIERS if k in said),
                *(("anywhere", k, said[k]) for k in IDENTIFIERS if k in said),
                ("title", path, title_key(said.get("title", ""))),
            ):
                found.setdefault(key, []).append(at)
        return found

    def claim(self, known: Known, item: SourceItem) -> bool:
        """The item as it was, in its source or, if that was renamed, in another."""
        same = self._by_text.get(item.sha256)
        if same is None:
            return False
        sources = self._sources
        found = [at for at in same if sources[at].path == item.path] or same
        found = [at for at in found if sources[at].item == item.item and sources[at].path == item.path] or found
        self.unchanged.setdefault(known.id, set()).update([id(self._extracts[at]) for at in found])
        return self._take(known, found)

    def by_identifier(self, known: Known, item: SourceItem) -> bool:
        """An item of the same source with the record's DOI or PMID."""
        keys = [("identifier", item.path, key, known.identifier(key)) for key in IDENTIFIERS if known.identifier(key)]
        return self._take(known, [at for key in keys for at in self._free(self._by_words, key)][:1])

    def by_title(self, known: Known, item: SourceItem) -> bool:
        """An item of the same source with the record's title, unless it has other identifiers."""
        if not known.record.title:
            return False
        found = self._free(self._by_words, ("title", item.path, title_key(known.record.title)))
        return self._take(known, [at for at in found if not self._contradicts(known, at)][:1])

    def by_place(self, known: Known, item: SourceItem) -> bool:
        """The item that stands in the same place with much the same title, or alone in its source."""
        fitting = []
        for at in self._free(self._by_number, (item.path, item.item)):
            titles = title_key(known.record.title or ""), title_key(known_by(self._extracts[at]).get("title", ""))
            alone = self._count[item.path] == 1
            alike = ratio(*titles) >= RESEMBLING if all(titles) else alone
            moved_on = self._contradicts(known, at) and self._is_elsewhere(known)
            if (alike or (alone and not self._contradicts(known, at))) and not moved_on:
                fitting.append(at)
        return self._take(known, fitting[:1])

    def _free(self, index: Mapping[tuple[object, ...], list[int]], key: tuple[object, ...]) -> list[int]:
        return [at for at in index.get(key, []) if not self.owners[at]]

    def _take(self, known: Known, found: list[int]) -> bool:
        for at in found:
            if known.id not in self.owners[at]:
                self.owners[at].append(known.id)
        if found:
            self.live.add(known.id)
        return bool(found)

    def _contradicts(self, known: Known, at: int) -> bool:
        values = known_by(self._extracts[at])
        both = [key for key in IDENTIFIERS if known.identifier(key) and key in values]
        return bool(both) and all(known.identifier(key) != values[key] for key in both)

    def _is_elsewhere(self, known: Known) -> bool:
        return any(
            ("anywhere", key, known.identifier(key)) in self._by_words for key in IDENTIFIERS if known.identifier(key)
        )


class Assigned(NamedTuple):
    """A study's records, the one that stays first; and the records that it was a part of and that went elsewhere."""

    records: list[str]
    parted_from: list[str]


def assign(matches: Sequence[Match], owners: Mapping[int, list[str]], known: Mapping[str, Known]) -> list[Assigned]:
    """Whose record is whose. `owners` gives the records of each extract, by the extract's `id()`.

    A record that other records became part of goes to the study that gave it its id, any other to the one with its DOI
    or PMID, else to the one that has most of its extracts, else to the first. Of several records of one study the
    oldest stays.
    """
    parts: dict[str, dict[int, int]] = {}
    for at, match in enumerate(matches):
        for extract in match.extracts:
            for owner in owners[id(extract)]:
                counts = parts.setdefault(owner, {})
                counts[at] = counts.get(at, 0) + 1
    best = {owner: _best(known[owner], counts, matches) for owner, counts in parts.items()}
    found = []
    for at, match in enumerate(matches):
        touched = sorted({owner for extract in match.extracts for owner in owners[id(extract)]})
        own = [owner for owner in touched if best[owner] == at]
        if len(own) > 1:
            own.sort(key=lambda owner: (known[owner].age, owner))
        found.append(Assigned(own, [owner for owner in touched if best[owner] != at]))
    return found


def _best(known: Known, counts: Mapping[int, int], matches: Sequence[Match]) -> int:
    if len(counts) == 1:
        return next(iter(counts))

    def fitness(at: int) -> tuple[bool, bool, int, int]:
        gave_id = bool(known.record.formerly) and known.id in stems(matches[at])
        return gave_id, _has_identifier(matches[at], known), counts[at], -at

    return max(counts, key=fitness)


def stems(study: Match) -> set[str]:
    """The ids that the extracts of a study would give to new records."""
    return {stem(extract.values) for extract in study.extracts}


def stem(values: Mapping[str, Any]) -> str:
    """The id that a new record with these values would get if it were the only one to want it."""
    authors: Sequence[Mapping[str, str]] = values.get("authors") or ({},)
    first = authors[0]
    return study_id(first.get("family") or first.get("literal"), values.get("year"), values.get("title"))


def _has_identifier(match: Match, known: Known) -> bool:
    return any(
        known_by(extract).get(key) == known.identifier(key)
        for key in IDENTIFIERS
        if known.identifier(key)
        for extract in match.extracts
    )


def adds_nothing(remnant: AnyExtract, others: Sequence[AnyExtract]) -> bool:
    """Whether everything that a remnant says is said by other extracts as well."""
    told = {text for other in others for text in _told(other.values)}
    return all(text in told for text in _told(remnant.values)) and not full(remnant).conflicts


def _told(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        for one in value if isinstance(value, list) else [value]:
            yield key, title_key(str(one))
