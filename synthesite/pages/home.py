"""The home page: what the site is, its figures, the newest studies, the ways in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from synthesite.batches import all_cards
from synthesite.evidence import Evidence
from synthesite.groups import Group
from synthesite.library import Library
from synthesite.model import Batch, Card, Page
from synthesite.years import over_years

NEWEST = 6


class _Counts(NamedTuple):
    """Figures of the whole collection; `years` are the first and the last, `groups` counts those of each kind."""

    total: int
    groups: dict[str, int]
    years: tuple[int, int] | None
    statements: int
    conflicted: int
    themed: int


def pages(library: Library, evidence: Evidence) -> Iterator[Batch]:
    """`index.html`."""
    yield Batch("home", (all_cards(library),), partial(_pages, library))


def _pages(library: Library) -> Iterator[Page]:
    cards = list(map(library.card, library.studies))
    years = sorted(card.year for card in cards if card.year)
    counts = _Counts(
        total=len(cards),
        groups={kind: len(groups) for kind, groups in library.groups.items()},
        years=(years[0], years[-1]) if years else None,
        statements=sum(card.statements for card in cards),
        conflicted=sum(bool(card.conflicts) for card in cards),
        themed=sum("themes" in card.members for card in cards),
    )
    newest = library.cards(list(islice(library.studies, NEWEST)))
    groups = library.groups
    rests_on = (counts, groups.get("themes", []), newest, groups.get("years", []))
    yield Page("index.html", "home.html", _values, rests_on)


def _values(counts: _Counts, themes: list[Group], newest: list[Card], years: list[Group]) -> dict[str, Any]:
    chart = over_years((int(group.id), group.size, group.path) for group in years if group.id.isdecimal())
    return {**counts._asdict(), "counts": counts.groups, "themes": themes, "newest": newest, "over_years": chart}
