"""From sources to records and summaries: the only step that writes under `content/`, and only what is the program's.

A record that somebody edited, and a summary that somebody changed, are left as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import msgspec

from synthesite.config import Config
from synthesite.journal_records import Named, journal_records
from synthesite.match import Known, Match, assign_records, first_author, group_extracts
from synthesite.merge import merge
from synthesite.model import JournalRecord, Problem, Record, Severity
from synthesite.sources import Reading, read_sources
from synthesite.store import pending
from synthesite.store.content import Unreadable, load_journal_files, load_record_files, load_summary
from synthesite.store.files import is_file, posix, remove_leftovers, unwritable, write_if_changed
from synthesite.store.markdown_files import body_sha256, with_body
from synthesite.store.records import LoadedRecord, dump_record
from synthesite.summary import summary_text
from synthesite.text.folding import title_key
from synthesite.text.identifiers import normal_doi, normal_pmid
from synthesite.text.names import person_parts
from synthesite.text.slugs import study_id
from synthesite.trust import Trust

GONE = "this source is not here; the records made from it are kept as they are, and can't be verified"


class Ingested(NamedTuple):
    """What an ingest did: counts of sources and studies, and the problems met."""

    sources: int
    new: int
    changed: int
    unchanged: int
    problems: list[Problem]


class _Planned(NamedTuple):
    """A study's files as they should be, before anything is written."""

    record: Record
    path: Path
    old: LoadedRecord[Record] | None
    extracts: Named


def ingest(config: Config, jobs: int = 1, progress: Callable[[int], None] | None = None) -> Ingested:
    """Brings `content/` up to date with the sources, with up to `jobs` processes for reading."""
    remove_leftovers(config.content)
    reading = read_sources(config, jobs, progress)
    existing, unreadable, problems = load_record_files(config.root)
    problems = [*reading.problems, *problems]
    planned = _plan(config, reading, existing, unreadable, problems)
    interrupted = pending.noted(config.content)
    bodies = {plan.record.id: summary_text(plan.record, config.settings.rights) for plan in planned}
    hashes = {key: {body_sha256(body), *interrupted.get(key, ())} for key, body in bodies.items()}
    pending.note(config.content, interrupted | hashes)
    counts = {"new": 0, "changed": 0, "unchanged": 0}
    for plan in planned:
        ours = {*interrupted.get(plan.record.id, ()), plan.old.record.summary_sha256 if plan.old else None}
        try:
            wrote = _write(plan, bodies[plan.record.id], ours)
        except OSError as error:
            problems.append(unwritable(posix(plan.path, config.root), error))
            continue
        counts["new" if plan.old is None else "changed" if wrote else "unchanged"] += 1
    _write_journals(config, [plan.extracts for plan in planned], problems)
    pending.clear(config.content)
    return Ingested(reading.sources, **counts, problems=problems)


def _plan(
    config: Config,
    reading: Reading,
    existing: dict[str, LoadedRecord[Record]],
    unreadable: list[Unreadable],
    problems: list[Problem],
) -> list[_Planned]:
    """The records that the sources give; those that must be left alone are reported and not among them."""
    lost = [Known(id=u.id, doi=u.doi, pmid=u.pmid, items=u.items, title=None, year=None) for u in unreadable]
    broken = {u.id for u in unreadable}
    used = {*existing, *broken}
    matches = group_extracts(reading.extracts)
    trust = Trust(config.settings.trust)
    planned = []
    for match, record_id in zip(
        matches, assign_records(matches, [*map(_known, existing.values()), *lost]), strict=True
    ):
        if record_id in broken:
            continue
        old = existing.get(record_id) if record_id else None
        record = merge(record_id or "", match, config.settings.extra, trust)
        if not record_id:
            record = msgspec.structs.replace(record, id=_new_id(record, used))
            if _stem(record) in broken:  # most likely the study of a record that can't be read: not to be made twice
                continue
        used.add(record.id)
        if old and _must_stay(config, old, match, record, problems):
            continue
        folder = str(record.year) if record.year else "undated"
        path = old.path if old else config.content / "studies" / folder / f"{record.id}.yaml"
        planned.append(_Planned(record, path, old, Named(record, match.extracts)))
    return planned


def _known(loaded: LoadedRecord[Record]) -> Known:
    record, curated = loaded.record, load_summary(loaded.path.with_suffix(".md")).file.data
    return Known(
        id=record.id,
        doi=record.doi or normal_doi(str(curated.get("doi", ""))),
        pmid=record.pmid or normal_pmid(str(curated.get("pmid", ""))),
        items=[(source.path, source.sha256) for source in record.sources or []],
        title=record.title,
        year=record.year,
        first_author=first_author([person_parts(author) for author in record.authors or []]),
    )


def _stem(record: Record) -> str:
    """The id that a new record would get if it were the only one to want it."""
    author = record.authors[0] if record.authors else None
    name = (author.family or author.literal) if author else None
    return study_id(name, record.year, record.title)


def _new_id(record: Record, used: set[str]) -> str:
    stem = _stem(record)
    return next(new for n in range(1, len(used) + 2) if (new := stem if n == 1 else f"{stem[:76]}-{n}") not in used)


def _must_stay(config: Config, old: LoadedRecord[Record], match: Match, new: Record, problems: list[Problem]) -> bool:
    """Whether a record is left as it is: because somebody edited it, or because a source of it is not here now."""
    shown = posix(old.path, config.root)
    if old.edited:
        fields = ", ".join(_differences(old.record, new)) or "only its layout or a comment"
        how = (
            f"move what you changed into the front matter of {old.path.stem}.md, then delete this file: it is made anew"
        )
        message = f"this record was edited by hand ({fields}) and is left as it is; to keep the change, {how}"
        problems.append(Problem(shown, 1, "hand-edit", message, Severity.ERROR))
        return True
    here = {extract.source.sha256 for extract in match.extracts}
    lost = {source.path for source in old.record.sources or [] if source.sha256 not in here}
    gone = sorted(path for path in lost if not is_file(config.root / path))
    if gone:
        problems += [Problem(path, 0, "source-gone", f"{GONE} (first: {new.id})") for path in gone]
    return bool(gone)


def _differences(old: Record, new: Record) -> list[str]:
    fields = (field.name for field in msgspec.structs.fields(Record))
    machine = {"fingerprint", "summary_sha256", "provenance"}
    return [name for name in fields if name not in machine and getattr(old, name) != getattr(new, name)]


def _write(plan: _Planned, body: str, ours: set[str | None]) -> bool:
    """Writes a study's two files where they changed; says whether it did. The summary only while it is ours."""
    path = plan.path.with_suffix(".md")
    current = load_summary(path)
    record = msgspec.structs.replace(plan.record, summary_sha256=body_sha256(body))
    wrote = False
    now = current.file.body
    is_ours = current.problem is None and (not now.strip() or body_sha256(now) in ours)
    if is_ours and body_sha256(now) != body_sha256(body):
        wrote = write_if_changed(path, with_body(current.file.front, body).encode())
    return write_if_changed(plan.path, dump_record(record).encode()) or wrote


def _write_journals(config: Config, studies: list[Named], problems: list[Problem]) -> None:
    existing, found = load_journal_files(config.root)
    problems += found
    ids = {title_key(loaded.record.title): journal_id for journal_id, loaded in sorted(existing.items(), reverse=True)}
    for made in journal_records(studies):
        record = msgspec.structs.replace(made, id=ids.get(title_key(made.title), made.id))
        old = existing.get(record.id)
        path = config.content / "journals" / f"{record.id}.yaml"
        if old and _journal_must_stay(config, old, problems):
            continue
        if old or not path.exists():
            try:
                write_if_changed(path, dump_record(record).encode())
            except OSError as error:
                problems.append(unwritable(posix(path, config.root), error))


def _journal_must_stay(config: Config, old: LoadedRecord[JournalRecord], problems: list[Problem]) -> bool:
    if old.edited:
        message = "this journal's file was edited by hand and is left as it is; write about the journal in its .md file"
        problems.append(Problem(posix(old.path, config.root), 1, "hand-edit", message, Severity.ERROR))
    return old.edited or any(not is_file(config.root / s.path) for s in old.record.sources or [])
