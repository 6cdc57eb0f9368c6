"""What the records should be, from what the sources say now and from the records that there are. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from synthesite.absorbing import absorb
from synthesite.config import Config
from synthesite.decisions import with_decisions
from synthesite.found import AnyExtract
from synthesite.front_matter import FrontMatter, front_matter
from synthesite.identity import Assigned, assign, identify, stems
from synthesite.ingest_memory import Memory
from synthesite.known_content import Content, known_records
from synthesite.match import Grouper, Match
from synthesite.merge import merge
from synthesite.model import Problem, Record, Severity
from synthesite.parallel import in_order
from synthesite.sources import Reading
from synthesite.store.content import Summary, load_summary
from synthesite.store.files import posix
from synthesite.store.markdown_files import EMPTY, parse_markdown
from synthesite.store.records import LoadedRecord
from synthesite.studies_found import find_studies, without_needless
from synthesite.summary import summary_text
from synthesite.text.languages import load_detector
from synthesite.text.slugs import study_id
from synthesite.trust import Trust

_SAID_ELSEWHERE = frozenset({"id", "formerly", "provenance", "extra", "summary_sha256", "fingerprint"})
"""Keys whose differences say nothing about what somebody changed."""

_NOTHING_SAID = FrontMatter({}, {}, frozenset(), [], EMPTY, readable=True)


class Settled(NamedTuple):
    """A study whose files are as they should be: it is made of the same as when that was found out."""

    record: Record
    """The record, with no more than what `synthesite.ingest_memory.light` leaves of it."""
    extracts: Sequence[AnyExtract]


class Plan(NamedTuple):
    """A study's files as they should be."""

    record: Record
    body: str
    """The summary as the program would write it."""
    path: Path
    old: LoadedRecord[Record] | None
    absorbed: list[LoadedRecord[Record]]
    """Records that turned out to be this study as well."""
    parted_from: str
    """The study that this one was a part of; empty for most."""
    extracts: list[AnyExtract]
    """What the sources that are here say."""
    remnants: list[AnyExtract]
    """What sources that are gone had said."""
    has_summary: bool
    """Whether there may be a Markdown file already."""
    study: Match
    """What the record is made of."""


class Merged(NamedTuple):
    """A record, and the summary that the program would write of it."""

    record: Record
    summary: str


_MERGED = msgspec.msgpack.Decoder(Merged)


def plan_records(
    config: Config,
    reading: Reading,
    content: Content,
    is_here: Callable[[str], bool],
    jobs: int = 1,
    memory: Memory | None = None,
    moved: Collection[str] = (),
    grouper: Grouper | None = None,
) -> tuple[list[Plan | Settled], list[Problem]]:
    """The plans, in the order of the studies' first extracts; and what keeps records from being as they should be.

    `is_here` says whether a source is there and was read without an error. Records that were edited by hand or can't be
    read are not planned. Nor are, where there is a `memory`, those that are settled, unless they are among the `moved`.
    `grouper` groups the extracts.
    """
    known = {one.id: one for one in known_records(content)}
    identified = identify(reading.extracts, known.values(), is_here)
    grouper = grouper or Grouper()
    if grouper.is_under_way and not all(identified.owners):
        load_detector()  # which new records most likely need; there is nothing else to do yet
    studies, problems = find_studies(config, identified, known, grouper)
    if memory and grouper.judged:
        memory.keep_judged(grouper.judged)
    owners = {id(extract): ids for extract, ids in zip(identified.extracts, identified.owners, strict=True)}
    gone = {id(identified.extracts[at]) for at in identified.remnants}
    assigned = assign(studies, owners, known)
    studies = [without_needless(study, gone, is_here) for study in studies]
    planner = Planner(config, content, gone)
    settled = [_settled(*pair, content, memory, moved) for pair in zip(studies, assigned, strict=True)]
    todo = [pair for pair, done in zip(zip(studies, assigned, strict=True), settled, strict=True) if done is None]
    if len(todo) > 100:
        load_detector()  # once, before the processes part
    merged = in_order(planner.merged, todo, jobs, at_least=100)
    plans: list[Plan | Settled] = []
    for study, whose, done in zip(studies, assigned, settled, strict=True):
        if done:
            plans.append(done)
            continue
        made = next(merged)
        plan = planner.plan(study, whose, unpacked(made), problems)
        if plan:
            plans.append(plan)
    resting = [plan for plan in plans if isinstance(plan, Plan) and plan.remnants]
    paths = ((plan.record.id, [part.source.path for part in plan.remnants], bool(plan.extracts)) for plan in resting)
    problems += gone_sources(paths, is_here)
    return not_current(plans), problems


def _settled(
    study: Match, whose: Assigned, content: Content, memory: Memory | None, moved: Collection[str]
) -> Settled | None:
    """The study as a settled one, if it is made of what it was made of when nothing was left to do for it."""
    if memory is None or len(whose.records) != 1 or whose.parted_from:
        return None
    kept = content.kept.get(whose.records[0])
    if kept is None or not kept.plan or kept.is_blank or kept.record.formerly or kept.record.id in moved:
        return None
    key = memory.plan_key(study, kept.record_key, kept.front_key)
    return Settled(kept.record, study.extracts) if key == kept.plan else None


def own_records(
    config: Config, reading: Reading, content: Content, is_here: Callable[[str], bool], ids: Iterable[str]
) -> Iterator[Record]:
    """The records with these ids as the sources that each was made of give it now, edited by hand or not.

    What would join it, or part from it, doesn't count: that is for the next plan. Without records of which a source is
    not here.
    """
    known = {one.id: one for one in known_records(content)}
    identified = identify(reading.extracts, known.values(), is_here)
    gone = {id(identified.extracts[at]) for at in identified.remnants}
    trust = Trust(config.settings.trust)
    for key in ids:
        old = content.existing[key].record
        extracts = [e for e, owners in zip(identified.extracts, identified.owners, strict=True) if key in owners]
        matched = {(item.path, item.sha256): item.matched for item in old.sources or []}
        reasons = [None, *(matched.get((e.source.path, e.source.sha256)) for e in extracts[1:])]
        study = without_needless(Match(extracts, reasons[: len(extracts)]), gone, is_here)
        if study.extracts and not any(id(extract) in gone for extract in study.extracts):
            record = merge(key, study, config.settings.extra, trust)
            yield msgspec.structs.replace(record, formerly=old.formerly)


def unpacked(made: Merged | bytes) -> Merged:
    """What `Planner.merged` made."""
    return made if isinstance(made, Merged) else _MERGED.decode(made)


class Planner:
    """Makes the plans of one site, study by study. `gone` holds the `id()` of each extract that is a remnant."""

    def __init__(self, config: Config, content: Content, gone: set[int]) -> None:
        self._config = config
        self._content = content
        self._gone = gone
        self._trust = Trust(config.settings.trust)
        self._studies = config.content / "studies"
        self._broken = {lost.id for lost in content.unreadable}
        former = {old for record in content.known.values() for old in record.formerly or ()}
        self._used = {*content.known, *self._broken, *former}

    def merged(self, pair: tuple[Match, Assigned]) -> Merged | bytes:
        """What `_merged` makes of a study, as bytes: they travel between processes ten times as fast."""
        made = self._merged(pair)
        try:
            return msgspec.msgpack.encode(made)
        except (UnicodeEncodeError, OverflowError):  # half a character has no form in bytes
            return made

    def _merged(self, pair: tuple[Match, Assigned]) -> Merged:
        """The study's record without an id, and its summary; one of which all sources are gone is as it was."""
        study, whose = pair
        settings = self._config.settings
        if len(whose.records) == 1 and all(id(extract) in self._gone for extract in study.extracts):
            old = self._content.existing.find(whose.records[0])
            if old and len(old.record.sources or []) == len(study.extracts):
                return Merged(old.record, summary_text(old.record, settings.rights))
        record = merge("", study, settings.extra, self._trust)
        return Merged(record, summary_text(record, settings.rights))

    def plan(
        self,
        study: Match,
        whose: Assigned,
        merged: Merged,
        problems: list[Problem],
    ) -> Plan | None:
        """The plan of one study, or nothing if its files are to be left alone; why is among the problems then."""
        record, body = merged
        existing = self._content.existing
        if self._broken.intersection([*whose.records, *([] if whose.records else whose.parted_from)]):
            return None
        olds = [existing[key] for key in whose.records]
        if any(old.edited for old in olds):
            problems += [_hand_edit(self._config, old, record) for old in olds if old.edited]
            return None
        if not olds and any(existing[key].edited for key in whose.parted_from):
            return None  # the record that this was a part of waits for its curator, and still says all of this
        if len(olds) > 1 and self._content.waiting.intersection(whose.records):
            return None  # the file that can't be read is an error of its own
        formerly = dict.fromkeys(key for old in olds for key in [old.record.id, *(old.record.formerly or [])])
        if olds:
            record_id = olds[0].record.id
        elif self._broken and _stem(record) in self._broken:  # most likely the study of a record that can't be read
            return None
        else:
            record_id = self._new_id(study, record, whose.parted_from)
        self._used.add(record_id)
        former = [key for key in formerly if key != record_id]
        record = msgspec.structs.replace(record, id=record_id, formerly=former or None)
        old = olds[0] if olds else None
        folder = str(record.year) if record.year else "undated"
        path = old.path if old else Path(self._studies, folder, f"{record_id}.yaml")
        said = self._front_matter(olds)
        summary = path.with_suffix(".md") if self._content.alone else path
        if summary in self._content.alone:
            said = front_matter(load_summary(summary), self._config.settings)
        record = with_decisions(record, said, *(one.record for one in olds))
        parted_from = "" if old or not whose.parted_from else whose.parted_from[0]
        here = [extract for extract in study.extracts if id(extract) not in self._gone]
        gone = [extract for extract in study.extracts if id(extract) in self._gone]
        has_summary = old is not None or summary in self._content.alone
        return Plan(record, body, path, old, olds[1:], parted_from, here, gone, has_summary, study)

    def _front_matter(self, olds: list[LoadedRecord[Record]]) -> FrontMatter:
        """What the curator's file of a study says, those of absorbed records joined to it."""
        said = [self._content.front_matter.find(old.record.id) for old in olds]
        if not any(said[1:]):
            return (said or [None])[0] or _NOTHING_SAID
        text = ""
        for front in filter(None, said):
            file = parse_markdown(text)
            text = absorb(file, "", front.file, "", "")
        file = parse_markdown(text)
        return front_matter(Summary(text, file, None), self._config.settings)

    def _new_id(self, study: Match, record: Record, parted_from: Sequence[str]) -> str:
        """An id that no study has or had; one that was part of another has back the id that it had before."""
        existing = self._content.existing
        former = [old for key in parted_from if key in existing for old in existing[key].record.formerly or ()]
        own = _stem(record)
        back = next((old for old in former if old == own or old in stems(study)), None)
        numbered = (own if n == 1 else f"{own[:76]}-{n}" for n in range(1, len(self._used) + 2))
        return back or next(new for new in numbered if new not in self._used)


def _stem(record: Record) -> str:
    author = record.authors[0] if record.authors else None
    return study_id((author.family or author.literal) if author else None, record.year, record.title)


def not_current(plans: list[Plan | Settled]) -> list[Plan | Settled]:
    """The plans without former ids that a study has (again)."""
    current = {plan.record.id for plan in plans}
    found: list[Plan | Settled] = []
    for plan in plans:
        if isinstance(plan, Settled):  # without former ids
            found.append(plan)
            continue
        former = [key for key in plan.record.formerly or [] if key not in current]
        found.append(plan._replace(record=msgspec.structs.replace(plan.record, formerly=former or None)))
    return found


def _hand_edit(config: Config, old: LoadedRecord[Record], new: Record) -> Problem:
    names = [field.name for field in msgspec.structs.fields(Record) if field.name not in _SAID_ELSEWHERE]
    changed = ", ".join(name for name in names if getattr(old.record, name) != getattr(new, name))
    message = (
        f"this record was edited by hand ({changed or 'only its layout or a comment'}) and is left as it is; to keep "
        f"the change, run 'build.py adopt {old.record.id}', which moves it into {old.path.stem}.md"
    )
    return Problem(posix(old.path, config.root), 1, "hand-edit", message, Severity.ERROR)


def gone_sources(studies: Iterable[tuple[str, list[str], bool]], is_here: Callable[[str], bool]) -> Iterator[Problem]:
    """A warning for each source that is gone, and for each of which entries are gone, while records rest on them.

    `studies` are the ids of those that rest on such sources, with the sources' paths, and whether others give them too.
    """
    without: dict[str, list[str]] = {}
    resting: dict[str, list[str]] = {}
    for study, paths, is_given in studies:
        for path in dict.fromkeys(paths) if len(paths) > 1 else paths:
            (resting if is_given else without).setdefault(path, []).append(study)
    for path in sorted({*without, *resting}):
        what = "entries of this source are gone" if is_here(path) else "this source is not here, or can't be read"
        said = []
        if path in without:
            ids = without[path]
            stays, go = ("stays as it is", "it go") if len(ids) == 1 else ("stay as they are", "them go")
            said.append(f"no other source gives {_some(ids)}, which {stays} until 'build.py forget ID' lets {go}")
        if path in resting:
            said.append(f"values of {_some(resting[path])} come from it alone and stay; 'forget {path}' lets them go")
        code = "entry-gone" if is_here(path) else "source-gone"
        yield Problem(path, 0, code, f"{what}, and what came from there can't be verified; {'; '.join(said)}")


def _some(ids: list[str]) -> str:
    shown = ", ".join(ids[:3])
    return f"{shown} and {len(ids) - 3} more" if len(ids) > 3 else shown
