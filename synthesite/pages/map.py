"""Evidence and gap maps: themes by design, by year, by country; and the list of the studies in each cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from synthesite.batches import theme_keys
from synthesite.evidence import Evidence
from synthesite.evidence_map import (
    NOWHERE,
    OTHERS,
    Column,
    Counted,
    Map,
    address,
    all_counted,
    all_key,
    all_placed,
    cell_path,
    cells_of,
    maps_of,
)
from synthesite.groups import Group
from synthesite.interface import N_
from synthesite.library import Library
from synthesite.model import Batch, Card, Page
from synthesite.template_keys import FrameWay

NAVIGATION = FrameWay("map.html", N_("Map"), N_("where there are studies, and where there are none"))


def pages(library: Library, evidence: Evidence) -> Iterator[Batch]:
    """`map.html`, `map--<kind>.html`, and `map/<theme>--<kind>--<column>.html` for each cell that has a study."""
    maps, key = maps_of(library), all_key(library)
    yield Batch("maps", (key,), partial(_maps, library, key))
    shown = [one.unsized for one in maps]
    keys = theme_keys(library, "maps", library.studies.card_keys) if maps else {}
    for theme in library.groups["themes"] if maps else ():
        rests_on = (theme, shown, keys[theme.id], library.settings.page_size)
        yield Batch(f"map {theme.id}", rests_on, partial(_cells, library, shown, key, theme))


def _maps(library: Library, key: bytes) -> Iterator[Page]:
    found = all_counted(library, key)
    ways = [(address(one.map, one is found[0]), one.map.kind) for one in found]
    if not found:
        yield Page(NAVIGATION.path, "map.html", _none, (len(library.studies),))
    for one, (path, _) in zip(found, ways, strict=True):
        yield Page(path, "map.html", _map, (ways, one))


def _none(studies: int) -> dict[str, Any]:
    """A page for the way in where there is nothing to draw a map of."""
    return {"ways": [], "map": None, "kind": "", "studies": studies, "columns": [], "rows": []}


def _map(ways: list[tuple[str, str]], counted: Counted) -> dict[str, Any]:
    kind = counted.map.kind
    return {
        "ways": ways,
        "map": counted,
        "kind": kind,
        "studies": counted.studies,
        "columns": [(column.id, column.label, column.path, column.size) for column in counted.columns],
        "rows": [
            (
                row.label,
                row.path,
                row.size,
                [(n, cell_path(kind, row.id, column.id)) for n, column in _pairs(counted, row.numbers)],
            )
            for row in counted.rows
        ],
        "OTHERS": OTHERS,
        "NOWHERE": NOWHERE,
    }


def _pairs(counted: Counted, numbers: list[int]) -> Iterator[tuple[int, Column]]:
    return zip(numbers, counted.columns, strict=True)


def _cells(library: Library, maps: list[Map], key: bytes, theme: Group) -> Iterator[Page]:
    size, ids, theme = library.settings.page_size, library.members(theme), theme._replace(size=0)
    for number, (one, places) in enumerate(zip(maps, all_placed(library, key), strict=True)):
        columns = {column.id: column for column in one.columns}
        columns[NOWHERE] = Column(NOWHERE, "", "", 0, ())
        for name, inside in cells_of(one, places, ids).items():
            count = -(-len(inside) // size)
            paths = [cell_path(one.kind, theme.id, name, at + 1) for at in range(count)]
            column, others = columns[name]._replace(size=len(inside)), one.others if name == OTHERS else []
            about = (address(one, number == 0), one.kind, theme, column, others, paths)
            for at, path in enumerate(paths):
                shown = library.cards(inside[at * size : (at + 1) * size])
                yield Page(path, "map_cell.html", _cell, (*about, at + 1, shown))


def _cell(
    way: str,
    kind: str,
    theme: Group,
    column: Column,
    others: list[Column],
    paths: list[str],
    number: int,
    cards: Sequence[Card],
) -> dict[str, Any]:
    return {
        "way": way,
        "kind": kind,
        "theme": theme,
        "column": column,
        "paths": paths,
        "number": number,
        "cards": cards,
        "others": others,
        "OTHERS": OTHERS,
        "NOWHERE": NOWHERE,
    }
