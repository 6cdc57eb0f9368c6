"""What the index has of one study."""

from __future__ import annotations

from typing import Any

import msgspec

from synthesite.model import AbstractPart, Citations, Person, Record, Tally
from synthesite.search_entries import Indexed, abstract_words, terms_of
from synthesite.search_entries import indexed as indexed_with
from synthesite.study import Study


def study(summary: str = "", *, generated: bool = False, **values: Any) -> Study:
    record = Record(id="invented-2021", **values)
    return Study(
        record=record,
        path="",
        themes=[],
        summary=summary,
        summary_is_generated=generated,
        curated=frozenset(),
        notes="",
        withheld={},
    )


def indexed(one: Study, language: str) -> Indexed:
    return indexed_with(one, language, abstract_words(one.record))


def levels(one: Indexed) -> dict[str, int]:
    return dict(zip(terms_of(one), one.levels, strict=True))


def test_words_of_all_fields_are_terms_by_their_stems() -> None:
    found = levels(
        indexed(
            study(
                "Curators *wrote* [this](https://example.org/gone).",
                title="Invented <i>supervisions</i>",
                language="en",
                findings=["Helping matters"],
                keywords=["boundaries"],
                authors=[Person(family="Kivistö", given="Mari")],
                journal="Letters",
                doi="10.5555/x1",
                abstract=[AbstractPart(text="Keepers studied lamps")],
            ),
            "de",
        )
    )
    expected = "invent supervis help matter boundari kivisto mari letter x1 keeper studi lamp curat wrote this"
    assert set(expected.split()) <= found.keys()
    assert "gone" not in found
    assert "i" not in found


def test_a_word_in_the_title_weighs_more_than_one_in_the_abstract() -> None:
    found = levels(indexed(study(title="alpha", abstract=[AbstractPart(text="beta gamma")]), "en"))
    assert found["alpha"] > found["beta"] == found["gamma"]


def test_a_word_weighs_less_in_a_longer_text() -> None:
    short = levels(indexed(study(abstract=[AbstractPart(text="beta " * 3)]), "en"))
    long = levels(indexed(study(abstract=[AbstractPart(text="beta " * 3 + "gamma " * 3000)]), "en"))
    assert short["beta"] > long["beta"]


def test_one_word_more_changes_the_weight_of_no_other() -> None:
    text = " ".join(f"w{number}" for number in range(200))
    before = levels(indexed(study(abstract=[AbstractPart(text=text)]), "en"))
    after = levels(indexed(study(abstract=[AbstractPart(text=f"{text} added")]), "en"))
    assert {term: level for term, level in after.items() if term != "add"} == before


def test_a_study_without_a_language_has_that_of_the_site() -> None:
    assert "kind" in levels(indexed(study(title="Kinder"), "de"))
    assert "kinder" in levels(indexed(study(title="Kinder"), "en"))


def test_a_generated_summary_is_not_counted_again() -> None:
    assert "onli" not in levels(indexed(study("only here", generated=True, title="x"), "en"))
    assert "onli" in levels(indexed(study("only here", title="x"), "en"))


def test_the_entry_has_what_a_result_shows() -> None:
    one = indexed(
        study(
            "> - **Bold** `code`",
            title="A <b>title</b>",
            language="en",
            year=2021,
            open_access=True,
            authors=[Person(literal=f"Author {n}") for n in range(6)],
            citations=Citations(tally=Tally(supporting=2, contrasting=1)),
        ),
        "en",
    )
    entry = msgspec.json.decode(one.entry)
    authors = ["Author 0", "Author 1", "Author 2", "Author 3"]
    assert entry[:11] == ["invented-2021", "A title", "en", authors, 6, "", 2021, "", 1, [], [2, 0, 1]]
    assert entry[11] == ["- Bold code"]


def test_a_study_without_words_has_no_terms() -> None:
    assert terms_of(indexed(study(), "en")) == []
