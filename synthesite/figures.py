"""What a group's studies have in common, in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from synthesite import said
from synthesite.facts import Facts
from synthesite.groups import ACROSS, Group
from synthesite.model import Tally
from synthesite.years import MostYears, OverYears, most_years, over_years

STANCES = said.STANCES
MOST = 12
"""How many groups of a kind are named there: those with most of the studies."""
FEW = 5
"""How many are named of the fewest studies. Of others up to half as many as there are studies: more say little."""

SURVEYED = 10
"""How many studies there are at least in a chart over the years, and in what else their list says of each by itself."""
LISTED = frozenset({"designs", "countries"})
"""What a list of studies says of each."""


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


def figures_of(studies: Sequence[Facts]) -> Figures:
    """The figures of a group's studies."""
    years = [one.year for one in studies if one.year]
    tallied = [one for one in studies if one.tally]
    tallies = [one.tally for one in tallied if one.tally]
    sums = {
        stance: sum(numbers)
        for at, stance in enumerate(STANCES)
        if (numbers := [n for tally in tallies if (n := tally[at]) is not None])
    }
    return Figures(
        studies=len(studies),
        years=(min(years), max(years)) if years else None,
        conflicted=sum([one.has_conflicts for one in studies]),
        cited=len(tallied),
        tally=Tally(**sums),
        classifiers=sorted({one.classifier for one in tallied if one.classifier}),
    )


Divisions = Mapping[str, Mapping[str, tuple[int, Group]]]
"""By kind and id the places of groups in their kind's order, and the groups."""


def across(group: Group, studies: Sequence[Facts], names: Divisions) -> list[Across]:
    """How a group's studies divide by each kind in `names`, which are some of `ACROSS`; never itself.

    Of few studies what their list says of each isn't counted, except on the page of a theme, which is about just that.
    """
    found, shown = [], min(MOST, max(FEW, len(studies) // 2))
    few = len(studies) < SURVEYED and group.kind != "themes"
    for kind, by_id in names.items():
        if few and kind in LISTED:
            continue
        at = ACROSS.index(kind)
        groups = [one.groups[at] for one in studies]
        counts = Counter(chain.from_iterable(groups))
        if kind == group.kind:
            counts.pop(group.id, None)
        ranked = sorted((-n, *by_id[one]) for one, n in counts.items() if one in by_id)
        if ranked:
            most = [(named, -n) for n, _, named in ranked[:shown]]
            found.append(Across(kind, most, len(ranked) - len(most), groups.count([])))
    return found


def chart_of(studies: Sequence[Facts], address: str = "") -> Chart | None:
    """The chart of a group's studies over the years; `None` where these are fewer than three, or they than `SURVEYED`.

    `address` begins that of the list of the studies of one year, which follows it; without it there are no such lists.
    """
    if len(studies) < SURVEYED:
        return None
    counts = Counter([one.year for one in studies if one.year])
    over = over_years((year, n, f"{address}{year}" if address else "") for year, n in counts.items())
    return Chart(over, most_years(counts)) if over else None
