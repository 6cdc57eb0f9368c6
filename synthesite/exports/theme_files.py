"""All studies of a theme in one file: as references (RIS, BibTeX) and as a table (CSV), newest first."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import partial

from synthesite.batches import all_cards
from synthesite.citing.kept import References
from synthesite.keys import joined
from synthesite.library import Library
from synthesite.model import Batch, Card, Export, Later
from synthesite.text.markup import plain_title

_COLUMNS = ("id", "title", "authors", "year", "journal", "doi", "design", "countries", "open_access", "language")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def exports(library: Library) -> Iterator[Batch]:
    """`themes/<id>.ris`, `.bib` and `.csv` for each theme, in UTF-8; the table with a mark of the byte order."""
    every = joined(entry.references_key for entry in library.studies.entries.values())
    yield Batch("theme_files", (every, all_cards(library)), partial(_files, library))


def _files(library: Library) -> Iterator[Export]:
    for group in library.groups["themes"]:
        ids = library.members(group)
        each = [library.studies.references(study_id) for study_id in ids]
        references = (Later(joined(one.key for one in each), partial(_fetched, each)),)
        yield Export(f"themes/{group.id}.ris", _ris, references)
        yield Export(f"themes/{group.id}.bib", _bibtex, references)
        yield Export(f"themes/{group.id}.csv", cards_csv, (library.cards(ids),))


def _fetched(each: list[Later]) -> list[References]:
    return [one.fetch() for one in each]


def _ris(references: list[References]) -> bytes:
    return "".join([one.ris for one in references]).encode()


def _bibtex(references: list[References]) -> bytes:
    return "".join([one.bib for one in references]).encode()


def cards_csv(cards: list[Card]) -> bytes:
    """A table of studies with a line of headings, as RFC 4180 has it; of long lists of authors the first four."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(_COLUMNS)
    for card in cards:
        authors = "; ".join(card.authors) + ("; et al." if card.author_count > len(card.authors) else "")
        access = "" if card.open_access is None else str(card.open_access).lower()
        row = [card.id, plain_title(card.title or ""), authors, str(card.year or ""), plain_title(card.journal or "")]
        row += [card.doi or "", card.design or "", "; ".join(card.countries), access, card.language or ""]
        table.writerow(map(_harmless, row))
    return f"\ufeff{text.getvalue()}".encode()


def _harmless(value: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value
