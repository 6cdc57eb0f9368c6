"""Every value of a record stands at its place in its source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from synthesite.library import Library
from synthesite.merge import without_id
from synthesite.model import How, Person, Place, Problem, Record, Severity
from synthesite.readers import all_readers
from synthesite.sources import SourceTexts
from synthesite.text.decodings import decodings
from synthesite.text.folding import fold
from synthesite.text.names import family_first, person_forms
from synthesite.text.paths import resolve
from synthesite.unions import reread


def check(library: Library, sources: SourceTexts) -> Iterator[Problem]:
    """An error for each value that its span doesn't give; a warning for each source that can't be verified."""
    unseen: dict[str, str] = {}
    for study in library.studies.values():
        loaded = library.records[study.id]
        if not loaded.edited:
            yield from _record(loaded.record, study.path, sources, unseen)
    for path, first in sorted(unseen.items()):
        message = f"this source is not here as it was, so what came from it can't be verified (first: {first})"
        yield Problem(path, 0, "source-gone", f"{message}; bring it back, or run ingest if it changed")


def _record(record: Record, shown: str, sources: SourceTexts, unseen: dict[str, str]) -> Iterator[Problem]:
    data = msgspec.to_builtins(record)
    verifier = Verifier(record, sources)
    for source in verifier.missing:
        unseen.setdefault(record.sources[source].path if record.sources else shown, record.id)
    for key, places in (record.provenance or {}).items():
        value = resolve(data, key)
        wrong = verifier.wrong(key, value, places)
        if wrong:
            message = f"the value of {key} doesn't follow from its span in the source ({wrong}); run ingest again"
            yield Problem(shown, 1, "span-mismatch", f"{message}, and report it if it stays", Severity.ERROR)


class Verifier:
    """Holds the values of one record against the texts of its sources.

    A copied value must be the span's text, white space folded; a decoded one what one of `text.decodings` gives; a
    derived one what the reader, asked again, derives from the same span.
    """

    def __init__(self, record: Record, sources: SourceTexts) -> None:
        self._sources = record.sources or []
        self._data = msgspec.to_builtins(record)
        self._traced = record.provenance or {}
        self._items = [sources.item(source) for source in self._sources]
        self._again: dict[int, dict[str, Any]] = {}
        self.missing = [at for at, item in enumerate(self._items) if item is None]

    def wrong(self, key: str, value: Any, places: Place | list[Place]) -> str:
        """What is wrong with a value at a key, or an empty text; values of sources that aren't here pass."""
        if isinstance(places, Place):
            return self._one(key, value, places)
        if isinstance(value, list) and len(value) == len(places):
            found = (self._one(f"{key}.{at}", v, p) for at, (v, p) in enumerate(zip(value, places, strict=True)))
        else:
            found = (self._one(key, value, place) for place in places)
        return next(filter(None, found), "")

    def _one(self, key: str, value: Any, place: Place) -> str:
        item = self._items[place.source] if place.source < len(self._items) else None
        if item is None:
            return "" if place.source < len(self._items) else f"there is no source {place.source}"
        start, end = place.span
        if not 0 <= start < end <= len(item.text):
            return f"the span {start} to {end} is not in the item"
        if place.how == How.DERIVED:
            again = reread(self._read_again(place.source), self._data, key, self._traced)
            return "" if again == value else f"the reader derives {again!r}"
        raw = item.text[start:end]
        wanted = _forms(value)
        if place.how == How.COPIED:
            return "" if fold(raw) in wanted else f"there stands {fold(raw)[:60]!r}"
        return "" if wanted & set(decodings(raw)) or _same_number(raw, value) else f"there stands {fold(raw)[:60]!r}"

    def _read_again(self, source: int) -> dict[str, Any]:
        if source not in self._again:
            item = self._items[source]
            reader = all_readers().get(self._sources[source].reader)
            self._again[source] = without_id(reader.read(item)) if item and reader else {}
        return self._again[source]


def _forms(value: Any) -> set[str]:
    """The texts that a value may stand as."""
    if isinstance(value, dict):
        text = value.get("text")
        person = {key: value.get(key) for key in ("family", "given", "literal")}
        return {text} if text is not None else {fold(form) for form in _person_texts(person)}
    return {fold(str(value).lower() if isinstance(value, bool) else str(value))}


def _person_texts(person: dict[str, str | None]) -> set[str]:
    known = Person(**person)
    return person_forms(known) | {family_first(known), known.name}


def _same_number(raw: str, value: Any) -> bool:
    try:
        return isinstance(value, int | float) and float(raw.replace(",", "")) == value
    except ValueError:
        return False
