"""Figures in words, and ranges of pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text.numbers import counted, expand_pages
from tests.text.properties import tries


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ("132–42", "132-142"),
        ("132-142", "132-142"),
        ("98 — 102", "98-102"),
        ("12--15", "12-15"),
        ("7", "7"),
        (" E0319830 ", "e0319830"),
        ("", ""),
        ("1-2, 5-6", "1-2, 5-6"),
    ],
)
def test_the_end_of_a_range_is_written_out(pages: str, expected: str) -> None:
    assert expand_pages(pages) == expected


@tries
@given(st.integers(1, 99_999), st.integers(0, 999), st.sampled_from("-–—"))
def test_a_shortened_range_is_the_same_as_the_full_one(first: int, more: int, dash: str) -> None:
    last = str(first + more)
    same = len(str(first)) == len(last)
    short = "".join(digit for at, digit in enumerate(last) if last[: at + 1] != str(first)[: at + 1]) if same else last
    assert expand_pages(f"{first}{dash}{short or last[-1]}") == expand_pages(f"{first}-{last}") == f"{first}-{last}"


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, "no studies"), (1, "one study"), (2, "two studies"), (12, "twelve studies"), (13, "13 studies")],
)
def test_small_numbers_are_words(number: int, expected: str) -> None:
    assert counted(number, "study", "studies") == expected


def test_a_regular_plural_needs_no_telling_and_large_numbers_are_grouped() -> None:
    assert counted(1234567, "publication") == "1,234,567 publications"
