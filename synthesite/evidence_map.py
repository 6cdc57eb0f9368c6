"""Evidence and gap maps: how many studies there are of each theme by design, by year and by country.

A row is a theme of the vocabulary, whether any study has it or not. A column is a design, a country, or a span of
years.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from synthesite.bounded import Bounded
from synthesite.config import Settings, Theme
from synthesite.groups import Group
from synthesite.keys import digest
from synthesite.library import Library
from synthesite.page_keys import key_of
from synthesite.text.slugs import name_slug

KINDS = ("designs", "years", "countries")
"""The kinds of groups that columns can be, the first that a site has on the page `map.html`."""
MOST = 15
"""How many designs or countries have a column each: those with most studies. The others share one."""
SPANS = 10
"""How many spans of years there are at most; the first of them takes in all years before."""
_WIDTHS = (1, 2, 5, 10, 20, 50, 100)
OTHERS = "all--others"
NOWHERE = "all--none"
"""The names, in addresses, of the columns of all others and of studies that state nothing; no slug has two hyphens."""
_CODED = {"designs": "design", "countries": "countries"}


class Column(NamedTuple):
    """A column: its name in addresses, its label, the page of its group or `""`, and its number of studies.

    `groups` are the ids of the groups that it stands for. The last two columns have no label of their own.
    """

    id: str
    label: str
    path: str
    size: int
    groups: tuple[str, ...]


class Map(NamedTuple):
    """What a map is made of: its kind of columns, its columns, and the groups that share the column of all others."""

    kind: str
    columns: list[Column]
    others: list[Column]

    @property
    def unsized(self) -> Map:
        """The map without the sizes of its columns, which tells where studies are and not how many."""
        columns, others = ([column._replace(size=0) for column in found] for found in (self.columns, self.others))
        return Map(self.kind, columns, others)


class Row(NamedTuple):
    """A row: the theme's id and label, its page or `""`, its number of studies, and those of each column."""

    id: str
    label: str
    path: str
    size: int
    numbers: list[int]


class Counted(NamedTuple):
    """A map with its numbers; `nowhere` are the studies of a theme without a column, `unthemed` those without a row."""

    map: Map
    columns: list[Column]
    rows: list[Row]
    studies: int
    nowhere: int
    unthemed: int

    @property
    def gaps(self) -> int:
        """How many cells are empty, but for those of all others and of studies that state nothing."""
        named = [column.id not in (OTHERS, NOWHERE) for column in self.columns]
        return sum(not n and counts for row in self.rows for n, counts in zip(row.numbers, named, strict=True))

    @property
    def cells(self) -> int:
        """How many cells there are, but for the same."""
        return len(self.rows) * sum(column.id not in (OTHERS, NOWHERE) for column in self.columns)

    @property
    def largest(self) -> tuple[int, str, str]:
        """The first of the cells with most studies: their number, the row's and the column's label."""
        found = (0, "", "")
        for row in self.rows:
            for column, number in zip(self.columns, row.numbers, strict=True):
                if number > found[0] and column.id not in (OTHERS, NOWHERE):
                    found = number, row.label, column.label
        return found


def maps_of(library: Library) -> list[Map]:
    """The maps of a site, the first one that of `map.html`; none where there are no themes."""
    if "themes" in library.settings.leave_out or not library.settings.themes:
        return []
    kinds = [kind for kind in KINDS if kind not in library.settings.leave_out]
    maps = [map_of(kind, library.groups[kind], library.settings) for kind in kinds]
    return [one for one in maps if one.columns]


def map_of(kind: str, groups: Sequence[Group], settings: Settings) -> Map:
    """A map by the groups of a kind; words of a vocabulary that no study has are columns too."""
    if kind == "years":
        return Map(kind, spans(groups), [])
    columns = [Column(group.id, group.label, group.path, group.size, (group.id,)) for group in groups]
    known = {column.id for column in columns}
    words = {name_slug(word): word for word in settings.vocabularies.get(_CODED[kind], ())}
    unused = [(slug, word) for slug, word in words.items() if slug not in known]
    columns += [Column(slug, word[:1].upper() + word[1:], "", 0, (slug,)) for slug, word in unused]
    columns.sort(key=lambda column: -column.size)
    shown, others = columns[:MOST], columns[MOST:]
    if others:
        shown.append(Column(OTHERS, "", "", 0, tuple(column.id for column in others)))
    return Map(kind, shown, others)


def spans(groups: Iterable[Group]) -> list[Column]:
    """Years as columns, or spans of years that are as long as it takes, so that there are few enough of them."""
    found = {int(group.id): group for group in groups if group.id.isdecimal()}
    if not found:
        return []
    first, last = min(found), max(found)
    width = next((width for width in _WIDTHS if last // width - first // width < SPANS), _WIDTHS[-1])
    starts = list(range(last // width * width, max(first // width - 1, last // width - SPANS) * width, -width))[::-1]
    columns = []
    for start in starts:
        since, until = (min(first, start) if start == starts[0] else start), start + width - 1
        years = [found[year] for year in sorted(found) if since <= year <= until]
        label = str(start) if width == 1 and since == start else f"{since}\u2013{until}"
        path = years[0].path if width == 1 and since == start and years else ""
        size = sum(group.size for group in years)
        columns.append(Column(label.replace("\u2013", "-"), label, path, size, tuple(group.id for group in years)))
    return columns


Placed = Mapping[str, tuple[str, ...]]
"""By study the columns that it is in; a study that isn't there is in none, and belongs to `NOWHERE`."""
_UNPLACED = (NOWHERE,)


def placed(a_map: Map, members: Mapping[str, Sequence[str]]) -> Placed:
    """The columns of the studies; `members` has the studies of each group of the map's kind."""
    found: dict[str, tuple[str, ...]] = {}
    for column in a_map.columns:
        alone: tuple[str, ...] = (column.id,)
        ids = dict.fromkeys(chain.from_iterable(members.get(group, ()) for group in column.groups), alone)
        for study_id in found.keys() & ids.keys():
            ids[study_id] = found[study_id] + alone
        found |= ids
    return found


def cells_of(a_map: Map, places: Placed, ids: Iterable[str]) -> dict[str, list[str]]:
    """By the column, the ids of those of the studies that are in it, in their order; `NOWHERE` has those in none."""
    found: dict[str, list[str]] = {column.id: [] for column in a_map.columns}
    found[NOWHERE] = []
    for study_id in ids:
        for column in places.get(study_id, _UNPLACED):
            found[column].append(study_id)
    return found


def counted(
    a_map: Map, places: Placed, themes: Iterable[Theme], themed: Mapping[str, Sequence[str]], studies: int
) -> Counted:
    """A map with its numbers; `themed` has the ids of each theme's studies, `studies` are all there are."""
    every = set().union(*[themed.get(theme.id, ()) for theme in themes])
    sizes = _numbers(places, every)
    nowhere = sizes[NOWHERE]
    columns = [column._replace(size=sizes[column.id]) for column in a_map.columns]
    if nowhere:
        columns.append(Column(NOWHERE, "", "", nowhere, ()))
    rows = []
    for theme in themes:
        ids = themed.get(theme.id, ())
        numbers = _numbers(places, ids)
        path = f"themes/{theme.id}.html" if ids else ""
        rows.append(Row(theme.id, theme.label, path, len(ids), [numbers[column.id] for column in columns]))
    return Counted(a_map, columns, rows, len(every), nowhere, studies - len(every))


def _numbers(places: Placed, ids: Iterable[str]) -> Counter[str]:
    """How many of the studies are in each column."""
    found: Counter[str] = Counter()
    for columns, n in Counter(map(places.get, ids)).items():
        for column in columns or _UNPLACED:
            found[column] += n
    return found


def all_counted(library: Library, key: bytes) -> list[Counted]:
    """All maps of a site with their numbers, for which `key` stands as `all_key` gives it.

    Those that were counted last are kept: pages and tables both show them.
    """
    found = _counted.get(key)
    if found is None:
        themes, themed, studies = library.settings.themes, library.grouped["themes"].members, len(library.studies)
        places = all_placed(library, key)
        found = [counted(one, its, themes, themed, studies) for one, its in zip(maps_of(library), places, strict=True)]
        _counted[key] = found
    return found


def all_placed(library: Library, key: bytes) -> list[Placed]:
    """Where studies are in each of the maps, for which `key` stands as above; kept as they are."""
    found = _placed.get(key)
    if found is None:
        found = [placed(one, library.grouped[one.kind].members) for one in maps_of(library)]
        _placed[key] = found
    return found


_counted: Bounded[bytes, list[Counted]] = Bounded(1)
_placed: Bounded[bytes, list[Placed]] = Bounded(1)


def all_key(library: Library) -> bytes:
    """What stands for all maps of a site with their numbers."""
    kinds = [kind for kind in ("themes", *KINDS) if kind not in library.settings.leave_out]
    maps = key_of((maps_of(library), library.settings.themes, len(library.studies)))
    return digest(maps, *map(library.studies.members_key, kinds))


def address(a_map: Map, first: bool) -> str:
    """The page of a map: that of the first one is the way in."""
    return "map.html" if first else f"map--{a_map.kind}.html"


def cell_path(kind: str, theme: str, column: str, number: int = 1) -> str:
    """The list of the studies in a cell, or a further page of it."""
    return f"map/{theme}--{kind}--{column}{f'--{number}' if number > 1 else ''}.html"
