"""The overview of each way of grouping, and the pages of each group."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

from synthesite import readers
from synthesite.batches import all_cards, by_group
from synthesite.evidence import Evidence, Named, Shown
from synthesite.figures import figures_of
from synthesite.groups import Group
from synthesite.keys import joined
from synthesite.library import Library
from synthesite.model import Batch, Card, JournalMetrics, JournalRecord, Page, source_at
from synthesite.page_keys import key_of
from synthesite.study import Study
from synthesite.study_loader import metrics_of
from synthesite.template_keys import FrameKind
from synthesite.text.folding import title_key
from synthesite.traces import Trace, traces


class Metrics(NamedTuple):
    """What one source says about a journal's standing."""

    values: JournalMetrics
    reader: str
    path: str
    traces: list[Trace]


def pages(library: Library, evidence: Evidence) -> Iterator[Batch]:
    """`<kind>/index.html`, `<kind>/<id>.html` and, beyond the page size, `<kind>/<id>--2.html` and so on."""
    cards, designs = all_cards(library), key_of(library.groups["designs"])
    for kind in library.frame.kinds:
        yield Batch(f"all {kind.name}", (kind, cards), partial(_overview, library, kind))
        for name, groups in by_group(library.groups[kind.name], kind.name):
            keys = library.studies.card_keys
            shown = joined([keys[study_id] for group in groups for study_id in library.members(group)])
            about = _about(library, evidence, groups) if kind.name == "journals" else b""
            rests_on = (kind, groups, shown, library.settings.page_size, designs, about)
            yield Batch(name, rests_on, partial(_pages, library, evidence, kind, groups))


def _overview(library: Library, kind: FrameKind) -> Iterator[Page]:
    rests_on = (len(library.studies), kind, library.groups[kind.name], library.cards(library.left(kind.name)))
    yield Page(f"{kind.name}/index.html", "index.html", _index, rests_on)


def _pages(library: Library, evidence: Evidence, kind: FrameKind, groups: list[Group]) -> Iterator[Page]:
    for group in groups:
        yield from _group_pages(library, evidence, kind, group)


def _about(library: Library, evidence: Evidence, groups: list[Group]) -> bytes:
    """What stands for all that is known of journals besides their studies' cards."""
    found: list[tuple[JournalRecord, str]] = []
    items: list[Named] = []
    studies: list[bytes] = []
    for group in groups:
        journal = library.journals.get(title_key(group.label))
        if journal:
            entries = [library.studies.entries[one] for one in library.metrics(library.members(group))]
            found.append((journal, library.journal_texts.get(journal.id, "")))
            items += [*(journal.sources or []), *(item for entry in entries for item in entry.items)]
            studies += [entry.key for entry in entries]
    return key_of((found, studies, evidence.of_all(items)))


def _index(total: int, kind: FrameKind, groups: list[Group], left: list[Card]) -> dict[str, Any]:
    return {"total": total, "kind": kind, "groups": groups, "left": left}


def _group_pages(library: Library, evidence: Evidence, kind: FrameKind, group: Group) -> Iterator[Page]:
    ids, size = library.members(group), library.settings.page_size
    count = max(1, -(-len(ids) // size))
    paths = [group.path, *(f"{kind.name}/{group.id}--{n}.html" for n in range(2, count + 1))]
    parts = [library.cards(ids[at : at + size]) for at in range(0, len(ids), size)]
    every = parts[0] if count == 1 else library.cards(ids)
    first = (kind, group, paths, parts[0], every, library.groups["designs"])
    journal = library.journals.get(title_key(group.label)) if kind.name == "journals" else None
    if journal:
        stated = library.metrics(ids)
        items: list[Named] = [*(journal.sources or [])]
        items += (item for one in stated for item in library.studies.entries[one].items)
        text = library.journal_texts.get(journal.id, "")
        studies = (library.studies.later(study_id) for study_id in stated)
        yield Page(group.path, "group.html", _journal, (*first, journal, text, evidence.of(items), *studies))
    else:
        yield Page(group.path, "group.html", _first, first)
    for number, (path, cards) in enumerate(zip(paths[1:], parts[1:], strict=True), 2):
        yield Page(path, "group.html", _next, (kind, group, paths, number, cards))


def _next(kind: FrameKind, group: Group, paths: list[str], number: int, cards: list[Card]) -> dict[str, Any]:
    return {"kind": kind, "group": group, "paths": paths, "number": number, "cards": cards, "journal": None}


def _first(
    kind: FrameKind, group: Group, paths: list[str], cards: list[Card], every: list[Card], designs: list[Group]
) -> dict[str, Any]:
    return _next(kind, group, paths, 1, cards) | {"figures": figures_of(every, designs)}


def _journal(
    kind: FrameKind,
    group: Group,
    paths: list[str],
    cards: list[Card],
    every: list[Card],
    designs: list[Group],
    journal: JournalRecord,
    text: str,
    shown: Shown,
    *studies: Study,
) -> dict[str, Any]:
    """What is shown of a journal: its description, its metrics, and where each value comes from."""
    return _first(kind, group, paths, cards, every, designs) | {
        "journal": journal,
        "journal_text": text,
        "description": journal.description,
        "described_by": _described_by(journal),
        "metrics": [_metrics(study, shown) for study in studies],
        "traces": traces(journal, shown.sources, shown.rights),
    }


def _described_by(journal: JournalRecord) -> str:
    """Where a journal's description comes from, in words; empty without one."""
    places = (journal.provenance or {}).get("description")
    first = places[0] if isinstance(places, list) and places else None
    source = source_at(journal.sources, first.source) if first else None
    return readers.label(source.reader) if source else ""


def _metrics(study: Study, shown: Shown) -> Metrics:
    """What a source of a study says of its journal's standing."""
    stated = metrics_of(study.record)
    if stated is None:
        raise ValueError(f"{study.id} states no metrics")
    where = traces(study.record, shown.sources, shown.rights, only="journal_metrics")
    return Metrics(stated.values, readers.label(stated.reader), stated.path, where)
