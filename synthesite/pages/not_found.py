"""The page that a server shows for an address that isn't there. It alone is reached from any folder."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from synthesite.library import Library
from synthesite.model import Page
from synthesite.sources import SourceTexts


def pages(library: Library, sources: SourceTexts) -> Iterator[Page]:
    """`404.html`; its links start with the path of `base_url`, or are relative where none is set."""
    base_url = library.settings.base_url
    base = f"{urlsplit(base_url).path.rstrip('/')}/" if base_url else ""
    yield Page("404.html", "404.html", {"base": base})
