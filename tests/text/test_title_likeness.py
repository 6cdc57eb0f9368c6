"""How alike two titles are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text.title_likeness import Likeness, title_likeness
from synthesite.text.work_titles import work_title

TITLE = "An invented study of the keepers of harbour lights"


@pytest.mark.parametrize(
    ("other", "likeness"),
    [
        (TITLE.upper(), Likeness.EQUAL),
        ("An invented study of the kepers of harbour lights", Likeness.SLIPS),
        (f"{TITLE}: results of a second winter", Likeness.PART),
        ("An invented study of the painters of harbour lights", Likeness.SIMILAR),
        ("Something else about ropes", Likeness.OTHER),
        ("", Likeness.UNKNOWN),
    ],
)
def test_how_alike(other: str, likeness: Likeness) -> None:
    assert title_likeness(work_title(TITLE), work_title(other)) is likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Invented remarks on maternal health at sea", "Invented remarks on paternal health at sea"),
        ("Invented remarks on hypertension at sea", "Invented remarks on hypotension at sea"),
        ("夜勤の灯台守についての架空の研究", "昼勤の灯台守についての架空の研究"),
    ],
)
def test_what_says_the_opposite_is_no_slip(one: str, other: str) -> None:
    assert title_likeness(work_title(one), work_title(other)) not in {Likeness.EQUAL, Likeness.SLIPS}


@given(st.text("abc de:", max_size=60), st.text("abc de:", max_size=60))
def test_the_order_does_not_matter(one: str, other: str) -> None:
    a, b = work_title(one), work_title(other)
    assert title_likeness(a, b) is title_likeness(b, a)
