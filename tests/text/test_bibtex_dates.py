from __future__ import annotations

import pytest

from synthesite.text.babel import babel_language
from synthesite.text.bibtex_dates import edtf_date, month_and_day, year_span


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2031", "2031"), ("2031-04", "2031-04"), ("2031-04-05", "2031-04-05"), ("2031-04-05T10:00:00Z", "2031-04-05"),
        ("2031-04/2031-05", "2031"), ("2031-04-05/2031-04-09", "2031-04"), ("2030/2032", "2030"),
        ("2030-12-01/2031-01-02", "2030"), ("2031-01-05/2032-01-05", "2031"), ("2031-01-05/2031-02-05", "2031"),
        ("2031-11/", "2031-11"), ("2031-11/..", "2031-11"), ("/2031", None), ("2031-22", "2031"), ("1723~", "1723"),
        ("1723?", "1723"), ("2031-XX", "2031"), ("2031-04-uu", "2031-04"), ("203X", None), ("-0876", None),
        ("0000", None), ("April 2031", None), ("2031-13", "2031"), ("", None),
    ],
)  # fmt: skip
def test_dates_of_biblatex(text: str, date: str | None) -> None:
    assert edtf_date(text) == date


@pytest.mark.parametrize(
    ("month", "day", "expected"),
    [
        ("jan", "", "-01"), ("September", "", "-09"), ("Dezember", "", "-12"), ("4", "", "-04"), ("04", "7", "-04-07"),
        ("OCT 1", "", "-10-01"), ("10 jan", "", "-01-10"), ("may", "22", "-05-22"), ("May/June", "", ""),
        ("12–15 July", "", "-07"), ("13", "", ""), ("Smarch", "", ""), ("", "", ""), ("feb", "31", "-02"),
    ],
)  # fmt: skip
def test_months_and_days(month: str, day: str, expected: str) -> None:
    assert month_and_day(month, day) == expected


@pytest.mark.parametrize(
    ("text", "year"),
    [("2031", "2031"), ("[c. 1931]", "1931"), ("1931a", "1931"), ("in press", None), ("12345", None), ("0999", None)],
)
def test_years(text: str, year: str | None) -> None:
    span = year_span(text)
    assert (text[slice(*span)] if span else None) == year


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("american", "en-US"),
        ("ngerman", "de"),
        ("Brazil", "pt-BR"),
        ("English", "en"),
        ("fr", "fr"),
        ("language", None),
    ],
)
def test_languages_by_their_names_in_babel(name: str, tag: str | None) -> None:
    assert babel_language(name) == tag
