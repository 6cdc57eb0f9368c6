"""The overview of each way of grouping, and the pages of each group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from synthesite import readers
from synthesite.figures import figures_of
from synthesite.groups import Group, Kind
from synthesite.library import Library
from synthesite.model import Card, JournalMetrics, JournalRecord, Page, Place, source_at
from synthesite.sources import SourceTexts
from synthesite.study import card_of
from synthesite.text.folding import title_key
from synthesite.traces import Trace, traces


class Metrics(NamedTuple):
    """What one source says about a journal's standing."""

    values: JournalMetrics
    reader: str
    path: str
    traces: list[Trace]


def pages(library: Library, sources: SourceTexts) -> Iterator[Page]:
    """`<kind>/index.html`, `<kind>/<id>.html` and, beyond the page size, `<kind>/<id>--2.html` and so on."""
    cards = {study.id: card_of(study) for study in library.studies.values()}
    for kind in library.kinds:
        groups = library.groups[kind.name]
        grouped = {study_id for group in groups for study_id in group.studies}
        left = [cards[study.id] for study in library.studies.values() if study.id not in grouped]
        values = {"total": len(library.studies), "kind": kind, "groups": groups, "left": left}
        yield Page(f"{kind.name}/index.html", "index.html", values)
        for group in groups:
            yield from _group_pages(library, sources, kind, group, cards)


def _group_pages(
    library: Library, sources: SourceTexts, kind: Kind, group: Group, cards: dict[str, Card]
) -> Iterator[Page]:
    studies = [cards[study_id] for study_id in group.studies]
    size = library.settings.page_size
    count = max(1, -(-len(studies) // size))
    paths = [group.path if n == 1 else f"{kind.name}/{group.id}--{n}.html" for n in range(1, count + 1)]
    journal = library.journals.get(title_key(group.label)) if kind.name == "journals" else None
    about = _about(library, sources, group, journal) if journal else {}
    for at, path in enumerate(paths):
        values = {
            "kind": kind,
            "group": group,
            "cards": studies[at * size : (at + 1) * size],
            "number": at + 1,
            "paths": paths,
            "figures": figures_of(group, library),
            "journal": journal,
            **about,
        }
        yield Page(path, "group.html", values)


def _about(library: Library, sources: SourceTexts, group: Group, journal: JournalRecord) -> dict[str, Any]:
    """What is shown of a journal: its description, its metrics, and where each value comes from."""
    return {
        "journal_text": library.journal_texts.get(journal.id, ""),
        "description": journal.description,
        "described_by": _described_by(journal),
        "metrics": _metrics(library, sources, group) if library.settings.journal_metrics else [],
        "traces": traces(journal, sources, library.settings.rights),
    }


def _described_by(journal: JournalRecord) -> str:
    """Where a journal's description comes from, in words; empty without one."""
    places = (journal.provenance or {}).get("description")
    first = places[0] if isinstance(places, list) and places else None
    source = source_at(journal.sources, first.source) if first else None
    return readers.label(source.reader) if source else ""


def _metrics(library: Library, sources: SourceTexts, group: Group) -> list[Metrics]:
    """Each distinct set of metrics that the sources of the journal's studies state, with who says so."""
    found: dict[tuple[JournalMetrics, str], Metrics] = {}
    for study_id in group.studies:
        record = library.studies[study_id].record
        places = [p for k, p in (record.provenance or {}).items() if k.startswith("journal_metrics.")]
        first = places[0] if places else None
        source = source_at(record.sources, first.source) if isinstance(first, Place) else None
        if record.journal_metrics and source:
            key = (record.journal_metrics, source.path)
            if key not in found:
                where = traces(record, sources, library.settings.rights, only="journal_metrics")
                found[key] = Metrics(record.journal_metrics, readers.label(source.reader), source.path, where)
    return list(found.values())
