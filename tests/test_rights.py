"""How much of a passage may be shown."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from synthesite.config import Rights
from synthesite.model import AbstractPart, Citations, Record, Statement
from synthesite.rights import is_open, published, shown_abstract, shown_passage, shown_statement, shown_words
from tests.text.properties import tries

OPEN = ["CC0-1.0", "CC-BY-4.0", "CC-BY-3.0", "CC-BY-3.0-AT", "CC-BY-SA-4.0", "PDDL-1.0", "ODC-By-1.0"]
CLOSED = [
    None,
    "",
    "CC-BY-NC-4.0",
    "CC-BY-ND-4.0",
    "CC-BY-NC-ND-4.0",
    "CC-BY",
    "unknown",
    "all rights reserved",
    "CC-BY-4.0 or so",
]


@pytest.mark.parametrize("licence", OPEN)
def test_an_open_licence_shows_the_work_whole(licence: str) -> None:
    assert is_open(licence)
    long = [AbstractPart(label="Aims", text="word " * 500)]
    assert shown_abstract(long, licence, Rights(abstract_words=0)) == long


@pytest.mark.parametrize("licence", CLOSED)
def test_any_other_licence_and_none_does_not(licence: str | None) -> None:
    assert not is_open(licence)
    (part,) = shown_abstract([AbstractPart(label="Aims", text="word " * 500)], licence, Rights(abstract_words=3))
    assert part == AbstractPart(label="Aims", text="word word word", shortened=True)


def size(text: str) -> float:
    """How many words a text counts for; two Chinese characters are one."""
    return sum(len(word) / 2 if ord(word[0]) >= 0x3040 else 1 for word in text.split())


LATIN = st.lists(st.text("ab-.,", min_size=1, max_size=5), min_size=1, max_size=30).map(" ".join)
HAN = st.text("虚构的研究", min_size=1, max_size=60)


@tries
@given(st.lists(LATIN | HAN, min_size=1, max_size=6), st.integers(0, 40))
def test_at_most_so_many_words_are_shown_over_all_parts(texts: list[str], limit: int) -> None:
    shown = shown_abstract([AbstractPart(text=text) for text in texts], None, Rights(abstract_words=limit))
    assert sum(size(part.text) for part in shown) <= limit
    for part, text in zip(shown, texts, strict=bool(shown)):
        assert text.startswith(part.text), "from the beginning, in the parts' order"
        assert bool(part.shortened) == (part.text != text), "and what is cut is marked"


@tries
@given(st.lists(LATIN, min_size=1, max_size=6))
def test_an_abstract_that_is_short_enough_is_shown_whole(texts: list[str]) -> None:
    parts = [AbstractPart(text=text) for text in texts]
    assert shown_abstract(parts, None, Rights(abstract_words=sum(len(text.split()) for text in texts))) == parts


def test_short_parts_leave_their_words_to_longer_ones() -> None:
    parts = [AbstractPart(text="a b c d e f g h"), AbstractPart(text="one"), AbstractPart(text="two words")]
    shown = shown_abstract(parts, None, Rights(abstract_words=9))
    assert [part.text for part in shown] == ["a b c d e f", "one", "two words"]
    assert [part.shortened for part in shown] == [True, None, None]


def test_chinese_parts_share_the_words_too() -> None:
    parts = [AbstractPart(text="虚" * 400) for _ in range(4)]
    shown = shown_abstract(parts, None, Rights(abstract_words=120))
    assert sum(len(part.text) for part in shown) <= 240


@pytest.mark.parametrize("texts", [["One sentence."], ["虚构"], ["a", "b"]])
def test_rights_to_no_words_show_nothing_of_an_abstract(texts: list[str]) -> None:
    assert shown_abstract([AbstractPart(text=text) for text in texts], None, Rights(abstract_words=0)) == []


@pytest.mark.parametrize("text", ["An invented statement.", "虚构的研究", "虚"])
def test_rights_to_no_words_show_nothing_of_a_statement(text: str) -> None:
    shown = shown_statement(Statement(text=text, stance="supporting"), Rights(statement_words=0))
    assert shown == Statement(text="", stance="supporting", shortened=True)


def test_a_long_statement_is_shortened_and_marked_a_short_one_is_left_alone() -> None:
    rights = Rights(statement_words=3)
    long = Statement(text="one two three four", stance="contrasting", confidence=0.5)
    assert shown_statement(long, rights) == Statement(
        text="one two three", stance="contrasting", confidence=0.5, shortened=True
    )
    short = Statement(text="one two three")
    assert shown_statement(short, rights) == short


RECORD = Record(
    id="x",
    title="An invented study with a title of more than three words",
    abstract=[AbstractPart(text="one two three four five")],
    citations=Citations(cited_by=0, statements=[Statement(text="one two three four five")]),
)


def test_a_published_record_is_the_record_with_its_passages_shortened() -> None:
    shown = published(RECORD, Rights(abstract_words=2, statement_words=3))
    assert shown.title == RECORD.title
    assert shown.abstract == [AbstractPart(text="one two", shortened=True)]
    assert shown.citations == Citations(cited_by=0, statements=[Statement(text="one two three", shortened=True)])


def test_an_open_licence_is_the_abstracts_and_not_that_of_the_works_that_cite() -> None:
    record = Record(id="x", licence="CC-BY-4.0", abstract=RECORD.abstract, citations=RECORD.citations)
    shown = published(record, Rights(abstract_words=2, statement_words=3))
    assert shown.abstract == record.abstract
    assert shown.citations is not None
    assert shown.citations.statements == [Statement(text="one two three", shortened=True)]


def test_rights_to_no_words_leave_no_abstract() -> None:
    assert published(RECORD, Rights(abstract_words=0)).abstract is None


@pytest.mark.parametrize("record", [Record(id="x"), Record(id="x", citations=Citations(cited_by=3))])
def test_a_record_without_passages_is_published_as_it_is(record: Record) -> None:
    assert published(record, Rights()) == record


def test_a_journals_description_is_cut_with_an_ellipsis() -> None:
    assert shown_words(["one two three", "four"], Rights(abstract_words=3)) == ["one two …", "four"]
    assert shown_words(["one two three"], Rights(abstract_words=3)) == ["one two three"]
    assert shown_words(["one two three"], Rights(abstract_words=0)) == []


PROSE = ["abstract", "abstract.0.label", "citations.statements", "description"]
WORDS = st.lists(st.sampled_from(["one", "two", "three,"]), max_size=80)


@tries
@given(st.sampled_from(PROSE), WORDS, st.integers(0, 80))
@example("abstract", ["one"] * 80, 80)
def test_a_passage_beside_prose_never_shows_more_words_than_the_prose(key: str, words: list[str], count: int) -> None:
    shown = shown_passage(key, " \n ".join(words), " ".join(words[:count]))
    assert shown.removesuffix("…").split() == words[: min(count, 40)]
    assert shown.endswith("…") == (len(words) > min(count, 40)), "and says so where it is cut"


@tries
@given(st.sampled_from(["title", "authors", "citations.cited_by"]), WORDS)
@example("title", ["one"] * 80)
def test_a_passage_beside_another_value_has_at_most_forty_words(key: str, words: list[str]) -> None:
    shown = shown_passage(key, "  ".join(words), "0")
    assert shown.removesuffix("…").split() == words[:40]


@pytest.mark.parametrize(("shown", "most"), [("", 0), ("虚虚", 2)])
def test_a_passage_beside_chinese_prose_is_no_longer_than_the_prose(shown: str, most: int) -> None:
    assert len(shown_passage("abstract", "虚" * 100, shown).removesuffix("…").strip()) <= most
