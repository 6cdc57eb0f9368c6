"""The addresses that studies had before: each leads on to the page of the study as it is now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthesite.evidence import Evidence
from synthesite.library import Library
from synthesite.model import Card, Page
from synthesite.text.slugs import slugify


def pages(library: Library, evidence: Evidence) -> Iterator[Page]:
    """`studies/<former id>.html` for each id in a study's `formerly`.

    An id that is no slug could pick a path, and one that is a study's own, or a second study's former one, has its
    page already: none of these gets one, and a check reports them.
    """
    renamed = sorted(
        (study_id, entry.formerly) for study_id, entry in library.studies.entries.items() if entry.formerly
    )
    taken = set(library.studies if renamed else ())
    for study_id, formerly in renamed:
        for former in formerly:
            if former == slugify(former) and former not in taken:
                taken.add(former)
                yield Page(f"studies/{former}.html", "redirect.html", _values, (library.card(study_id),))


def _values(card: Card) -> dict[str, Any]:
    return {"card": card}
