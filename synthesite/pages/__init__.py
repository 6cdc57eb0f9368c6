"""The pages: one module per kind of page, found by itself.

A module provides `pages(library, evidence)`, which yields `Page` values and does no I/O of its own; its template stands
in `templates/`. Each page says what it rests on, and is made by a function that is handed just that: so a page is made
anew when, and only when, something changed that it shows. To add a kind of page, add a module, a template and its
tests.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from synthesite.evidence import Evidence
from synthesite.library import Library
from synthesite.model import Page
from synthesite.plugins import modules_of


def all_pages(library: Library, evidence: Evidence) -> Iterator[Page]:
    """Every page of the site, but for the kinds that the settings leave out."""
    for name, module in modules_of(sys.modules[__name__]).items():
        if name not in library.settings.leave_out:
            yield from module.pages(library, evidence)
