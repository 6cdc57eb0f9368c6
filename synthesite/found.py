"""Extracts as they travel between processes and are kept from build to build: packed, and unpacked when asked for.

At hand is only what an extract is told from others by. Ten thousand packed extracts are unpacked so far in a twentieth
of a second; all that they say takes thirty times as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from synthesite.blocking import Sketch, sketch
from synthesite.model import Extract, Place, Problem, SourceItem
from synthesite.traits import Traits, traits_of

KNOWN_BY = ("doi", "pmid", "title")
"""The values by which an item is found again."""


class _Packed(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """An extract: what is at hand, and the rest as bytes."""

    source: SourceItem
    known_by: dict[str, str]
    key: bytes
    sketch: Sketch
    traits: msgspec.Raw
    extract: msgspec.Raw


class _Part(msgspec.Struct, frozen=True, gc=False):
    """Of an encoded extract what is needed to take single values out of it."""

    source: SourceItem
    values: dict[str, msgspec.Raw]
    places: dict[str, msgspec.Raw]


class Outcome(msgspec.Struct, array_like=True, frozen=True):
    """What came of reading a source, or a part of one, packed: its extracts and its problems, each in order."""

    extracts: list[_Packed]
    problems: list[Problem]


_EXTRACT = msgspec.msgpack.Decoder(Extract)
_PART = msgspec.msgpack.Decoder(_Part)
_PLACES = msgspec.msgpack.Decoder(Place | list[Place])
_TRAITS = msgspec.msgpack.Decoder(Traits)
_OUTCOME = msgspec.msgpack.Decoder(Outcome)
_ENCODER = msgspec.msgpack.Encoder()


class Found:
    """A packed extract, with the attributes of an unpacked one."""

    __slots__ = ("_extract", "_packed", "_traits")

    def __init__(self, packed: _Packed) -> None:
        self._packed = packed
        self._extract: Extract | None = None
        self._traits: Traits | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Found) and self.full == other.full

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"Found({self.full!r})"

    @property
    def source(self) -> SourceItem:
        """The item."""
        return self._packed.source

    @property
    def known_by(self) -> Mapping[str, str]:
        """Those of its values that are in `KNOWN_BY`."""
        return self._packed.known_by

    @property
    def key(self) -> bytes:
        """A hash of all that the extract says."""
        return self._packed.key

    @property
    def full(self) -> Extract:
        """The extract."""
        if self._extract is None:
            self._extract = _EXTRACT.decode(self._packed.extract)
        return self._extract

    def only(self, keys: Iterable[str]) -> Extract:
        """The extract with these of its values at least."""
        if self._extract is not None:
            return self._extract
        part = _PART.decode(self._packed.extract)
        values = {key: msgspec.msgpack.decode(part.values[key]) for key in keys if key in part.values}
        places = {key: _PLACES.decode(part.places[key]) for key in values if key in part.places}
        return Extract(source=part.source, line=0, values=values, places=places, conflicts=[], problems=[])

    @property
    def sketch(self) -> Sketch:
        """What tells with which others it is compared."""
        return self._packed.sketch

    @property
    def traits(self) -> Traits:
        """What it is compared by."""
        if self._traits is None:
            self._traits = _TRAITS.decode(self._packed.traits)
        return self._traits

    @property
    def line(self) -> int:
        """Where the item starts in its file."""
        return self.full.line

    @property
    def values(self) -> dict[str, Any]:
        """All values."""
        return self.full.values

    @property
    def places(self) -> dict[str, Place | list[Place]]:
        """Where the values come from."""
        return self.full.places


AnyExtract = Extract | Found
"""An extract that was read, packed, or one that was made from a record."""


def full(extract: AnyExtract) -> Extract:
    """The extract, unpacked."""
    return extract.full if isinstance(extract, Found) else extract


def only(extract: AnyExtract, keys: Iterable[str]) -> Extract:
    """An extract with these of its values at least, and their places; the others aren't unpacked for it."""
    return extract.only(keys) if isinstance(extract, Found) else extract


class _Described(NamedTuple):
    """An extract that isn't packed, as it is compared."""

    sketch: Sketch
    traits: Traits
    key: bytes | None = None


def description(extract: AnyExtract) -> Found | _Described:
    """An extract as it is compared: its `sketch` and its `traits`."""
    if isinstance(extract, Found):
        return extract
    traits = traits_of(extract.values)
    return _Described(sketch(traits), traits)


def known_by(extract: AnyExtract) -> Mapping[str, Any]:
    """At least those values of an extract that are in `KNOWN_BY`."""
    return extract.known_by if isinstance(extract, Found) else extract.values


def pack(found: Iterable[Extract | Problem]) -> bytes | None:
    """What a reader found, in order, as bytes; `None` where something in it has no form in bytes (half a character)."""
    try:
        return _packed(found)
    except (UnicodeEncodeError, OverflowError):
        return None


def _packed(found: Iterable[Extract | Problem]) -> bytes:
    extracts: list[_Packed] = []
    problems: list[Problem] = []
    for one in found:
        if isinstance(one, Problem):
            problems.append(one)
            continue
        data = _ENCODER.encode(one)
        by = {key: str(one.values[key]) for key in KNOWN_BY if key in one.values}
        key = blake2b(data, digest_size=16).digest()
        traits = traits_of(one.values)
        raw = msgspec.Raw(_ENCODER.encode(traits))
        extracts.append(_Packed(one.source, by, key, sketch(traits), raw, msgspec.Raw(data)))
    return _ENCODER.encode(Outcome(extracts, problems))


def unpack(data: bytes) -> Outcome:
    """What `pack` packed, as far as it is needed at once. Raises `msgspec.MsgspecError` for other bytes."""
    return _OUTCOME.decode(data)
