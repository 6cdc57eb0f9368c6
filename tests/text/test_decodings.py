"""What the characters of a source may stand for."""

from __future__ import annotations

import html
import json
from contextlib import suppress
from json import JSONDecodeError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text.decodings import decodings
from synthesite.text.folding import fold
from synthesite.text.json_spans import parse_json
from tests.text.properties import tries


@tries
@given(st.text(), st.booleans())
def test_a_text_is_among_what_its_escapes_stand_for(text: str, ascii_only: bool) -> None:
    assert fold(text) in decodings(text)
    assert fold(text) in decodings(json.dumps(text, ensure_ascii=ascii_only)[1:-1])
    assert fold(text) in decodings(html.escape(text))
    assert fold(text) in decodings(json.dumps(html.escape(text), ensure_ascii=ascii_only)[1:-1])


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("two\n  lines", "two lines"),
        ("<p>An <i>invented</i> study</p>", "An invented study"),
        ("p &lt; 0.05", "p < 0.05"),
        (r"\"quoted\" and \u00e9", '"quoted" and é'),
        (r"<b>a<\/b> &amp; b", "a & b"),
        ('she said ""no"" twice', 'she said "no" twice'),
    ],
)
def test_tags_references_and_escapes_are_undone(raw: str, text: str) -> None:
    assert text in decodings(raw)


@pytest.mark.parametrize("raw", ["An invented study", r"\u0041nother", "<b>Bold</b>", ""])
def test_nothing_else_is_among_them(raw: str) -> None:
    assert "An imaginary study" not in decodings(raw)


def test_what_the_parser_makes_of_half_a_surrogate_pair_is_among_them_or_refused() -> None:
    with suppress(JSONDecodeError):
        text = r'"An invented \ud800 title"'
        assert parse_json(text).value in decodings(text[1:-1])
