"""What a group's studies have in common, in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from synthesite import said
from synthesite.groups import Group
from synthesite.model import Card, Member, Tally
from synthesite.years import MostYears, OverYears, most_years, over_years

STANCES = said.STANCES
ACROSS = ("themes", "designs", "countries")
"""The kinds by which a group's studies are divided on its page."""
MOST = 12
"""How many groups of a kind are named there: those with most of the studies."""
FEW = 5
"""How many are named of the fewest studies. Of others up to half as many as there are studies: more say little."""

CHARTED = 10
"""How many studies a chart over the years is of at least: of fewer, the list itself says when they are from."""


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
    tallies = [card.tally for card in tallied if card.tally]
    sums = {
        stance: sum(numbers)
        for stance in STANCES
        if (numbers := [n for tally in tallies if (n := getattr(tally, stance)) is not None])
    }
    return Figures(
        studies=len(cards),
        years=(min(years), max(years)) if years else None,
        conflicted=sum([card.conflicts > 0 for card in cards]),
        cited=len(tallied),
        tally=Tally(**sums),
        classifiers=sorted({card.classifier for card in tallied if card.classifier}),
    )


Divisions = Mapping[str, Mapping[str, tuple[int, Group]]]
"""By kind and id the places of groups in their kind's order, and the groups."""


def across(group: Group, cards: Sequence[Card], names: Divisions) -> list[Across]:
    """How a group's studies divide by each kind in `names`; never itself."""
    found, shown = [], min(MOST, max(FEW, len(cards) // 2))
    for kind, by_id in names.items():
        members = [card.members.get(kind, ()) for card in cards]
        counts = Counter([one for each in members for one in _once(each)])
        if kind == group.kind:
            counts.pop(group.id, None)
        ranked = sorted((-n, *by_id[one]) for one, n in counts.items() if one in by_id)
        if ranked:
            most = [(named, -n) for n, _, named in ranked[:shown]]
            found.append(Across(kind, most, len(ranked) - len(most), members.count(())))
    return found


def _once(members: Sequence[Member]) -> Iterable[str]:
    """The ids of a study's groups, each once."""
    return [members[0].id] if len(members) == 1 else {member.id for member in members}


def chart_of(cards: Sequence[Card], address: str = "") -> Chart | None:
    """The chart of a group's studies over the years; `None` where these are fewer than three, or they than `CHARTED`.

    `address` begins that of the list of the studies of one year, which follows it; without it there are no such lists.
    """
    if len(cards) < CHARTED:
        return None
    counts = Counter([card.year for card in cards if card.year])
    over = over_years((year, n, f"{address}{year}" if address else "") for year, n in counts.items())
    return Chart(over, most_years(counts)) if over else None
