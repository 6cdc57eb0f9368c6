"""Dates within a line of text."""

from __future__ import annotations

import re

from synthesite.text.dates import iso_date
from synthesite.text.patterns import lazy

_YEAR = r"(?:1[5-9]|20)[0-9]{2}"
_MONTH = r"[^\W\d_]{3,12}\.?"
_FORMS = (
    rf"{_YEAR}年(?:\s?[0-9]{{1,2}}月(?:\s?[0-9]{{1,2}}日)?)?",
    rf"{_YEAR}[-/.][0-9]{{1,2}}(?:[-/.][0-9]{{1,2}})?(?![0-9])",
    rf"[0-9]{{1,2}}(?:st|nd|rd|th)?\.?[ -](?:de )?{_MONTH},?[ -](?:de |del )?{_YEAR}",
    rf"{_MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)?,? {_YEAR}",
    rf"{_YEAR}[ -]{_MONTH}(?:[ -][0-9]{{1,2}})?",
    rf"{_MONTH}(?:[-–/]{_MONTH})?,? (?:de |del )?{_YEAR}",
    rf"(?<![\w.-]){_YEAR}(?![\w-])",
)
_DATE = lazy("|".join(f"(?:{form})" for form in _FORMS))
_MONTH_YEAR = lazy(rf"(?<![0-9./-])(0?[1-9]|1[0-2])[-/]({_YEAR})(?![0-9./-])")


def dates_in(text: str) -> list[tuple[str, int, int]]:
    """The dates of a text as (ISO date, start, end), in order. Days that may be months (`03/04/2021`) are none."""
    found = [(f"{match[2]}-{int(match[1]):02}", *match.span()) for match in _MONTH_YEAR.finditer(text)]
    for match in [] if found else _DATE.finditer(text):
        if iso := iso_date(match[0]):
            found.append((iso, *match.span()))
        elif (year := re.search(rf"{_YEAR}$", match[0])) and iso_date(year[0]):
            found.append((year[0], match.start() + year.start(), match.end()))
    return found
