"""The search index as files to be. What didn't change since the last build isn't worked out again.

Three tables of the cache hold: of each study its words and its entry (`indexed`), the files of terms (`shards`), and
from what those files were made (`search`): so a build knows which postings changed, and changes these alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple
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
from synthesite.search_entries import INDEXED, LEVELS, Indexed, Traits, abstract_words, indexed, levels_of, words_of
from synthesite.shelf import Shelf
from synthesite.store.cache import Cache, Table
from synthesite.text.search_words import STEMMERS

NAME = "search"
"""What the settings call it where they leave it out."""
_FEW = 0.02
"""The share of studies up to which postings are changed one by one."""
_BLOCKS = 128
"""How many files of results are looked at together."""
_WORD_BATCHES = 16
"""In how many batches the files of terms are looked at."""
_SLOTS = 4
"""Slots of a file of results: twenty results fetch some 70 KB compressed; with eight it would be half as much again."""
_WORTH_A_FORK = 16
"""Studies from which on it pays to change the index in a process of its own."""
_MOST_FRESH = 200
"""Studies of which this process may have to tell another one what the index has of them."""


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
    """The studies, the language of their site, the tables, and what keys are made with.

    `fresh` has what was worked out of a few studies, encoded: the process may be one whose tables keep nothing.
    """

    shelf: Shelf
    language: str
    studies: Table
    shards: Table
    made: Table
    key: bytes
    fresh: dict[str, bytes]


class _Remade(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What the index is made from now; the files of terms that are new, by name with their keys; and `_Parts.fresh`."""

    made: _Made
    files: dict[str, tuple[bytes, bytes]]
    fresh: dict[str, bytes]


_DECODER = msgspec.msgpack.Decoder(Indexed)
_MADE = msgspec.msgpack.Decoder(_Made)
_REMADE = msgspec.msgpack.Decoder(_Remade)


class Indexing:
    """The making of the index, which may begin as soon as the studies of a site are loaded."""

    def __init__(self, settings: Settings, cache: Cache, jobs: int) -> None:
        self._settings = settings
        self._cache = cache
        self._jobs = jobs
        self._begun: Callable[[], bytes] | None = None
        self._looked: tuple[_Parts, _Made | None] | None = None

    def begin(self, studies: Shelf) -> bool:
        """Begins in a process of its own, if there is enough to do; says whether it did."""
        if self._jobs < 2 or NAME in self._settings.leave_out or len(studies) < WORTH_A_PROCESS:
            return False
        (parts, before), keys = self._look(studies), _keys_of(studies)
        self._looked = parts, before
        differ = [one for one, key in keys.items() if before is None or before.keys.get(one) != key]
        lacking = sum(parts.studies.key(one) != keys[one] for one in differ)
        if len(differ) >= _WORTH_A_FORK and lacking <= _MOST_FRESH:
            self._begun = aside(lambda: msgspec.msgpack.encode(_remade(parts, before, keys, jobs=1)))
        return self._begun is not None

    def _look(self, studies: Shelf) -> tuple[_Parts, _Made | None]:
        """What the index of these studies is made with, and what it was made from last."""
        indexed, shards, made = (self._cache.table(name) for name in (INDEXED, "shards", "search"))
        language = self._settings.language
        key = digest(program_key(), language)
        parts = _Parts(studies, language, indexed, shards, made, key, {})
        return parts, made.decoded("made", key, _MADE)

    def done(self, studies: Shelf) -> tuple[_Parts, _Made]:
        """What the index is made with, and what it is made from now; its files of terms are kept in the cache."""
        parts, before = self._looked or self._look(studies)
        begun, self._begun, self._looked = self._begun, None, None
        keys = _keys_of(studies)
        if before and before.keys == keys:
            return parts, before
        remade = _REMADE.decode(begun()) if begun else _remade(parts, before, keys, self._jobs)
        for study_id, data in remade.fresh.items():
            parts.studies.put(study_id, keys[study_id], data)
        for name, (key, body) in remade.files.items():
            parts.shards.put(name, key, body)
        parts.shards.retain([shard.name for shard in remade.made.shards])
        parts.studies.retain(keys)
        parts.made.put("made", parts.key, msgspec.msgpack.encode(remade.made))
        return parts, remade.made


def search(library: Library, indexing: Indexing) -> Iterator[Output | Batch]:
    """The files of the index, unless the settings leave it out."""
    if NAME in library.settings.leave_out or not library.studies:
        return
    parts, made = indexing.done(library.studies)
    slots, traits = digest(msgspec.msgpack.encode(made.slots)), digest(msgspec.msgpack.encode(made.traits))
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
    yield Export(f"{NAME}/index.js", _index, (Later(told, partial(_facts, parts, made, told)),))
    yield from _word_files(parts, made)
    yield from _result_files(parts, made)


def _word_files(parts: _Parts, made: _Made) -> Iterator[Batch]:
    """The files of terms, in batches."""

    def outputs(shards: list[Shard]) -> Iterator[Export]:
        for shard in shards:
            later = Later(shard.key, partial(_body, parts, made, shard))
            yield Export(f"{NAME}/w/{shard.name}.js", _words, (shard.name, later))

    batches: dict[int, list[Shard]] = {}
    for shard in made.shards:
        batches.setdefault(crc32(shard.first.encode()) % _WORD_BATCHES, []).append(shard)
    for name, shards in batches.items():
        key = digest(*(one for shard in shards for one in (shard.name, shard.key)))
        yield Batch(f"{NAME} words {name}", (key,), partial(outputs, shards))


def _result_files(parts: _Parts, made: _Made) -> Iterator[Batch]:
    """The files of results, in batches of some hundred."""

    def outputs(blocks: dict[int, list[str]]) -> Iterator[Export]:
        for number, ids in blocks.items():
            later = Later(joined([made.keys[one] for one in ids]), partial(_entries, parts, ids))
            yield Export(f"{NAME}/r/{number}.js", _block, (number, [made.slots[one] for one in ids], later))

    batches: dict[int, dict[int, list[str]]] = {}
    for study_id, slot in made.slots.items():
        batches.setdefault(slot // _SLOTS // _BLOCKS, {}).setdefault(slot // _SLOTS, []).append(study_id)
    for at, blocks in batches.items():
        ids = [study_id for some in blocks.values() for study_id in some]
        key = digest(joined([made.keys[one] for one in ids]), msgspec.msgpack.encode([made.slots[one] for one in ids]))
        yield Batch(f"{NAME} results {at}", (key,), partial(outputs, blocks))


def _keys_of(studies: Shelf) -> dict[str, bytes]:
    return {study_id: entry.key for study_id, entry in studies.entries.items()}


def _remade(parts: _Parts, before: _Made | None, keys: dict[str, bytes], jobs: int) -> _Remade:
    """The files of terms as they are now."""
    was = before.keys if before else {}
    differ = [study_id for study_id, key in keys.items() if was.get(study_id) != key]
    moved, gone = list[str](), list[str]()
    if before and before.slots.keys() == keys.keys():
        slots = before.slots
    else:
        slots = slots_of(keys)
        moved = [one for one, slot in slots.items() if before and before.slots.get(one, slot) != slot]
        gone = [study_id for study_id in was if study_id not in keys]
    touched = dict.fromkeys([*differ, *moved, *gone])
    small = before is not None and len(touched) <= max(4, _FEW * len(keys))
    old = {one: _kept(parts, one, was[one]) for one in touched if one in was} if small else {}
    _index_studies(parts, [one for one in differ if parts.studies.key(one) != keys[one]], jobs)
    patched = None
    if small and before and None not in old.values():
        changes = _changes(parts, before, slots, touched, old)
        patched = changed(before.shards, changes, lambda shard: parts.shards.get(shard.name, shard.key))
    known = before.traits if before else {}
    anew = set(differ)
    traits = {one: known[one] for one in slots if one in known and one not in anew}
    shards, bodies = patched or _from_scratch(parts, slots, traits)
    traits = {one: traits.get(one) or _of(parts, one).traits for one in slots}
    return _Remade(_Made(keys, slots, traits, shards), bodies, parts.fresh)


def _kept(parts: _Parts, study_id: str, key: bytes) -> Indexed | None:
    fresh = parts.fresh.get(study_id)
    return _DECODER.decode(fresh) if fresh else parts.studies.decoded(study_id, key, _DECODER)


def _index_studies(parts: _Parts, ids: list[str], jobs: int) -> None:
    """Works out the words and the entries of studies, with several processes if they are many.

    Those of studies that are new were worked out when they were loaded. Few are put into `fresh`, for `Indexing.done`
    to keep; many are kept at once.
    """

    def work(study_id: str) -> bytes:
        return msgspec.msgpack.encode(_indexed(parts, study_id))

    entries, is_few = parts.shelf.entries, len(ids) <= _MOST_FRESH
    for study_id, made in zip(ids, in_order(work, ids, jobs, at_least=200), strict=True):
        if is_few:
            parts.fresh[study_id] = made
        else:
            parts.studies.put(study_id, entries[study_id].key, made)


def _of(parts: _Parts, study_id: str) -> Indexed:
    """What the index has of a study, from the cache or worked out anew."""
    return _kept(parts, study_id, parts.shelf.entries[study_id].key) or _indexed(parts, study_id)


def _indexed(parts: _Parts, study_id: str) -> Indexed:
    study = parts.shelf[study_id]
    return indexed(study, abstract_words(study.record))


def _from_scratch(
    parts: _Parts, slots: dict[str, int], traits: dict[str, Traits] | None = None
) -> tuple[list[Shard], dict[str, tuple[bytes, bytes]]]:
    """All files of terms, and their contents; what comes to light of the studies on the way is noted in `traits`."""

    def studies() -> Iterator[tuple[int, str, list[str], bytes]]:
        for study_id, slot in slots.items():  # in the order of the slots
            one = _of(parts, study_id)
            if traits is not None:
                traits[study_id] = one.traits
            yield slot, one.traits.language or parts.language, words_of(one), one.counts

    made = [shard_of(terms) for terms in cut(grouped(studies()))]
    return [shard for shard, _ in made], {shard.name: (shard.key, body) for shard, body in made}


def _changes(
    parts: _Parts,
    before: _Made,
    slots: dict[str, int],
    touched: Iterable[str],
    old: dict[str, Indexed | None],
) -> Iterator[Change]:
    """What becomes of the postings of the studies that were touched: first what goes, then what comes."""
    comes: list[Change] = []
    for one in touched:
        its, then, slot = old.get(one), before.slots.get(one, -1), slots.get(one, -1)
        was = levels_of(its, parts.language) if its else {}
        if slot < 0:
            now = {}
        elif its and before.keys[one] == parts.shelf.entries[one].key:
            now = was  # which stands in another slot
        else:
            now = levels_of(_of(parts, one), parts.language)
        stays = was if slot == then else {}
        yield from [Change(term, then, -1) for term in was if term not in now or not stays]
        comes += [Change(term, slot, slot * LEVELS + level) for term, level in now.items() if stays.get(term) != level]
    yield from comes


def _body(parts: _Parts, made: _Made, shard: Shard) -> bytes:
    """The content of a file of terms; if the cache lost it, all are made anew."""
    body = parts.shards.get(shard.name, shard.key)
    return body if body is not None else _from_scratch(parts, made.slots)[1][shard.name][1]


def _entries(parts: _Parts, ids: list[str]) -> list[bytes]:
    return [_of(parts, study_id).entry for study_id in ids]


def _words(name: str, body: bytes) -> bytes:
    return script(f"w/{name}", b'"' + body + b'"')


def _block(number: int, slots: list[int], entries: list[bytes]) -> bytes:
    lines = [b"[%d,%s" % (slot, entry[1:]) for slot, entry in zip(slots, entries, strict=True)]
    return script(f"r/{number}", b"[" + b",\n".join(lines) + b"]")


def _facts(parts: _Parts, made: _Made, key: bytes) -> dict[str, object]:
    """What the script has to know before it loads anything else."""
    count, site = len(made.slots), parts.language
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
