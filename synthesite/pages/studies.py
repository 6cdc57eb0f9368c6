"""The page of a study: everything that is known, how it has been cited, and where each value comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from synthesite import readers
from synthesite.batches import ShownStudy, by_shown_study
from synthesite.citing import citations
from synthesite.evidence import Evidence, Shown
from synthesite.figures import STANCES
from synthesite.groups import Group, author_group
from synthesite.history import Day
from synthesite.interface import N_
from synthesite.library import Library
from synthesite.links import Link
from synthesite.model import (
    Batch,
    Card,
    Conflict,
    IfShown,
    Page,
    Person,
    Place,
    Record,
    SourceItem,
    Statement,
    Together,
)
from synthesite.related import SHOWN, Reason, Related, Why
from synthesite.source_texts import CURATOR
from synthesite.study import Study
from synthesite.summary import classifier, tally_counts
from synthesite.traces import Origin, Tracer

_THEMES = Why.THEMES  # looked up for each reason
MISSING = {
    "authors": N_("the authors"),
    "journal": N_("the journal"),
    "year": N_("the year of publication"),
    "doi": N_("a DOI"),
    "abstract": N_("an abstract"),
    "design": N_("the design"),
    "countries": N_("the country"),
    "licence": N_("the licence"),
}

GLANCE = (
    "design", "countries", "setting", "population", "sample", "intervention", "outcomes", "keywords", "investigation",
)  # fmt: skip
"""What a page shows of a study at a glance, by the record's keys."""
_GLANCED, _MISSED = attrgetter(*GLANCE), attrgetter(*MISSING)
SECTIONS = 6
"""By how many sections of citing works statements can be filtered; the stylesheet has a class for each."""
Classed = tuple[Statement, str, str]


class Section(NamedTuple):
    """A section of citing works in which statements stand: its class, its label, how many, the label's language."""

    name: str
    label: str
    statements: int
    language: str | None


def pages(library: Library, evidence: Evidence) -> Iterator[Batch]:
    """`studies/<id>.html` for each study."""
    return by_shown_study("studies", library, evidence, _page)


def _page(one: ShownStudy) -> Page:
    like = (one.related, one.theme_labels)
    rests_on = (one.study, one.groups, one.links, one.others, one.shown, *like, one.history)
    return Page(f"studies/{one.id}.html", "study.html", _values, rests_on)


def _values(
    study: Study,
    groups_of: Callable[[Study], dict[str, list[Group]]],
    links: list[Link],
    others: list[Card],
    shown: Shown,
    related: list[Related],
    labels: dict[str, str],
    history: list[Day],
) -> dict[str, Any]:
    record, groups = study.record, groups_of(study)
    glance = [key for key, value in zip(GLANCE, _GLANCED(record), strict=True) if value]
    return {
        "study": study,
        "record": record,
        "groups": groups,
        "authors": _authors(groups.get("authors", []), record),
        "links": list(zip(links, others, strict=True)),
        "glance": glance,
        "coded": [key for key in glance if key in study.curated] if study.curated else [],
        **dict.fromkeys(_CITED, Together(partial(_cited, record))),
        "missing": IfShown(partial(_missing, study)),
        **dict.fromkeys(_TRACED, Together(partial(_traced, study, shown))),
        "sources": IfShown(partial(_sources, record)),
        "history": history,
        "related": _others(related, {link.id for link in links}, labels) if related else [],
        "cite": IfShown(partial(citations, record)),
        "truncated": bool(record.abstract_truncated),
    }


def _missing(study: Study) -> list[str]:
    """What neither the sources nor the curators say of a study, in words."""
    said = zip(MISSING.items(), _MISSED(study.record), strict=True)
    return [words for (key, words), value in said if not value and key not in study.withheld]


def _sources(record: Record) -> list[tuple[SourceItem, str]]:
    """The items that describe a study, each with what its reader is called."""
    return [(source, readers.label(source.reader)) for source in record.sources or [] if source.reader != CURATOR]


_TRACED = ("traces", "traced", "conflicts")


def _traced(study: Study, shown: Shown) -> dict[str, Any]:
    """Where the values of a study come from."""
    record = study.record
    tracer = Tracer(record, shown.sources, shown.rights, study.summary_line)
    traces = tracer.of_study()
    conflicts = [(c.field, _sides(c, record, tracer)) for c in record.conflicts or []]
    return {"traces": traces, "traced": traces.uses, "conflicts": conflicts}


_CITED = ("tally", "tally_total", "classifier", "statements", "listed_stances", "statement_sections", "stated_in")


def _cited(record: Record) -> dict[str, Any]:
    """How a study has been cited."""
    citations = record.citations
    statements, stances, sections = _statements((citations and citations.statements) or ())
    return {
        "tally": [(stance, n, stances[stance]) for stance, n in tally_counts(record) if n is not None],
        "tally_total": citations.tally.total if citations and citations.tally else 0,
        "classifier": classifier(record),
        "statements": statements,
        "listed_stances": [(stance, stance, n) for stance, n in stances.items() if n],
        "statement_sections": sections,
        "stated_in": _stated_in(record),
    }


def _others(related: list[Related], linked: set[str], labels: dict[str, str]) -> list[Related]:
    """The related studies that are shown, without those that are linked; themes by their labels."""
    shown: list[Related] = []
    for one in related:
        if one.id in linked:
            continue
        if len(shown) == SHOWN:
            break
        if any(why == _THEMES for why, _ in one.reasons):
            reasons = [
                Reason(why, [labels.get(theme, theme) for theme in what]) if why == _THEMES else Reason(why, what)
                for why, what in one.reasons
            ]
            one = one._replace(reasons=reasons)
        shown.append(one)
    return shown


def _authors(groups: list[Group], record: Record) -> list[tuple[Person, Group | None]]:
    """The authors in their order, each with the group of the name; `groups` has each group once, in the same order."""
    authors = record.authors or []
    if len(groups) == len(authors):
        return list(zip(authors, groups, strict=True))
    by_id = {group.id: group for group in groups}
    members = [(author, author_group(author)) for author in authors]
    return [(author, by_id.get(member.id) if member else None) for author, member in members]


def _statements(listed: Sequence[Statement]) -> tuple[list[Classed], dict[str, int], list[Section]]:
    """Each statement with its stance and the class of its section; how many there are of each stance; the sections.

    The largest sections come first. Further ones than the stylesheet has classes for, and statements without one, have
    the class `s0`, by which nothing is filtered.
    """
    first: dict[str, Statement] = {}
    sizes: dict[str, int] = {}
    keys: list[str] = []
    for one in listed:
        key = one.section.casefold() if one.section else ""
        keys.append(key)
        if key:
            first.setdefault(key, one)
            sizes[key] = sizes.get(key, 0) + 1
    largest = sorted(sizes.items(), key=itemgetter(1), reverse=True)[:SECTIONS]
    names = {key: f"s{at}" for at, (key, _) in enumerate(largest, 1)}
    stances = dict.fromkeys(STANCES, 0)
    classed: list[Classed] = []
    for key, one in zip(keys, listed, strict=True):
        stance = one.stance if one.stance in stances else STANCES[-1]
        stances[stance] += 1
        classed.append((one, stance, names.get(key, "s0")))
    return (
        classed,
        stances,
        [Section(names[key], first[key].section or "", n, first[key].language) for key, n in largest],
    )


def _stated_in(record: Record) -> list[tuple[str, str]]:
    """The kinds of sources that the statements are from, with their paths."""
    places = (record.provenance or {}).get("citations.statements") or []
    used = {place.source for place in ([places] if isinstance(places, Place) else places)}
    return [(readers.label(s.reader), s.path) for at, s in enumerate(record.sources or []) if at in used]


def _sides(conflict: Conflict, record: Record, tracer: Tracer) -> list[tuple[str, Origin | None, bool]]:
    """The sides of a conflict: the value, where it comes from, and whether it is the one that the record has."""
    where = (record.provenance or {}).get(conflict.field, [])
    taken = {place.source for place in (where if isinstance(where, list) else [where])}
    return [(side.value, tracer.side(conflict.field, side), side.source in taken) for side in conflict.values]
