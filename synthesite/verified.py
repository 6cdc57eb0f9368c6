"""Whether every value of a study or a journal has a place and stands there: a pure step for each of them.

What `verify_study` gives depends on nothing but its arguments: the record's file, the curator's Markdown file, the
settings `vocabularies`, `themes` and `sources` (by which a file is read), and, for each item that the record names,
whether it is here as it was (its text is what its hash says) and what its reader has to know of the rest of its file
(`Item.context`). Where an item stands in its file makes no difference. `Totals` adds the results up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from synthesite.claims import Claim, SideClaim, claims, gaps, plain_values, sides
from synthesite.config import Settings
from synthesite.model import Conflict, Count, JournalRecord, Problem, Provenance, Record, Severity, SourceItem
from synthesite.source_texts import CURATOR, Texts
from synthesite.store.records import LoadedRecord

_JOURNAL_NAMES = {
    "title": "journal",
    "abbreviation": "journal_record.abbreviation",
    "description": "journal_record.description",
}
"""What readers call the keys of a journal's record."""


class Verified(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What came of verifying a study or a journal; plain data, so that it can be kept."""

    id: str
    problems: list[Problem]
    verified: int
    """How many values stand where they are said to."""
    failing: int
    """How many don't, or can't be verified."""
    sources: list[str]
    """The paths of the sources that values come from."""
    files: list[str]
    """The paths of curators' files that values come from."""
    unseen: list[tuple[str, int]]
    """The paths of the sources and files that are not here as they were, and how many values come from each."""


def verify_study(
    loaded: LoadedRecord[Record], path: str, effective: Record, summary: str, texts: Texts, settings: Settings
) -> Verified:
    """Holds a study's record against its sources, and what a curator set or wrote against their file.

    `loaded` is the record as its file `path` has it, `effective` the whole effective record, `summary` the curator's
    own summary (empty where it is generated).
    """
    subjects = [_Subject(path, loaded.record.id, loaded.record, edited=loaded.edited)]
    for at, source in enumerate(effective.sources or []):
        if source.reader == CURATOR:
            subjects.append(_Subject(source.path, loaded.record.id, effective, at, summary))
    return _verify(subjects, texts, settings)


def verify_journal(record: JournalRecord, texts: Texts, settings: Settings) -> Verified:
    """Holds a journal's record against its sources."""
    return _verify([_Subject(f"content/journals/{record.id}.yaml", record.id, record)], texts, settings)


class Totals:
    """What was verified and what wasn't, of how much, over many results."""

    def __init__(self) -> None:
        self._verified = 0
        self._failing = 0
        self._sources: set[str] = set()
        self._files: set[str] = set()
        self._unseen: dict[str, list[tuple[str, int]]] = defaultdict(list)
        """By the paths of sources that can't be verified: the records that name them, and how many of their values."""

    def add(self, result: Verified) -> None:
        """Counts one more result, in any order."""
        self._verified += result.verified
        self._failing += result.failing
        self._sources.update(result.sources)
        self._files.update(result.files)
        for path, values in result.unseen:
            self._unseen[path].append((result.id, values))

    def findings(self, studies: int, journals: int) -> Iterator[Problem | Count]:
        """An error for each source that can't be verified, in the order of their paths; and what was counted."""
        for path, uses in sorted(self._unseen.items()):
            yield _gone(path, uses)
        values = f"{self._verified} verified, {self._failing} failing"
        sources = f"{len(self._sources)} sources and {len(self._files)} curators’ files"
        yield Count("values", f"{values}; in {studies} studies and {journals} journals, from {sources}")


class _Subject(NamedTuple):
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
        data = plain_values(self.record)
        return data | {"summary": self.summary} if self.summary else data


def _verify(subjects: list[_Subject], texts: Texts, settings: Settings) -> Verified:
    result = Verified("", [], 0, 0, [], [], [])
    for subject in subjects:
        result = _added(result, subject, texts, settings)
    return result


def _added(before: Verified, subject: _Subject, texts: Texts, settings: Settings) -> Verified:
    """The result so far with that of one more subject of the same study."""
    from synthesite.verify import Against  # brings much along, and most builds verify nothing

    data = subject.data()
    claimed = list(claims(data, subject.provenance))
    of_conflicts = list(sides(subject.conflicts))
    problems = list(_structure(subject, data, claimed, of_conflicts)) if subject.only is None else []
    verified, failing = 0, len(problems)
    by_source: dict[int, list[Claim | SideClaim]] = defaultdict(list)
    for claim in claimed:
        source = claim.places[0].source
        if len(claim.places) == 1 or all(place.source == source for place in claim.places):
            by_source[source].append(claim)
    for side in of_conflicts:
        by_source[side.side.source].append(side)
    named = [at for at in range(len(subject.sources)) if subject.only in {None, at}]
    unseen = []
    for at in sorted(named, key=lambda at: (subject.sources[at].path, subject.sources[at].reader)):
        against = Against(subject.sources[at], texts, settings, subject.names)
        if not against.is_here:
            failing += len(by_source[at])
            unseen.append((subject.sources[at].path, len(by_source[at])))
            continue
        for one in by_source[at]:
            why = against.wrong(one)
            if why:
                problems.append(_problem(subject, one.key, why))
                failing += 1
            else:
                verified += 1
    paths: tuple[list[str], list[str]] = ([], [])
    for at in named:
        paths[subject.sources[at].reader == CURATOR].append(subject.sources[at].path)
    return Verified(
        subject.id,
        before.problems + problems,
        before.verified + verified,
        before.failing + failing,
        before.sources + paths[0],
        before.files + paths[1],
        before.unseen + unseen,
    )


def _structure(
    subject: _Subject, data: dict[str, Any], claimed: list[Claim], of_conflicts: list[SideClaim]
) -> Iterator[Problem]:
    """Values without places, places without values, and places in sources that aren't listed."""
    for gap in gaps(data, subject.provenance):
        if gap.placed:
            yield _problem(subject, gap.key, gap.why)
        else:
            message = f"the value of {gap.key} has no place: {gap.why}; {_advice(subject)}"
            yield Problem(subject.path, 1, "no-provenance", message, Severity.ERROR)
    listed = range(len(subject.sources))
    for claim in claimed:
        if len(claim.places) == 1 and claim.places[0].source in listed:
            continue
        named = {place.source for place in claim.places}
        if not named <= set(listed):
            yield _problem(subject, claim.key, f"there is no source {min(named - set(listed))}")
        elif len(named) > 1:
            yield _problem(subject, claim.key, "a single value can't come from several sources")
    for side in of_conflicts:
        if side.side.source not in listed:
            yield _problem(subject, side.key, f"there is no source {side.side.source}")


def _problem(subject: _Subject, key: str, why: str) -> Problem:
    message = f"the value of {key} doesn't follow from its span in the source ({why}); {_advice(subject)}"
    return Problem(subject.path, 1, "span-mismatch", message, Severity.ERROR)


def _advice(subject: _Subject) -> str:
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
