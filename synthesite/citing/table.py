"""A study as a row of a table, as RFC 4180 has it, for spreadsheets."""

from __future__ import annotations

import csv

from synthesite.model import Record
from synthesite.text.csv_cells import plain_cell
from synthesite.text.markup import plain_title

_COLUMNS = ("id", "title", "authors", "year", "journal", "doi", "design", "countries", "open_access", "language")
_AUTHORS = 4
"""How many authors a row names."""


def heading() -> str:
    """The first row, with the names of the columns."""
    return _line(list(_COLUMNS))


def row(record: Record) -> str:
    """The row of a record as it may be shown, with its end; of long lists of authors it has the first four."""
    authors = record.authors or []
    names = [author.name for author in authors[:_AUTHORS]] + (["et al."] if len(authors) > _AUTHORS else [])
    return _line(
        [
            record.id,
            plain_title(record.title or ""),
            "; ".join(names),
            str(record.year or ""),
            plain_title(record.journal or ""),
            record.doi or "",
            record.design or "",
            "; ".join(record.countries or []),
            "" if record.open_access is None else str(record.open_access).lower(),
            record.language or "",
        ]
    )


class _Handed:
    """A file that hands back what is written to it, as a writer does then."""

    def write(self, text: str) -> str:
        return text


_WRITER = csv.writer(_Handed())


def _line(values: list[str]) -> str:
    return str(_WRITER.writerow([plain_cell(value) for value in values]))
