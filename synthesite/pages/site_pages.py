"""The pages that curators write: one for each Markdown file in `content/pages/`."""

from __future__ import annotations

from collections.abc import Iterator

from synthesite.library import Library
from synthesite.model import Page
from synthesite.sources import SourceTexts


def pages(library: Library, sources: SourceTexts) -> Iterator[Page]:
    """`<page>.html` for each page."""
    for page in library.pages:
        yield Page(f"{page.slug}.html", "page.html", {"page": page})
