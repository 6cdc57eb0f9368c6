"""The addresses that studies had before: each leads on to the page of the study as it is now."""

from __future__ import annotations

from collections.abc import Iterator

from synthesite.library import Library
from synthesite.model import Page
from synthesite.sources import SourceTexts
from synthesite.study import card_of
from synthesite.text.slugs import slugify


def pages(library: Library, sources: SourceTexts) -> Iterator[Page]:
    """`studies/<former id>.html` for each id in a study's `formerly`.

    An id that is no slug could pick a path, and one that is a study's own, or a second study's former one, has its
    page already: none of these gets one, and a check reports them.
    """
    taken = set(library.studies)
    for study in sorted(library.studies.values(), key=lambda study: study.id):
        for former in study.record.formerly or []:
            if former == slugify(former) and former not in taken:
                taken.add(former)
                yield Page(f"studies/{former}.html", "redirect.html", {"card": card_of(study)})
