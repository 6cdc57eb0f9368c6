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
    taken = set(library.studies)
    for study_id, entry in sorted(library.studies.entries.items()):
        for former in entry.formerly:
            if former == slugify(former) and former not in taken:
                taken.add(former)
                yield Page(f"studies/{former}.html", "redirect.html", _values, (library.card(study_id),))


def _values(card: Card) -> dict[str, Any]:
    return {"card": card}
