"""Text inside HTML with the place of every character."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text.html_references import NOTHING, decoded, joined, plain, unescape_again
from tests.text.properties import tries

PIECES = st.sampled_from(["&amp;", "&#65;", "&#x41", "&notit;", "&", ";", "a", " ", "&copy=", "é"])
TEXTS = st.text() | st.lists(PIECES).map("".join)


@tries
@given(TEXTS, st.booleans())
def test_each_character_has_its_place_in_order(text: str, attribute: bool) -> None:
    passage = decoded(text, 0, len(text), attribute)
    assert len(passage.text) == len(passage.starts) == len(passage.ends)
    assert list(passage.starts) == sorted(passage.starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(passage.starts, passage.ends, strict=True))


@tries
@given(TEXTS)
def test_the_text_is_what_a_browser_shows(text: str) -> None:
    assert decoded(text, 0, len(text)).text == html.unescape(text)


@tries
@given(st.text())
def test_what_is_escaped_is_undone_and_each_character_found(text: str) -> None:
    escaped = html.escape(text)
    passage = decoded(escaped, 0, len(escaped))
    assert passage.text == text
    for character, start, end in zip(passage.text, passage.starts, passage.ends, strict=True):
        assert html.unescape(escaped[start:end]) == character


@pytest.mark.parametrize(
    ("raw", "value"),
    [("?a=1&copy=2", "?a=1&copy=2"), ("?a=1&amp;b=2", "?a=1&b=2"), ("&copyright", "&copyright"), ("a &amp b", "a & b")],
)
def test_in_an_attribute_a_query_stays_a_query(raw: str, value: str) -> None:
    assert decoded(raw, 0, len(raw), attribute=True).text == value


def test_half_a_surrogate_pair_never_becomes_text() -> None:
    text = "a&#xD800;b"
    decoded(text, 0, len(text)).text.encode("utf-8")


def test_a_passage_is_cut_trimmed_and_split_with_its_places() -> None:
    text = "x  one ,&#32;two  y"
    passage = decoded(text, 1, len(text) - 1)
    assert text[slice(*passage.span)] == "one ,&#32;two"
    assert [(part.text, text[slice(*part.span)]) for part in passage.split(re.compile(","))] == [
        ("one", "one"),
        ("two", "two"),
    ]
    assert passage.trimmed().text == "one , two"
    assert passage.folded == "one , two"
    assert NOTHING.span == plain("  ", 0, 2).span == (0, 0)


def test_passages_are_joined_with_what_stands_nowhere_between_them() -> None:
    text = "one<br>two"
    both = joined([plain(text, 0, 3), plain(text, 7, 10)], " ")
    assert both.text == "one two"
    assert text[slice(*both.span)] == text
    assert text[both.starts[4] : both.ends[6]] == "two"


def test_what_was_escaped_twice_is_undone_once_more() -> None:
    text = "p &amp;lt; 0.05"
    once = decoded(text, 0, len(text))
    again = unescape_again(once)
    assert (once.text, again.text) == ("p &lt; 0.05", "p < 0.05")
    assert text[again.starts[2] : again.ends[2]] == "&amp;lt;"
