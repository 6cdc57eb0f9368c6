"""The page of a study: everything that is known, how it has been cited, and where each value comes from."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from typing import Any

from synthesite import readers
from synthesite.batches import OneStudy, by_study
from synthesite.citing import citations
from synthesite.evidence import Evidence, Shown
from synthesite.groups import Group, author_group
from synthesite.library import Library
from synthesite.links import Link
from synthesite.model import Batch, Card, Conflict, IfShown, Page, Person, Place, Record
from synthesite.related import Reason, Related, Why
from synthesite.sources import CURATOR
from synthesite.study import Study
from synthesite.summary import FIELD_NAMES, citation_sentence, classifier, tally_counts
from synthesite.traces import Origin, Tracer

MOST_RELATED = 5
"""Related studies that a page shows."""
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


def pages(library: Library, evidence: Evidence) -> Iterator[Batch]:
    """`studies/<id>.html` for each study."""
    return by_study("studies", library, evidence, _page)


def _page(one: OneStudy) -> Page:
    rests_on = (one.study, one.groups, one.links, one.others, one.shown, one.related, one.theme_labels)
    return Page(f"studies/{one.id}.html", "study.html", _values, rests_on)


def _values(
    study: Study,
    groups: dict[str, list[Group]],
    links: list[Link],
    others: list[Card],
    shown: Shown,
    related: list[Related],
    labels: dict[str, str],
) -> dict[str, Any]:
    record = study.record
    tracer = Tracer(record, shown.sources, shown.rights)
    traced = cache(partial(tracer.traces, skip="journal_metrics"))
    return {
        "study": study,
        "record": record,
        "groups": groups,
        "authors": _authors(groups.get("authors", []), record),
        "links": list(zip(links, others, strict=True)),
        "tally": [(stance, n) for stance, n in tally_counts(record) if n is not None],
        "tally_total": record.citations.tally.total if record.citations and record.citations.tally else 0,
        "citation_sentence": citation_sentence(record),
        "classifier": classifier(record),
        "stated_in": ", ".join(_stated_in(record)),
        "conflicts": [(_field_name(c.field), _sides(c, record, tracer)) for c in record.conflicts or []],
        "missing": [words for key, words in MISSING.items() if not getattr(record, key) and key not in study.withheld],
        "traces": IfShown(traced),
        "traced": IfShown(lambda: {trace.id for trace in traced()}),
        "sources": [(s, readers.label(s.reader)) for s in record.sources or [] if s.reader != CURATOR],
        "related": _others(related, {link.id for link in links}, labels),
        "cite": IfShown(partial(citations, record)),
        "truncated": bool(record.abstract_truncated),
    }


def _others(related: list[Related], linked: set[str], labels: dict[str, str]) -> list[Related]:
    """The related studies that are shown, without those that are linked; themes by their labels."""
    return [
        one._replace(
            reasons=[
                Reason(why, [labels.get(theme, theme) for theme in what] if why == Why.THEMES else what)
                for why, what in one.reasons
            ]
        )
        for one in related
        if one.id not in linked
    ][:MOST_RELATED]


def _authors(groups: list[Group], record: Record) -> list[tuple[Person, Group | None]]:
    """The authors in their order, each with the group of the name."""
    by_id = {group.id: group for group in groups}
    members = [(author, author_group(author)) for author in record.authors or []]
    return [(author, by_id.get(member.id) if member else None) for author, member in members]


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
