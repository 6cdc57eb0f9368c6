"""The search index as files to be. What didn't change since the last build isn't worked out again.

Three tables of the cache hold: of each study its terms and its entry (`indexed`), the files of terms (`shards`), and
from what those files were made (`search`): so a build knows which postings changed, and changes these alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple, Protocol
from zlib import crc32

import msgspec

from synthesite.config import Settings
from synthesite.keys import digest, joined, program_key
from synthesite.library import Library
from synthesite.model import Batch, Export, Later, Output
from synthesite.parallel import WORTH_A_PROCESS, aside, in_order
from synthesite.search.facets import facet_by_groups, facet_by_traits, facet_file, facet_names, is_by_traits, script
from synthesite.search.grouping import grouped
from synthesite.search.shards import Change, Shard, changed, cut, shard_of
from synthesite.search.slots import slots_of
from synthesite.search_entries import INDEXED, LEVELS, Indexed, Traits, abstract_words, indexed, terms_of
from synthesite.shelf import Shelf
from synthesite.store.cache import Cache, Table
from synthesite.study import Study
from synthesite.text.search_words import STEMMERS

NAME = "search"
"""What the settings call it where they leave it out."""
_MADE_OF = "made"
_FEW = 0.02
"""The share of studies up to which postings are changed one by one."""
_BLOCKS = 128
"""How many files of results are looked at together."""
_WORD_BATCHES = 16
"""In how many batches the files of terms are looked at."""
_SLOTS = 4
"""Slots of a file of results: twenty results fetch some 70 KB compressed; with eight it would be half as much again."""


class _Made(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What the index was made from, by study: keys, slots (in their order) and traits; and the files of terms."""

    keys: dict[str, bytes]
    slots: dict[str, int]
    traits: dict[str, Traits]
    shards: list[Shard]

    @property
    def last(self) -> int:
        """The last slot that a study has."""
        return next(reversed(self.slots.values()))


class _Parts(NamedTuple):
    """The tables, and what keys are made with."""

    studies: Table
    shards: Table
    made: Table
    key: bytes


class _Words(NamedTuple):
    """The files of terms, by name the keys and the contents of those that are new, and what studies are narrowed by."""

    shards: list[Shard]
    bodies: dict[str, tuple[bytes, bytes]]
    traits: dict[str, Traits]


class _Studies(Protocol):
    """What the index is made from, besides groups."""

    @property
    def studies(self) -> Shelf: ...
    @property
    def settings(self) -> Settings: ...


_DECODER = msgspec.msgpack.Decoder(Indexed)
_MADE = msgspec.msgpack.Decoder(_Made)
_WORDS = msgspec.msgpack.Decoder(_Words)


class Search:
    """The index of a site; with several `jobs`, files of terms are made in a process of their own."""

    def __init__(self, settings: Settings, cache: Cache, jobs: int) -> None:
        self.settings = settings
        self.studies: Shelf
        self._jobs = jobs
        self._is_wanted = NAME not in settings.leave_out
        key = digest(program_key(), settings.language)
        self._parts = _Parts(cache.table(INDEXED), cache.table("shards"), cache.table("search"), key)
        self._words: Callable[[], bytes] | None = None

    def begin(self, studies: Shelf) -> None:
        """Begins with the files of terms of many studies, where nothing is there from an earlier build."""
        parts, keys = self._parts, _keys(studies)
        is_first = self._is_wanted and parts.made.key(_MADE_OF) is None
        if is_first and self._jobs > 1 and len(keys) >= WORTH_A_PROCESS and not _lacking(parts, keys):
            self.studies = studies
            self._words = aside(lambda: msgspec.msgpack.encode(_from_scratch(self, parts, slots_of(keys))))

    def outputs(self, library: Library) -> Iterator[Output | Batch]:
        """The files of the index, unless the settings leave it out."""
        if not self._is_wanted or not library.studies:
            return
        parts = self._parts
        made = _made(library, parts, parts.made.decoded(_MADE_OF, parts.key, _MADE), self._jobs, self._words)
        yield from _outputs(library, parts, made)


def _outputs(library: Library, parts: _Parts, made: _Made) -> Iterator[Output | Batch]:
    slots = msgspec.msgpack.encode(made.slots)
    traits = msgspec.msgpack.encode(made.traits)
    version = []
    for name in facet_names(kind.name for kind in library.kinds):
        if is_by_traits(name):
            later = Later(digest(slots, traits), partial(facet_by_traits, name, made.traits, made.slots))
        else:
            groups = msgspec.msgpack.encode(library.groups[name])
            about = digest(slots, library.studies.members_key(name), groups)
            later = Later(about, partial(facet_by_groups, library.grouped[name], made.slots))
        version.append(later.key)
        yield Export(f"{NAME}/{name}.js", facet_file, (name, later))
    version += [*made.keys.values(), *(shard.key for shard in made.shards)]
    told = digest(joined(version), slots)
    yield Export(f"{NAME}/index.js", _index, (Later(told, partial(_facts, library, made, told)),))
    yield from _word_files(library, parts, made)
    yield from _result_files(library, parts, made)


def _word_files(library: Library, parts: _Parts, made: _Made) -> Iterator[Batch]:
    """The files of terms, in batches."""

    def outputs(shards: list[Shard]) -> Iterator[Export]:
        for shard in shards:
            later = Later(shard.key, partial(_body, library, parts, made, shard))
            yield Export(f"{NAME}/w/{shard.name}.js", _words, (shard.name, later))

    batches: dict[int, list[Shard]] = {}
    for shard in made.shards:
        batches.setdefault(crc32(shard.first.encode()) % _WORD_BATCHES, []).append(shard)
    for name, shards in batches.items():
        key = digest(*(one for shard in shards for one in (shard.name, shard.key)))
        yield Batch(f"{NAME} words {name}", (key,), partial(outputs, shards))


def _result_files(library: Library, parts: _Parts, made: _Made) -> Iterator[Batch]:
    """The files of results, in batches of some hundred."""

    def outputs(blocks: dict[int, list[str]]) -> Iterator[Export]:
        for number, ids in blocks.items():
            later = Later(joined([made.keys[one] for one in ids]), partial(_entries, library, parts, ids))
            yield Export(f"{NAME}/r/{number}.js", _block, (number, [made.slots[one] for one in ids], later))

    batches: dict[int, dict[int, list[str]]] = {}
    for study_id, slot in made.slots.items():
        batches.setdefault(slot // _SLOTS // _BLOCKS, {}).setdefault(slot // _SLOTS, []).append(study_id)
    for at, blocks in batches.items():
        ids = [study_id for some in blocks.values() for study_id in some]
        key = digest(joined([made.keys[one] for one in ids]), msgspec.msgpack.encode([made.slots[one] for one in ids]))
        yield Batch(f"{NAME} results {at}", (key,), partial(outputs, blocks))


def _keys(studies: Shelf) -> dict[str, bytes]:
    return {study_id: entry.key for study_id, entry in studies.entries.items()}


def _lacking(parts: _Parts, keys: dict[str, bytes]) -> list[str]:
    """The studies of which the cache doesn't have what the index has of them."""
    return [study_id for study_id, key in keys.items() if parts.studies.key(study_id) != key]


def _made(library: Library, parts: _Parts, before: _Made | None, jobs: int, begun: Callable[[], bytes] | None) -> _Made:
    """The files of terms as they are now, kept in the cache with what they were made from.

    `begun` gives all of them, where somebody began with them already.
    """
    keys = _keys(library.studies)
    if before and before.keys == keys:
        return before
    was = before.keys if before else {}
    differ = [study_id for study_id, key in keys.items() if was.get(study_id) != key]
    slots = before.slots if before and before.slots.keys() == keys.keys() else slots_of(keys)
    moved = [one for one, slot in slots.items() if before and before.slots.get(one, slot) != slot]
    gone = [study_id for study_id in was if study_id not in keys]
    touched = dict.fromkeys([*differ, *moved, *gone])
    small = before is not None and len(touched) <= max(4, _FEW * len(keys))
    old = {one: _kept(parts, one, was[one]) for one in touched if one in was} if small else {}
    _index_studies(library, parts, _lacking(parts, {one: keys[one] for one in differ}), jobs)
    patched = None
    if small and before and None not in old.values():
        changes = _changes(library, parts, before, slots, touched, old)
        patched = changed(before.shards, changes, lambda shard: parts.shards.get(shard.name, shard.key))
    if patched and before:
        anew = set(differ)
        words = _Words(*patched, {one: found for one, found in before.traits.items() if one not in anew})
    else:
        words = _WORDS.decode(begun()) if begun else _from_scratch(library, parts, slots)
    for name, (key, body) in words.bodies.items():
        parts.shards.put(name, key, body)
    parts.shards.retain([shard.name for shard in words.shards])
    parts.studies.retain(keys)
    traits = {one: words.traits.get(one) or _of(library, parts, one).traits for one in slots}
    made = _Made(keys, slots, traits, words.shards)
    parts.made.put(_MADE_OF, parts.key, msgspec.msgpack.encode(made))
    return made


def _kept(parts: _Parts, study_id: str, key: bytes) -> Indexed | None:
    return parts.studies.decoded(study_id, key, _DECODER)


def _index_studies(library: Library, parts: _Parts, ids: list[str], jobs: int) -> None:
    """Works out the terms and the entries of studies, with several processes if they are many.

    Those of studies that are new were worked out when they were loaded.
    """
    language = library.settings.language

    def work(study_id: str) -> bytes:
        return msgspec.msgpack.encode(_indexed(library.studies[study_id], language))

    entries = library.studies.entries
    for study_id, made in zip(ids, in_order(work, ids, jobs, at_least=200), strict=True):
        parts.studies.put(study_id, entries[study_id].key, made)


def _of(library: _Studies, parts: _Parts, study_id: str) -> Indexed:
    """What the index has of a study, from the cache or worked out anew."""
    entry = library.studies.entries[study_id]
    return _kept(parts, study_id, entry.key) or _indexed(library.studies[study_id], library.settings.language)


def _indexed(study: Study, language: str) -> Indexed:
    return indexed(study, language, abstract_words(study.record))


def _from_scratch(of: _Studies, parts: _Parts, slots: dict[str, int]) -> _Words:
    """All files of terms."""
    traits: dict[str, Traits] = {}

    def studies() -> Iterator[tuple[int, list[str], bytes]]:
        for study_id, slot in slots.items():  # in the order of the slots
            one = _of(of, parts, study_id)
            traits[study_id] = one.traits
            yield slot, terms_of(one), one.levels

    made = [shard_of(terms) for terms in cut(grouped(studies()))]
    bodies = {shard.name: (shard.key, body) for shard, body in made}
    return _Words([shard for shard, _ in made], bodies, traits)


def _changes(
    library: Library,
    parts: _Parts,
    before: _Made,
    slots: dict[str, int],
    touched: Iterable[str],
    old: dict[str, Indexed | None],
) -> Iterator[Change]:
    """What becomes of the postings of the studies that were touched: first what goes, then what comes."""
    now = {(slots[one], t): level for one in touched if one in slots for t, level in _pairs(_of(library, parts, one))}
    was = {(before.slots[one], t): level for one, its in old.items() if its for t, level in _pairs(its)}
    for (slot, term), level in was.items():
        if now.get((slot, term)) is None:
            yield Change(term, slot, -1)
        elif now[slot, term] == level:
            del now[slot, term]
    for (slot, term), level in now.items():
        yield Change(term, slot, slot * LEVELS + level)


def _pairs(one: Indexed) -> Iterator[tuple[str, int]]:
    return zip(terms_of(one), one.levels, strict=True)


def _body(library: Library, parts: _Parts, made: _Made, shard: Shard) -> bytes:
    """The content of a file of terms; if the cache lost it, all are made anew."""
    body = parts.shards.get(shard.name, shard.key)
    return body if body is not None else _from_scratch(library, parts, made.slots).bodies[shard.name][1]


def _entries(library: Library, parts: _Parts, ids: list[str]) -> list[bytes]:
    return [_of(library, parts, study_id).entry for study_id in ids]


def _words(name: str, body: bytes) -> bytes:
    return script(f"w/{name}", b'"' + body + b'"')


def _block(number: int, slots: list[int], entries: list[bytes]) -> bytes:
    lines = [b"[%d,%s" % (slot, entry[1:]) for slot, entry in zip(slots, entries, strict=True)]
    return script(f"r/{number}", b"[" + b",\n".join(lines) + b"]")


def _facts(library: Library, made: _Made, key: bytes) -> dict[str, object]:
    """What the script has to know before it loads anything else."""
    count, site = len(made.slots), library.settings.language
    languages = {traits.language or site.partition("-")[0].lower() for traits in made.traits.values()}
    return {
        "version": key.hex()[:10],
        "studies": count,
        "slots": made.last + 1,
        "block": _SLOTS,
        "language": site,
        "stemmers": {one: STEMMERS[one] for one in sorted(languages & STEMMERS.keys())},
        "common": {term: its for shard in made.shards for term, its in shard.common if 2 * its > count},
        "files": " ".join(shard.first for shard in made.shards),
    }


def _index(facts: dict[str, object]) -> bytes:
    return script("index", msgspec.json.encode(facts))
