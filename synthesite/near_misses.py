"""Pairs of studies that look alike and were not merged, for a person to decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from synthesite.blocking import candidate_pairs, may_be_one, sketch
from synthesite.fields import compare
from synthesite.model import Record
from synthesite.same_study import relation, verdict
from synthesite.text.page_ranges import page_number
from synthesite.text.title_likeness import SAME_TITLE, Likeness, title_likeness
from synthesite.traits import COMPARED, Traits, traits_of


class NearMiss(NamedTuple):
    """Two descriptions by their indices, the lower first, and in words what agrees and what differs."""

    one: int
    other: int
    reason: str


def near_miss_traits(record: Record) -> Traits:
    """What of a record is compared, which `near_misses` takes."""
    return traits_of({key: msgspec.to_builtins(getattr(record, key)) for key in COMPARED})


def near_misses(traits: Sequence[Traits]) -> list[NearMiss]:
    """The pairs among studies that a person should look at, in order.

    Left out are those whose `relation` is known, since they only look alike: versions, a protocol and its results,
    notices, parts.
    """
    found = []
    sketches = list(map(sketch, traits))
    pairs = (pair for pair in candidate_pairs(sketches) if may_be_one(sketches[pair[0]], sketches[pair[1]]))
    for one, other in sorted(pair for pair in pairs if _worth_comparing(traits, *pair)):
        a, b = traits[one], traits[other]
        compared = compare(a, b)
        told = verdict(a, b, compared)
        if (told.same or told.near) and relation(a, b) is None:
            differing = compared.differing()
            agree = f"{told.reason or compared.agreeing()} agree"
            found.append(NearMiss(one, other, f"{agree}; {differing} differ" if differing else agree))
    return found


def _worth_comparing(traits: Sequence[Traits], one: int, other: int) -> bool:
    """Whether `verdict` may find anything in a pair that `may_be_one`, by the titles."""
    a, b = traits[one], traits[other]
    if (a.doi and a.doi == b.doi) or (a.pmid and a.pmid == b.pmid) or (a.pmcid and a.pmcid == b.pmcid):
        return True
    if (a.pmid and b.pmid) or (a.doi and b.doi and not (a.doi.startswith(b.doi) or b.doi.startswith(a.doi))):
        return title_likeness(a.title, b.title) in SAME_TITLE
    if title_likeness(a.title, b.title) in {Likeness.OTHER, Likeness.UNKNOWN}:  # in two languages, on the same pages
        return a.pages.length >= 3 and page_number(a.pages.first) == page_number(b.pages.first)
    return True
