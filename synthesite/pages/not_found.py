"""The page that a server shows for an address that isn't there. It alone is reached from any folder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from synthesite.evidence import Evidence
from synthesite.library import Library
from synthesite.model import Page


def pages(library: Library, evidence: Evidence) -> Iterator[Page]:
    """`404.html`; its links start with the path of `base_url`, or are relative where none is set."""
    yield Page("404.html", "404.html", _values, (library.settings.base_url,))


def _values(base_url: str) -> dict[str, Any]:
    return {"base": f"{urlsplit(base_url).path.rstrip('/')}/" if base_url else ""}
