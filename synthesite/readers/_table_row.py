"""A row of a table by what its columns hold, and taking values out of its cells."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from synthesite.extract import Draft
from synthesite.model import Span
from synthesite.readers._ris_identifiers import says_nothing
from synthesite.readers._table_columns import Layout, takes_all
from synthesite.readers._tagged import trimmed
from synthesite.text.abstracts import split_labelled
from synthesite.text.folding import fold
from synthesite.text.identifiers import normal_doi, normal_pmid
from synthesite.text.inline_markup import inline_title, plain_text
from synthesite.text.table_syntax import Cell, rows, undouble

_FORMULA = re.compile(r"=(\"{1,2})([^\"]*)\1")
_NOT_A_VALUE = frozenset({"nan", "<na>", "#n/a", "nat", "-"})
_YEAR = re.compile(r"[12][0-9]{3}(?:\.0)?")
_CHECKED: dict[str, Callable[[str], object]] = {
    "year": _YEAR.fullmatch,
    "doi": normal_doi,
    "pmid": lambda text: normal_pmid(text.removesuffix(".0")),
}
_LIKE_THESE = ("year", "published", "doi", "pmid", "volume", "issue", "first_page", "url", "cited_by")
"""What may look like a year, a DOI or a PubMed identifier and stand beside it."""


class Value(NamedTuple):
    """What a cell that says something holds: where, in which column, and whether its quotes are doubled."""

    column: int
    span: Span
    quoted: bool


class RowValues:
    """The cells of a row that say something and can be trusted; those that were not read are kept at the end."""

    def __init__(self, draft: Draft, layout: Layout) -> None:
        self.draft = draft
        self.layout = layout
        row = next(rows(draft.text, layout.separator), None)
        cells = row.cells if row else []
        width = len(layout.names)
        self.broken = next((at for at, cell in enumerate(cells) if not cell.closed), -1)
        self.cells = [_value(draft.text, at, cell) for at, cell in enumerate(cells)]
        self.surplus = [value for value in self.cells[width:] if self.raw(value)]
        self.width = len(cells)
        self.shifted = False
        self._trusted = self._trust(width)
        self._read: set[int] = set()

    def _trust(self, width: int) -> int:
        """How many cells stand under their headers for sure.

        In a row with a broken cell those before it; in a row with more cells than the header has, or with what belongs
        into a column in the next one, those up to the last one whose form shows that it is where it belongs.
        """
        if self.broken >= 0:
            return self.broken
        checks = {at: check for key, check in _CHECKED.items() for at in self.layout.columns.get(key, [])[:1]}
        self.shifted = bool(self.surplus) or any(self._is_shifted(at, check) for at, check in checks.items())
        if not self.shifted:
            return width
        trusted = 0
        for at in sorted(checks):
            text = fold(self.raw(self.cells[at])) if at < len(self.cells) else ""
            if text and not checks[at](text):
                break
            trusted = at + 1 if text else trusted
        return trusted

    def _is_shifted(self, at: int, check: Callable[[str], object]) -> bool:
        """Whether what belongs into a column stands in the next one, which holds nothing of the kind."""
        if at + 1 >= len(self.cells) or any(at + 1 in self.layout.columns.get(key, []) for key in _LIKE_THESE):
            return False
        here, there = fold(self.raw(self.cells[at])), fold(self.raw(self.cells[at + 1]))
        return bool(here) and not check(here) and bool(there) and bool(check(there))

    def raw(self, value: Value) -> str:
        """The text of a value as it stands."""
        return self.draft.text[slice(*value.span)]

    def said(self, value: Value, span: tuple[int, int] | None = None) -> str:
        """What a value, or a part of it, says: doubled quotes are one."""
        raw = self.draft.text[slice(*(span or value.span))]
        return undouble(raw) if value.quoted else raw

    def having(self, key: str) -> list[Value]:
        """The values of a key, the best one first."""
        columns = self.layout.columns.get(key)
        if not columns:
            return []
        known = min(len(self.cells), self._trusted)
        found = [self.cells[at] for at in columns if at < known and self.cells[at].span.start < self.cells[at].span.end]
        return [one for one in found if key == "title" or not _is_nothing(self.raw(one))]

    def first(self, key: str) -> Value | None:
        """The best value of a key; it doesn't count as read yet."""
        return next(iter(self.having(key)), None)

    def all(self, key: str) -> list[Value]:
        """The values of a key, which count as read; only one of them unless several columns can hold it together."""
        found = self.having(key) if takes_all(key) else self.having(key)[:1]
        for value in found:
            self.read(value)
        return found

    def named(self, *names: str) -> Value | None:
        """The value of the column of one of these names (in small letters), whatever else it may hold."""
        for at, name in enumerate(self.layout.names):
            if name.lower() in names and at < min(len(self.cells), self._trusted) and self.raw(self.cells[at]):
                return self.cells[at]
        return None

    def read(self, value: Value) -> None:
        """Counts a value as read."""
        self._read.add(value.column)

    def keep_others(self) -> None:
        """Keeps what was not read under the names of its columns."""
        for value in self.cells[: min(self._trusted, len(self.layout.names))]:
            if value.column not in self._read and self.raw(value) and not _is_nothing(self.raw(value)):
                name = self.layout.names[value.column] or f"column {value.column + 1}"
                self.draft.keep(name, self.said(value))

    def is_header(self) -> bool:
        """Whether this is the header once more, as in tables that were put together from several."""
        names = self.layout.names
        pairs = zip(self.cells, names, strict=False)
        return 1 < len(self.cells) <= len(names) and all(fold(self.said(value)) == name for value, name in pairs)

    def put_text(self, key: str, value: Value, span: tuple[int, int] | None = None) -> None:
        """Puts what a value says, without tags and with character references undone."""
        text = plain_text(self.said(value, span))
        if text:
            self.draft.put(key, text, span or value.span)
            self.read(value)

    def put_title(self, value: Value, span: tuple[int, int] | None = None) -> None:
        """Puts a title, its markup as CSL's inline tags."""
        text = inline_title(self.said(value, span))
        if text:
            self.draft.put("title", text, span or value.span)
            self.read(value)

    def add_each(self, key: str, value: Value, spans: list[Span]) -> None:
        """Adds the texts of spans of a value to a list, each once whatever its case."""
        known = {one.casefold() for one in self.draft.values.get(key, [])}
        for span in spans:
            text = plain_text(self.said(value, span))
            if text and text.casefold() not in known:
                known.add(text.casefold())
                self.draft.add(key, text, span)

    def add_abstract(self, value: Value) -> None:
        """Adds the abstract, split at its labels."""
        start, end = value.span
        for part in split_labelled(self.draft.text[start:end]):
            span = (start + part.text[0], start + part.text[1])
            label = (start + part.label[0], start + part.label[1])
            text = plain_text(self.said(value, span))
            self.draft.add_part(text, span, self.draft.text[slice(*label)], label)


def within(value: Value, span: tuple[int, int]) -> Span:
    return Span(value.span.start + span[0], value.span.start + span[1])


def _value(text: str, column: int, cell: Cell) -> Value:
    """A cell without white space at its ends, and without the formula that keeps a spreadsheet from changing it."""
    span = trimmed(text, cell.start, cell.end)
    if text.startswith('="', span.start) and (match := _FORMULA.fullmatch(text, *span)):
        span = trimmed(text, *match.span(2))
    return Value(column, span, cell.quoted)


def _is_nothing(text: str) -> bool:
    return len(text) <= 20 and (says_nothing(text) or text.strip().lower() in _NOT_A_VALUE)
