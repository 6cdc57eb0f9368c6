"""The list of the studies that curators took off the site, each with the reason."""

from __future__ import annotations

from collections.abc import Iterator

from synthesite.library import Library
from synthesite.model import Page
from synthesite.sources import SourceTexts
from synthesite.study import card_of


def pages(library: Library, sources: SourceTexts) -> Iterator[Page]:
    """`excluded.html`, where there are any."""
    if library.excluded:
        studies = [(card_of(study), study.record.doi, study.exclude) for study in library.excluded.values()]
        yield Page("excluded.html", "excluded.html", {"studies": studies})
