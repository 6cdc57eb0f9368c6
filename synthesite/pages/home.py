"""The home page: what the site is, its figures, the newest studies, the ways in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from synthesite.library import Library
from synthesite.model import Page
from synthesite.sources import SourceTexts
from synthesite.study import Study, card_of

NEWEST = 6


def pages(library: Library, sources: SourceTexts) -> Iterator[Page]:
    """`index.html`."""
    studies = list(library.studies.values())
    years = sorted(study.record.year for study in studies if study.record.year)
    statements = sum(map(_statements_in_words, studies))
    yield Page(
        "index.html",
        "home.html",
        {
            "total": len(studies),
            "counts": {kind: len(groups) for kind, groups in library.groups.items()},
            "themes": library.groups["themes"],
            "newest": list(map(card_of, islice(studies, NEWEST))),
            "years": (years[0], years[-1]) if years else None,
            "statements": statements,
            "conflicted": sum(bool(study.record.conflicts) for study in studies),
            "themed": sum(bool(study.themes) for study in studies),
        },
    )


def _statements_in_words(study: Study) -> int:
    citations = study.record.citations
    return sum(bool(statement.text) for statement in citations.statements or []) if citations else 0
