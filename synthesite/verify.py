"""Holding values against the characters that they are said to come from.

A copied value must be the span's text, a decoded one what one of `text.decodings` gives, a derived one what the reader,
asked again, derives from the same characters. Texts are compared by `as_written`: how a program writes a text doesn't
count, what it says does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

import msgspec

from synthesite.claims import Claim, SideClaim, pattern, without_parts
from synthesite.config import Settings
from synthesite.extract import Item
from synthesite.front_matter import front_matter
from synthesite.model import Extract, How, Person, Place, SourceItem, Span
from synthesite.source_texts import CURATOR, Texts
from synthesite.store.content import Summary
from synthesite.store.markdown_files import FrontMatterError, parse_markdown
from synthesite.text.folding import as_written, fold
from synthesite.text.names import family_first, person_forms
from synthesite.text.yaml_text import scalars
from synthesite.told_language import told_language
from synthesite.trust import unit_of
from synthesite.unions import MAIN

_NUMBER = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?(?:[eE][-+]?\d+)?")
NO_NAMES: Mapping[str, str] = MappingProxyType({})


def out_of_bounds(places: tuple[Place, ...], item: Item) -> str:
    """What is wrong with the spans themselves, or an empty text."""
    for place in places:
        start, end = place.span
        if not 0 <= start < end <= len(item.text):
            return f"the span {start} to {end} is not in the item"
    return ""


def stands(raw: str, value: Any, how: How) -> bool:
    """Whether the text of a span gives a value that is copied or decoded; nothing gives a blank value."""
    if _is_verbatim(raw, value):
        return True
    forms = _forms(value) - {""}
    if fold(raw) in forms:
        return True
    known = {as_written(form) for form in forms} - {""}
    if as_written(raw) in known:
        return True
    if how != How.DECODED:
        return False
    from synthesite.text.decodings import decodings  # knows every notation; most values stand as they are

    return any(text in forms or as_written(text) in known for text in decodings(raw)) or _same_number(raw, value)


def _is_verbatim(raw: str, value: Any) -> bool:
    """Whether a value stands as it is, character by character, which most do: for sure, without trying its forms."""
    if isinstance(value, dict):
        said = value.get("text")
        if said is None and "literal" not in value:
            said = f"{value.get('family')}, {value['given']}" if value.get("family") and value.get("given") else None
    else:
        said = value if isinstance(value, str) else None
    return raw == said and not raw.isspace() and raw != ""


def _forms(value: Any) -> set[str]:
    """The texts, white space folded, that a value may stand as."""
    if isinstance(value, dict):
        if value.get("text") is not None:
            return {fold(str(value["text"]))}
        person = Person(**{key: value.get(key) for key in ("family", "given", "literal")})
        if not person.name:
            return {fold(str(value.get("group") or value.get("type") or ""))}
        return {fold(form) for form in person_forms(person) | {family_first(person), person.name}}
    return {fold(str(value).lower() if isinstance(value, bool) else str(value))}


def _same_number(raw: str, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float) or not _NUMBER.fullmatch(raw.strip()):
        return False
    return float(raw.replace(",", "")) == value


class _Index:
    """The elements of an extract's lists, and their parts, by the characters that they come from."""

    def __init__(self, extract: Extract) -> None:
        self._extract = extract
        self.derived: dict[tuple[str, tuple[Span, ...]], list[Any]] = {}
        """By the patterns of keys."""
        self.elements: dict[tuple[str, Span], list[dict[str, Any]]] = {}
        """By the pattern of a united list: its elements with all their parts, by their own spans and their parts'."""
        for key, places in extract.places.items():
            self._add(key, places)

    def _add(self, key: str, places: Place | list[Place]) -> None:
        value = _value_at(self._extract.values, key)
        spans = _spans(places)
        if isinstance(value, list):
            each = spans if isinstance(places, list) else spans * len(value)  # united lists have a place for each
            for at, (element, span) in enumerate(zip(value, each, strict=False)):
                whole = without_parts(f"{key}.{at}", element, self._extract.places)
                self.derived.setdefault((f"{key}.*", (span,)), []).append(whole)
                if key in MAIN and isinstance(element, dict):
                    self._add_element(key, element, span)
        if isinstance(places, Place) or not isinstance(value, list):
            self.derived.setdefault((pattern(key), spans), []).append(value)
        unit, _, part = key.rpartition(".")
        unit, _, number = unit.rpartition(".")
        if unit in MAIN and number.isdecimal() and part:  # of some elements only the places of their parts are known
            for span in spans:
                element = self._extract.values[unit][int(number)]
                self.elements.setdefault((f"{unit}.*", span), []).append(element)

    def _add_element(self, unit: str, element: dict[str, Any], span: Span) -> None:
        """A united element may have from here one part only, whose nearest place is that of this element."""
        self.elements.setdefault((f"{unit}.*", span), []).append(element)
        for part, value in element.items():
            self.derived.setdefault((f"{unit}.*.{part}", (span,)), []).append(value)


class Again:
    """What a reader derives from an item when it is asked again, by the characters that it derives it from.

    By characters and not by keys: where a list is united from several sources, an element has another number in the
    record than in the reader's extract. `names` says what the reader calls a record's keys.
    """

    def __init__(self, extract: Extract | None, names: Mapping[str, str]) -> None:
        self._extract = extract
        self._names = names

    @cached_property
    def _index(self) -> _Index | None:
        return _Index(self._extract) if self._extract else None

    @cached_property
    def _sides(self) -> set[tuple[str, Span | None, str]]:
        """What it says about each field, in words: at which characters, or, without them, of the whole field."""
        if self._extract is None:
            return set()
        from synthesite.conflicts import shown  # knows how every field is compared; few records have conflicts

        extract, units = self._extract, dict[str, dict[str, Any]]()
        found = {(c.field, side.span, as_written(side.value)) for c in extract.conflicts for side in c.values}
        for key, places in extract.places.items():
            value = _value_at(extract.values, key)
            spans = [None, *(place.span for place in (places if isinstance(places, list) else [places]))]
            found |= {(pattern(key), span, as_written(shown(key, value))) for span in spans}
            if key in extract.values and key != unit_of(key):
                units.setdefault(unit_of(key), {})[key.rpartition(".")[2]] = value
        found |= {(unit, None, as_written(shown(unit, parts))) for unit, parts in units.items()}
        for (unit, _), elements in self._index.elements.items() if self._index else ():
            parts = [(f"{unit}.{part}", value) for element in elements for part, value in element.items()]
            found |= {(key, None, as_written(shown(key, value))) for key, value in parts}
        return found

    def has(self, key: str, value: Any, places: tuple[Place, ...]) -> bool:
        """Whether it derives this value for a record's key from these characters, or has it there as an element of a
        united list, of which other sources may give parts. What takes longer is looked at last.
        """
        if value == self._same_element(key, places) or value in self.derives(key, places):
            return True
        if not isinstance(value, dict) or self._index is None:
            return False
        elements = self._index.elements.get((pattern(key), places[0].span), [])
        return any(value.items() <= element.items() for element in elements)

    def _same_element(self, key: str, places: tuple[Place, ...]) -> Any:
        """The element that it has at the record's very key and characters: nearly all, where there is one source."""
        unit, _, number = key.rpartition(".")
        if self._extract is None or self._names or not number.isdecimal():
            return None
        values, known = self._extract.values, self._extract.places
        if unit not in values or not isinstance(known.get(unit), list):
            return None
        at = int(number)
        is_there = _spans(known[unit])[at : at + 1] == _spans(places)
        return without_parts(key, values[unit][at], known) if is_there else None

    def derives(self, key: str, places: tuple[Place, ...]) -> Iterator[Any]:
        """What it derives for a record's key from these characters, and which language title and abstract tell."""
        if self._extract is None:
            return
        first, *rest = pattern(key).split(".")
        name = ".".join([self._names.get(first, first), *rest])
        spans = _spans(places)
        if "*" in name:
            yield from self._index.derived.get((name, spans), []) if self._index else ()
        elif name in self._extract.places:
            at, value = self._extract.places[name], _value_at(self._extract.values, name)
            if _spans(at) == spans and (isinstance(at, Place) or not isinstance(value, list)):
                yield value
        if name == "language":
            for by_title_alone in (True, False):  # see `merge`
                told = told_language(self._extract, by_title_alone=by_title_alone)
                if told and _spans(told.places) == spans:
                    yield told.language

    def says(self, field: str, span: Span | None, value: str) -> bool:
        """Whether it gives this value, in words, for a field, or for one side of a conflict about it."""
        return {(field, span, as_written(value)), (pattern(field), span, as_written(value))} & self._sides != set()


def _spans(places: Place | Iterable[Place]) -> tuple[Span, ...]:
    return (places.span,) if isinstance(places, Place) else tuple(place.span for place in places)


def _value_at(values: dict[str, Any], key: str) -> Any:
    """The value of an extract at a key of its places, which may lead into an element of a list."""
    if key in values:
        return values[key]
    name, at, part = key.rsplit(".", 2)
    return values[name][int(at)][part]


def wrong(claim: Claim, item: Item, again: Again) -> str:
    """What is wrong with a value of one item, or an empty text."""
    if not is_derived(claim):
        return not_there(claim, item)
    outside = out_of_bounds(claim.places, item)
    if outside:
        return outside
    if again.has(claim.key, claim.value, claim.places):
        return ""
    derived = next(again.derives(claim.key, claim.places), None)
    return "the reader derives nothing like it from there" if derived is None else f"the reader derives {derived!r}"


def is_derived(claim: Claim) -> bool:
    """Whether only the reader, asked again, can say that a value follows from its places."""
    return any(place.how == How.DERIVED for place in claim.places)


def not_there(claim: Claim, item: Item) -> str:
    """What is wrong with a value that is copied or decoded from one item, or an empty text."""
    outside = out_of_bounds(claim.places, item)
    if outside:
        return outside
    for place in claim.places:
        start, end = place.span
        raw = item.text[start:end]
        if not stands(raw, claim.value, place.how):
            return f"there stands {fold(raw)[:60]!r}"
    return ""


def wrong_side(claim: SideClaim, item: Item, again: Again) -> str:
    """What is wrong with one side of a conflict, or an empty text; a side may be decoded or derived."""
    span = claim.side.span
    if span is not None:
        outside = out_of_bounds((Place(source=claim.side.source, span=span, how=How.DECODED),), item)
        if outside:
            return outside
    return "" if again.says(claim.field, span, claim.side.value) else "its source doesn't say so"


class CuratorsFile:
    """A curator's Markdown file, read once more: its values by their units, with the spans that they stand in."""

    def __init__(self, item: Item, settings: Settings) -> None:
        self._item = item
        self._settings = settings

    @cached_property
    def _found(self) -> dict[str, tuple[Span, Any]]:
        try:
            file = parse_markdown(self._item.text)
        except FrontMatterError:
            return {}
        front = front_matter(Summary(self._item.text, file, None), self._settings)
        marks = scalars(file.yaml_text) if front.overrides else {}
        found = {}
        for unit, value in front.overrides.items():
            mark = marks[tuple(unit.split("."))]
            span = Span(file.yaml_start + mark.start, file.yaml_start + mark.end)
            found[unit] = (span, msgspec.to_builtins(value))
        return found

    def wrong(self, claim: Claim) -> str:
        """What is wrong with a curator's value, or an empty text."""
        span, key = claim.places[0].span, claim.key
        if key == "summary":
            return "" if fold(self._item.text[slice(*span)]) == fold(str(claim.value)) else "the file's body is another"
        if key == "year" and key not in self._found:
            stated_at, published = self._found.get("published", (None, ""))
            is_its_year = stated_at == span and str(published)[:4] == str(claim.value)
            return "" if is_its_year else "the file's date is another"
        if key not in self._found:
            return "the file's front matter doesn't say so"
        stated_at, value = self._found[key]
        if stated_at != span:
            return f"it stands at {stated_at.start} to {stated_at.end}"
        return "" if value == claim.value else f"the file says {value!r}"


class Against:
    """One source of a record, to hold what the record says against it; `is_here` is false if it can't be.

    `names` says what the source's reader calls a record's keys. What the reader finds is asked for when it is needed.
    """

    def __init__(
        self,
        source: SourceItem,
        sources: Texts,
        settings: Settings,
        names: Mapping[str, str] = NO_NAMES,
    ) -> None:
        self._source = source
        self._sources = sources
        self._names = names
        self._item = sources.item(source)
        self.is_here = self._item is not None
        by_curator = self._item is not None and source.reader == CURATOR
        self._file = CuratorsFile(self._item, settings) if self._item and by_curator else None

    @cached_property
    def _again(self) -> Again:
        return Again(self._sources.extract(self._source), self._names)

    def wrong(self, claim: Claim | SideClaim) -> str:
        """What is wrong with a value, all of whose places are in this source, or an empty text."""
        if self._item is None:
            return "its source is not here as it was"
        if isinstance(claim, SideClaim):
            return wrong_side(claim, self._item, self._again)
        if self._file:
            return self._file.wrong(claim)
        return wrong(claim, self._item, self._again) if is_derived(claim) else not_there(claim, self._item)
