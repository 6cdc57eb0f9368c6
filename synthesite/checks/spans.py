"""Every value of every record has a place, and stands there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple

import msgspec

from synthesite.claims import Claim, SideClaim, claims, gaps, sides
from synthesite.library import Library
from synthesite.model import Conflict, Count, JournalRecord, Problem, Provenance, Record, Severity, SourceItem
from synthesite.sources import CURATOR, SourceTexts
from synthesite.verify import Against

WARNS_IN_BUILD = frozenset({"source-gone"})
_JOURNAL_NAMES = {
    "title": "journal",
    "abbreviation": "journal_record.abbreviation",
    "description": "journal_record.description",
}
"""What readers call the keys of a journal's record."""


class Subject(NamedTuple):
    """A record to verify, or the part of one that comes from `only` (an index of a source)."""

    path: str
    id: str
    record: Record | JournalRecord
    only: int | None = None
    summary: str = ""
    edited: bool = False

    @property
    def sources(self) -> list[SourceItem]:
        """The items that it names."""
        return self.record.sources or []

    @property
    def provenance(self) -> Provenance:
        """The places that it names."""
        return self.record.provenance or {}

    @property
    def conflicts(self) -> list[Conflict]:
        """The conflicts that it states; those of an effective record are the record's own."""
        return self.record.conflicts or [] if isinstance(self.record, Record) and self.only is None else []

    @property
    def names(self) -> dict[str, str]:
        """What readers call its keys, where that isn't what it calls them itself."""
        return _JOURNAL_NAMES if isinstance(self.record, JournalRecord) else {}

    def data(self) -> dict[str, Any]:
        """Its values as plain data."""
        data: dict[str, Any] = msgspec.to_builtins(self.record)
        return data | {"summary": self.summary} if self.summary else data


class _Tally:
    """What was verified and what wasn't, of how much."""

    def __init__(self) -> None:
        self.verified = 0
        self.failing = 0
        self.files: tuple[set[str], set[str]] = (set(), set())
        """The paths of the sources, and of curators' files."""
        self.unseen: dict[str, list[tuple[str, int]]] = defaultdict(list)
        """By the paths of sources that can't be verified: the records that name them, and how many of their values."""


def check(library: Library, sources: SourceTexts) -> Iterator[Problem | Count]:
    """An error for each value without a place and each that its place doesn't give; one for each source that can't be
    verified; and how many values were verified.

    Source by source, so that each is opened once however many records it has.
    """
    subjects = list(_subjects(library))
    tally = _Tally()
    found: list[tuple[int, Problem]] = []
    by_source: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for number, subject in enumerate(subjects):
        found += ((number, problem) for problem in _structure(subject, tally))
        for at, source in enumerate(subject.sources):
            if subject.only in {None, at}:
                by_source[source.path, source.reader].append((number, at))
    for (path, reader), uses in sorted(by_source.items()):
        tally.files[reader == CURATOR].add(path)
        for number, at in uses:
            subject = subjects[number]
            against = Against(subject.sources[at], sources, library.settings, subject.names)
            found += ((number, problem) for problem in _from_source(subject, at, against, tally))
    yield from (problem for _, problem in sorted(found, key=lambda one: one[0]))
    for path, uses_of in sorted(tally.unseen.items()):
        yield _gone(path, uses_of)
    given, written = map(len, tally.files)
    values = f"{tally.verified} verified, {tally.failing} failing"
    records = f"{len(library.records)} studies and {len(library.journals)} journals"
    yield Count("values", f"{values}; in {records}, from {given} sources and {written} curators’ files")


def _subjects(library: Library) -> Iterator[Subject]:
    for study in chain(library.studies.values(), library.excluded.values()):
        loaded = library.records[study.id]
        yield Subject(study.path, study.id, loaded.record, edited=loaded.edited)
        effective = library.full[study.id]
        for at, source in enumerate(effective.sources or []):
            if source.reader == CURATOR:
                summary = "" if study.summary_is_generated else study.summary
                yield Subject(source.path, study.id, effective, at, summary)
    for journal in library.full_journals.values():
        yield Subject(f"content/journals/{journal.id}.yaml", journal.id, journal)


def _structure(subject: Subject, tally: _Tally) -> Iterator[Problem]:
    """Values without places, places without values, and places in sources that aren't listed."""
    if subject.only is not None:
        return
    data = subject.data()
    for gap in gaps(data, subject.provenance):
        tally.failing += 1
        if gap.placed:
            yield _problem(subject, gap.key, gap.why)
        else:
            message = f"the value of {gap.key} has no place: {gap.why}; {_advice(subject)}"
            yield Problem(subject.path, 1, "no-provenance", message, Severity.ERROR)
    listed = range(len(subject.sources))
    for claim in claims(data, subject.provenance):
        named = {place.source for place in claim.places}
        if not named <= set(listed):
            tally.failing += 1
            yield _problem(subject, claim.key, f"there is no source {min(named - set(listed))}")
        elif len(named) > 1:
            tally.failing += 1
            yield _problem(subject, claim.key, "a single value can't come from several sources")
    for side in sides(subject.conflicts):
        if side.side.source not in listed:
            tally.failing += 1
            yield _problem(subject, side.key, f"there is no source {side.side.source}")


def _from_source(subject: Subject, at: int, against: Against, tally: _Tally) -> Iterator[Problem]:
    """Verifies what a record has from one of its sources."""
    of_all = claims(subject.data(), subject.provenance)
    of_all = claims(subject.data(), subject.provenance)
    claimed: list[Claim | SideClaim] = [one for one in of_all if {place.source for place in one.places} == {at}]
    claimed += [side for side in sides(subject.conflicts) if side.side.source == at]
    if not against.is_here:
        tally.failing += len(claimed)
        tally.unseen[subject.sources[at].path].append((subject.id, len(claimed)))
        return
    for claim in claimed:
        why = against.wrong(claim)
        if why:
            tally.failing += 1
            yield _problem(subject, claim.key, why)
        else:
            tally.verified += 1


def _problem(subject: Subject, key: str, why: str) -> Problem:
    message = f"the value of {key} doesn't follow from its span in the source ({why}); {_advice(subject)}"
    return Problem(subject.path, 1, "span-mismatch", message, Severity.ERROR)


def _advice(subject: Subject) -> str:
    if subject.edited:
        return "this file was edited by hand, see hand-edit"
    return "run ingest again, and report it if it stays"


def _gone(path: str, uses: list[tuple[str, int]]) -> Problem:
    values = sum(count for _, count in uses)
    ids = sorted({record_id for record_id, _ in uses})
    what = f"{values} {'value' if values == 1 else 'values'} of {len(ids)} {'record' if len(ids) == 1 else 'records'}"
    message = f"this source is not here as it was, so {what} can't be verified (first: {ids[0]})"
    return Problem(
        path,
        0,
        "source-gone",
        f"{message}; bring it back, run ingest if it changed, or 'build.py forget' it",
        Severity.ERROR,
    )
