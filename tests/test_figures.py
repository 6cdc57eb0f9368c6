"""Groups in figures, against counting one by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from synthesite.figures import CHARTED, FEW, MOST, STANCES, across, chart_of, figures_of
from synthesite.groups import Group
from synthesite.model import Card, Member, Tally

COUNTS = st.sampled_from([None, 0, 1, 5])
TALLIES = st.tuples(COUNTS, COUNTS).map(lambda one: Tally(supporting=one[0], contrasting=one[1]))
MEMBERS = st.lists(st.sampled_from([f"g{n}" for n in range(20)]), max_size=4)
CARDS = st.lists(
    st.tuples(
        st.sampled_from([None, 1999, 2001]),
        st.one_of(st.none(), TALLIES),
        st.sampled_from(["", "A", "B"]),
        st.integers(0, 2),
        MEMBERS,
        MEMBERS,
    ),
    max_size=30,
).map(
    lambda rows: [
        Card(
            id=f"s{at}",
            year=year,
            tally=tally,
            classifier=who,
            conflicts=conflicts,
            members={
                kind: [Member(name, name, name) for name in names]
                for kind, names in (("themes", themes), ("designs", designs))
                if names
            },
        )
        for at, (year, tally, who, conflicts, themes, designs) in enumerate(rows)
    ]
)


def ids(card: Card, kind: str) -> set[str]:
    return {member.id for member in card.members.get(kind, ())}


@given(CARDS)
def test_figures_are_those_of_counting_one_by_one(cards: list[Card]) -> None:
    found = figures_of(cards)
    assert found.studies == len(cards)
    years = {card.year for card in cards if card.year}
    assert found.years == ((min(years), max(years)) if years else None)
    assert found.conflicted == len([card for card in cards if card.conflicts])
    tallies = [card.tally for card in cards if card.tally]
    assert found.cited == len(tallies)
    for stance in STANCES:
        known = [n for tally in tallies if (n := getattr(tally, stance)) is not None]
        assert getattr(found.tally, stance) == (sum(known) if known else None)
    assert found.classifiers == sorted({card.classifier for card in cards if card.tally and card.classifier})


@given(CARDS)
def test_divisions_are_those_of_counting_one_by_one(cards: list[Card]) -> None:
    """Of the groups g0 to g17, in the order of their names backwards; others have no page."""
    names = [f"g{n}" for n in range(17, -1, -1)]
    divisions = {
        kind: {name: (at, Group(kind, name, name.title(), name)) for at, name in enumerate(names)}
        for kind in ("themes", "designs")
    }
    found = {one.kind: one for one in across(Group("themes", "g3", "G3", "g3"), cards, divisions)}
    for kind in divisions:
        counts = {
            name: n
            for name in names
            if (kind, name) != ("themes", "g3") and (n := sum(name in ids(card, kind) for card in cards))
        }
        assert (kind in found) == bool(counts)
        if counts:
            one, shown = found[kind], min(MOST, max(FEW, len(cards) // 2))
            ranked = sorted(counts, key=lambda name: -counts[name])  # which leaves the order of equals as it is
            assert [(group.id, n) for group, n in one.groups] == [(name, counts[name]) for name in ranked[:shown]]
            assert one.more == max(0, len(counts) - shown)
            assert one.without == sum(not ids(card, kind) for card in cards)


def test_a_chart_is_of_some_studies_at_least() -> None:
    cards = [Card(id=f"s{at}", year=2000 + at % 3) for at in range(CHARTED)]
    chart = chart_of(cards)
    assert chart is not None
    assert chart.over.studies == CHARTED
    assert chart_of(cards[1:]) is None
