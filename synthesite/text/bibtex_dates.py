"""Dates as BibTeX and BibLaTeX write them."""

from __future__ import annotations

import re

from synthesite.text.dates import iso_date

_EDTF = re.compile(r"^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?:T[\d:.Z+-]*)?[?~%]*$")
_UNSPECIFIED = re.compile(r"-(?:XX|uu)")
_SEASONS = range(21, 42)
_WORD = re.compile(r"[^\W\d_]{3,}")
_NUMBER = re.compile(r"(?<![0-9])[0-9]{1,2}(?![0-9])")
_YEAR = re.compile(r"(?<![0-9])(?:1[0-9]|2[01])[0-9]{2}(?![0-9])")


def edtf_date(text: str) -> str | None:
    """The date of a `date` field in ISO 8601, as precise as it is.

    Reads ISO 8601-2's level 1 as BibLaTeX does (manual, 2.3.8): `?` and `~` for uncertain dates, times, seasons (of
    which the year is taken) and unspecified digits (`2004-XX` is 2004; `199X` is no year). Of a range what both ends
    share remains, or the year it starts in. `None` for what is no such date, starts at no known time, or lies before
    1000.
    """
    start, _, end = text.strip().partition("/")
    first, last = _point(start), _point(end)
    if not first or not last:
        return first
    shared = [one for one, other in zip(first.split("-"), last.split("-"), strict=False) if one == other]
    return "-".join(shared) if first[:4] == last[:4] and first.startswith("-".join(shared)) else first[:4]


def _point(text: str) -> str | None:
    match = _EDTF.match(_UNSPECIFIED.sub("", text.strip()))
    if not match:
        return None
    year, month, day = match.groups()
    if month and int(month) in _SEASONS:
        month = day = None
    return iso_date("-".join(part for part in (year, month, day) if part))


def year_span(text: str) -> tuple[int, int] | None:
    """Where the year stands: the first number of four digits that can be one (1000 to 2199)."""
    match = _YEAR.search(text)
    return match.span() if match else None


def month_and_day(month: str, day: str = "") -> str:
    """What `month` and `day` say as `-MM` or `-MM-DD`; an empty text if that isn't clear.

    A month is a name or a number, with or without a day: `jan`, `4`, `OCT 1`, `10 jan`. Several months are none;
    of several days the month remains.
    """
    words = [word for word in _WORD.findall(month) if len(iso_date(f"1 {word} 2000") or "") > 4]
    numbers = _NUMBER.findall(month)
    if not words and len(numbers) == 1 and month.strip().isdecimal():
        found = iso_date(f"2000-{numbers[0]}-{day.strip()}".rstrip("-"))
        return found[4:] if found else ""
    if len(words) != 1:
        return ""
    days = [day.strip()] if day.strip() else numbers
    dated = f"{days[0]} {words[0]} 2000" if len(days) == 1 and days[0].isdecimal() else f"{words[0]} 2000"
    found = iso_date(dated) or iso_date(f"{words[0]} 2000")
    return found[4:] if found else ""
