"""Dates as sources write them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text.dates import is_date, iso_date
from tests.text.properties import tries


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-04-01", "2025-04-01"),
        ("2025-4-1", "2025-04-01"),
        ("2025-04-01T10:30:00Z", "2025-04-01"),
        ("2025.04.01", "2025-04-01"),
        ("2020/05//", "2020-05"),
        ("2020/05/03/Spring", "2020-05-03"),
        ("2020/05", "2020-05"),
        ("2020///", "2020"),
        ("1000", "1000"),
        ("2999-12-31", "2999-12-31"),
        (" 2020 ", "2020"),
        ("2020 May 3", "2020-05-03"),
        ("2020 May", "2020-05"),
        ("2020 Sept. 30", "2020-09-30"),
        ("2020/May/03", "2020-05-03"),
        ("3 May 2020", "2020-05-03"),
        ("1. Jan. 2020", "2020-01-01"),
        ("December 2020", "2020-12"),
        ("May 3, 2020", "2020-05-03"),
        ("3 Mai 2020", "2020-05-03"),
        ("März 2020", "2020-03"),
        ("3 de agosto de 2020", "2020-08-03"),
        ("2020 Jan-Feb", "2020"),
        ("Summer 2020", "2020"),
    ],
)
def test_a_date_is_read_as_precisely_as_it_is_written(text: str, expected: str) -> None:
    assert iso_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2020-13-01", "2020"), ("2020-00-10", "2020"), ("2020-02-30", "2020-02"), ("31 June 2020", "2020-06")],
)
def test_a_month_or_a_day_that_does_not_exist_is_left_out(text: str, expected: str) -> None:
    assert iso_date(text) == expected


@pytest.mark.parametrize("text", ["", "soon", "12/05/2020", "0999", "3000", "20", "in press", "May", "2020-2021"])
def test_what_is_no_clear_date_is_unknown(text: str) -> None:
    assert iso_date(text) is None


@pytest.mark.parametrize(
    ("text", "wrong"), [("Marraskuu 2020", "2020-03"), ("Mayor 2020", "2020-05"), ("Decade 2020", "2020-12")]
)
def test_a_word_that_only_starts_like_a_month_is_not_taken_for_it(text: str, wrong: str) -> None:
    assert iso_date(text) != wrong, "marraskuu is Finnish for November"


@pytest.mark.parametrize("text", ["２０２０", "2020-０５", "٢٠٢٠"])
def test_digits_of_other_scripts_never_reach_the_date(text: str) -> None:
    assert iso_date(text) in {"2020", "2020-05", None}


DATE_LIKE = st.text("0123456789-/. TMaybnJun,", max_size=14)


@tries
@given(st.text() | DATE_LIKE | st.from_regex(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}"))
def test_any_text_gives_a_real_date_or_none(text: str) -> None:
    found = iso_date(text)
    if found is not None:
        assert re.fullmatch(r"[12][0-9]{3}(-[01][0-9](-[0-3][0-9])?)?", found)
        date.fromisoformat(found + "-01" * (2 - found.count("-")))


@tries
@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_every_day_is_read_in_each_form(day: date) -> None:
    iso = day.isoformat()
    assert iso_date(iso) == iso
    assert iso_date(iso.replace("-", "/")) == iso
    month = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[day.month - 1]
    assert iso_date(f"{day.day} {month} {day.year}") == iso


@pytest.mark.parametrize("text", ["2026-1-31", "20260131", "2026-02-30", "0000-01-01", "2026-01-31 ", "", "../x"])
def test_what_is_no_date_of_the_calendar(text: str) -> None:
    assert not is_date(text)


@given(st.dates())
def test_every_date_of_the_calendar_is_one(day: date) -> None:
    assert is_date(day.isoformat())
