"""Passages of HTML: references undone, the place of every character kept."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text.html_references import decoded, joined, plain, unescape_again
from tests.text.properties import tries


def test_each_character_knows_where_it_stands() -> None:
    text = "a &amp; b&#x2014;c"
    passage = decoded(text, 0, len(text))
    assert passage.text == "a & b—c"
    assert [text[start:end] for start, end in zip(passage.starts, passage.ends, strict=True)] == [
        *("a", " ", "&amp;", " ", "b", "&#x2014;", "c")
    ]


def test_a_part_and_its_span() -> None:
    text = "<p> &lt;Aim&gt;: x </p>"
    passage = decoded(text, 3, len(text) - 4)
    assert passage.folded == "<Aim>: x"
    assert text[slice(*passage.span)] == "&lt;Aim&gt;: x"
    assert text[slice(*passage.cut(1, 6).span)] == "&lt;Aim&gt;"
    assert plain(text, 3, 4).span == (0, 0)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("?a=1&copy=2", "?a=1&copy=2"),
        ("?a=1&amp;lang=en", "?a=1&lang=en"),
        ("?a&region=1", "?a&region=1"),
        ("R&D &copy; &copy 1", "R&D © © 1"),
        ("&#233;&#233", "éé"),
    ],
)
def test_in_an_attribute_a_query_is_no_reference(raw: str, value: str) -> None:
    assert decoded(raw, 0, len(raw), attribute=True).text == value


def test_what_was_escaped_twice_is_undone_twice_on_request() -> None:
    text = "Health &amp;amp; Care &amp; &amp;lt;i&amp;gt;"
    passage = unescape_again(decoded(text, 0, len(text)))
    assert passage.text == "Health & Care & <i>"
    assert text[slice(*passage.cut(7, 8).span)] == "&amp;amp;"


def test_passages_are_joined_and_split() -> None:
    text = "one; two ;;three"
    parts = plain(text, 0, len(text)).split(re.compile(";"))
    assert [part.text for part in parts] == ["one", "two", "three"]
    both = joined(parts, " ")
    assert both.text == "one two three"
    assert text[slice(*both.span)] == text


def test_white_space_is_collapsed_and_places_stay() -> None:
    text = "  an \n\t invented   title "
    passage = plain(text, 0, len(text)).collapsed()
    assert passage.text == "an invented title"
    assert text[slice(*passage.cut(3, 11).span)] == "invented"
    assert text[slice(*passage.span)] == text.strip()


@tries
@given(st.text("&;#xalt10cpyq=\n <", max_size=40))
def test_decoding_is_what_the_library_says_and_places_are_in_order(text: str) -> None:
    passage = decoded(text, 0, len(text))
    assert passage.text == html.unescape(text)
    assert len(passage.text) == len(passage.starts) == len(passage.ends)
    assert list(passage.starts) == sorted(passage.starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(passage.starts, passage.ends, strict=True))
    assert passage.collapsed().text == " ".join(passage.text.split())
