"""Tags and references that exports leave in their values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text.decodings import decodings
from synthesite.text.inline_markup import inline_title, plain_text
from tests.text.properties import tries


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("An invented  title", "An invented title"),
        ("On <i>Nihil inventum</i>", "On <i>Nihil inventum</i>"),
        ("On <em>Nihil inventum</em>", "On <i>Nihil inventum</i>"),
        ("On <jats:italic>Nihil</jats:italic> and H<inf>2</inf>O", "On <i>Nihil</i> and H<sub>2</sub>O"),
        ("<p>Lamps &amp; lanterns</p>", "Lamps & lanterns"),
        ('<span class="x">Lamps</span>', "Lamps"),
        ("&lt;i&gt;Nihil&lt;/i&gt;", "<i>Nihil</i>"),
        ("p <a and b> c", "p <a and b> c"),
        ("R&D of Q&A;", "R&D of Q&A;"),
    ],
)
def test_a_title_keeps_the_inline_tags_of_csl(text: str, expected: str) -> None:
    assert inline_title(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("<jats:p>One <b>bold</b> word</jats:p>", "One bold word"),
        ("p &lt; 0.05", "p < 0.05"),
        ("n <5 and m> 3", "n <5 and m> 3"),
        ("a<br/>b", "a b"),
    ],
)
def test_a_text_has_no_tags(text: str, expected: str) -> None:
    assert plain_text(text) == expected


@tries
@given(st.text() | st.text("<>/ip &;amp=\"'#1x", max_size=40))
def test_what_is_undone_can_be_verified(text: str) -> None:
    assert {inline_title(text), plain_text(text)} <= set(decodings(text))
