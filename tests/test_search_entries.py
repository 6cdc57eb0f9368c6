"""What the index has of one study."""

from __future__ import annotations

from typing import Any

import msgspec

from synthesite.model import AbstractPart, Citations, Person, Record, Tally
from synthesite.search_entries import Indexed, abstract_words, levels_of, words_of
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


def indexed(one: Study) -> Indexed:
    return indexed_with(one, abstract_words(one.record))


def levels(one: Study, language: str) -> dict[str, int]:
    return levels_of(indexed(one), language)


def test_words_of_all_fields_are_terms_by_their_stems() -> None:
    found = levels(
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
    expected = "invent supervis help matter boundari kivisto mari letter x1 keeper studi lamp curat wrote this"
    assert set(expected.split()) <= found.keys()
    assert "gone" not in found
    assert "i" not in found


def test_a_word_in_the_title_weighs_more_than_one_in_the_abstract() -> None:
    found = levels(study(title="alpha", abstract=[AbstractPart(text="beta gamma")]), "en")
    assert found["alpha"] > found["beta"] == found["gamma"]


def test_a_word_weighs_less_in_a_longer_text() -> None:
    short = levels(study(abstract=[AbstractPart(text="beta " * 3)]), "en")
    long = levels(study(abstract=[AbstractPart(text="beta " * 3 + "gamma " * 3000)]), "en")
    assert short["beta"] > long["beta"]


def test_one_word_more_changes_the_weight_of_no_other() -> None:
    text = " ".join(f"w{number}" for number in range(200))
    before = levels(study(abstract=[AbstractPart(text=text)]), "en")
    after = levels(study(abstract=[AbstractPart(text=f"{text} added")]), "en")
    assert {term: level for term, level in after.items() if term != "add"} == before


def test_a_study_without_a_language_has_that_of_the_site() -> None:
    assert "kind" in levels(study(title="Kinder"), "de")
    assert "kinder" in levels(study(title="Kinder"), "en")


def test_a_generated_summary_is_not_counted_again() -> None:
    assert "onli" not in levels(study("only here", generated=True, title="x"), "en")
    assert "onli" in levels(study("only here", title="x"), "en")


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
        )
    )
    entry = msgspec.json.decode(one.entry)
    authors = ["Author 0", "Author 1", "Author 2", "Author 3"]
    assert entry[:11] == ["invented-2021", "A title", "en", authors, 6, "", 2021, "", 1, [], [2, 0, 1]]
    assert entry[11] == ["- Bold code"]


def test_a_study_without_words_has_no_terms() -> None:
    assert words_of(indexed(study())) == []
    assert levels(study(), "en") == {}


def test_a_word_that_counts_more_often_than_a_byte_can_say_is_listed_more_than_once() -> None:
    one = study(title="alpha", abstract=[AbstractPart(text="beta " * 600 + "gamma")])
    assert list(zip(words_of(indexed(one)), indexed(one).counts, strict=True)) == [
        ("beta", 255), ("beta", 255), ("beta", 90), ("gamma", 1), ("alpha", 5)
    ]  # fmt: skip
    assert levels(one, "en")["beta"] > levels(one, "en")["alpha"] > levels(one, "en")["gamma"]


def test_a_word_of_marks_alone_is_no_term() -> None:
    one = msgspec.structs.replace(indexed(study(title="alpha")), words="alpha\n\u0301", counts=b"\1\1")
    assert levels_of(one, "en").keys() == {"alpha"}
