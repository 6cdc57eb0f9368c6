"""From sources to records and summaries: the only step that writes under `content/`, and only what is the program's.

A record that somebody edited, and a summary that somebody changed, are left as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

import msgspec

from synthesite.absorbing import absorb
from synthesite.changes import compare, event
from synthesite.config import Config
from synthesite.front_matter import front_matter
from synthesite.ingest_memory import (
    DigestOf,
    Done,
    Ingested,
    Journals,
    KeptJournal,
    KeptStudy,
    Memory,
    decode_kept,
    encode_kept,
    kept_study,
    nothing_to_do,
)
from synthesite.journal_records import Named, journal_records
from synthesite.keys import program_key
from synthesite.known_content import Here, load_content
from synthesite.match import Grouper
from synthesite.model import Change, ChangeKind, JournalRecord, Problem, Record, Severity
from synthesite.parallel import WORTH_A_PROCESS, in_order
from synthesite.planning import Plan, Settled, own_records, plan_records
from synthesite.source_folders import locate
from synthesite.sources import Reading, read_sources
from synthesite.standing import Looks, standing
from synthesite.store import pending
from synthesite.store.cache import Cache
from synthesite.store.change_files import record_changes, today
from synthesite.store.content import load_journal_files, load_summary
from synthesite.store.files import (
    bytes_digest,
    file_digest,
    posix,
    remove_leftovers,
    unwritable,
    write_file,
    write_if_changed,
)
from synthesite.store.markdown_files import body_sha256, parse_markdown, with_body
from synthesite.store.pending import Pending
from synthesite.store.records import LoadedRecord, dump_record
from synthesite.text.folding import title_key
from synthesite.text.languages import keep_detector_in

_PRESENCE = frozenset({ChangeKind.GONE, ChangeKind.RETURNED})


class _Written(NamedTuple):
    """What became of one study's files, and what there is to remember of them."""

    wrote: bool
    problem: Problem | None
    kept: bytes = b""


def ingest(
    config: Config,
    jobs: int = 1,
    progress: Callable[[int], None] | None = None,
    date: str | None = None,
    forgotten: frozenset[str] = frozenset(),
    cache: Cache | None = None,
    digest_of: DigestOf = file_digest,
    memory: Memory | None = None,
    seen: Looks = dict,
) -> Ingested:
    """Brings `content/` up to date with the sources, with up to `jobs` processes.

    `date` is that of the changes, as `YYYY-MM-DD`; without one it is today's, if there are any. `forgotten` are paths
    of sources that are gone for good: nothing of theirs is kept. What `cache` remembers isn't done again; whoever hands
    it over saves it afterwards. `digest_of` gives the hashes of files, as `file_digest` does. `memory` is that of the
    cache, where it was asked already (`nothing_to_do`). `seen` gives what was seen already of records' files, if it is
    asked for.
    """
    if memory is None or memory.may_have_leftovers:
        remove_leftovers(config.content)
    if memory is None and cache:
        memory = Memory(config, cache, digest_of)
        done = None if forgotten else nothing_to_do(config, memory, date)
        if done:
            return done
    noted = pending.noted(config.content)
    if cache and cache.folder:
        keep_detector_in(cache.folder, program_key().hex())
    here = Here(config, memory)
    ask = memory.digest_of if memory else digest_of
    reading = read_sources(config, jobs, progress, cache, ask)
    trusted = memory if noted == Pending() and not forgotten else None
    grouper = Grouper(trusted.judged) if trusted else Grouper()
    if trusted and jobs > 1 and len(reading.extracts) >= WORTH_A_PROCESS and trusted.foresees_no_decision():
        grouper.ahead(reading.extracts)  # while the records are loaded, and looked at
    is_here = WhatIsHere(config, reading, forgotten)
    gone = _gone(here.earlier)
    problems = [*reading.problems, *here.changes[1]]
    stands = standing(config, reading, is_here, jobs, memory, seen) if noted == Pending() and not forgotten else None
    studies: dict[str, KeptStudy] = {}
    if stands:
        entries, found, waiting, meanings = stands
        if memory:
            memory.keep_meanings(meanings)
    else:
        content, found = here.content
        problems += found
        entries, found = plan_records(config, reading, content, is_here, jobs, trusted, gone, grouper)
        waiting = content.waiting
        there = (entry.record.id for entry in entries if isinstance(entry, Settled))
        studies = {content.paths[study]: content.kept[study] for study in there}
    problems += found
    entries = [
        entry._replace(record=_with_hash(entry, waiting)) if isinstance(entry, Plan) else entry for entry in entries
    ]
    plans = [entry for entry in entries if isinstance(entry, Plan)]
    settled = [entry for entry in entries if isinstance(entry, Settled)]
    about = _about_to_change(plans, noted, date)
    pending.note(config.content, about)
    counts = {"new": 0, "changed": 0, "unchanged": len(settled)}
    writer = _Writer(config, noted, memory)
    unwritten, touched = set(), set()
    by_path = sorted(plans, key=lambda plan: plan.path.parts)  # folder by folder, which file systems do twice as fast
    for plan, written in zip(by_path, in_order(writer.write, by_path, jobs, at_least=100), strict=True):
        if written.problem:
            problems.append(written.problem)
            unwritten.add(plan.record.id)
        else:
            counts["new" if plan.old is None else "changed" if written.wrote else "unchanged"] += 1
        if written.wrote:
            touched |= {plan.record.id, *(other.record.id for other in plan.absorbed)}
        if written.kept:
            studies[posix(plan.path, config.root)] = decode_kept(written.kept)
    named = [Named(entry.record, entry.extracts) for entry in entries if entry.extracts]
    wrote_journals = _write_journals(config, named, problems, is_here.located, memory)
    done_plans = [plan for plan in plans if plan.record.id not in unwritten]
    changes = list(_changes(done_plans, {entry.record.id for entry in settled}, about, gone, is_here))
    when = about.date or date or (today() if changes else "")
    not_noted = record_changes(config.root, when, changes)
    problems += not_noted
    if not not_noted:
        pending.clear(config.content)
    if memory:
        idle = not touched and not changes and not wrote_journals
        is_done = trusted and not not_noted and (idle or problems == reading.problems)
        studies_there = sum(counts.values())
        memory.keep(
            studies,
            Done(reading.sources, studies_there, problems, is_here.looked) if is_done else None,
            (path for plan in plans for path in (plan.path, *(other.path for other in plan.absorbed))),
        )
    return Ingested(
        reading.sources,
        **counts,
        problems=problems,
        changes=changes,
        date=when,
        extracts=reading.extracts,
        touched=frozenset(touched),
        folders=_folders(config, plans),
    )


def _folders(config: Config, plans: list[Plan]) -> frozenset[str]:
    """The folders in which files may have been written or removed, by their paths below the site's."""
    studies = {path.parent for plan in plans for path in (plan.path, *(other.path for other in plan.absorbed))}
    return frozenset(
        {"content", "content/journals", "content/changes", *(posix(path, config.root) for path in studies)}
    )


def _gone(earlier: list[Change]) -> frozenset[str]:
    """The studies of which the last that was told is that they are gone."""
    last = {change.study: change.change for change in earlier if change.change in _PRESENCE}
    return frozenset(study for study, change in last.items() if change == ChangeKind.GONE)


def _about_to_change(plans: list[Plan], noted: Pending, date: str | None) -> Pending:
    """What there is to note before anything is written, on top of what ingests that did not end had noted."""
    bodies, before, parted = dict(noted.bodies), dict(noted.before), dict(noted.parted_from)
    for plan in plans:
        for old in [plan.old, *plan.absorbed]:
            was = old and msgspec.structs.replace(old.record, fingerprint=None)
            if was != plan.record:
                before.setdefault(old.record.id if old else plan.record.id, was)
                bodies[plan.record.id] = {plan.record.summary_sha256 or "", *bodies.get(plan.record.id, ())}
        if plan.parted_from:
            parted[plan.record.id] = plan.parted_from
    return Pending(noted.date or date or "", bodies, before, parted, noted.removed)


def _changes(
    plans: list[Plan], settled: Collection[str], about: Pending, gone: Collection[str], is_here: Callable[[str], bool]
) -> Iterator[Change]:
    """What changed in the evidence, study by study, since the last ingest that ended.

    Nothing did in those that are `settled`. A study is gone when its entry was taken out of a source that is here; a
    source that is not may just be elsewhere.
    """
    current = {plan.record.id: plan.record for plan in plans}
    former = {key for plan in plans for key in plan.record.formerly or ()}
    for plan in plans:
        record = plan.record
        if record.id in about.before:
            old = about.before[record.id]
            known = {*(old.formerly or ()), record.id} if old else set()
            yield from compare(old, record, [key for key in record.formerly or () if key not in known])
        if record.id in about.parted_from and about.parted_from[record.id] in current:
            yield event(ChangeKind.SPLIT, current[about.parted_from[record.id]], record.id)
        taken_out = not plan.extracts and all(is_here(remnant.source.path) for remnant in plan.remnants)
        if taken_out != (record.id in gone) and (taken_out or plan.extracts):
            yield event(ChangeKind.GONE if taken_out else ChangeKind.RETURNED, record)
    for key, old in sorted(about.before.items()):
        if old and key in about.removed and key not in current and key not in settled and key not in former:
            yield event(ChangeKind.FORGOTTEN, old)


class WhatIsHere:
    """Says of a source's path whether what the source doesn't say any more is to be taken as gone.

    So it is if the source is here and was read without an error, and if it is one of `forgotten`.
    """

    def __init__(self, config: Config, reading: Reading, forgotten: frozenset[str] = frozenset()) -> None:
        self._config = config
        self._forgotten = forgotten
        self._failed = {problem.path for problem in reading.problems if problem.severity == Severity.ERROR}
        self.looked: dict[str, bool] = {}
        """Of the paths that were asked for, which could be located."""

    def __call__(self, path: str) -> bool:
        """Whether it is so of the source at this path."""
        return (path not in self._failed and self.located(path)) or path in self._forgotten

    def located(self, path: str) -> bool:
        """Whether there is such a source, whatever came of reading it."""
        if path not in self.looked:
            self.looked[path] = locate(self._config, path) is not None
        return self.looked[path]


def _with_hash(plan: Plan, waiting: Collection[str]) -> Record:
    """The record with the hash of its summary; the one that is there, where the summary's file can't be read now."""
    written = plan.old.record.summary_sha256 if plan.old and plan.record.id in waiting else None
    return msgspec.structs.replace(plan.record, summary_sha256=written or body_sha256(plan.body), fingerprint=None)


def fresh_records(config: Config, ids: Collection[str], jobs: int = 1) -> dict[str, Record]:
    """What the sources give now for the records with these ids, whatever stands in their files; writes nothing.

    Without those of which a source is not here.
    """
    reading = read_sources(config, jobs)
    content, _ = load_content(config)
    return {record.id: record for record in own_records(config, reading, content, WhatIsHere(config, reading), ids)}


def note_change(config: Config, before: Record) -> None:
    """Notes how a record was that is about to be changed, so that the next ingest tells what changed."""
    noted = pending.noted(config.content)
    pending.note(config.content, msgspec.structs.replace(noted, before={before.id: before} | noted.before))


def note_removal(config: Config, plans: Iterable[Plan], date: str | None) -> None:
    """Notes that the files of studies are about to be removed, so that the next ingest tells of it."""
    noted = pending.noted(config.content)
    before = {plan.record.id: plan.old.record for plan in plans if plan.old}
    removed = [*noted.removed, *before]
    note = msgspec.structs.replace(noted, before=before | noted.before, removed=removed, date=noted.date or date or "")
    pending.note(config.content, note)


class _Writer:
    """Writes the files of one study after the other; what it needs besides the plan is the same for all."""

    def __init__(self, config: Config, noted: Pending, memory: Memory | None = None) -> None:
        self._config = config
        self._noted = noted
        self._memory = memory

    def write(self, plan: Plan) -> _Written:
        """Writes a study's two files where they changed, and removes those of the records it absorbed."""
        try:
            text = dump_record(plan.record).encode()
            if not plan.has_summary:
                write_file(plan.path.with_suffix(".md"), plan.body.encode())
                write_file(plan.path, text)
                return _Written(True, None, self._kept(plan))
            wrote = self._summary(plan)
            wrote = write_if_changed(plan.path, text) or wrote
            for other in plan.absorbed:
                other.path.with_suffix(".md").unlink(missing_ok=True)
                other.path.unlink(missing_ok=True)
        except OSError as error:
            return _Written(False, unwritable(posix(plan.path, self._config.root), error))
        return _Written(wrote, None, self._kept(plan))

    def _kept(self, plan: Plan) -> bytes:
        """What there is to remember of a study, now that its files are as they should be; packed."""
        beside = plan.path.with_suffix(".md")
        summary, keys = load_summary(beside), [file_digest(plan.path), file_digest(beside)]
        if self._memory is None or summary.problem or keys[0] is None or keys[1] is None:
            return b""
        front = front_matter(summary, self._config.settings) if summary.file.data else None
        one = kept_study(plan.record, keys[0], summary, keys[1], front)
        plain = not plan.absorbed and not plan.remnants and not plan.record.formerly
        key = self._memory.plan_key(plan.study, one.record_key, one.front_key) if plain else None
        try:
            return encode_kept(one, key)
        except UnicodeEncodeError:  # half a character
            return b""

    def _summary(self, plan: Plan) -> bool:
        """Writes the summary while it is ours, and what curators wrote about the absorbed records in any case."""
        path = plan.path.with_suffix(".md")
        current = load_summary(path)
        if current.problem:
            return False
        body = current.file.body
        if not body.strip() or self._is_ours(body, plan.record.id, plan.old, plan.record.summary_sha256):
            body = plan.body if body_sha256(body) != plan.record.summary_sha256 else body
        text = current.text if body == current.file.body else with_body(current.file.front, body)
        for other in plan.absorbed:
            text = self._absorbing(text, other)
        return text != current.text and write_if_changed(path, text.encode())

    def _absorbing(self, text: str, other: LoadedRecord[Record]) -> str:
        ours = parse_markdown(text)
        theirs = load_summary(other.path.with_suffix(".md")).file
        written_by_us = self._is_ours(theirs.body, other.record.id, other, None)
        return absorb(ours, ours.body, theirs, "" if written_by_us else theirs.body, other.record.id)

    def _is_ours(self, body: str, study: str, old: LoadedRecord[Record] | None, new: str | None) -> bool:
        hashes = {*self._noted.bodies.get(study, ()), old.record.summary_sha256 if old else None, new}
        return body_sha256(body) in hashes


def _write_journals(
    config: Config,
    studies: list[Named],
    problems: list[Problem],
    is_there: Callable[[str], bool],
    memory: Memory | None = None,
) -> bool:
    """Writes the files of the journals that differ from what they should be; says whether there was one."""
    wrote = False
    kept = memory.journals() if memory else Journals({}, {})
    files: dict[str, KeptJournal] = {}
    existing, found = _existing_journals(config, kept, memory)
    problems += found
    ids = {title_key(loaded.record.title): journal_id for journal_id, loaded in sorted(existing.items(), reverse=True)}
    for made in journal_records(studies, kept.made):
        record = msgspec.structs.replace(made, id=ids.get(title_key(made.title), made.id))
        old = existing.get(record.id)
        path = config.content / "journals" / f"{record.id}.yaml"
        if old and _journal_must_stay(config, old, problems, is_there):
            continue
        before = kept.files.get(path.name)
        if (
            memory
            and before
            and before.key == memory.digest_of(str(path))
            and before.record == record
            and before.is_ours
        ):
            files[path.name] = before
        elif old or not path.exists():
            try:
                text = dump_record(record).encode()
                wrote = write_if_changed(path, text) or wrote
                files[path.name] = KeptJournal(bytes_digest(text), record, is_ours=True)
            except OSError as error:
                problems.append(unwritable(posix(path, config.root), error))
    if memory:
        for loaded in existing.values():
            key = memory.digest_of(str(loaded.path))
            if loaded.path.name not in files and not loaded.edited and key:
                files[loaded.path.name] = KeptJournal(key, loaded.record, is_ours=False)
        memory.keep_journals(Journals(kept.made, files))
    return wrote


def _existing_journals(
    config: Config, kept: Journals, memory: Memory | None
) -> tuple[dict[str, LoadedRecord[JournalRecord]], list[Problem]]:
    """The records of journals, and the problems in their files; from what is kept of the files if all are the same."""
    paths = memory.paths("journals", ".yaml") if memory else []
    folder = str(config.content / "journals")
    known = {}
    for path in paths:
        one = kept.files.get(path[len(folder) + 1 :])
        if memory is None or one is None or one.key != memory.digest_of(path):
            return load_journal_files(config.root)
        known[one.record.id] = LoadedRecord(one.record, path, edited=False)
    return (known, []) if known else load_journal_files(config.root)


def _journal_must_stay(
    config: Config, old: LoadedRecord[JournalRecord], problems: list[Problem], is_there: Callable[[str], bool]
) -> bool:
    if old.edited:
        message = "this journal's file was edited by hand and is left as it is; write about the journal in its .md file"
        problems.append(Problem(posix(old.path, config.root), 1, "hand-edit", message, Severity.ERROR))
    return old.edited or any(not is_there(s.path) for s in old.record.sources or [])
