"""The evidence and gap maps as tables: `map.csv`, and the like beside each map's page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import partial

from synthesite.catalogs import interface_key, interface_language, load_interface
from synthesite.evidence_map import NOWHERE, OTHERS, Counted, address, all_counted, all_key
from synthesite.interface import N_
from synthesite.library import Library
from synthesite.model import Batch, Export
from synthesite.text.csv_cells import plain_cell

_THEME, _ALL = N_("Theme"), N_("All studies")
_OTHERS = {"designs": N_("Other designs"), "years": N_("Other years"), "countries": N_("Other countries")}
_NOWHERE = {
    "designs": N_("Design not stated"),
    "years": N_("Year not stated"),
    "countries": N_("Country not stated"),
}


def exports(library: Library) -> Iterator[Batch]:
    """A row for each theme, a column for each column of the map, with the map's titles; UTF-8 with a mark for Excel."""
    language, numbers = interface_language(library.settings.language), all_key(library)
    words = interface_key(language)
    yield Batch("maps as tables", (numbers, words), partial(_exports, library, numbers, language, words))


def _exports(library: Library, numbers: bytes, language: str, words: bytes) -> Iterator[Export]:
    for number, one in enumerate(all_counted(library, numbers)):
        path = address(one.map, number == 0).removesuffix(".html")
        yield Export(f"{path}.csv", _table, (one, language, words))


def _table(counted: Counted, language: str, _: bytes) -> bytes:
    say, kind = load_interface(language).gettext, counted.map.kind
    ours = {OTHERS: say(_OTHERS[kind]), NOWHERE: say(_NOWHERE[kind])}
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    columns = counted.columns
    rows.writerow([say(_THEME), *(ours.get(one.id) or plain_cell(one.label) for one in columns), say(_ALL)])
    rows.writerows([plain_cell(row.label), *row.numbers, row.size] for row in counted.rows)
    rows.writerow([say(_ALL), *(one.size for one in columns), counted.studies])
    return text.getvalue().encode("utf-8-sig")
