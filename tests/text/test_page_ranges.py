"""Pages in the many ways of databases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text.page_ranges import NOWHERE, Pages, page_number, page_range
from tests.text.properties import tries


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("221-228", Pages("221", "228", 8)),
        ("221-8", Pages("221", "228", 8)),
        ("pp. 221 -- 228.", Pages("221", "228", 8)),
        ("21-Aug", Pages("21", "28", 8)),
        ("Jan-9", Pages("1", "9", 9)),
        ("S12-S15", Pages("s12", "s15", 4)),
        ("S12-5", Pages("s12", "s15", 4)),
        ("S12", Pages("s12", "", 0)),
        ("e0012", Pages("e12", "", 0)),
        ("1-9, iii-iv", Pages("1", "9", 9)),
        ("228-221", Pages("228", "221", 0)),
        ("t-51", Pages("", "51", 0)),
        ("62 p", NOWHERE),
        ("", NOWHERE),
        ("no pagination", NOWHERE),
    ],
)
def test_pages_are_read(text: str, expected: Pages) -> None:
    assert page_range(text) == expected


def test_the_number_of_a_page_has_no_letters() -> None:
    assert page_number("s12") == "12"


def test_no_number_is_too_long() -> None:
    assert page_range("9" * 5000 + "-" + "9" * 6000).first == "9" * 9


@tries
@given(st.text(max_size=20))
def test_any_text_is_read(text: str) -> None:
    assert page_range(text).length >= 0


@tries
@given(st.integers(1, 9999), st.integers(0, 300))
def test_a_range_is_the_same_however_short(first: int, more: int) -> None:
    last = str(first + more)
    short = last[-1] if str(first)[:-1] == last[:-1] else last
    assert page_range(f"{first}-{short}") == page_range(f"{first}-{last}")
