"""Ids and slugs that are valid on every system."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text.slugs import MAX_ID, name_slug, slugify, study_id
from tests.text.properties import tries

DEVICES = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
TEXTS = st.text() | st.text("ab-' _./", max_size=200) | st.sampled_from([*sorted(DEVICES), "index", "CON", "a" * 300])


def is_valid(slug: str) -> bool:
    """Whether a slug is a name for a file on any system, and for an address."""
    return bool(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)) and len(slug) <= 80 and slug not in {*DEVICES, "index"}


@tries
@given(TEXTS)
def test_every_slug_is_a_valid_name(text: str) -> None:
    assert is_valid(slugify(text))
    assert is_valid(name_slug(text))


@tries
@given(st.none() | TEXTS, st.none() | st.integers(1000, 2999), st.none() | TEXTS)
def test_every_id_is_a_valid_name(family: str | None, year: int | None, title: str | None) -> None:
    assert is_valid(study_id(family, year, title))


@tries
@given(TEXTS)
def test_a_slug_is_its_own_slug(text: str) -> None:
    assert slugify(slugify(text)) == slugify(text)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Role clarity & boundaries", "role-clarity-boundaries"),
        ("Ruiz-Pérez", "ruiz-perez"),
        ("Straße -- 12", "strasse-12"),
        ("What’s new?", "whats-new"),
        ("Что нового", "chto-novogo"),
        ("../../etc/passwd", "etc-passwd"),
        ("Index", "x-index"),
        ("LPT1", "x-lpt1"),
    ],
)
def test_a_slug_is_what_a_person_would_write(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_a_long_slug_is_cut_at_a_word() -> None:
    assert slugify("an invented " + "lighthouse " * 20) == "an-invented" + "-lighthouse" * 6
    assert slugify("one two three", 8) == "one-two"
    assert slugify("one two three", 7) == "one-two"


def test_a_slug_that_is_cut_to_a_device_name_is_none() -> None:
    assert slugify("con " + "a" * 90) == "x-con"


def test_different_texts_without_any_letters_keep_different_slugs() -> None:
    assert slugify("!!!") != slugify("???")


def test_names_that_sound_alike_in_other_scripts_keep_different_slugs() -> None:
    assert slugify("石") == slugify("时"), "one transliteration"
    assert name_slug("石") != name_slug("时")


def test_a_latin_name_has_no_hash() -> None:
    assert name_slug("José Müller-Łoś") == slugify("José Müller-Łoś") == "jose-muller-los"


@pytest.mark.parametrize(
    ("family", "year", "title", "expected"),
    [
        ("Example", 2025, "Changes in <i>attitudes</i> of keepers", "example-2025-changes-in-attitudes-of"),
        ("Example", None, "An invented study", "example-an-invented-study"),
        (None, 2025, "An invented study", "2025-an-invented-study"),
        ("Example", 2025, None, "example-2025"),
        (None, None, None, "study"),
        ("", None, "", "study"),
    ],
)
def test_an_id_is_made_from_what_is_known(
    family: str | None, year: int | None, title: str | None, expected: str
) -> None:
    assert study_id(family, year, title) == expected


def test_a_very_long_family_name_leaves_room_for_year_and_title() -> None:
    made = study_id("Example-" * 30, 2025, "An invented study of lighthouses")
    assert made.endswith("-2025-an-invented-study-of")


def test_names_that_agree_where_a_slug_is_cut_stay_apart() -> None:
    start = "World Organisation of Invented Societies for the Study of Imaginary Lighthouses and Lamps "
    one, other = name_slug(start + "in Africa"), name_slug(start + "in Europe")
    assert one != other
    assert max(len(one), len(other)) <= MAX_ID
