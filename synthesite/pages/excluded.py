"""The list of the studies that curators took off the site, each with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthesite.evidence import Evidence
from synthesite.library import Library
from synthesite.model import Card, Page


def pages(library: Library, evidence: Evidence) -> Iterator[Page]:
    """`excluded.html`, where there are any."""
    if library.excluded:
        cards = [library.excluded.card(study_id) for study_id in library.excluded]
        reasons = [entry.exclude for entry in library.excluded.entries.values()]
        yield Page("excluded.html", "excluded.html", _values, (cards, reasons))


def _values(cards: list[Card], reasons: list[str]) -> dict[str, Any]:
    return {"studies": [(card, card.doi, reason) for card, reason in zip(cards, reasons, strict=True)]}
