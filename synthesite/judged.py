"""Pairs of descriptions that were compared already: what came of it is kept, so that only new ones are compared."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Protocol

import msgspec

from synthesite.blocking import Sketch, candidate_pairs, may_be_one
from synthesite.same_study import judge
from synthesite.traits import Traits

_MANY = 1 << 32


class Description(Protocol):
    """A description of a study as it is compared."""

    @property
    def key(self) -> bytes | None:
        """Stands for all that it says; `None` for one that isn't kept."""

    @property
    def sketch(self) -> Sketch:
        """What tells with which others it is compared."""

    @property
    def traits(self) -> Traits:
        """What it is compared by; asked for only where the sketch leaves it open."""


class Edge(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """Two descriptions of one study, by numbers, how sure that is, and why."""

    one: int
    other: int
    strength: int
    reason: str


class _Kept(msgspec.Struct, array_like=True, frozen=True):
    """The keys of descriptions; the pairs that were compared, by the numbers of their keys; those of one study."""

    keys: list[bytes]
    pairs: bytes
    edges: list[Edge]


_DECODER = msgspec.msgpack.Decoder(_Kept)
_SIZE = 8


class Judged:
    """What is known of pairs; `data` is what `dump` gave."""

    def __init__(self, data: bytes | None = None) -> None:
        kept = _Kept([], b"", [])
        if data is not None:
            with suppress(msgspec.MsgspecError):
                kept = _DECODER.decode(data)
        self._numbers = {key: at for at, key in enumerate(kept.keys)}
        pairs = array("Q")
        pairs.frombytes(kept.pairs[: len(kept.pairs) // _SIZE * _SIZE])
        self._pairs = set(pairs)
        self._edges = {_pair(edge.one, edge.other): edge for edge in kept.edges}
        self._all_there = True
        """Whether each key is that of a description that was there last."""
        self.changed = False
        """Whether there is something to keep."""

    def edges(self, described: Sequence[Description]) -> Iterator[Edge]:
        """The pairs of one study among descriptions, with the lower index first; the order of the pairs is no one's."""
        sketches = [one.sketch for one in described]
        numbers = [self._numbers.setdefault(one.key, len(self._numbers)) if one.key else -1 for one in described]
        self._all_there = len(self._numbers) == len(set(numbers) - {-1})
        pairs: set[int] = set()
        edges: dict[int, Edge] = {}
        for one, other in candidate_pairs(sketches):
            a, b = numbers[one], numbers[other]
            pair = (a * _MANY + b if a < b else b * _MANY + a) if a >= 0 and b >= 0 and a != b else -1
            edge = self._edges.get(pair)
            if pair not in self._pairs:
                self.changed = self.changed or pair >= 0
                edge = None
                if may_be_one(sketches[one], sketches[other]):
                    told = judge(described[one].traits, described[other].traits)
                    edge = Edge(a, b, told.strength, told.reason) if told.same else None
            if pair >= 0:
                pairs.add(pair)
            if edge:
                edges[pair] = edge
                yield Edge(one, other, edge.strength, edge.reason)
        self.changed = self.changed or pairs != self._pairs
        self._pairs, self._edges = pairs, {pair: edge for pair, edge in edges.items() if pair >= 0}

    def dump(self) -> bytes:
        """What was compared last, as bytes."""
        keys = list(self._numbers)
        if self._all_there:
            return msgspec.msgpack.encode(_Kept(keys, array("Q", self._pairs).tobytes(), list(self._edges.values())))
        used = sorted({number for pair in self._pairs for number in divmod(pair, _MANY)})
        again = {number: at for at, number in enumerate(used)}
        pairs = array("Q")
        for pair in self._pairs:
            a, b = divmod(pair, _MANY)
            pairs.append(again[a] * _MANY + again[b])
        edges = [Edge(again[e.one], again[e.other], e.strength, e.reason) for e in self._edges.values()]
        return msgspec.msgpack.encode(_Kept([keys[number] for number in used], pairs.tobytes(), edges))


def _pair(a: int, b: int) -> int:
    return a * _MANY + b if a < b else b * _MANY + a
