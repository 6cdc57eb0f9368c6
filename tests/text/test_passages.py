"""Cutting passages without bending them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text.passages import first_sentence, first_words
from tests.text.properties import tries


@pytest.mark.parametrize(
    ("sentence", "rest"),
    [
        ("An invented sentence.", "Another one."),
        ("Does it end here?", "It does."),
        ("It rose by 3.5 points.", "Then it fell."),
        ("Keepers, e.g. J. Example et al. and Dr. Beispiel, slept.", "Others did not."),
        ("“It is quoted.”", "It goes on."),
        ("(It stands in brackets.)", "It goes on."),
        ("We counted p < 0.05.", "12 keepers were awake."),
        ("It hesitates… but ends.", "It goes on."),
        ("Das ist erfunden, z.B. Dies hier.", "Übrigens auch das."),
        ("Это выдумка.", "Да."),
    ],
)
def test_the_first_sentence_ends_where_a_reader_would_say(sentence: str, rest: str) -> None:
    assert first_sentence(f"{sentence} {rest}") == (sentence, True)


def test_chinese_and_japanese_sentences_end_without_a_space() -> None:
    assert first_sentence("这是虚构的。第二句。") == ("这是虚构的。", True)


@pytest.mark.parametrize("text", ["It breaks off in the", "It is cut after a word…", "An invented heading", ""])
def test_a_sentence_that_is_never_closed_is_marked_as_not_whole(text: str) -> None:
    assert first_sentence(text) == (text, False)


def test_a_single_closed_sentence_is_whole() -> None:
    assert first_sentence("An invented sentence.") == ("An invented sentence.", True)


@tries
@given(st.text() | st.text("Aab.!?…。 \n”)12"))
def test_a_first_sentence_is_the_beginning_of_its_text(text: str) -> None:
    sentence, whole = first_sentence(text)
    assert text.startswith(sentence)
    assert whole or sentence == text
    assert not whole or sentence.rstrip('"”’)] \n')[-1] in ".!?…。！？"


LATIN = st.text("ab.,-’\n\t é", max_size=60)
HAN = st.lists(
    st.text("虚构研究かなカナ가", min_size=1, max_size=12) | st.text("abc", min_size=1, max_size=4), max_size=8
)


def words_in(text: str) -> float:
    """How many words a text counts for; two characters of Han, Kana or Hangul are one."""
    return sum(len(word) / 2 if ord(word[0]) >= 0x3040 else 1 for word in text.split())


@tries
@given(LATIN, st.integers(0, 12))
def test_never_more_words_than_allowed(text: str, limit: int) -> None:
    cut, shortened = first_words(text, limit)
    assert len(cut.split()) <= limit
    assert text.startswith(cut)
    assert cut.split() == text.split()[:limit]
    assert shortened == (len(text.split()) > limit)


@tries
@given(HAN.map(" ".join), st.integers(0, 12))
def test_nor_where_words_are_not_spaced(text: str, limit: int) -> None:
    cut, shortened = first_words(text, limit)
    assert words_in(cut) <= limit
    assert text.startswith(cut)
    assert shortened == (words_in(text) > limit)


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("one two three", 2, ("one two", True)),
        ("one two", 2, ("one two", False)),
        ("虚构的研究", 2, ("虚构的研", True)),
        ("one two", 0, ("", True)),
        ("虚构", 0, ("", True)),
        ("one 虚构的研究", 1, ("one", True)),
        ("", 0, ("", False)),
    ],
)
def test_a_text_is_cut_at_a_word(text: str, limit: int, expected: tuple[str, bool]) -> None:
    assert first_words(text, limit) == expected
