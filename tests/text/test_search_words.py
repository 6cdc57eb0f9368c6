"""Words as the index knows them."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text.search_words import STEMMERS, search_words, stems_of, without_accents


@given(st.text(st.sampled_from("aZ9 _-–’é÷²½Ⅳßİ |.a\u0301\u00a0Жд")))
def test_the_quick_way_gives_what_the_pattern_gives(text: str) -> None:
    assert search_words(text) == re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).lower())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Peer-support, 2nd “phase”", ["peer", "support", "2nd", "phase"]),
        ("l’étude d'Émile", ["l", "étude", "d", "émile"]),
        ("精神卫生 COVID研究", ["精神", "神卫", "卫生", "covid", "研究"]),
        ("ピアサポート", ["ピア", "アサ", "サポ", "ポー", "ート"]),
        ("동료 지원가", ["동료", "지원", "원가"]),
        ("心", ["心"]),
        ("", []),
    ],
)
def test_words_are_told_apart(text: str, words: list[str]) -> None:
    assert search_words(text) == words


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "supervised", "supervising"),
        ("en-GB", "therapies", "therapy"),
        ("de", "häuser", "hauses"),
        ("es", "trabajadores", "trabajador"),
        ("fr", "soignantes", "soignant"),
        ("fi", "talossa", "talosta"),
    ],
)
def test_forms_of_a_word_are_one_term(language: str, one: str, other: str) -> None:
    stems = stems_of(language)
    assert stems[one] == stems[other]
    assert stems[one].isascii()


def test_words_of_a_language_without_a_stemmer_stay_whole_but_for_their_accents() -> None:
    assert stems_of("cs")["pečovatelů"] == "pecovatelu"
    assert stems_of("")["supervising"] == "supervising"


def test_pairs_of_characters_are_not_stemmed() -> None:
    assert stems_of("en")["동료"] == "동료"


def test_very_long_words_are_cut() -> None:
    assert stems_of("")["x" * 500] == "x" * 30


@given(st.sampled_from(["", *STEMMERS]), st.text(min_size=30))
def test_what_is_indexed_makes_the_name_of_a_file(language: str, text: str) -> None:
    for word in search_words(text):
        assert len(f"{stems_of(language)[word].encode().hex()}.js") <= 243


def test_accents_go_and_letters_stay() -> None:
    assert without_accents("ångström") == "angstrom"
    assert without_accents("λόγος") == "λογοσ"
    assert without_accents("øre") == "øre"
