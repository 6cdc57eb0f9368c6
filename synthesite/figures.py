"""What a group's studies have in common, in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from synthesite import said
from synthesite.groups import Group
from synthesite.model import Card, Tally

STANCES = said.STANCES


class Figures(NamedTuple):
    """Counts over the studies of a group.

    `cited` studies have a tally; `tally` sums those up, as `classifiers` classify. `designs` holds each design's group
    with the number of studies, `uncoded` the number without a design. `conflicted` studies have conflicting sources.
    """

    studies: int
    years: tuple[int, int] | None
    conflicted: int
    cited: int
    tally: Tally
    classifiers: list[str]
    designs: list[tuple[Group, int]]
    uncoded: int


def figures_of(cards: Sequence[Card], designs: Sequence[Group]) -> Figures:
    """The figures of a group's studies; `designs` are the groups of all designs, in their order."""
    years = [card.year for card in cards if card.year]
    tallied = [card for card in cards if card.tally]
    sums: Counter[str] = Counter()
    for card in tallied:
        sums.update({stance: n for stance in STANCES if (n := getattr(card.tally, stance)) is not None})
    counts = Counter(member.id for card in cards for member in card.members.get("designs", ()))
    return Figures(
        studies=len(cards),
        years=(min(years), max(years)) if years else None,
        conflicted=sum(bool(card.conflicts) for card in cards),
        cited=len(tallied),
        tally=Tally(**sums),
        classifiers=sorted({card.classifier for card in tallied if card.classifier}),
        designs=[(design, counts[design.id]) for design in designs if design.id in counts],
        uncoded=len(cards) - counts.total(),
    )
