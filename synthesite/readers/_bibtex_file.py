"""What an entry of a BibTeX file takes from the rest of the file: abbreviations, and what it inherits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeVar

from synthesite.extract import SourceText
from synthesite.model import Span
from synthesite.text.bibtex_syntax import NO_ENTRIES, Entry, Fault, Field, Piece, entry_in, inside, scan

_MONTHS = frozenset({"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"})
_LONGEST = 20_000
"""How many characters abbreviations may grow to: they can be made of each other, and double each time."""
_IN_BOOK = frozenset(
    {"inbook", "bookinbook", "suppbook", "incollection", "suppcollection", "inreference", "inproceedings", "conference"}
)
_VOLUMES = frozenset({"book", "collection", "reference", "proceedings"})
_IN_PERIODICAL = frozenset({"article", "suppperiodical", "review"})
_TITLES = ("title", "subtitle", "titleaddon")
_MOST = 50
"""How many entries one entry can inherit from, so that entries that name each other come to an end."""
_SAME_NAME = frozenset({
    "author", "booktitle", "booksubtitle", "booktitleaddon", "maintitle", "mainsubtitle", "maintitleaddon",
    "journal", "journaltitle", "journalsubtitle", "shortjournal", "fjournal", "issn", "publisher", "institution",
    "organization", "school", "volume", "part", "number", "issue", "date", "year", "month", "day", "pubstate",
    "type"
})  # fmt: skip
"""What a child inherits under the same name. BibLaTeX lets it inherit more; but its parent's DOI, address, pages,
abstract, keywords and language say what the parent is."""
T = TypeVar("T")
_NAME_LISTS = frozenset({"author", "editor"})
"""Fields in which braces around the whole make one name of it."""
_DATES = frozenset({"date", "year", "month", "day"})


class Value(NamedTuple):
    """The TeX of a field's value, the spans in the item that it comes from, and whether it is one of them as it is."""

    raw: str
    spans: list[Span]
    own: bool

    @property
    def whole(self) -> Span:
        """From the start of the first span to the end of the last."""
        return Span(self.spans[0].start, self.spans[-1].end)


class BibFile:
    """The abbreviations and the entries of a file, and what is wrong between its entries."""

    def __init__(self, source: SourceText) -> None:
        self.text = source.text
        self.items: list[Span] = []
        self.faults: list[Fault] = []
        self.names: dict[str, str] = {}
        self._spans: dict[str, Span] = {}
        self._parents: dict[str, Entry | None] = {}
        for entry in scan(source.text):
            if entry.kind == "string":
                self._define(entry)
                self.faults.extend(entry.faults)
            elif entry.kind not in NO_ENTRIES:
                self.items.append(Span(entry.start, entry.end))
            else:
                self.faults.extend(entry.faults)
            if entry.key:
                self._spans.setdefault(entry.key, Span(entry.start, entry.end))
                self._spans.setdefault(entry.key.lower(), Span(entry.start, entry.end))

    def _define(self, entry: Entry) -> None:
        for field in entry.fields:
            value = "".join(
                self.names.get(self.text[p.start : p.end].lower(), "") if p.is_name else self.text[p.start : p.end]
                for p in field.pieces
            )
            if len(value) <= _LONGEST:
                self.names[field.name] = value
            else:
                message = f"the abbreviation {field.name!r} is too long; it is left out, shorten it"
                self.faults.append(Fault(field.at, "long-abbreviation", message))

    def abbreviation(self, name: str) -> str | None:
        """What an abbreviation stands for; a month for its own name; `None` if it isn't defined."""
        return self.names.get(name.lower(), name if name.lower() in _MONTHS else None)

    def entry(self, key: str) -> tuple[Entry, str] | None:
        """The entry of a key, with its own text."""
        known = key if key in self._spans else key.lower()
        span = self._spans.get(known)
        if span is None:
            return None
        text = self.text[slice(*span)]
        if known not in self._parents:
            self._parents[known] = entry_in(text)
        entry = self._parents[known]
        return (entry, text) if entry else None


class Fields:
    """The fields of an entry with those it inherits, as BibLaTeX's manual says (3.13.2, appendix B)."""

    def __init__(self, entry: Entry, text: str, file: BibFile) -> None:
        self.entry = entry
        self.values: dict[str, Value] = {}
        self.repeated: list[Field] = []
        self.faults = list(entry.faults)
        for field in entry.fields:
            if field.name in self.values:
                self.repeated.append(field)
            elif value := _value(field, text, file, self.faults):
                self.values[field.name] = value
        own = {name: value.raw for name, value in self.values.items()}
        for link, key, inherited in _links(own, entry.kind, file, [_MOST]):
            place = self.values[link].spans
            if inherited is None:
                message = f"{link} names {key!r}, which is not in this file; add that entry to it"
                self.faults.append(Fault(place[0].start, f"unknown-{link}", message))
            else:
                _add(self.values, {name: Value(raw, place, False) for name, raw in inherited.items()})


def _value(field: Field, text: str, file: BibFile, faults: list[Fault]) -> Value | None:
    raws = []
    pieces = field.pieces
    if len(pieces) == 1 and not pieces[0].is_name and field.name not in _NAME_LISTS:
        pieces = [Piece(*inside(text, *pieces[0][:2]), False)]
    for piece in pieces:
        raw = name = text[piece.start : piece.end]
        if piece.is_name:
            known = file.abbreviation(name)
            raw = name if known is None else known
            if known is None:
                message = f"the abbreviation {name!r} has no @string in this file; it is taken as it stands, define it"
                faults.append(Fault(piece.start, "unknown-abbreviation", message))
        raws.append(raw)
    spans = [Span(piece.start, piece.end) for piece in pieces if piece.end > piece.start]
    whole = "".join(raws)
    if not whole.strip() or not spans:
        return None
    return Value(whole, spans, len(pieces) == 1 and not pieces[0].is_name)


def _links(
    own: dict[str, str], kind: str, file: BibFile, budget: list[int]
) -> Iterator[tuple[str, str, dict[str, str] | None]]:
    """For each entry that `xdata` and `crossref` name: which of the two, its key, and what is inherited from it."""
    for link in ("xdata", "crossref"):
        for key in filter(None, (part.strip() for part in own.get(link, "").split(","))):
            found = file.entry(key)
            if found is None:
                yield link, key, None
            elif budget[0] > 0:
                budget[0] -= 1
                above = _effective(*found, file, budget)
                yield link, key, above if link == "xdata" else _inherited(found[0].kind, kind, above)


def _effective(entry: Entry, text: str, file: BibFile, budget: list[int]) -> dict[str, str]:
    """The TeX of an entry's fields, inherited ones included."""
    values: dict[str, str] = {}
    for field in entry.fields:
        if value := _value(field, text, file, []):
            values.setdefault(field.name, value.raw)
    for _, _, inherited in _links(dict(values), entry.kind, file, budget):
        _add(values, inherited or {})
    return values


def _add(values: dict[str, T], inherited: dict[str, T]) -> None:
    """Adds what is inherited where there is nothing; a date isn't put together of two, nor is a title."""
    dated = bool({"date", "year"} & set(values))
    titled = {title for title in ("booktitle", "maintitle", "journaltitle") if title in values}
    for name, value in inherited.items():
        part_of_title = any(name != title and name.startswith(title.removesuffix("title")) for title in titled)
        if not (name in _DATES and dated) and not (part_of_title and name != "journal"):
            values.setdefault(name, value)


def _inherited(parent: str, child: str, fields: dict[str, str]) -> dict[str, str]:
    """What an entry inherits from one of a kind: a parent's title is the book's, the series' or the journal's."""
    target = ""
    if parent.startswith("mv"):
        target = "main" if child in _IN_BOOK | _VOLUMES else ""
    elif child in _IN_BOOK:
        target = "book"
    elif child in _IN_PERIODICAL and parent == "periodical":
        target = "journal"
    values = {f"{target}{name}": fields[name] for name in _TITLES if target and name in fields}
    for name, raw in fields.items():
        if name in _SAME_NAME:
            values.setdefault(name, raw)
    return values
