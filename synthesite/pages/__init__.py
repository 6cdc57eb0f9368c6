"""The pages: one module per kind of page, found by itself.

A module provides `pages(library, evidence)`, which yields `Page` values and does no I/O of its own; its template stands
in `templates/`. Each page says what it rests on, and is made by a function that is handed just that: so a page is made
anew when, and only when, something changed that it shows. Where there are very many, they come in a `Batch`;
`batches.by_shown_study` makes a page of each study. To add a kind of page, add a module, a template and its tests.

A module whose page is a way to all studies (a map, a search) names it for the navigation of every page: `NAVIGATION =
FrameWay("map.html", "Map", "where there are studies, and where there are none")`. Such a page is always made.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from synthesite.evidence import Evidence
from synthesite.library import Library
from synthesite.model import Batch, Page
from synthesite.plugins import modules_of
from synthesite.template_keys import Frame, FrameWay

_FIRST = ("search", "map", "statements", "new")
"""The order of the ways in; others come behind these, by the names of their modules."""


def all_pages(library: Library, evidence: Evidence) -> Iterator[Page | Batch]:
    """Every page of the site, but for the kinds that the settings leave out."""
    for name, module in modules_of(sys.modules[__name__]).items():
        if name not in library.settings.leave_out:
            yield from module.pages(library, evidence)


def frame(library: Library) -> Frame:
    """What every page shows of the rest: that of the library, and the ways in that the modules of pages name."""
    modules = modules_of(sys.modules[__name__])
    left = library.settings.leave_out
    names = [name for name, module in modules.items() if hasattr(module, "NAVIGATION") and name not in left]
    names.sort(key=lambda name: (_FIRST.index(name) if name in _FIRST else len(_FIRST), name))
    return library.frame._replace(ways=tuple(FrameWay(*modules[name].NAVIGATION) for name in names))
