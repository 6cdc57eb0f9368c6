"""What a group's studies have in common, in figures."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from synthesite.groups import Group
from synthesite.library import Library
from synthesite.model import Tally
from synthesite.summary import classifier, tally_counts


class Figures(NamedTuple):
    """Counts over the studies of a group.

    `cited` studies have a tally; `tally` sums those up, as `classifiers` classify. `designs` holds each design's group
    with the number of studies, `uncoded` the number without a design. `conflicted` studies have conflicting sources.
    """

    studies: int
    years: tuple[int, int] | None
    conflicted: int
    cited: int
    tally: Tally
    classifiers: list[str]
    designs: list[tuple[Group, int]]
    uncoded: int


def figures_of(group: Group, library: Library) -> Figures:
    """The figures of a group."""
    records = [library.studies[study_id].record for study_id in group.studies]
    years = [record.year for record in records if record.year]
    tallied = [record for record in records if record.citations and record.citations.tally]
    sums: Counter[str] = Counter()
    for record in tallied:
        sums.update({stance: n for stance, n in tally_counts(record) if n is not None})
    designs = Counter(design.id for study_id in group.studies for design in library.groups_of[study_id]["designs"])
    return Figures(
        studies=len(records),
        years=(min(years), max(years)) if years else None,
        conflicted=sum(bool(record.conflicts) for record in records),
        cited=len(tallied),
        tally=Tally(**sums),
        classifiers=sorted({name for record in tallied if (name := classifier(record))}),
        designs=[(design, designs[design.id]) for design in library.groups["designs"] if design.id in designs],
        uncoded=len(records) - designs.total(),
    )
