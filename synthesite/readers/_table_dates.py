"""When the publication of a row came out: columns with a year, a date, a month, in the forms of spreadsheets, too."""

from __future__ import annotations

import re

from synthesite.model import Span
from synthesite.readers import _tagged as tagged
from synthesite.readers._table_row import RowValues, Value
from synthesite.text.dates import iso_date
from synthesite.text.folding import fold
from synthesite.text.patterns import lazy

_DAY_MONTH_YEAR = lazy(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([12][0-9]{3})")
_EIGHT_DIGITS = lazy(r"([12][0-9]{3})([01][0-9])([0-3][0-9])")
_SLASHES = lazy(r"([0-9]{1,2})/([0-9]{1,2})/([12][0-9]{3})")
_GLUED = lazy(r"(?:([0-9]{1,2})-)?([^\W\d_]{3,9})([12][0-9]{3})")
_WHOLE = lazy(r"([0-9]{1,2})(?:\.0)?")


def put_dates(row: RowValues) -> None:
    """The year from its own column or the date; the date where it is in that year, and more precise if it can be."""
    year, date = row.first("year"), row.first("published")
    stated = _date_of(row, date) if date else None
    place = _year_span(row, year) if year else None
    if year and not place:
        message = f"{fold(row.raw(year))[:40]!r} is no year that can be read; it is left out"
        row.draft.problem("bad-date", message, year.span.start)
    if date and not stated and place and (iso := _date_in(row, date, place)):
        row.draft.put("published", iso, place, date.span, derived=True)
        row.read(date)
    elif date and not stated and not _year_span(row, date):
        message = f"{fold(row.raw(date))[:40]!r} is no date that can be read; it is left out"
        row.draft.problem("bad-date", message, date.span.start)
    if not place and date:
        place = _year_span(row, date)
    if not place:
        return
    text = row.draft.text[slice(*place)]
    row.draft.convert("year", place, int)
    for value in (year, date):
        if value and (span := _year_span(row, value)) and row.draft.text[slice(*span)] == text:
            row.read(value)
    if date and stated and stated.startswith(text) and len(stated) > 4:
        row.draft.put("published", stated, date.span, derived=stated != fold(row.raw(date)))
    elif "published" in row.draft.values:
        return
    elif found := _with_month(row, text):
        row.draft.put("published", found[0], place, *found[1])
    else:
        row.draft.put("published", text, place)


def _date_in(row: RowValues, value: Value, year: Span) -> str | None:
    """The date of a cell without a year, as Web of Science has it (`MAR 15`)."""
    return tagged.date_in_year(row.raw(value)[:30], row.draft.text[slice(*year)])


def _year_span(row: RowValues, value: Value) -> Span | None:
    raw = row.raw(value)[:200]
    place = (0, 4) if _EIGHT_DIGITS.fullmatch(raw) else tagged.year_in(raw)
    return Span(value.span.start + place[0], value.span.start + place[1]) if place else None


def _date_of(row: RowValues, value: Value) -> str | None:
    """The date of a cell in ISO's form: also `01.02.2021`, `20210201`, `Feb2021`, and `2/13/2021` where it is clear."""
    text = fold(row.raw(value))[:60]
    if match := _DAY_MONTH_YEAR.fullmatch(text):
        return iso_date(f"{match[3]}-{match[2]}-{match[1]}")
    if match := _EIGHT_DIGITS.fullmatch(text):
        return iso_date(f"{match[1]}-{match[2]}-{match[3]}")
    if match := _SLASHES.fullmatch(text):
        first, second = int(match[1]), int(match[2])
        if first > 12 or first == second:
            return iso_date(f"{match[3]}-{second}-{first}")
        return iso_date(f"{match[3]}-{first}-{second}") if second > 12 else match[3]
    if match := _GLUED.fullmatch(text):
        return iso_date(" ".join(part for part in match.groups() if part))
    return iso_date(re.sub(r"(?<=\d{4}-\d{2}-\d{2}) \d{2}:\d{2}.*", "", text.removesuffix(".0")))


def _with_month(row: RowValues, year: str) -> tuple[str, list[Span]] | None:
    """The date that the month's column and the day's give together with the year."""
    month, day = row.first("month"), row.first("day")
    if not month:
        return None
    text = fold(row.raw(month))[:30].removesuffix(".0")
    number = day and _WHOLE.fullmatch(row.raw(day).strip())
    if text.isdecimal():
        iso = iso_date(f"{year}-{text}" + (f"-{number[1]}" if number else ""))
    else:
        iso = tagged.date_in_year(f"{text} {number[1]}" if number else text, year)
    if not iso or len(iso) < 7:
        return None
    row.read(month)
    if day and number and len(iso) == 10:
        row.read(day)
        return iso, [month.span, day.span]
    return iso, [month.span]
