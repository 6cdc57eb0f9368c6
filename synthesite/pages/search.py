"""The search page: its form, its facets and the words that its script says. What it finds, the script looks up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthesite.evidence import Evidence
from synthesite.interface import N_
from synthesite.library import Library
from synthesite.model import Page
from synthesite.search.facets import EXTRA
from synthesite.template_keys import FrameKind, FrameWay

NAVIGATION = FrameWay("search.html", N_("Search"), N_("by words, and with filters"))


def pages(library: Library, evidence: Evidence) -> Iterator[Page]:
    """`search.html`."""
    yield Page(NAVIGATION.path, "search.html", _values, (library.frame.kinds, bool(library.studies)))


def _values(kinds: tuple[FrameKind, ...], total: bool) -> dict[str, Any]:
    return {"kinds": kinds, "extra": EXTRA, "total": total}
