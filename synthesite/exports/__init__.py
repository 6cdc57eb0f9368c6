"""The exports: one module per format, found by itself.

A module provides `exports(library)`, which yields `Asset` values and does no I/O.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from synthesite.library import Library
from synthesite.model import Asset
from synthesite.plugins import modules_of


def all_exports(library: Library) -> Iterator[Asset]:
    """Every exported file of the site."""
    for module in modules_of(sys.modules[__name__]).values():
        yield from module.exports(library)
