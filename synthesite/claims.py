"""What a record says, value by value, each with the places that it says it took the value from."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from synthesite.model import MACHINE_KEYS, Conflict, ConflictValue, How, JournalRecord, Place, Record
from synthesite.text.paths import resolve

_INDEX = re.compile(r"\.\d+(?=\.|$)")
_LARGE = ("sources", "provenance", "conflicts", "extra")
"""Keys of a record that take most of its room, and that no value stands under but by mistake."""
_MAIN = frozenset({"text", "family", "given", "literal", "group", "type"})
"""The parts of a list's element that the element's own place stands for."""


class Claim(NamedTuple):
    """A value at a dotted key, or one element of a list (`keywords.2`), and the places that it comes from together."""

    key: str
    value: Any
    places: tuple[Place, ...]


class SideClaim(NamedTuple):
    """One side of a conflict: `key` says which, for problems."""

    key: str
    field: str
    side: ConflictValue


class Gap(NamedTuple):
    """A key at which values and places don't go together, and why, in words; `placed` if there are too many places."""

    key: str
    why: str
    placed: bool


def plain_values(record: Record | JournalRecord) -> dict[str, Any]:
    """A record as plain data, in its order, for `claims` and `gaps`.

    Its sources, places, conflicts and `extra` are left out, unless its places name something in them.
    """
    if any(key.startswith(_LARGE) for key in record.provenance or {}):
        whole: dict[str, Any] = msgspec.to_builtins(record)
        return whole
    stated = ((name, getattr(record, name)) for name in record.__struct_fields__ if name not in _LARGE)
    values: dict[str, Any] = msgspec.to_builtins({name: value for name, value in stated if value is not None})
    return values


@lru_cache(maxsize=4096)
def pattern(key: str) -> str:
    """A dotted key with `*` for the numbers of elements: `citations.statements.*.stance`."""
    return _INDEX.sub(".*", key)


def claims(data: dict[str, Any], provenance: Mapping[str, Place | list[Place]]) -> Iterator[Claim]:
    """Each value of a record (as plain data) that has a place. An element of a list comes without the parts that have
    places of their own.
    """
    parted = _parted(provenance)
    for key, places in provenance.items():
        value = data.get(key) if "." not in key else resolve(data, key)
        if value is None:
            continue
        if isinstance(places, Place):
            yield Claim(key, value, (places,))
        elif isinstance(value, list):
            for at, (element, place) in enumerate(zip(value, places, strict=False)):
                name = f"{key}.{at}"
                rest = without_parts(name, element, provenance) if name in parted else element
                yield Claim(name, rest, (place,))
        elif places:
            yield Claim(key, value, tuple(places))


def _parted(keys: Collection[str]) -> set[str]:
    """What has parts with places of their own: `abstract.0` where there is `abstract.0.label`."""
    return {_whole(key) for key in keys if "." in key}


@lru_cache(maxsize=4096)
def _whole(key: str) -> str:
    return key.rpartition(".")[0]


def without_parts(key: str, element: Any, provenance: Mapping[str, Any]) -> Any:
    """An element of a list without those of its parts that have places of their own."""
    if not isinstance(element, dict):
        return element
    return {part: value for part, value in element.items() if f"{key}.{part}" not in provenance}


def sides(conflicts: list[Conflict]) -> Iterator[SideClaim]:
    """Each side of each conflict."""
    for conflict in conflicts:
        for number, side in enumerate(conflict.values, 1):
            yield SideClaim(f"the conflict about {conflict.field}, value {number}", conflict.field, side)


def gaps(data: dict[str, Any], provenance: Mapping[str, Place | list[Place]]) -> Iterator[Gap]:
    """Where a record has a value without a place, or a place without a value."""
    for key, places in provenance.items():
        value = data.get(key) if "." not in key else resolve(data, key)
        if value is None:
            yield Gap(key, "there is a place for it, and no value", placed=True)
        elif isinstance(places, list) and isinstance(value, list) and len(places) != len(value):
            why = f"{len(value)} values have {len(places)} places"
            yield Gap(key, why, placed=len(places) > len(value))
        elif places == [] and value != []:
            yield Gap(key, "its list of places is empty", placed=False)
    for name, value in data.items():
        if name not in MACHINE_KEYS and not isinstance(provenance.get(name), Place):
            yield from _unplaced(name, value, provenance)


def _unplaced(key: str, value: Any, provenance: Mapping[str, Place | list[Place]]) -> Iterator[Gap]:
    places = provenance.get(key)
    if places is None and isinstance(value, dict):
        for part, inner in value.items():
            yield from _unplaced(f"{key}.{part}", inner, provenance)
    elif places is None:
        yield Gap(key, "nothing says where it comes from", placed=False)
    elif isinstance(places, list) and isinstance(value, list):
        for at, (element, place) in enumerate(zip(value, places, strict=False)):
            if not isinstance(element, dict) or place.how == How.DERIVED:  # a derived element is derived as a whole
                continue
            for part in sorted(element.keys() - _MAIN):
                if f"{key}.{at}.{part}" not in provenance:
                    yield Gap(f"{key}.{at}.{part}", "nothing says where it comes from", placed=False)
