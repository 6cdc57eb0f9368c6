"""The page of a study: everything that is known, how it has been cited, and where each value comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from synthesite import readers
from synthesite.extract import Item, count_lines
from synthesite.library import Library
from synthesite.model import Conflict, Page, Place, Record
from synthesite.rights import published, shown_passage
from synthesite.sources import SourceTexts
from synthesite.study import CURATOR
from synthesite.summary import FIELD_NAMES, citation_sentence, classifier, tally_counts
from synthesite.text.folding import fold
from synthesite.text.paths import resolve

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


class Where(NamedTuple):
    """A place in a source, as the page shows it; `line` and `passage` only while the source is there."""

    path: str
    reader: str
    item: int
    start: int
    end: int
    how: str
    line: int | None
    passage: str


class Trace(NamedTuple):
    """A published value and its places."""

    field: str
    value: str
    places: list[Where]


class Side(NamedTuple):
    """One side of a conflict."""

    value: str
    reader: str
    path: str


def pages(library: Library, sources: SourceTexts) -> Iterator[Page]:
    """`studies/<id>.html` for each study."""
    for study in library.studies.values():
        record = published(study.record, library.settings.rights)
        values = {
            "library": library,
            "study": study,
            "record": record,
            "groups": library.groups_of[study.id],
            "tally": [(stance, n) for stance, n in tally_counts(record) if n is not None],
            "tally_total": record.citations.tally.total if record.citations and record.citations.tally else 0,
            "citation_sentence": citation_sentence(record),
            "classifier": classifier(record),
            "conflicts": [(_field_name(c.field), _sides(c, record)) for c in record.conflicts or []],
            "missing": [words for key, words in MISSING.items() if not getattr(record, key)],
            "traces": _traces(record, sources),
            "sources": [(s, readers.label(s.reader)) for s in record.sources or [] if s.reader != CURATOR],
            "truncated": bool(record.abstract_truncated),
        }
        yield Page(f"studies/{study.id}.html", "study.html", values)


def _field_name(field: str) -> str:
    return FIELD_NAMES.get(field, field.replace("_", " ")).removeprefix("the ")


def _sides(conflict: Conflict, record: Record) -> list[Side]:
    sources = record.sources or []
    return [Side(v.value, readers.label(sources[v.source].reader), sources[v.source].path) for v in conflict.values]


def _traces(record: Record, sources: SourceTexts) -> list[Trace]:
    data = msgspec.to_builtins(record)
    items: dict[int, Item | None] = {}
    traces = []
    for key, places in (record.provenance or {}).items():
        value = data.get("summary") if key == "summary" else resolve(data, key)
        if key == "summary":
            continue
        if isinstance(places, list) and isinstance(value, list) and len(value) == len(places):
            for at, (element, place) in enumerate(zip(value, places, strict=True), 1):
                shown = _text(element)
                if shown:
                    traces.append(
                        Trace(f"{_label(key)} {at}", _short(shown), [_where(place, record, shown, sources, items)])
                    )
        elif value is not None:
            listed = places if isinstance(places, list) else [places]
            shown = _text(value)
            wheres = [_where(place, record, shown, sources, items) for place in listed]
            traces.append(Trace(_label(key), _short(shown), wheres))
    return traces


def _label(key: str) -> str:
    """A dotted key in words: `citations.statements.0.stance` is `statement 1, stance`."""
    parts = [part for part in key.split(".") if part not in {"citations", "journal_metrics"}]
    if len(parts) == 3 and parts[1].isdecimal():
        return f"{_singular(parts[0])} {int(parts[1]) + 1}, {parts[2]}"
    return " ".join(_singular(part) for part in parts)


def _singular(word: str) -> str:
    words = {"authors": "author", "statements": "statement", "keywords": "keyword", "abstract": "abstract, part"}
    return words.get(word, word.replace("_", " "))


def _text(value: Any) -> str:
    """A value in words; an element of a list by what its place shows."""
    if isinstance(value, dict):
        name = value.get("literal") or fold(f"{value.get('given') or ''} {value.get('family') or ''}")
        return str(value.get("text") or name or value.get("group") or value.get("type") or "")
    if isinstance(value, list):
        return "; ".join(map(_text, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _short(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:80].rsplit(' ', 1)[0]} …"


def _where(place: Place, record: Record, shown: str, sources: SourceTexts, items: dict[int, Item | None]) -> Where:
    source = (record.sources or [])[place.source]
    if place.source not in items:
        items[place.source] = sources.item(source)
    item = items[place.source]
    passage, line = "", None
    if item:
        passage = shown_passage(item.text[slice(*place.span)], shown)
        line = item.line + count_lines(item.text[: place.span.start])
    label = "curator’s file" if source.reader == CURATOR else readers.label(source.reader)
    return Where(source.path, label, source.item, *place.span, place.how, line, passage)
