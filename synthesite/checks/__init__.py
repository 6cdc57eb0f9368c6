"""The checks: one module per rule about the content, found by itself.

A module provides `check(library, sources)`, which yields problems and does no I/O: a rule that needs the text of a
source is handed it by `sources`. It may also yield a `Count`, a line for the report at the end. Codes that it names in
`WARNS_IN_BUILD` are errors in `check` and warnings in a build, which goes on without what they miss.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from synthesite.library import Library
from synthesite.model import Count, Problem, Severity
from synthesite.plugins import modules_of
from synthesite.sources import SourceTexts


def all_findings(library: Library, sources: SourceTexts, building: bool = False) -> Iterator[Problem | Count]:
    """What loading the library and every rule find, and what they counted; `building` makes it a build's report."""
    yield from library.problems
    for module in modules_of(sys.modules[__name__]).values():
        lowered: frozenset[str] = getattr(module, "WARNS_IN_BUILD", frozenset()) if building else frozenset()
        for found in module.check(library, sources):
            if isinstance(found, Problem) and found.code in lowered:
                found = found._replace(severity=Severity.WARNING)
            yield found


def all_problems(library: Library, sources: SourceTexts, building: bool = False) -> Iterator[Problem]:
    """The problems among all findings."""
    return (found for found in all_findings(library, sources, building) if isinstance(found, Problem))
