"""Tables as text: rows and cells with their places (RFC 4180, and what spreadsheets and databases make of it).

A quote counts where a cell starts with it. It is closed by a quote that a separator, a line end or the end of the text
follows; other quotes inside are text, whether doubled or not. Where the next quote that can't be text opens a cell, or
none comes, the first one was never closed: its row ends with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

SEPARATORS = "\t;,|"
_LINE_END = re.compile(r"\r\n|\r|\n")
_STATED = re.compile(r"\s*\"?sep=(.)\"?[;,\t ]*(?:\r\n|\r|\n)", re.IGNORECASE)
_BLANK = re.compile(r"[ \u00a0]*")
_PLAIN = {mark: re.compile(rf"[^{re.escape(mark)}\r\n]*") for mark in SEPARATORS}


class Cell(NamedTuple):
    """Where the text of a cell stands, without its quotes; `closed` is false where its quote never closes."""

    start: int
    end: int
    quoted: bool = False
    closed: bool = True


class Row(NamedTuple):
    """A row that is not blank, its line ends left out."""

    start: int
    end: int
    cells: list[Cell]


def undouble(text: str) -> str:
    """What a quoted cell says: two quotes stand for one."""
    return text.replace('""', '"')


def stated_separator(text: str) -> tuple[str, int]:
    """The separator that a first line `sep=;` names, as Excel writes it, and where the table starts after it."""
    match = _STATED.match(text)
    return (match[1], match.end()) if match and match[1] in SEPARATORS else ("", 0)


def rows(text: str, separator: str, at: int = 0) -> Iterator[Row]:
    """The rows from an offset on; lines with nothing but white space are none.

    Linear in the length of the text, however many quotes are not closed.
    """
    dead: set[int] = set()
    while at < len(text):
        line_end = _LINE_END.search(text, at)
        end, following = line_end.span() if line_end else (len(text), len(text))
        if text.find('"', at, end) < 0:
            if not text[at:end].isspace() and at < end:
                yield Row(at, end, _plain_cells(text, separator, at, end))
            at = following
            continue
        cells = list(_cells(text, separator, at, dead))
        end = cells[-1].end + _behind(text, cells[-1])
        yield Row(at, end, cells)
        line_end = _LINE_END.match(text, end)
        at = line_end.end() if line_end else len(text)


def _behind(text: str, cell: Cell) -> int:
    """How many characters stand between the end of a row's last cell and the end of the row."""
    if not (cell.quoted and cell.closed):
        return 0
    blank = _BLANK.match(text, cell.end + 1)
    return (blank.end() if blank else cell.end + 1) - cell.end


def _plain_cells(text: str, separator: str, at: int, end: int) -> list[Cell]:
    cells = []
    for piece in text[at:end].split(separator):
        cells.append(Cell(at, at + len(piece)))
        at += len(piece) + 1
    return cells


def _cells(text: str, separator: str, at: int, dead: set[int]) -> Iterator[Cell]:
    while True:
        cell, at = _cell(text, separator, at, dead)
        yield cell
        if not text.startswith(separator, at):
            return
        at += 1


def _cell(text: str, separator: str, at: int, dead: set[int]) -> tuple[Cell, int]:
    """The cell that starts at an offset, and where it ends with its quotes."""
    opening = _BLANK.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing, too
    if text.startswith('"', opening):
        close = _closing(text, separator, opening + 1, dead)
        if close >= 0:
            behind = _BLANK.match(text, close + 1)
            return Cell(opening + 1, close, quoted=True), behind.end() if behind else close + 1
        if opening == at:
            line_end = _LINE_END.search(text, at)
            end = line_end.start() if line_end else len(text)
            return Cell(at + 1, end, quoted=True, closed=False), end
    end = _PLAIN[separator].match(text, at).end()  # type: ignore[union-attr]  # it matches nothing, too
    return Cell(at, end), end


def _closing(text: str, separator: str, at: int, dead: set[int]) -> int:
    """Where the quote stands that closes a cell whose text starts at an offset; -1 if there is none.

    `dead` remembers the quotes from which on no closing one comes, so that no part of a text is searched twice.
    """
    seen: list[int] = []
    while True:
        quote = text.find('"', at)
        if quote < 0 or quote in dead:
            break
        after = text[quote + 1 : quote + 2]
        if after == '"':
            seen.append(quote)
            at = quote + 2
            continue
        if after in {" ", "\u00a0"}:
            blank = _BLANK.match(text, quote + 1)
            after = text[blank.end() : blank.end() + 1] if blank else after
        if after in {"", separator, "\r", "\n"}:
            return quote
        seen.append(quote)
        if text[quote - 1] in {separator, "\r", "\n"}:
            break
        at = quote + 1
    dead.update(seen)
    return -1
