"""The page of a study: everything that is known, how it has been cited, and where each value comes from."""

from __future__ import annotations

from collections.abc import Iterator

from synthesite import readers
from synthesite.groups import Group, author_group
from synthesite.library import Library
from synthesite.model import Conflict, Page, Person, Place, Record
from synthesite.sources import CURATOR, SourceTexts
from synthesite.study import card_of
from synthesite.summary import FIELD_NAMES, citation_sentence, classifier, tally_counts
from synthesite.traces import Origin, Tracer

MISSING = {
    "authors": "the authors",
    "journal": "the journal",
    "year": "the year of publication",
    "doi": "a DOI",
    "abstract": "an abstract",
    "design": "the design",
    "countries": "the country",
    "licence": "the licence",
}


def pages(library: Library, sources: SourceTexts) -> Iterator[Page]:
    """`studies/<id>.html` for each study."""
    for study in library.studies.values():
        record = study.record
        tracer = Tracer(record, sources, library.settings.rights)
        traced = tracer.traces(skip="journal_metrics")
        values = {
            "study": study,
            "record": record,
            "groups": library.groups_of[study.id],
            "authors": _authors(library, record),
            "links": [(link, card_of(library.studies[link.id])) for link in library.links.get(study.id, [])],
            "tally": [(stance, n) for stance, n in tally_counts(record) if n is not None],
            "tally_total": record.citations.tally.total if record.citations and record.citations.tally else 0,
            "citation_sentence": citation_sentence(record),
            "classifier": classifier(record),
            "stated_in": ", ".join(_stated_in(record)),
            "conflicts": [(_field_name(c.field), _sides(c, record, tracer)) for c in record.conflicts or []],
            "missing": [
                words for key, words in MISSING.items() if not getattr(record, key) and key not in study.withheld
            ],
            "traces": traced,
            "traced": {trace.id for trace in traced},
            "sources": [(s, readers.label(s.reader)) for s in record.sources or [] if s.reader != CURATOR],
            "truncated": bool(record.abstract_truncated),
        }
        yield Page(f"studies/{study.id}.html", "study.html", values)


def _authors(library: Library, record: Record) -> list[tuple[Person, Group | None]]:
    """The authors in their order, each with the group of the name."""
    groups = {group.id: group for group in library.groups_of[record.id]["authors"]}
    members = [(author, author_group(author)) for author in record.authors or []]
    return [(author, groups.get(member.id) if member else None) for author, member in members]


def _stated_in(record: Record) -> list[str]:
    """The kinds of sources that the statements are from, with their paths."""
    places = (record.provenance or {}).get("citations.statements") or []
    used = {place.source for place in ([places] if isinstance(places, Place) else places)}
    return [f"{readers.label(s.reader)} ({s.path})" for at, s in enumerate(record.sources or []) if at in used]


def _field_name(field: str) -> str:
    return FIELD_NAMES.get(field, field.replace("_", " ")).removeprefix("the ")


def _sides(conflict: Conflict, record: Record, tracer: Tracer) -> list[tuple[str, Origin | None, bool]]:
    """The sides of a conflict: the value, where it comes from, and whether it is the one that the record has."""
    where = (record.provenance or {}).get(conflict.field, [])
    taken = {place.source for place in (where if isinstance(where, list) else [where])}
    return [(side.value, tracer.side(conflict.field, side), side.source in taken) for side in conflict.values]
