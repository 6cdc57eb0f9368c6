"""How many studies each year has, as a chart over the years shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

SHOWN = 40
"""How many years a chart shows, a column each; those before are one column together."""


class YearRow(NamedTuple):
    """A column: the year, or `–1985` for all up to that one; its number of studies; its page, empty if it has none."""

    label: str
    studies: int
    path: str


class OverYears(NamedTuple):
    """A chart: its columns, the earliest first, and what it says: at least half of the studies are from `half` on."""

    rows: list[YearRow]
    studies: int
    half: int


def over_years(years: Iterable[tuple[int, int, str]], shown: int = SHOWN) -> OverYears | None:
    """The chart of years with their numbers of studies and their pages; years between that have none get a column too.

    `None` where there are fewer than three years, which need no chart.
    """
    found = sorted(year for year in years if year[1])
    if len(found) < 3:
        return None
    total = sum(n for _, n, _ in found)
    until = accumulate(n for _, n, _ in reversed(found))
    half = next(year for (year, _, _), seen in zip(reversed(found), until, strict=True) if 2 * seen >= total)
    return OverYears(_rows(found, max(found[0][0], found[-1][0] - shown + 1)), total, half)


def _rows(found: Sequence[tuple[int, int, str]], first: int) -> list[YearRow]:
    by_year = {year: YearRow(str(year), n, path) for year, n, path in found}
    earlier = sum(n for year, n, _ in found if year < first)
    rows = [YearRow(f"–{first - 1}", earlier, "")] if earlier else []
    return rows + [by_year.get(year) or YearRow(str(year), 0, "") for year in range(first, found[-1][0] + 1)]


class MostYears(NamedTuple):
    """The shortest run of years, the latest of these, in which more than half of the studies are."""

    first: int
    last: int


def most_years(counts: Mapping[int, int]) -> MostYears:
    """Where most studies are, given how many each year has. Raises `ValueError` where there are none."""
    years = sorted(year for year, n in counts.items() if n)
    total, within, best, start = sum(counts.values()), 0, None, 0
    for last in years:
        within += counts[last]
        while 2 * (within - counts[years[start]]) > total:
            within -= counts[years[start]]
            start += 1
        if 2 * within > total and (best is None or last - years[start] <= best.last - best.first):
            best = MostYears(years[start], last)
    if best is None:
        raise ValueError("there are no studies")
    return best
