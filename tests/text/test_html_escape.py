"""Strings as HTML."""

from __future__ import annotations

import markupsafe
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text import html_escape


@given(st.text())
def test_both_ways_give_what_markupsafe_gives(text: str) -> None:
    expected = str(markupsafe.escape(text))
    assert html_escape.escaped(text) == html_escape._escaped(text) == expected
    assert type(html_escape.escaped(text)) is str
