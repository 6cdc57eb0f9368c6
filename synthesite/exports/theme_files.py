"""All studies of a theme in one file: as references (RIS, BibTeX) and as a table (CSV), newest first."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from functools import partial

from synthesite.batches import all_cards, kept_keys, theme_keys
from synthesite.bounded import Bounded
from synthesite.citing.kept import References
from synthesite.groups import Group
from synthesite.keys import digest, joined
from synthesite.library import Library
from synthesite.model import Batch, Card, Export, Later
from synthesite.text.markup import plain_title

_COLUMNS = ("id", "title", "authors", "year", "journal", "doi", "design", "countries", "open_access", "language")
_FORMULA = frozenset("=+-@\t\r")
_KEPT = 20_000
"""How many rows are kept for the tables of further themes; most studies have several."""
_rows: Bounded[str, tuple[Card, str]] = Bounded(_KEPT)


def exports(library: Library) -> Iterator[Batch]:
    """`themes/<id>.ris`, `.bib` and `.csv` for each theme, in UTF-8; the table with a mark of the byte order."""
    entries = library.studies.entries
    keys = {study_id: entry.references_key or entry.key for study_id, entry in entries.items()}

    def make() -> dict[str, bytes]:
        return {theme.id: joined([keys[one] for one in library.members(theme)]) for theme in library.groups["themes"]}

    references = kept_keys(library, "theme files", digest(all_cards(library), joined(keys.values())), make)
    cards = theme_keys(library)
    for theme in library.groups["themes"]:
        rests_on = (theme.id, references[theme.id], cards[theme.id])
        yield Batch(f"theme files {theme.id}", rests_on, partial(_files, library, theme, references[theme.id]))


def _files(library: Library, group: Group, key: bytes) -> Iterator[Export]:
    ids = library.members(group)
    references = (Later(key, partial(_references, library, ids)),)
    yield Export(f"themes/{group.id}.ris", _ris, references)
    yield Export(f"themes/{group.id}.bib", _bibtex, references)
    yield Export(f"themes/{group.id}.csv", cards_csv, (library.cards(ids),))


def _references(library: Library, ids: list[str]) -> Iterator[References]:
    """One after the other, as those of a large theme take a hundred megabytes."""
    return (library.studies.references(study_id).fetch() for study_id in ids)


def _ris(references: Iterable[References]) -> bytes:
    return _joined(one.ris for one in references)


def _bibtex(references: Iterable[References]) -> bytes:
    return _joined(one.bib for one in references)


def _joined(texts: Iterable[str]) -> bytes:
    file = io.BytesIO()
    file.writelines(text.encode() for text in texts)
    return file.getvalue()


def cards_csv(cards: list[Card]) -> bytes:
    """A table of studies with a line of headings, as RFC 4180 has it; of long lists of authors the first four."""
    rows = [_row(list(_COLUMNS))]
    for card in cards:
        kept = _rows.get(card.id)
        if kept is None or (kept[0] is not card and kept[0] != card):
            kept = _rows[card.id] = card, _row(_values(card))
        rows.append(kept[1])
    return f"\ufeff{''.join(rows)}".encode()


def _values(card: Card) -> list[str]:
    authors = "; ".join(card.authors) + ("; et al." if card.author_count > len(card.authors) else "")
    access = "" if card.open_access is None else str(card.open_access).lower()
    return [
        card.id,
        plain_title(card.title or ""),
        authors,
        str(card.year or ""),
        plain_title(card.journal or ""),
        card.doi or "",
        card.design or "",
        "; ".join(card.countries),
        access,
        card.language or "",
    ]


def _row(values: list[str]) -> str:
    """A row with its end, in which no spreadsheet takes a text for a formula."""
    text = io.StringIO()
    csv.writer(text).writerow([f"'{value}" if value[:1] in _FORMULA else value for value in values])
    return text.getvalue()
