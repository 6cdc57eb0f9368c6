"""Titles and descriptions in the head of a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from synthesite.text.headings import TITLE_LENGTH, WORDS_LENGTH, page_title, page_words

LONG = "A title with rather many words in it that goes on and on and on without an end"


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("Themes", "Themes – A site"),
        ("Themes – A site", "Themes – A site"),
        ("A site", "A site"),
        ("x" * 61, "x" * 61 + " – A site"),
        ("x" * 62, "x" * 62),
        ("x" * 70, "x" * 70),
        ("x" * 71, "x" * 69 + "…"),
        (LONG, "A title with rather many words in it that goes on and on and on…"),
        (f"{LONG} – A site", "A title with rather many words in it that goes on and on and on…"),
        (f"{LONG}, page 12", "A title with rather many words in it that goes on and on and…, page 12"),
        ("One, two: " + "three " * 20, ("One, two: " + "three " * 10).strip() + "…"),
        (" Two \n lines ", "Two lines – A site"),
        ("a &amp; &lt;b&gt;", "a &amp; &lt;b&gt; – A site"),
        ("a <i>b</i>", "a b – A site"),
    ],
)
def test_a_title_has_the_sites_behind_it_where_that_fits(said: str, title: str) -> None:
    assert page_title(said, "A site") == title


@given(st.text(max_size=200), st.text(min_size=1, max_size=80))
def test_no_title_is_too_long_or_says_markup(said: str, site: str) -> None:
    title = page_title(escape(said), site)
    assert len(title.unescape()) <= TITLE_LENGTH or said == site
    assert "<" not in title
    assert isinstance(title, Markup)


@given(st.text(max_size=700))
def test_no_description_is_too_long_or_leaves_its_attribute(said: str) -> None:
    words = page_words(escape(said))
    assert len(words.unescape()) <= WORDS_LENGTH
    assert '"' not in words


def test_a_description_has_no_elements_and_ends_at_a_word() -> None:
    assert page_words("<p>Two</p>\n<p>lines &amp; “more”</p>") == "Two lines &amp; “more”"
    assert page_words("word " * 100) == ("word " * 60).strip() + "…"
