"""What readers build on: the text of a source, its items, and a draft that notes the place of every value.

Promise 3 of the design starts here: a value enters an extract only together with the span it came from.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from synthesite.model import Conflict, ConflictValue, Extract, How, Place, Problem, Severity, SourceItem, Span
from synthesite.text.abstracts import split_labelled
from synthesite.text.folding import fold
from synthesite.text.patterns import lazy

_LINE_END = lazy(r"\r\n|\r|\n")
_RETRACTED = lazy(
    r"^\W*retracted(?: (?:article|paper|chapter))?(?:\s*[\])]|\s*[:.\u2013\u2014]|\s-\s)\W*\w"
    r"|\w\W{0,9}[\[(]retracted(?: (?:article|paper|chapter))?\b[^\[\]()]{0,200}[\])]\W{0,9}$",
    re.IGNORECASE,
)
"""How databases mark a title: `RETRACTED ARTICLE: …`, `… (Retracted article. See vol. 3, pg. 5, 2021)`."""


class SourceText(NamedTuple):
    """A source as text: its path below the site's folder, the decoded text without a BOM, and the encoding.

    `columns` says which key a column of a table holds, where the site's settings say so.
    """

    path: str
    text: str
    encoding: str
    columns: Mapping[str, str] = MappingProxyType({})

    @property
    def head(self) -> str:
        """The first 20,000 characters, enough to recognise a format by."""
        return self.text[:20_000]


class Item(NamedTuple):
    """The n-th entry of a source (`number` counts from 1); it starts in `line` at `column`, both from 1.

    `context` is what its reader has to know of the rest of the file (BibTeX's abbreviations); no span lies in it.
    """

    source: SourceText
    number: int
    text: str
    line: int
    context: object = None
    column: int = 1

    def column_of(self, at: int) -> int:
        """The column in the file, from 1, of an offset of the item's text."""
        line = max(self.text.rfind(end, 0, at) for end in "\r\n") + 1
        return at - line + 1 if line else self.column + at


class Reader(Protocol):
    """What a module of `synthesite.readers` provides. A source is read in three questions.

    A reader of sources without a format of their own (any page as text) adds `GENERAL = True`: it is asked only where
    no other reader claims the source.
    """

    LABEL: str
    """What kind of source this is, in words for the published page."""

    def claims(self, source: SourceText) -> str | None:
        """Why this source is the reader's own, in words; `None` if it isn't. Looks at the head only."""

    def items(self, source: SourceText) -> list[Item]:
        """The items, in order."""

    def read(self, item: Item) -> Extract:
        """What the item says about its study; what can't be read becomes a problem, never an exception."""


def whole(source: SourceText) -> list[Item]:
    """The items of a source that is about one study: itself."""
    return [Item(source, 1, source.text, 1)]


def pieces(source: SourceText, spans: list[Span]) -> list[Item]:
    """The items of a source that holds several, by their spans in it, in ascending order."""
    items, line, at, line_start = [], 1, 0, 0
    for number, (start, end) in enumerate(spans, 1):
        for line_end in _LINE_END.finditer(source.text, at, start):
            line, line_start = line + 1, line_end.end()
        at = start
        items.append(Item(source, number, source.text[start:end], line, column=start - line_start + 1))
    return items


def count_lines(text: str) -> int:
    """How many line ends the text has; CR LF, CR and LF count one each."""
    return sum(1 for _ in _LINE_END.finditer(text))


def line_ends(text: str) -> list[int]:
    """The offsets behind each line end of the text, in order."""
    return [match.end() for match in _LINE_END.finditer(text)]


def item_sha256(text: str) -> str:
    """The hash of an item: SHA-256 of its text in UTF-8, so that it doesn't depend on the file's encoding."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Draft:
    """An extract in the making. Spans are in the item's text; each method notes the value and its place together."""

    def __init__(self, item: Item, reader: str) -> None:
        self.item = item
        self.text = item.text
        self.values: dict[str, Any] = {}
        self.places: dict[str, Place | list[Place]] = {}
        self.conflicts: list[Conflict] = []
        self.problems: list[Problem] = []
        self.extra: dict[str, list[str]] = {}
        self._source = SourceItem(
            path=item.source.path,
            item=item.number,
            sha256=item_sha256(item.text),
            reader=reader,
            encoding=item.source.encoding,
        )

    def copy(self, key: str, span: tuple[int, int]) -> str:
        """Takes the text of the span, white space folded, as the value; a blank one is left out. Returns it."""
        value = fold(self.text[slice(*span)])
        if value:
            self.put(key, value, span)
        return value

    def put(self, key: str, value: Any, *spans: tuple[int, int], derived: bool = False) -> None:
        """Notes a value with the span or spans it came from; a key that has a value keeps it."""
        if key in self.values:
            return
        self.values[key] = value
        places = [self._place(value, span, derived or len(spans) > 1) for span in spans]
        self.places[key] = places[0] if len(places) == 1 else places

    def add(
        self, key: str, element: Any, span: tuple[int, int], shown: str | None = None, derived: bool = False
    ) -> int:
        """Appends to a list and returns the element's index; `shown` is its text where it is not a text itself."""
        elements = self.values.setdefault(key, [])
        places = self.places.setdefault(key, [])
        elements.append(element)
        places.append(self._place(element if shown is None else shown, span, derived))  # type: ignore[union-attr]  # a list, see above
        return len(elements) - 1

    def add_part(self, text: str, span: tuple[int, int], label: str = "", label_span: tuple[int, int] = (0, 0)) -> None:
        """Adds a part of the abstract, with its label if it has one; a part without text is left out."""
        passage = fold(text)
        if not passage:
            return
        part = {"label": label, "text": passage} if label else {"text": passage}
        index = self.add("abstract", part, span, passage)
        if label:
            self.trace(f"abstract.{index}.label", label, label_span)

    def add_abstract(self, start: int, end: int) -> None:
        """Adds the abstract that stands in the item's text from `start` to `end`, split at its labels."""
        for part in split_labelled(self.text[start:end]):
            span = (start + part.text[0], start + part.text[1])
            label = (start + part.label[0], start + part.label[1])
            self.add_part(self.text[slice(*span)], span, self.text[slice(*label)], label)

    def trace(self, key: str, value: Any, *spans: tuple[int, int], derived: bool = False) -> None:
        """Notes the place of a part of a value that is already there (`abstract.0.label`)."""
        places = [self._place(value, span, derived) for span in spans]
        self.places[key] = places[0] if len(places) == 1 else places

    def convert(self, key: str, span: tuple[int, int], rule: Callable[[str], Any]) -> Any:
        """Puts what the rule makes of the span's text, unless that is `None`; the value counts as derived unless
        it is the text itself. Returns it.
        """
        raw = self.text[slice(*span)]
        value = rule(raw)
        if value is not None:
            self.put(key, value, span, derived=str(value) != fold(raw))
        return value

    def conflict(self, field: str, *values: tuple[str, tuple[int, int]]) -> None:
        """Notes that the item contradicts itself about a field; each value as text, with its span."""
        sides = [ConflictValue(source=0, value=value, span=Span(*span)) for value, span in values]
        self.conflicts.append(Conflict(field=field, values=sides))

    def keep(self, key: str, text: str) -> None:
        """Keeps what the source says under a key of its own that a record has no place for."""
        if fold(text):
            self.extra.setdefault(key, []).append(fold(text))

    def problem(self, code: str, message: str, at: int = 0, severity: Severity = Severity.WARNING) -> None:
        """Reports something wrong at an offset of the item's text."""
        line = self.item.line + count_lines(self.text[:at])
        self.problems.append(Problem(self.item.source.path, line, code, message, severity))

    def extract(self) -> Extract:
        """The finished extract. Of a season or a range of months the year is taken, and the words are kept.

        A title that is marked as retracted is a notice too: another source's title may be shown in its place.
        """
        title = self.places.get("title")
        is_known = any(notice["type"] == "retraction" for notice in self.values.get("notices", []))
        if isinstance(title, Place) and not is_known and _RETRACTED.search(str(self.values["title"])):
            self.add("notices", {"type": "retraction"}, title.span, derived=True)
        place = self.places.get("published")
        if isinstance(place, Place) and len(str(self.values["published"])) == 4:
            raw = fold(self.text[slice(*place.span)])
            if any(c.isalpha() for c in raw):
                self.keep("published", raw)
        return Extract(
            source=self._source,
            line=self.item.line,
            values=self.values,
            places=self.places,
            conflicts=self.conflicts,
            problems=self.problems,
            extra=self.extra,
        )

    def _place(self, value: Any, span: tuple[int, int], derived: bool) -> Place:
        if derived:
            how = How.DERIVED
        else:
            raw, text = self.text[slice(*span)], str(value)
            how = How.COPIED if raw == text or fold(raw) == fold(text) else How.DECODED
        return Place(source=0, span=Span(*span), how=how)
