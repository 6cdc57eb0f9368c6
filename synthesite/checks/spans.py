"""Every value of every record has a place, and stands there."""

from __future__ import annotations

from collections.abc import Iterator

from synthesite.evidence import Evidence
from synthesite.library import Library
from synthesite.model import Count, Problem
from synthesite.verified import Totals

WARNS_IN_BUILD = frozenset({"source-gone"})


def check(library: Library, evidence: Evidence) -> Iterator[Problem | Count]:
    """An error for each value without a place and each that its place doesn't give; one for each source that can't be
    verified; and how many values were verified.
    """
    totals = Totals()
    for result in evidence.verified(library):
        yield from result.problems
        totals.add(result)
    yield from totals.findings(len(library.studies) + len(library.excluded), len(library.journals))
