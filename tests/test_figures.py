"""Groups in figures, against counting one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.facts import Facts
from synthesite.figures import FEW, MOST, STANCES, SURVEYED, across, chart_of, figures_of
from synthesite.groups import ACROSS, Group

COUNTS = st.sampled_from([None, 0, 1, 5])
TALLIES = st.tuples(COUNTS, COUNTS).map(lambda one: (one[0], None, one[1], None))
GROUPS = st.lists(st.sampled_from([f"g{n}" for n in range(20)]), max_size=4, unique=True)
FACTS = st.lists(
    st.tuples(
        st.sampled_from([None, 1999, 2001]),
        st.one_of(st.none(), TALLIES),
        st.sampled_from(["", "A", "B"]),
        st.booleans(),
        GROUPS,
        GROUPS,
    ),
    max_size=30,
).map(
    lambda rows: [
        Facts(year, has_conflicts, 0, tally, who, [themes, designs, []])
        for year, tally, who, has_conflicts, themes, designs in rows
    ]
)


def ids(one: Facts, kind: str) -> list[str]:
    return one.groups[ACROSS.index(kind)]


@given(FACTS)
def test_figures_are_those_of_counting_one_by_one(studies: list[Facts]) -> None:
    found = figures_of(studies)
    assert found.studies == len(studies)
    years = {one.year for one in studies if one.year}
    assert found.years == ((min(years), max(years)) if years else None)
    assert found.conflicted == len([one for one in studies if one.has_conflicts])
    tallies = [one.tally for one in studies if one.tally]
    assert found.cited == len(tallies)
    for at, stance in enumerate(STANCES):
        known = [n for tally in tallies if (n := tally[at]) is not None]
        assert getattr(found.tally, stance) == (sum(known) if known else None)
    assert found.classifiers == sorted({one.classifier for one in studies if one.tally and one.classifier})


@given(FACTS)
def test_divisions_are_those_of_counting_one_by_one(studies: list[Facts]) -> None:
    """Of the groups g0 to g17, in the order of their names backwards; others have no page."""
    names = [f"g{n}" for n in range(17, -1, -1)]
    divisions = {
        kind: {name: (at, Group(kind, name, name.title(), name)) for at, name in enumerate(names)}
        for kind in ("themes", "designs")
    }
    found = {one.kind: one for one in across(Group("themes", "g3", "G3", "g3"), studies, divisions)}
    for kind in divisions:
        counts = {
            name: n
            for name in names
            if (kind, name) != ("themes", "g3") and (n := sum(name in ids(one, kind) for one in studies))
        }
        assert (kind in found) == bool(counts)
        if counts:
            one, shown = found[kind], min(MOST, max(FEW, len(studies) // 2))
            ranked = sorted(counts, key=lambda name: -counts[name])  # which leaves the order of equals as it is
            assert [(group.id, n) for group, n in one.groups] == [(name, counts[name]) for name in ranked[:shown]]
            assert one.more == max(0, len(counts) - shown)
            assert one.without == sum(not ids(one, kind) for one in studies)


@pytest.mark.parametrize(
    ("kind", "studies", "found"),
    [
        ("authors", SURVEYED - 1, ["themes"]),
        ("authors", SURVEYED, ["themes", "designs", "countries"]),
        ("themes", SURVEYED - 1, ["designs", "countries"]),
    ],
)
def test_few_studies_are_divided_by_what_their_list_does_not_say(kind: str, studies: int, found: list[str]) -> None:
    divisions = {one: {"g": (0, Group(one, "g", "G", "g"))} for one in ACROSS}
    facts = [Facts(2000, False, 0, None, "", [["g"], ["g"], ["g"]])] * studies
    assert [one.kind for one in across(Group(kind, "g", "G", "g"), facts, divisions)] == found


def test_a_chart_is_of_some_studies_at_least() -> None:
    studies = [Facts(2000 + at % 3, False, 0, None, "", [[], [], []]) for at in range(SURVEYED)]
    chart = chart_of(studies)
    assert chart is not None
    assert chart.over.studies == SURVEYED
    assert chart_of(studies[1:]) is None
