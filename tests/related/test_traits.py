"""What of a study others are related to it by."""

from __future__ import annotations

from typing import Any

from synthesite.model import AbstractPart, Citations, Person, Record, Statement
from synthesite.related import RelatedTraits, related_traits
from synthesite.search_entries import abstract_words
from tests.exports.test_study_json import study


def traits(summary: str = "", **values: Any) -> RelatedTraits:
    record = Record(id="x", **values)
    return related_traits(study(record, summary=summary), abstract_words(record))


def test_words_of_the_title_and_the_keywords() -> None:
    found = traits(title="The <i>Keepers</i> of Lighthouses: a randomised study", keywords=["night work"])
    assert found.words == {"keeper": "keepers", "lighthouse": "lighthouses", "night": "night", "work": "work"}


def test_words_that_an_abstract_says_often() -> None:
    text = "Fog, fogs and storms. Storms came. When storms are over, storms begin again. Ships saw ships."
    assert traits(title="A", abstract=[AbstractPart(text=text)]).words == {"storm": "storms"}


def test_marks_beside_a_word_make_it_no_other_word() -> None:
    text = "Lamps, then (lamps); at last: lamps."
    assert traits(title="A", abstract=[AbstractPart(text=text)]).words == {"lamp": "lamps"}


def test_chinese_has_pairs_of_characters() -> None:
    assert list(traits(title="同伴支持 study").words) == ["同伴", "伴支", "支持"]


def test_what_texts_name() -> None:
    statements = [Statement(text="as in doi:10.5555/ABC.1.")]
    found = traits("See (https://doi.org/10.5555/def).", doi="10.5555/own", citations=Citations(statements=statements))
    assert found.names == ["10.5555/abc.1", "10.5555/def"]
    assert traits("Cite it as 10.5555/own", doi="10.5555/own").names == []


def test_of_many_authors_the_first_and_the_last() -> None:
    authors = [Person(family=f"Example{n}", given="A") for n in range(40)]
    found = traits(authors=authors).authors
    assert len(found) == 12
    assert list(found)[-1].startswith("example39")
