"""The exports: one module per format, found by itself.

A module provides `exports(library)`, which yields `Export` values and does no I/O. As a page does, each says what it
rests on, and is made by a function that is handed just that. Where there are very many, they come
in a `Batch`; `batches.by_study` makes one export of each study.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from synthesite.library import Library
from synthesite.model import Batch, Export
from synthesite.plugins import modules_of


def all_exports(library: Library) -> Iterator[Export | Batch]:
    """Every exported file of the site, but for the formats that the settings leave out."""
    for name, module in modules_of(sys.modules[__name__]).items():
        if name not in library.settings.leave_out:
            yield from module.exports(library)
