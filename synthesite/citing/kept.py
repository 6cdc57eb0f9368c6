"""A study in the formats of reference managers and of spreadsheets, made once and kept, for its own files and for those
of its groups.
"""

from __future__ import annotations

from typing import NamedTuple

from synthesite.citing.bibtex import bibtex
from synthesite.citing.ris import ris, shown_abstract
from synthesite.citing.table import row
from synthesite.model import Record

CITING = frozenset({"study_bib", "study_ris", "theme_files"})
"""The exports that references are kept for. Where all are left out, none are."""


class References(NamedTuple):
    """A study in each format, in UTF-8; `csv` is its row of a table."""

    ris: bytes
    bib: bytes
    csv: bytes


def references_of(record: Record) -> References:
    """The references of a record as it may be shown."""
    abstract = shown_abstract(record)
    return References(ris(record, abstract).encode(), bibtex(record, abstract).encode(), row(record).encode())
