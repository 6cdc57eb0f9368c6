"""The related studies of all, kept from build to build: only around what changed are they found anew.

What is kept is cut into parts, by study or by feature, so that a small change reads and writes little.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from contextlib import suppress
from functools import cache, lru_cache, partial
from typing import NamedTuple
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
    """Encoded values by name. A part is read when it is asked for, and written if something in it changed."""

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

    def keep(self) -> list[bytes]:
        """Keeps what changed; gives the keys of all parts."""
        keys = self._keys
        for part in sorted(self._changed):
            value = _encode(self._parts[part])
            keys[part] = digest(value)
            self._table.put(f"{self._name} {part}", keys[part], value)
        self._changed.clear()
        return keys

    def _part(self, part: int) -> _Raws:
        if part not in self._parts:
            found = self._table.decoded(f"{self._name} {part}", self._keys[part], _RAWS)
            if found is None:
                raise _LostError
            self._parts[part] = found
        return self._parts[part]


class _Anew(msgspec.Struct, array_like=True, frozen=True):
    """What was found of all studies: the rows of all parts by their names, the head, and the encoded `_Studies`."""

    rows: dict[str, tuple[bytes, bytes]]
    head: _Head
    studies: bytes


_ANEW = msgspec.msgpack.Decoder(_Anew)
_OF_THREE, _MAP = b"\x93", b"\xdf"
"""How an array of three values begins, and a map, whose size in four bytes follows (MessagePack, formats)."""


class Relations:
    """The related studies of each study, decoded when a page needs them.

    `digests` stand for those of the studies that have some, as `_key_of` gives it; `encoded` gives what they are.
    """

    def __init__(self, digests: Mapping[str, bytes], encoded: Callable[[str], bytes]) -> None:
        self._digests = digests
        self._encoded = encoded

    def of(self, study_id: str) -> list[Related]:
        """The studies that are related to one, the closest first."""
        return _RELATED.decode(self._encoded(study_id)) if study_id in self._digests else []

    def key(self, study_ids: Iterable[str], in_full: Container[str]) -> bytes:
        """What stands for the first `SHOWN` relations of several studies; for all of those that are `in_full`."""
        return joined([self._key(study_id, study_id in in_full) for study_id in study_ids])

    def later(self, study_id: str, in_full: bool) -> Later:
        """The related studies for a page that rests on them, of which it shows the first `SHOWN` if not `in_full`."""
        return Later(self._key(study_id, in_full), partial(self.of, study_id))

    def _key(self, study_id: str, in_full: bool) -> bytes:
        found = self._digests.get(study_id, _NOTHING)
        return found if in_full else found[: len(_NOTHING)]


NO_RELATIONS = Relations({}, lambda _: b"")


LookUp = Callable[[], Callable[[str], RelatedTraits]]
"""Gives what gives the traits of a study by its id; what that holds on to goes with it."""


class Relating(NamedTuple):
    """The finding of relations: `done` gives them; `is_begun` where another process is at it."""

    done: Callable[[], Relations]
    is_begun: bool


def load_relations(
    keys: Mapping[str, bytes], look_up: LookUp, table: Table, jobs: int = 1, others: int = 0
) -> Relating:
    """The relations of studies; `keys` stand for their traits, by their ids.

    `look_up` gives what gives the traits of a study, and may hold on to what it has read for that.

    Where all are found anew, that is done meanwhile in up to `jobs` processes, less those that `others` work in: more
    than there is room for would be no faster, and take more memory.
    """
    ids = sorted(keys)
    key = digest(program_key(), "\0".join(ids), joined([keys[study_id] for study_id in ids]))
    head = table.decoded("head", key, _HEAD)
    if head is not None:
        return Relating(partial(_relations, table, ids, look_up, head), is_begun=False)
    all_anew = partial(_all_anew, table, keys, look_up, jobs, others)
    kept = None
    with suppress(_LostError, msgspec.MsgspecError):
        kept = _Kept.of(table, keys, look_up())
    wait = all_anew() if kept is None else None

    def find() -> Relations:
        made = None
        if kept is not None:
            with suppress(_LostError, msgspec.MsgspecError):
                made = kept()
        head, studies = made or (wait or all_anew())()
        table.put("head", key, _encode(head))
        table.put("studies", digest(program_key(), key), studies)
        return _relations(table, ids, look_up, head)

    return Relating(find, is_begun=wait is not None and _is_worth_a_process(keys, jobs))


def _relations(table: Table, ids: list[str], look_up: LookUp, head: _Head) -> Relations:
    @lru_cache(maxsize=_READ)
    def part(number: int) -> _Raws | None:
        return table.decoded(f"relations {number}", head.relations[number], _RAWS)

    @cache
    def anew() -> dict[str, list[Related]]:
        return find_related(dict(zip(ids, map(look_up(), ids), strict=True)))

    def encoded(study_id: str) -> bytes:
        found = part(_part_of(study_id))
        return _encode(anew()[study_id]) if found is None else bytes(found.get(study_id, _NONE))

    return Relations(head.digests, encoded)


def _is_worth_a_process(keys: Mapping[str, bytes], jobs: int) -> bool:
    return jobs > 1 and len(keys) >= WORTH_A_PROCESS


def _all_anew(
    table: Table, keys: Mapping[str, bytes], look_up: LookUp, jobs: int, others: int
) -> Callable[[], tuple[_Head, bytes]]:
    """What waits for what is to be kept of all studies, found without what was kept; the rows of all parts are kept.

    Of many studies in a process of its own, with whose end all that it takes is let go.
    """
    work = partial(_found_anew, keys, look_up, jobs - others)
    made = aside(work) if _is_worth_a_process(keys, jobs) else work

    def wait() -> tuple[_Head, bytes]:
        anew = _ANEW.decode(made())
        table.clear()
        for name, (key, row) in anew.rows.items():
            table.put(name, key, row)
        return anew.head, anew.studies

    return wait


def _found_anew(keys: Mapping[str, bytes], look_up: LookUp, jobs: int) -> bytearray:
    """An encoded `_Anew`, put together piece by piece: its rows are not in memory twice."""
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
    rows[:0] = _OF_THREE + _MAP + size
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
    def of(
        table: Table, keys: Mapping[str, bytes], traits_of: Callable[[str], RelatedTraits]
    ) -> Callable[[], tuple[_Head, bytes]] | None:
        """What makes what is to be kept from what was; `None` where most would be found anew.

        Both raise `_LostError`.
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
        kept = _Kept(table, head, studies)
        return lambda: kept.changed(gone, {one: traits_of(one) for one in changed}, keys)

    def changed(self, gone: list[str], now: dict[str, RelatedTraits], keys: Mapping[str, bytes]) -> tuple[_Head, bytes]:
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
        head = _Head(self._relations.keep(), self._members.keep(), self._traits.keep(), self._digests)
        return head, _encode(self._studies)

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
