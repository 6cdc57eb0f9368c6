"""What's new: what changed in the evidence, by date.

`new.html` has the newest changes; each date has pages of its own, which stay as they are when others come.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby, islice
from typing import Any, NamedTuple

from synthesite.evidence import Evidence
from synthesite.history import Line, lines_of
from synthesite.interface import N_
from synthesite.keys import digest
from synthesite.library import Library
from synthesite.model import Batch, Change, ChangeKind, Page
from synthesite.template_keys import FrameWay

NAVIGATION = FrameWay("new.html", N_("What’s new"), N_("what changed in the evidence, by date"))
MOST = 60
"""How many studies `new.html` tells of."""
MOST_NEW = 500
"""How many new studies the pages of a date name; a first source may bring thousands, and nobody looks them up here."""


class Date(NamedTuple):
    """A date on which something changed: its page, and of how many studies it tells."""

    date: str
    path: str
    studies: int


class Told(NamedTuple):
    """What is told of a date; `more` of its lines stand on its own pages only, or nowhere."""

    date: Date
    lines: list[Line]
    more: int


def pages(library: Library, evidence: Evidence) -> Iterator[Batch]:
    """`new.html`, and `new/<date>.html` with `new/<date>--2.html` and so on."""
    dates = [Date(date, f"new/{date}.html", studies) for date, studies in library.history.dates]
    here = digest("\0".join(library.studies), "\0".join(library.excluded))
    size = library.settings.page_size
    rests_on = (library.history.key, here, size)
    yield Batch("new", (*rests_on, dates), partial(_newest, library, dates))
    for at, date in enumerate(dates):
        beside = dates[at + 1 : at + 2], dates[max(0, at - 1) : at]
        yield Batch(f"new {date.date}", (*rests_on, date, beside), partial(_pages, library, date, beside))


def _lines(library: Library, date: Date) -> tuple[list[Line], int]:
    """What changed on a date, but for what a curator took off the site; and how many more studies were new."""
    changes = [change for change in library.history.on(date.date) if change.study not in library.excluded]
    new: dict[str, Change] = {}
    for change in changes:
        if change.change == ChangeKind.NEW:
            new.setdefault(change.study, change)
    told = [change for change in changes if change.change != ChangeKind.NEW]
    lines = lines_of([*told, *islice(new.values(), MOST_NEW)])
    return [line._replace(is_here=line.study in library.studies) for line in lines], max(0, len(new) - MOST_NEW)


def _newest(library: Library, dates: list[Date]) -> Iterator[Page]:
    told: list[Told] = []
    left = MOST
    for date in dates:
        if left <= 0:
            break
        lines, unnamed = _lines(library, date)
        told.append(Told(date, lines[:left], len(lines[left:]) + unnamed))
        left -= len(lines)
    yield Page(NAVIGATION.path, "new.html", _values, (told, dates, bool(library.studies)))


def _pages(library: Library, date: Date, beside: tuple[list[Date], list[Date]]) -> Iterator[Page]:
    (lines, unnamed), size = _lines(library, date), library.settings.page_size
    parts = [lines[at : at + size] for at in range(0, len(lines), size)] or [[]]
    paths = [date.path, *(f"new/{date.date}--{n}.html" for n in range(2, len(parts) + 1))]
    for number, (path, part) in enumerate(zip(paths, parts, strict=True), 1):
        rests_on = (date, beside, paths, number, part, unnamed if number == len(parts) else 0)
        yield Page(path, "new_date.html", _date, rests_on)


def _sections(lines: list[Line]) -> list[tuple[str, list[Line]]]:
    return [(section, list(found)) for section, found in groupby(lines, key=lambda line: line.section)]


def _values(told: list[Told], dates: list[Date], has_studies: bool) -> dict[str, Any]:
    days = [(one.date, _sections(one.lines), one.more) for one in told]
    return {"days": days, "dates": dates, "has_studies": has_studies}


def _date(
    date: Date, beside: tuple[list[Date], list[Date]], paths: list[str], number: int, lines: list[Line], unnamed: int
) -> dict[str, Any]:
    before, after = ((dates[0] if dates else None) for dates in beside)
    return {
        "date": date,
        "before": before,
        "after": after,
        "paths": paths,
        "number": number,
        "sections": _sections(lines),
        "unnamed": unnamed,
    }
