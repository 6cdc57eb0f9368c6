"""What counts as the same text."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from unicodedata import combining

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text.folding import fold, same_form, strip_accents, title_key
from tests.text.properties import tries


@tries
@given(st.text() | st.text(" \t\n\r\u00a0\u2003ab"))
def test_folding_keeps_every_word_and_leaves_single_spaces(text: str) -> None:
    assert fold(text).split(" ") == (text.split() or [""])


def test_every_kind_of_white_space_is_folded() -> None:
    for code in range(0x3100):  # the last one is U+3000
        for text in (f"{chr(code)}a", f"a{chr(code)}b", f"a{chr(code)}"):
            assert fold(text) == " ".join(text.split())


@pytest.mark.parametrize("function", [fold, strip_accents, same_form])
def test_doing_it_again_changes_nothing(function: Callable[[str], str]) -> None:
    @tries
    @given(st.text())
    def again(text: str) -> None:
        assert function(function(text)) == function(text)

    again()


@pytest.mark.parametrize(("text", "expected"), [("Pérez", "Perez"), ("e\u0301", "e"), ("Ångström", "Angstrom")])
def test_accents_are_taken_off(text: str, expected: str) -> None:
    assert strip_accents(text) == expected


def test_of_each_character_its_base_is_left_without_combining_marks() -> None:
    for start in range(0, 0x110000, 0x40):
        text = "".join(map(chr, range(start, start + 0x40)))
        assert strip_accents(text) == "".join(c for c in unicodedata.normalize("NFKD", text) if not combining(c))


@tries
@given(st.text() | st.text("aé\u0301\u0327\u1dc4\U0001d165 –ø"))
def test_of_any_text_the_bases_are_left_without_combining_marks(text: str) -> None:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not combining(c))
    assert strip_accents(text) == plain


def test_letters_that_are_not_accented_stay() -> None:
    assert strip_accents("Søren Łoś ß") == "Søren Łos ß"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("An Invented Study.", "an invented study"),
        ("peer‐support", "peer support"),
        ("132–142", "132-142"),
        ("Ruiz-Pérez", "ruiz perez"),
        ("  spaced\tout ", "spaced out"),
        ("STRASSE", "straße"),
        ("snake_case", "snake case"),
    ],
)
def test_case_accents_punctuation_and_space_make_no_difference(one: str, other: str) -> None:
    assert same_form(one) == same_form(other)


@pytest.mark.parametrize(("one", "other"), [("study 1", "study 2"), ("虚构", "虚假"), ("four", "for"), ("a b", "ab")])
def test_other_words_are_other_texts(one: str, other: str) -> None:
    assert same_form(one) != same_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Invented Journal", "Invented journal"),
        ("Fact & Fiction", "Fact and Fiction"),
        ("An <i>invented</i> study of H<sub>2</sub>O", "Invented study of H2O"),
        ("A study", "study."),
    ],
)
def test_titles_are_the_same_but_for_markup_ampersand_and_article(one: str, other: str) -> None:
    assert title_key(one) == title_key(other)


@pytest.mark.parametrize(("one", "other"), [("Theory", "ory"), ("Answers", "swers"), ("a < b", "a b c")])
def test_a_title_keeps_words_that_only_start_like_an_article(one: str, other: str) -> None:
    assert title_key(one) != title_key(other)
