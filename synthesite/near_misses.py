"""Pairs of studies that look alike and were not merged, for a person to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from synthesite.blocking import candidate_pairs
from synthesite.fields import compare
from synthesite.same_study import relation, verdict
from synthesite.traits import traits_of


class NearMiss(NamedTuple):
    """Two descriptions by their indices, the lower first, and in words what agrees and what differs."""

    one: int
    other: int
    reason: str


def near_misses(described: Sequence[Mapping[str, Any]]) -> list[NearMiss]:
    """The pairs among studies that a person should look at, in order.

    Each study is given by its values under a record's keys, as plain data. Left out are those whose `relation` is
    known, since they only look alike: versions, a protocol and its results, notices, parts.
    """
    traits = [traits_of(values) for values in described]
    found = []
    for one, other in sorted(candidate_pairs(traits)):
        a, b = traits[one], traits[other]
        compared = compare(a, b)
        told = verdict(a, b, compared)
        if (told.same or told.near) and relation(a, b) is None:
            differing = compared.differing()
            agree = f"{told.reason or compared.agreeing()} agree"
            found.append(NearMiss(one, other, f"{agree}; {differing} differ" if differing else agree))
    return found
