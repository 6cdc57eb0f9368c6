"""The pages that curators write: one for each Markdown file in `content/pages/`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthesite.evidence import Evidence
from synthesite.library import Library, SitePage
from synthesite.model import Page


def pages(library: Library, evidence: Evidence) -> Iterator[Page]:
    """`<page>.html` for each page."""
    for page in library.pages:
        yield Page(f"{page.slug}.html", "page.html", _values, (page,))


def _values(page: SitePage) -> dict[str, Any]:
    return {"page": page}
