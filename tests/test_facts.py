"""What figures need of a study."""

from __future__ import annotations

from synthesite.cards import card_of
from synthesite.facts import Facts, decoded, facts_of
from synthesite.model import Citations, Conflict, Member, Record, Statement, Tally
from synthesite.study import Study


def facts(record: Record, members: dict[str, list[Member]]) -> Facts:
    study = Study(record, "", [], "", summary_is_generated=True, curated=frozenset(), notes="", withheld={})
    return decoded(facts_of(card_of(study), record.citations, members))


def test_facts_are_those_of_the_study_as_it_is_published() -> None:
    record = Record(
        id="a",
        year=2001,
        conflicts=[Conflict(field="year", values=[])],
        citations=Citations(
            tally=Tally(supporting=3, contrasting=0),
            statements=[Statement(text="Invented words."), Statement(text="", stance="supporting")],
        ),
    )
    theme, country = Member("light", "light", "light"), Member("utopia", "Utopia", "utopia")
    members = {"themes": [theme], "countries": [country, country], "years": [Member("2001", "2001", "2001")]}
    found = facts(record, members)
    assert (found.year, found.has_conflicts, found.statements) == (2001, True, 1)
    assert found.tally == (3, None, 0, None)
    assert found.groups == [["light"], [], ["utopia"]]
    assert found.is_themed


def test_a_study_of_which_little_is_known_has_facts_too() -> None:
    found = facts(Record(id="a"), {})
    assert (found.year, found.has_conflicts, found.statements, found.tally) == (None, False, 0, None)
    assert found.groups == [[], [], []]
    assert not found.is_themed
