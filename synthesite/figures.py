"""What a group's studies have in common, in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from synthesite import said
from synthesite.groups import Group
from synthesite.model import Card, Tally
from synthesite.years import MostYears, OverYears, most_years, over_years

STANCES = said.STANCES
ACROSS = ("themes", "designs", "countries")
"""The kinds by which a group's studies are divided on its page."""
MOST = 12
"""How many groups of a kind are named there: those with most of the studies."""


class Figures(NamedTuple):
    """Counts over the studies of a group.

    `cited` studies have a tally; `tally` sums those up, as `classifiers` classify. `conflicted` studies have
    conflicting sources.
    """

    studies: int
    years: tuple[int, int] | None
    conflicted: int
    cited: int
    tally: Tally
    classifiers: list[str]


class Across(NamedTuple):
    """How the studies of a group divide by the groups of a kind.

    `groups` are those with most of the studies and how many that are; `more` others have some, and `without` studies
    are in none of the kind at all.
    """

    kind: str
    groups: list[tuple[Group, int]]
    more: int
    without: int


class Chart(NamedTuple):
    """The studies of a group over the years; `most` says from when more than half of them are."""

    over: OverYears
    most: MostYears


def figures_of(cards: Sequence[Card]) -> Figures:
    """The figures of a group's studies."""
    years = [card.year for card in cards if card.year]
    tallied = [card for card in cards if card.tally]
    sums: Counter[str] = Counter()
    for card in tallied:
        sums.update({stance: n for stance in STANCES if (n := getattr(card.tally, stance)) is not None})
    return Figures(
        studies=len(cards),
        years=(min(years), max(years)) if years else None,
        conflicted=sum(bool(card.conflicts) for card in cards),
        cited=len(tallied),
        tally=Tally(**sums),
        classifiers=sorted({card.classifier for card in tallied if card.classifier}),
    )


def across(group: Group, cards: Sequence[Card], names: Mapping[str, Mapping[str, Group]]) -> list[Across]:
    """How a group's studies divide by each kind in `names`, which has its groups by id; never itself."""
    found = []
    for kind, by_id in names.items():
        members = [{member.id for member in card.members.get(kind, ())} for card in cards]
        counts = Counter(
            one for ids in members for one in ids if one in by_id and (kind, one) != (group.kind, group.id)
        )
        order = {one: at for at, one in enumerate(by_id)}
        ranked = sorted(counts, key=lambda one: (-counts[one], order[one]))
        most = [(by_id[one], counts[one]) for one in ranked[:MOST]]
        if most:
            found.append(Across(kind, most, len(ranked) - len(most), sum(not ids for ids in members)))
    return found


def chart_of(cards: Sequence[Card], address: str = "") -> Chart | None:
    """The chart of a group's studies over the years; `None` where they are of fewer than three.

    `address` begins that of the list of the studies of one year, which follows it; without it there are no such lists.
    """
    counts = Counter(card.year for card in cards if card.year)
    over = over_years((year, n, f"{address}{year}" if address else "") for year, n in counts.items())
    return Chart(over, most_years(counts)) if over else None
