"""What figures need of a study."""

from __future__ import annotations

from synthesite.facts import decoded, facts_of
from synthesite.model import Citations, Conflict, Member, Record, Statement, Tally
from synthesite.study import Study


def study_of(record: Record) -> Study:
    return Study(record, "", [], "", summary_is_generated=True, curated=frozenset(), notes="", withheld={})


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
    facts = decoded(facts_of(study_of(record), members))
    assert (facts.year, facts.has_conflicts, facts.statements) == (2001, True, 1)
    assert facts.tally == (3, None, 0, None)
    assert facts.groups == [["light"], [], ["utopia"]]
    assert facts.is_themed


def test_a_study_of_which_little_is_known_has_facts_too() -> None:
    facts = decoded(facts_of(study_of(Record(id="a")), {}))
    assert (facts.year, facts.has_conflicts, facts.statements, facts.tally) == (None, False, 0, None)
    assert facts.groups == [[], [], []]
    assert not facts.is_themed
