"""The pages: one module per kind of page, found by itself.

A module provides `pages(library, sources)`, which yields `Page` values and does no I/O of its own; its template stands
in `templates/`. To add a kind of page, add a module, a template and its tests.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from synthesite.library import Library
from synthesite.model import Page
from synthesite.plugins import modules_of
from synthesite.sources import SourceTexts


def all_pages(library: Library, sources: SourceTexts) -> Iterator[Page]:
    """Every page of the site."""
    for module in modules_of(sys.modules[__name__]).values():
        yield from module.pages(library, sources)
