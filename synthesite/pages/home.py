"""The home page: what the site is, its figures, the newest studies, the ways in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from synthesite.blocks import Counts
from synthesite.evidence import Evidence
from synthesite.groups import Group
from synthesite.library import Library
from synthesite.model import Card, Page
from synthesite.years import over_years

NEWEST = 6


def pages(library: Library, evidence: Evidence) -> Iterator[Page]:
    """`index.html`."""
    counts, groups = library.counts, {kind: len(groups) for kind, groups in library.groups.items()}
    newest = library.cards(list(islice(library.studies, NEWEST)))
    years = library.groups.get("years", [])
    rests_on = (counts, groups, library.groups.get("themes", []), newest, years)
    yield Page("index.html", "home.html", _values, rests_on)


def _values(
    counts: Counts, groups: dict[str, int], themes: list[Group], newest: Sequence[Card], years: list[Group]
) -> dict[str, Any]:
    chart = over_years((int(group.id), group.size, group.path) for group in years if group.id.isdecimal())
    return {**counts._asdict(), "counts": groups, "themes": themes, "newest": newest, "over_years": chart}
