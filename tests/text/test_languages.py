"""Languages: by tag, by script, by a trained detector."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text import languages
from synthesite.text.languages import (
    MIN_LETTERS,
    abstract_language,
    detect_language,
    language_tag,
    load_detector,
    script_language,
    written_language,
)
from tests.text.properties import tries

ENGLISH = (
    "This invented study asks what helps the keepers of lighthouses to stay awake through the long nights of winter, "
    "and whether they would rather have been told beforehand."
)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("en", "en"),
        (" EN ", "en"),
        ("en-gb", "en-GB"),
        ("eng", "en"),
        ("ger", "de"),
        ("deu", "de"),
        ("Deutsch", "de"),
        ("Finnish", "fi"),
        ("français", "fr"),
        ("no", "no"),
        ("nor", "no"),
    ],
)
def test_a_language_is_known_by_tag_code_or_name(text: str, tag: str) -> None:
    assert language_tag(text) == tag


@pytest.mark.parametrize("text", ["", "Klingonese", "???", "english and german"])
def test_an_unknown_language_stays_unknown(text: str) -> None:
    assert language_tag(text) is None


@pytest.mark.parametrize(
    ("text", "tag"),
    [("虚构的研究", "zh"), ("架空の研究", "ja"), ("가상의 연구", "ko"), ("An invented study", None), ("", None)],
)
def test_the_script_gives_a_language_away(text: str, tag: str | None) -> None:
    assert script_language(text) == tag


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        (ENGLISH, "en"),
        ("Eine erfundene Studie über Leuchtturmwärter und das, was ihnen in langen Winternächten hilft.", "de"),
        ("Keksitty tutkimus majakanvartijoista ja siitä, mikä auttaa heitä pysymään hereillä talviöinä.", "fi"),
        ("一项虚构的研究", "zh"),
        ("短い文", "ja"),
    ],
)
def test_a_passage_is_told_by_its_words_or_its_script(text: str, tag: str) -> None:
    assert detect_language(text) == tag


def test_a_few_foreign_characters_do_not_make_a_passage_foreign() -> None:
    assert detect_language(f"{ENGLISH} 虚构") in {"en", None}


@tries
@given(st.text("abcdefghij .,0123456789", max_size=MIN_LETTERS - 1))
def test_a_short_text_tells_no_language(text: str) -> None:
    assert detect_language(text) is None


def test_a_loaded_detector_is_not_loaded_again() -> None:
    load_detector()
    loaded = languages._detector()
    detect_language(ENGLISH)
    assert languages._detector() is loaded


@pytest.mark.parametrize(
    ("title", "abstract", "tag"),
    [
        ("Sleep and lamps", ENGLISH, "en"),
        ("Lampen im Winter", ENGLISH, None),
        ("", ENGLISH, None),
        ("Sleep and lamps", "", None),
    ],
)
def test_an_abstract_tells_the_language_of_a_title_in_the_same(title: str, abstract: str, tag: str | None) -> None:
    assert abstract_language(title, abstract) == tag


@pytest.mark.parametrize(
    ("text", "language", "tag"),
    [
        ("Plain words", None, None),
        ("Plain words", "de", "de"),
        ("α = 0.05, µg, Müller", "en", "en"),
        ("虚构研究", "en", "zh"),
        ("가상의 연구", None, "ko"),
        ("Вымышленное исследование", "en", "und-Cyrl"),
        ("Вигадане дослідження", "uk", "uk"),
        ("Φανταστική μελέτη", None, "el"),
        ("دراسة خيالية", "fa", "fa"),
        ("دراسة خيالية", None, "und-Arab"),
        ("מחקר בדוי", "en", "he"),
    ],
)
def test_what_is_shown_names_a_language_that_its_script_can_be(
    text: str, language: str | None, tag: str | None
) -> None:
    assert written_language(text, language) == tag
