"""Dates as sources write them, as precise as they are: `2025`, `2025-04` or `2025-04-01`."""

from __future__ import annotations

import re
from datetime import date

_NUMERIC = re.compile(r"^(\d{4})(?:[-/.](\d{1,2})?(?:[-/.](\d{1,2})?)?)?(?:[/ T].*)?$")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_YEAR_FIRST = re.compile(r"^(\d{4})[ /,]+([A-Za-z]{3,9})\.?(?:[ /]+(\d{1,2}))?[ /]*$")
_DAY_FIRST = re.compile(r"^(?:(\d{1,2})[. ]+)?([A-Za-z]{3,9})\.?,? +(\d{4})$")


def iso_date(text: str) -> str | None:
    """The date in ISO 8601's extended form, reduced to the precision the text has; `None` if it is no clear date.

    Reads `2025-04-01`, `2020/05//`, `2020/05`, `2020`, `2020 May 3` and `3 May 2020`.
    """
    text = text.strip()
    if match := _NUMERIC.match(text):
        return _checked(match[1], match[2], match[3])
    if match := _YEAR_FIRST.match(text):
        return _checked(match[1], _month(match[2]), match[3])
    if match := _DAY_FIRST.match(text):
        return _checked(match[3], _month(match[2]), match[1])
    return None


def _month(word: str) -> str | None:
    short = word[:3].lower()
    return str(_MONTHS.index(short) + 1) if short in _MONTHS else None


def _checked(year: str, month: str | None, day: str | None) -> str | None:
    if not 1000 <= int(year) <= 2999:
        return None
    if not month or not 1 <= int(month) <= 12:
        return year
    if not day:
        return f"{year}-{int(month):02}"
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return f"{year}-{int(month):02}"
