"""Every value of every record has a place, and stands there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from synthesite.library import Library
from synthesite.model import Count, Problem
from synthesite.sources import Texts
from synthesite.verified import Totals, Verified, verify_journal, verify_study

WARNS_IN_BUILD = frozenset({"source-gone"})


def check(library: Library, sources: Texts) -> Iterator[Problem | Count]:
    """An error for each value without a place and each that its place doesn't give; one for each source that can't be
    verified; and how many values were verified.
    """
    totals = Totals()
    for result in _results(library, sources):
        yield from result.problems
        totals.add(result)
    yield from totals.findings(len(library.records), len(library.journals))


def _results(library: Library, sources: Texts) -> Iterator[Verified]:
    for study in chain(library.studies.values(), library.excluded.values()):
        summary = "" if study.summary_is_generated else study.summary
        loaded, effective = library.records[study.id], library.full[study.id]
        yield verify_study(loaded, study.path, effective, summary, sources, library.settings)
    for journal in library.full_journals.values():
        yield verify_journal(journal, sources, library.settings)
