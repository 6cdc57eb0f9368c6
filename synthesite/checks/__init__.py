"""The checks: one module per rule about the content, found by itself.

A module provides `check(library, sources)`, which yields problems and does no I/O: a rule that needs the text of a
source is handed it by `sources`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from synthesite.library import Library
from synthesite.model import Problem
from synthesite.plugins import modules_of
from synthesite.sources import SourceTexts


def all_problems(library: Library, sources: SourceTexts) -> Iterator[Problem]:
    """What loading the library and every rule find."""
    yield from library.problems
    for module in modules_of(sys.modules[__name__]).values():
        yield from module.check(library, sources)
