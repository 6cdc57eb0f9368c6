"""Where published values come from, in the form in which pages show it."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any, NamedTuple

import msgspec

from synthesite import readers
from synthesite.claims import Claim, claims, pattern
from synthesite.config import Rights
from synthesite.extract import Item, line_ends
from synthesite.model import ConflictValue, How, JournalRecord, Place, Record, SourceItem
from synthesite.rights import Passages, is_prose
from synthesite.sources import CURATOR, SourceTexts
from synthesite.text.folding import fold
from synthesite.text.paths import is_outside


class Where(NamedTuple):
    """Characters of an item: `what` they say, how the value follows from them, the passage and what stands around it.

    `line` (of the file, from 1) and the passage only while the source is here; `is_hidden` where it may not be shown;
    `what` and `how` are empty where the entry says it for all its places.
    """

    what: str
    how: str
    start: int
    end: int
    line: int | None = None
    before: str = ""
    passage: str = ""
    after: str = ""
    is_hidden: bool = False


class Origin(NamedTuple):
    """An item that an entry's values come from: `number` is its place in the list of sources, from 1.

    Where it `is_outside`, in a folder that is not part of the site, it is never here, so that the page is the same
    wherever the site is built.
    """

    number: int
    reader: str
    path: str
    item: int
    sha256: str
    is_curators: bool
    is_here: bool
    is_outside: bool
    how: str
    places: list[Where]

    @property
    def hides(self) -> bool:
        """Whether the passage of one of its places may not be shown."""
        return any(place.is_hidden for place in self.places)


class Trace(NamedTuple):
    """An entry of the list of where values come from: values that readers look up together."""

    id: str
    field: str
    value: str
    origins: list[Origin]


_ENTRY_OF = {
    "genre": "type", "year": "date", "published": "date", "volume": "journal",
    "issue": "journal", "pages": "journal",
    "open_access": "access", "licence": "access", "abstract_truncated": "abstract", "journal_metrics": "metrics",
}  # fmt: skip
"""The keys that share an entry with others, and which."""
_LABELS = {
    "type": "kind of publication", "date": "date", "journal": "published in", "access": "access, licence",
    "citations": "figures about citations", "metrics": "standing of the journal", "doi": "DOI", "issn": "ISSN",
    "pmid": "PubMed number", "pmcid": "PubMed Central number", "url": "web page", "pdf": "PDF",
}  # fmt: skip
_HOW = {How.COPIED: "word for word", How.DECODED: "after undoing the file’s escapes", How.DERIVED: "by a rule"}
_RULES = {
    "type": "the source’s kind of publication, by its name in CSL",
    "year": "the year of this date",
    "published": "this date, as year, month and day",
    "authors.*": "the name, taken apart",
    "pages": "the first and the last page",
    "language": "the source’s name for the language, as a language tag",
    "licence": "the licence, by its short name",
    "notices.*": "what the source says about the study’s standing",
    "abstract_truncated": "the text breaks off there",
    "citations.statements.*.confidence": "the source’s percentage, as a share",
    "citations.statements.*.language": "told by its words",
    "citations.statements.*.seen": "how often the source shows the passage",
}
"""What a rule does, where it can be said in a few words."""
_TOLD_LANGUAGE = "told by the words of the title and the abstract"


def traces(record: Record | JournalRecord, sources: SourceTexts, rights: Rights, only: str = "") -> list[Trace]:
    """The values of a record with their places, in the record's order.

    `only` is the start of keys. The record is one whose texts are shortened as they may be shown. Of the summary only
    the file is told: its text is on the page.
    """
    return Tracer(record, sources, rights).traces(only)


class Tracer:
    """Traces the values of one record, each item being looked up once."""

    def __init__(self, record: Record | JournalRecord, sources: SourceTexts, rights: Rights) -> None:
        self._record = record
        self._listed = [_Listed(number, source, sources) for number, source in enumerate(record.sources or [], 1)]
        here = [(at, one.source) for at, one in enumerate(self._listed) if one.item and one.source.reader != CURATOR]
        found = ((at, sources.extract(source)) for at, source in here)
        self._passages = Passages(record, rights, {at: extract for at, extract in found if extract})

    def traces(self, only: str = "", skip: str = "-") -> list[Trace]:
        """See the function of the same name; `skip` is the start of keys too."""
        provenance = self._record.provenance or {}
        data = msgspec.to_builtins(self._record) | {"summary": " "}
        entries: dict[str, list[Claim]] = {}
        wanted = {k: p for k, p in provenance.items() if k.startswith(only) and not k.startswith(skip)}
        for claim in claims(data, wanted):
            if all(0 <= place.source < len(self._listed) for place in claim.places):  # `check` tells of the others
                entries.setdefault(_entry_of(claim.key), []).append(claim)
        return [self._entry(name, found, data) for name, found in entries.items()]

    def side(self, field: str, side: ConflictValue) -> Origin | None:
        """Where one side of a conflict comes from; without places where its span isn't known."""
        if not 0 <= side.source < len(self._listed):
            return None
        listed = self._listed[side.source]
        places = []
        if side.span is not None and is_prose(field):
            places = [Where("", "", *side.span)]  # how much of it may be shown stands beside it
        elif side.span is not None:
            place = Place(source=side.source, span=side.span, how=How.COPIED)
            places = [self._where(field, "", side.value, place)]
        return listed.origin("", [where._replace(how="") for where in places])

    def _entry(self, name: str, found: list[Claim], data: dict[str, Any]) -> Trace:
        keys = {pattern(claim.key).split(".*")[0] for claim in found}
        by_source: dict[int, list[Where]] = {}
        for claim in sorted(found, key=lambda claim: _element_of(claim.key)) if name == "abstract" else found:
            for place in claim.places:
                what = _what(claim, data, alone=len(keys) == 1)
                where = self._where(claim.key, what, _text(claim.value), place)
                by_source.setdefault(place.source, []).append(where)
        origins = [self._origin(at, places) for at, places in sorted(by_source.items())]
        untold = name in {"summary", "citations"}  # figures say nothing without their names, which stand at each place
        shown = [] if untold else [_text(c.value) for c in found if not _is_part(c.key)]
        return Trace(name, _label(name), _short("; ".join(shown)), origins)

    def _origin(self, at: int, places: list[Where]) -> Origin:
        ways = {where.how for where in places}
        if len(ways) > 1:
            return self._listed[at].origin("", places)
        return self._listed[at].origin(ways.pop(), [where._replace(how="") for where in places])

    def _where(self, key: str, what: str, shown: str, place: Place) -> Where:
        """A place with as much of the text there as may be shown."""
        listed, span = self._listed[place.source], place.span
        where = Where(what, self._how(key, place), *span)
        if listed.item is None:
            return where
        where = where._replace(line=listed.item.line + listed.lines_before(span.start))
        if key == "summary":
            return where
        raw = listed.item.text[slice(*span)]
        passage = self._passages.shown(place, raw, shown)
        if not passage.strip(" …"):
            return where._replace(is_hidden=is_prose(key))  # what is said of prose stands beside it once
        before, after = self._passages.around(place, listed.item.text)
        is_whole = passage == fold(raw)
        told = where.what if passage != where.what else ""
        return where._replace(what=told, before=before, passage=passage, after=after if is_whole else "")

    def _how(self, key: str, place: Place) -> str:
        if place.how != How.DERIVED:
            return _HOW[place.how]
        title, told = ((self._record.provenance or {}).get(name) for name in ("title", "language"))
        by_title = isinstance(title, Place) and title.span == place.span
        is_told = key == "language" and (by_title or isinstance(told, list))
        rule = _TOLD_LANGUAGE if is_told else _RULES.get(pattern(key))
        return f"{_HOW[How.DERIVED]}: {rule}" if rule else _HOW[How.DERIVED]


class _Listed:
    """An item that a record names, with its text and its lines while it is here."""

    def __init__(self, number: int, source: SourceItem, sources: SourceTexts) -> None:
        self.source = source
        self.number = number
        self.is_outside = is_outside(source.path)
        self.item: Item | None = None if self.is_outside else sources.item(source)
        self._ends: list[int] | None = None

    def lines_before(self, at: int) -> int:
        """How many line ends stand before an offset of the item's text."""
        if self._ends is None:
            self._ends = line_ends(self.item.text) if self.item else []
        return bisect_right(self._ends, at)

    def origin(self, how: str, places: list[Where]) -> Origin:
        """The item as pages show it, with places in it."""
        source, is_curators = self.source, self.source.reader == CURATOR
        label = "a curator’s file" if is_curators else readers.label(source.reader)
        here = self.item is not None
        return Origin(
            self.number, label, source.path, source.item, source.sha256, is_curators, here, self.is_outside, how, places
        )


def _entry_of(key: str) -> str:
    """The entry that a value belongs to: `abstract` for all that is said of it, one for each statement."""
    first, *rest = key.split(".")
    if rest and rest[0] == "statements" and len(rest) > 1:
        return f"statement-{int(rest[1]) + 1}"
    return _ENTRY_OF.get(first, first)


def _element_of(key: str) -> int:
    """Which element of its list a value is or belongs to."""
    return next((int(part) for part in key.split(".") if part.isdecimal()), 0)


def _is_part(key: str) -> bool:
    """Whether a value is a part of a list's element, such as the stance of a statement."""
    parts = key.split(".")
    return len(parts) > 2 and parts[-2].isdecimal()


def _label(name: str) -> str:
    if name.startswith("statement-"):
        return f"statement {name.removeprefix('statement-')}"
    return _LABELS.get(name, name.replace("_", " "))


def _what(claim: Claim, data: dict[str, Any], alone: bool) -> str:
    """What characters say, where it isn't the entry as a whole; `alone` in an entry of one field."""
    *_, last = parts = claim.key.split(".")
    if _is_part(claim.key):
        return f"{last}: {_short(_text(claim.value))}"
    if parts[0] == "abstract" and last.isdecimal():
        label = data["abstract"][int(last)].get("label")
        return f"under {label}" if label else ""
    if parts[0] == "citations" and "statements" in parts:
        return ""
    if last.isdecimal():
        field = "" if alone else f"{parts[-2].replace('_', ' ')}: "
        return field + _short(_text(claim.value))
    if alone and parts[0] not in {"citations", "journal_metrics"}:
        return ""
    return f"{last.replace('_', ' ')}: {_text(claim.value)}"


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
    return text if len(text) <= 70 else f"{text[:60].rsplit(' ', 1)[0]} …"
