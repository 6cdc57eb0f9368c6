"""Where published values come from, in the form in which pages show it."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from synthesite import readers
from synthesite.extract import count_lines
from synthesite.model import JournalRecord, Place, Record, SourceItem
from synthesite.rights import Passages
from synthesite.sources import CURATOR, SourceTexts
from synthesite.text.folding import fold
from synthesite.text.paths import is_outside, resolve


class Where(NamedTuple):
    """A place in a source, as the page shows it; `line` and `passage` only while the source is there.

    `outside` is set where the source is in a folder that is not part of the site: then there never are any, so that
    the page is the same wherever the site is built.
    """

    path: str
    reader: str
    item: int
    start: int
    end: int
    how: str
    line: int | None
    passage: str
    sha256: str
    outside: bool


class Trace(NamedTuple):
    """A published value and its places."""

    field: str
    value: str
    places: list[Where]


def traces(record: Record | JournalRecord, sources: SourceTexts, only: str = "", skip: str = "-") -> list[Trace]:
    """The values of a record with their places, in the record's order.

    `only` and `skip` are starts of keys. The record is one whose texts are shortened as they may be shown. The summary
    isn't listed: its file is the curator's own.
    """
    tracer = _Tracer(record, sources)
    data = msgspec.to_builtins(record)
    found = []
    for key, places in (record.provenance or {}).items():
        value = resolve(data, key)
        if value in (None, "", []) or not key.startswith(only) or key.startswith(skip):
            continue
        if isinstance(places, list) and isinstance(value, list) and len(value) == len(places):
            for at, (element, place) in enumerate(zip(value, places, strict=True), 1):
                shown = _text(element)
                found.append(Trace(f"{_label(key)} {at}", _short(shown), [tracer.where(place, shown)]))
        else:
            shown = _text(value)
            listed = places if isinstance(places, list) else [places]
            found.append(Trace(_label(key), _short(shown), [tracer.where(place, shown) for place in listed]))
    return found


class _Tracer:
    def __init__(self, record: Record | JournalRecord, sources: SourceTexts) -> None:
        self._listed: list[SourceItem] = record.sources or []
        self._items = [None if is_outside(source.path) else sources.item(source) for source in self._listed]
        self._passages = Passages(record)

    def where(self, place: Place, shown: str) -> Where:
        source, item = self._listed[place.source], self._items[place.source]
        passage, line = "", None
        if item:
            passage = self._passages.shown(place, item.text[slice(*place.span)], shown)
            line = item.line + count_lines(item.text[: place.span.start])
        label = "curator’s file" if source.reader == CURATOR else readers.label(source.reader)
        outside = is_outside(source.path)
        return Where(source.path, label, source.item, *place.span, place.how, line, passage, source.sha256, outside)


def _label(key: str) -> str:
    """A dotted key in words: `citations.statements.0.stance` is `statement 1, stance`."""
    parts = [part for part in key.split(".") if part not in {"citations", "journal_metrics"}] or [key]
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
        said = " ".join(str(value[key]) for key in ("type", "note", "date", "url") if value.get(key))
        return str(value.get("text") or name or value.get("group") or said)
    if isinstance(value, list):
        return "; ".join(map(_text, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _short(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:80].rsplit(' ', 1)[0]} …"
