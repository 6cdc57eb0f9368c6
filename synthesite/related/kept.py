"""The related studies of all, kept from build to build: only around what changed are they found anew.

What is kept is cut into parts, by study or by feature, so that a small change reads and writes little.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from contextlib import suppress
from functools import cache, lru_cache, partial
from zlib import crc32

import msgspec

from synthesite.keys import digest, joined, program_key
from synthesite.model import Later
from synthesite.parallel import WORTH_A_PROCESS, aside, shared_out
from synthesite.related.around import around
from synthesite.related.finding import (
    SHOWN,
    Index,
    Related,
    RelatedTraits,
    ThemeBits,
    find_related,
    index_of,
    members_of,
    related_of,
)
from synthesite.store.cache import Table

_PARTS = 64
_READ = 4
"""Parts that a process holds at once while it makes pages: those of a batch of studies are in one."""
_CHUNK = 100
"""Studies that a process takes at once where all are found anew."""
_FEW = 4
"""What part of the studies may have changed for it to be worth while to go around them."""


class _Listed(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """Of a related study its id alone."""

    id: str


class _Head(msgspec.Struct, array_like=True, frozen=True):
    """The keys of all parts, and of each study that has relations what stands for these (`_key_of`)."""

    relations: list[bytes]
    members: list[bytes]
    traits: list[bytes]
    digests: dict[str, bytes]


_Raws = dict[str, msgspec.Raw]
_Studies = dict[str, tuple[bytes, list[str]]]
"""By study the key of its traits, and its themes."""
_HEAD = msgspec.msgpack.Decoder(_Head)
_STUDIES = msgspec.msgpack.Decoder(_Studies)
_RAWS = msgspec.msgpack.Decoder(_Raws)
_KEYED = msgspec.msgpack.Decoder(dict[str, tuple[bytes, msgspec.Raw]])
_RELATED = msgspec.msgpack.Decoder(list[Related])
_LISTED = msgspec.msgpack.Decoder(list[_Listed])
_IDS = msgspec.msgpack.Decoder(list[str])
_TRAITS = msgspec.msgpack.Decoder(RelatedTraits)
_encode = msgspec.msgpack.Encoder().encode
_NOTHING = digest()
_NONE = msgspec.Raw(_encode([]))


class _LostError(Exception):
    """A part isn't there as it was written."""


class _Parts:
    """Encoded values by name, in parts that are read when something in them is asked for."""

    def __init__(self, table: Table, name: str, keys: list[bytes]) -> None:
        self._table = table
        self._name = name
        self._keys = keys
        self._parts: dict[int, _Raws] = {}
        self._changed: set[int] = set()

    def get(self, name: str) -> msgspec.Raw | None:
        """The value of this name. Raises `_LostError` where it can't be told."""
        return self._part(_part_of(name)).get(name)

    def put(self, name: str, value: object) -> None:
        """Takes a value, `None` for none."""
        part = _part_of(name)
        self._changed.add(part)
        if value is None:
            self._part(part).pop(name, None)
        else:
            self._part(part)[name] = msgspec.Raw(_encode(value))

    @staticmethod
    def encoded(values: Mapping[str, object]) -> list[bytes]:
        """All parts of these values."""
        parts: list[dict[str, object]] = [{} for _ in range(_PARTS)]
        for one, value in values.items():
            parts[_part_of(one)][one] = value
        return list(map(_encode, parts))

    def add_to(self, rows: dict[str, tuple[bytes, bytes]]) -> list[bytes]:
        """Adds the rows of those that changed; gives the keys of all."""
        for part in sorted(self._changed):
            row = _encode(self._parts[part])
            self._keys[part] = digest(row)
            rows[f"{self._name} {part}"] = self._keys[part], row
        return self._keys

    def _part(self, part: int) -> _Raws:
        if part not in self._parts:
            found = self._table.decoded(f"{self._name} {part}", self._keys[part], _RAWS)
            if found is None:
                raise _LostError
            self._parts[part] = found
        return self._parts[part]


class _Made(msgspec.Struct, array_like=True, frozen=True):
    """What is to be kept: the rows of parts by their names, the head, and the encoded `_Studies`."""

    is_anew: bool
    """Whether the rows are of all parts, and no other ones are to be kept."""
    rows: dict[str, tuple[bytes, bytes]]
    head: _Head
    studies: bytes


_MADE = msgspec.msgpack.Decoder(_Made)
_OF_FOUR, _MAP = b"\x94", b"\xdf"
"""How an array of four values begins, and a map, whose size in four bytes follows (MessagePack, formats)."""
_Found = tuple[Mapping[str, bytes], Callable[[str], bytes]]
"""What stands for the relations of each study that has some, as `_key_of` gives it; and what gives them, encoded."""


class Relations:
    """The related studies of each study, decoded when a page needs them.

    `find` finds them when they are first asked for, or waits for who does: `is_begun` where another process is at it.
    """

    def __init__(self, find: Callable[[], _Found], is_begun: bool = False) -> None:
        self.is_begun = is_begun
        self.found = cache(find)

    def of(self, study_id: str) -> list[Related]:
        """The studies that are related to one, the closest first."""
        digests, encoded = self.found()
        return _RELATED.decode(encoded(study_id)) if study_id in digests else []

    def key(self, study_ids: Iterable[str], in_full: Container[str]) -> bytes:
        """What stands for the first `SHOWN` relations of several studies; for all of those that are `in_full`."""
        digests, _ = self.found()
        return joined([_shown(digests, study_id, study_id in in_full) for study_id in study_ids])

    def later(self, study_id: str, in_full: bool) -> Later:
        """The related studies for a page that rests on them, of which it shows the first `SHOWN` if not `in_full`."""
        digests, _ = self.found()
        return Later(_shown(digests, study_id, in_full), partial(self.of, study_id))


def _shown(digests: Mapping[str, bytes], study_id: str, in_full: bool) -> bytes:
    found = digests.get(study_id, _NOTHING)
    return found if in_full else found[: len(_NOTHING)]


NO_RELATIONS = Relations(lambda: ({}, lambda _: b""))

LookUp = Callable[[], Callable[[str], RelatedTraits]]
"""Gives what gives the traits of a study by its id; what that holds on to goes with it."""


def load_relations(
    keys: Mapping[str, bytes], look_up: LookUp, table: Table, jobs: int = 1, others: int = 0
) -> Relations:
    """The relations of studies; `keys` stand for their traits, by their ids.

    `look_up` gives what gives the traits of a study, and may hold on to what it has read for that.

    Those of many studies are found in a process of its own, if some changed; where all are found anew, in up to `jobs`,
    less those that `others` work in: more than there is room for would be no faster, and take more memory.
    """
    ids = sorted(keys)
    key = digest(program_key(), "\0".join(ids), joined([keys[study_id] for study_id in ids]))
    head = table.decoded("head", key, _HEAD)
    if head is not None:
        return Relations(partial(_relations, table, ids, look_up, head))
    work = partial(_found, table, keys, look_up, jobs - others)
    is_begun = jobs > 1 and len(keys) >= WORTH_A_PROCESS
    wait = aside(work) if is_begun else work  # with the end of a process, all that it takes is let go

    def find() -> _Found:
        made = _MADE.decode(wait())
        if made.is_anew:
            table.clear()
        for name, (its_key, row) in made.rows.items():
            table.put(name, its_key, row)
        table.put("head", key, _encode(made.head))
        table.put("studies", digest(program_key(), key), made.studies)
        return _relations(table, ids, look_up, made.head)

    return Relations(find, is_begun)


def _relations(table: Table, ids: list[str], look_up: LookUp, head: _Head) -> _Found:
    @lru_cache(maxsize=_READ)
    def part(number: int) -> _Raws | None:
        return table.decoded(f"relations {number}", head.relations[number], _RAWS)

    @cache
    def anew() -> dict[str, list[Related]]:
        return find_related(dict(zip(ids, map(look_up(), ids), strict=True)))

    def encoded(study_id: str) -> bytes:
        found = part(_part_of(study_id))
        return _encode(anew()[study_id]) if found is None else bytes(found.get(study_id, _NONE))

    return head.digests, encoded


def _found(table: Table, keys: Mapping[str, bytes], look_up: LookUp, jobs: int) -> bytearray:
    """An encoded `_Made`: of what changed since what is kept, or of all studies."""
    with suppress(_LostError, msgspec.MsgspecError):
        kept = _Kept.of(table, keys, look_up())
        if kept is not None:
            return bytearray(_encode(kept))
    return _found_anew(keys, look_up, jobs)


def _found_anew(keys: Mapping[str, bytes], look_up: LookUp, jobs: int) -> bytearray:
    """An encoded `_Made`, put together piece by piece: its rows are not in memory twice."""
    ids = sorted(keys)
    traits = dict(zip(ids, map(look_up(), ids), strict=True))
    members = members_of(traits.values())
    found = _of_all(traits, index_of(traits, members), jobs)
    digests = {one: key for one, (key, _) in found.items()}
    studies = _encode({one: (keys[one], traits[one].themes) for one in traits})
    values: dict[str, Mapping[str, object]] = {
        "traits": traits,
        "members": members,
        "relations": {one: raw for one, (_, raw) in found.items()},
    }
    del found, members, traits  # each of which is large, and goes as soon as it is encoded: the largest first
    part_keys: dict[str, list[bytes]] = {name: [] for name in values}
    rows = bytearray()
    for name, its_keys in part_keys.items():
        for at, row in enumerate(_Parts.encoded(values.pop(name))):
            its_keys.append(digest(row))
            rows += _encode(f"{name} {at}") + _encode((its_keys[at], row))
    size = sum(map(len, part_keys.values())).to_bytes(4, "big")
    rows[:0] = _OF_FOUR + _encode(True) + _MAP + size
    rows += _encode(_Head(**part_keys, digests=digests)) + _encode(studies)
    return rows


def _of_all(traits: dict[str, RelatedTraits], index: Index, jobs: int) -> dict[str, tuple[bytes, msgspec.Raw]]:
    """The relations of all studies that have some, encoded, each with what stands for them (`_key_of`)."""
    ids = list(traits)
    chunks = [ids[at : at + _CHUNK] for at in range(0, len(ids), _CHUNK)]

    def related(chunk: list[str]) -> bytes:
        return _encode({one: (_key_of(found), found) for one in chunk if (found := related_of(traits[one], index))})

    found: dict[str, tuple[bytes, msgspec.Raw]] = {}
    for encoded in shared_out(related, chunks, jobs):
        found |= _KEYED.decode(encoded)
    return found


class _Kept:
    """What is known of the studies and their relations, to be brought up to what they are now."""

    def __init__(self, table: Table, head: _Head, studies: _Studies) -> None:
        self._studies = studies
        self._relations = _Parts(table, "relations", head.relations)
        self._members = _Parts(table, "members", head.members)
        self._traits = _Parts(table, "traits", head.traits)
        self._digests = head.digests
        self._bits = ThemeBits()
        self._themes = {one: self._bits(themes) for one, (_, themes) in studies.items()}
        self._known: dict[str, RelatedTraits] = {}
        self._found: dict[str, list[str]] = {}
        self._index = Index(self._having, self._themes, self._traits_of)

    @staticmethod
    def of(table: Table, keys: Mapping[str, bytes], traits_of: Callable[[str], RelatedTraits]) -> _Made | None:
        """What is to be kept from now on, made of what was; `None` where most would be found anew.

        Raises `_LostError`.
        """
        old_key = table.key("head") or b""
        head = table.decoded("head", old_key, _HEAD)
        studies = table.decoded("studies", digest(program_key(), old_key), _STUDIES) if head else None
        if head is None or studies is None:
            return None
        changed = [one for one, key in keys.items() if one not in studies or studies[one][0] != key]
        gone = [one for one in studies if one not in keys]
        if _FEW * (len(changed) + len(gone)) > len(keys):
            return None
        return _Kept(table, head, studies).changed(gone, {one: traits_of(one) for one in changed}, keys)

    def changed(self, gone: list[str], now: dict[str, RelatedTraits], keys: Mapping[str, bytes]) -> _Made:
        """The same when some studies are gone and others have other traits now."""
        before = {one: self._traits_of(one) for one in (*gone, *now) if one in self._studies}

        def change(members: dict[str, list[str]]) -> None:
            for feature, ids in members.items():
                self._found[feature] = ids
                self._members.put(feature, ids or None)
            for one in gone:
                self._traits.put(one, None)
                del self._studies[one], self._themes[one]
            for one, traits in now.items():
                self._known[one] = traits
                self._traits.put(one, traits)
                self._studies[one] = keys[one], traits.themes
                self._themes[one] = self._bits(traits.themes)

        todo = around(before, now, self._index, change, self._listed)
        for one in (*gone, *sorted(todo)):
            self._relate(one, related_of(self._traits_of(one), self._index) if one in keys else [])
        rows: dict[str, tuple[bytes, bytes]] = {}
        relations, members, traits = (part.add_to(rows) for part in (self._relations, self._members, self._traits))
        head = _Head(relations, members, traits, self._digests)
        return _Made(is_anew=False, rows=rows, head=head, studies=_encode(self._studies))

    def _relate(self, study_id: str, related: list[Related]) -> None:
        now = _key_of(related) if related else None
        if now == self._digests.get(study_id):
            return
        self._relations.put(study_id, related or None)
        if now:
            self._digests[study_id] = now
        else:
            del self._digests[study_id]

    def _having(self, feature: str) -> list[str]:
        """Who has a feature."""
        found = self._found.get(feature)
        if found is None:
            raw = self._members.get(feature)
            found = self._found[feature] = _IDS.decode(raw) if raw else []
        return found

    def _traits_of(self, study_id: str) -> RelatedTraits:
        found = self._known.get(study_id)
        if found is None:
            raw = self._traits.get(study_id)
            if raw is None:
                raise _LostError
            found = self._known[study_id] = _TRAITS.decode(raw)
        return found

    def _listed(self, study_id: str) -> list[str]:
        """The ids of the related studies that a study had."""
        raw = self._relations.get(study_id)
        return [one.id for one in _LISTED.decode(raw)] if raw else []


def _key_of(related: list[Related]) -> bytes:
    """What stands for the relations of a study: a digest of those that a page shows, and one of the others if any."""
    first, others = related[:SHOWN], related[SHOWN:]
    return digest(_encode(first)) + (digest(_encode(others)) if others else b"")


def _part_of(name: str) -> int:
    return crc32(name.encode("utf-8", "surrogateescape")) % _PARTS
