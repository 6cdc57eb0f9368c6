"""Holding values against the characters that they are said to come from.

A copied value must be the span's text, a decoded one what one of `text.decodings` gives, a derived one what the reader,
asked again, derives from the same characters. Texts are compared by `as_written`: how a program writes a text doesn't
count, what it says does.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

from synthesite.claims import Claim, SideClaim, pattern, without_parts
from synthesite.extract import Item
from synthesite.model import Extract, How, Person, Place, Record, Span
from synthesite.store.markdown_files import FrontMatterError, parse_markdown
from synthesite.text.decodings import decodings
from synthesite.text.folding import as_written, fold
from synthesite.text.languages import publication_language
from synthesite.text.names import family_first, person_forms
from synthesite.text.yaml_text import scalars

_NUMBER = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?(?:[eE][-+]?\d+)?")
_TYPES = {field.name: field.type for field in msgspec.structs.fields(Record)}


def out_of_bounds(places: tuple[Place, ...], item: Item) -> str:
    """What is wrong with the spans themselves, or an empty text."""
    for place in places:
        start, end = place.span
        if not 0 <= start < end <= len(item.text):
            return f"the span {start} to {end} is not in the item"
    return ""


def stands(raw: str, value: Any, how: How) -> bool:
    """Whether the text of a span gives a value that is copied or decoded; nothing gives a blank value."""
    forms = _forms(value) - {""}
    if fold(raw) in forms:
        return True
    known = {as_written(form) for form in forms} - {""}
    if as_written(raw) in known:
        return True
    if how != How.DECODED:
        return False
    return any(text in forms or as_written(text) in known for text in decodings(raw)) or _same_number(raw, value)


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


class Again:
    """What a reader derives from an item when it is asked again, by the characters that it derives it from.

    By characters and not by keys: where a list is united from several sources, an element has another number in the
    record than in the reader's extract. `names` says what the reader calls a record's keys.
    """

    def __init__(self, extract: Extract | None, names: dict[str, str]) -> None:
        self._extract = extract
        self._names = names
        self._derived: dict[tuple[str, tuple[Span, ...]], list[Any]] = {}
        for key, places in extract.places.items() if extract else ():
            self._index(extract.values if extract else {}, key, places)

    def _index(self, values: dict[str, Any], key: str, places: Place | list[Place]) -> None:
        value = _value_at(values, key)
        spans = tuple(place.span for place in places) if isinstance(places, list) else (places.span,)
        if isinstance(value, list):
            each = spans if isinstance(places, list) else spans * len(value)  # united lists have a place for each
            for at, (element, span) in enumerate(zip(value, each, strict=False)):
                whole = without_parts(f"{key}.{at}", element, self._extract.places if self._extract else {})
                self._derived.setdefault((f"{key}.*", (span,)), []).append(whole)
        if isinstance(places, Place) or not isinstance(value, list):
            self._derived.setdefault((pattern(key), spans), []).append(value)

    @cached_property
    def _sides(self) -> set[tuple[str, Span | None, str]]:
        """What it says about each field, in words: at which characters, or, without them, of the whole field."""
        if self._extract is None:
            return set()
        found = {(c.field, side.span, as_written(side.value)) for c in self._extract.conflicts for side in c.values}
        for key, value in self._extract.values.items():
            places = self._extract.places[key]
            spans = [None, *(place.span for place in (places if isinstance(places, list) else [places]))]
            found |= {(key, span, as_written(in_words(value))) for span in spans}
        return found

    def derives(self, key: str, places: tuple[Place, ...]) -> list[Any]:
        """What it derives for a record's key from these characters."""
        first, *rest = pattern(key).split(".")
        name = ".".join([self._names.get(first, first), *rest])
        return self._derived.get((name, tuple(place.span for place in places)), [])

    def says(self, field: str, span: Span | None, value: str) -> bool:
        """Whether it gives this value, in words, for a field, or for one side of a conflict about it."""
        return (field, span, as_written(value)) in self._sides


def _value_at(values: dict[str, Any], key: str) -> Any:
    """The value of an extract at a key of its places, which may lead into an element of a list."""
    if key in values:
        return values[key]
    name, at, part = key.rsplit(".", 2)
    return values[name][int(at)][part]


def in_words(value: Any) -> str:
    """A value as conflicts state it."""
    if isinstance(value, list):
        return "; ".join(map(in_words, value))
    if isinstance(value, dict):
        return Person(**{key: value.get(key) for key in ("family", "given", "literal")}).name
    return str(value).lower() if isinstance(value, bool) else str(value)


class Whole(NamedTuple):
    """What a derived value may rest on beyond its span: the record, as plain data, and the place of its title."""

    data: dict[str, Any]
    title: Place | list[Place] | None


def wrong(claim: Claim, item: Item, again: Again, whole: Whole) -> str:
    """What is wrong with a value of one item, or an empty text."""
    outside = out_of_bounds(claim.places, item)
    if outside:
        return outside
    if any(place.how == How.DERIVED for place in claim.places):
        derived = again.derives(claim.key, claim.places)
        if claim.value in derived or _tells_language(claim, whole):
            return ""
        return f"the reader derives {derived[0]!r}" if derived else "the reader derives nothing like it from there"
    for place in claim.places:
        raw = item.text[slice(*place.span)]
        if not stands(raw, claim.value, place.how):
            return f"there stands {fold(raw)[:60]!r}"
    return ""


def _tells_language(claim: Claim, whole: Whole) -> bool:
    """Whether the language is one that the title and the abstract tell, which no reader does (see `merge`)."""
    if claim.key != "language" or not isinstance(whole.title, Place) or claim.places[0].span != whole.title.span:
        return False
    abstract = " ".join(part["text"] for part in whole.data.get("abstract", []))
    told = publication_language(str(whole.data.get("title", "")), abstract)
    return bool(told and told == claim.value)


def wrong_side(claim: SideClaim, item: Item, again: Again) -> str:
    """What is wrong with one side of a conflict, or an empty text; a side may be decoded or derived."""
    span = claim.side.span
    if span is not None:
        outside = out_of_bounds((Place(source=claim.side.source, span=span, how=How.DECODED),), item)
        if outside or stands(item.text[slice(*span)], claim.side.value, How.DECODED):
            return outside
    return "" if again.says(claim.field, span, claim.side.value) else "its source doesn't say so"


class CuratorsFile:
    """A curator's Markdown file, read once more: its values by their keys, with the spans that they stand in."""

    def __init__(self, item: Item) -> None:
        self._text = item.text
        self._found: dict[str, tuple[Span, Any]] = {}
        try:
            file = parse_markdown(item.text)
        except FrontMatterError:
            return
        marks = scalars(file.yaml_text) if file.data else {}
        for key, raw in file.data.items():
            mark = marks[(key,)]
            span = Span(file.yaml_start + mark.start, file.yaml_start + mark.end)
            try:
                value = msgspec.convert(raw, _TYPES[key], strict=False)
            except (KeyError, msgspec.ValidationError):
                continue
            self._found[key] = (span, msgspec.to_builtins(value))

    def wrong(self, claim: Claim) -> str:
        """What is wrong with a curator's value, or an empty text."""
        span, key = claim.places[0].span, claim.key
        if key == "summary":
            return "" if fold(self._text[slice(*span)]) == fold(str(claim.value)) else "the file's body is another"
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
