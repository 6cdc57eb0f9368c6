"""All citation statements over all studies: how many of each stance by section, theme, year and language, and in which
lists they are.

Each statement is in one list by its stance and the section that it stands in. Lists by other things are made only while
they are short enough to be read ([decision 25](../docs/decisions/0025-maps-and-statements.md)).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from itertools import chain
from typing import NamedTuple

from synthesite.evidence_map import NOWHERE, OTHERS, spans
from synthesite.library import Library
from synthesite.model import Card
from synthesite.said import STANCES, decoded
from synthesite.text.slugs import name_slug

LONGEST = 200
"""Beyond how many statements there is no list by theme, year or language."""
ROWS = 12
"""How many sections or languages have a row each: those with most statements."""
Statement = tuple[int, str, str]
"""A statement as `Said` has it."""


class Line(NamedTuple):
    """A row of a table: its name in addresses, its label, the language of that, its group's page or `""`.

    `numbers` are those of the statements of each stance, `listed` says which of them have a list.
    """

    id: str
    label: str
    language: str
    path: str
    numbers: list[int]
    listed: list[bool]


class Table(NamedTuple):
    """How the statements divide by a dimension."""

    name: str
    lines: list[Line]


class Differing(NamedTuple):
    """A study of which the source counts other statements than it gives the words of; both by stance."""

    id: str
    as_of: str
    counted: list[int]
    given: list[int]


class Listed(NamedTuple):
    """A list: its dimension and line, its stance, and its statements: studies with the places in their records."""

    name: str
    line: Line
    stance: str
    statements: list[tuple[str, int]]


class Overview(NamedTuple):
    """All statements in figures. `numbers` are by stance those that are given in words, `counted` those of tallies.

    `cited` studies have statements, `tallied` have a tally, of which `silent` come without any statement; `dates` are
    the first and the last of the tallies, `undated` is the number of those that have none.
    """

    numbers: list[int]
    counted: list[int]
    cited: int
    tallied: int
    silent: int
    dates: tuple[str, str] | None
    undated: int
    classifiers: list[str]
    tables: list[Table]


def dimensions(library: Library) -> list[str]:
    """What statements are divided by, besides their stances."""
    return [name for name in _DIMENSIONS if name not in library.settings.leave_out]


def address(name: str, line: str, stance: str, number: int = 1) -> str:
    """The page of a list."""
    return f"statements/{name}--{line}--{stance}{f'--{number}' if number > 1 else ''}.html"


class Statements:
    """The statements of a library, counted when this is made."""

    def __init__(self, library: Library) -> None:
        entries = library.studies.entries.values()
        self._said = [(library.card(entry.id), decoded(entry.said)) for entry in entries if entry.said]
        self._kinds = Counter(chain.from_iterable(said.statements for _, said in self._said))
        names = dimensions(library)
        of_kind = {name: _OF_KIND[name](self._kinds) for name in names if name in _OF_KIND}
        of_card = {name: _OF_CARD[name](library) for name in names if name in _OF_CARD}
        self._found: dict[str, _Found] = {name: defaultdict(list) for name in names}
        self._divide(of_kind, of_card)
        lines = {name: by[0] for name, by in of_kind.items()} | {name: by[0] for name, by in of_card.items()}
        tables = [_table(name, lines[name], self._found[name]) for name in names]
        self.tables = [table for table in tables if table.lines]

    def _divide(self, of_kind: dict[str, _ByKind], of_card: dict[str, _ByCard]) -> None:
        """Puts each statement into its lines: once for each dimension, or where a study has several themes, more."""
        by_kind = {
            kind: [self._found[name][of[kind], kind[0]] for name, (_, of) in of_kind.items()] for kind in self._kinds
        }
        by_card = [(self._found[name], of) for name, (_, of) in of_card.items()]
        for card, said in self._said:
            lines = [(found, line) for found, of in by_card for line in of(card)]
            for at, kind in enumerate(said.statements):
                place = card.id, at
                for cell in by_kind[kind]:
                    cell.append(place)
                for found, line in lines:
                    found[line, kind[0]].append(place)

    def lists(self, name: str) -> Iterable[Listed]:
        """The lists of a dimension."""
        for line in next((table.lines for table in self.tables if table.name == name), ()):
            for stance, is_listed in enumerate(line.listed):
                if is_listed:
                    yield Listed(name, line, STANCES[stance], self._found[name][line.id, stance])

    def overview(self) -> Overview:
        """All of them in figures."""
        tallies = [(card.tally, said) for card, said in self._said if card.tally]
        dates = sorted(said.as_of for _, said in tallies if said.as_of)
        numbers: Counter[int] = Counter()
        for kind, n in self._kinds.items():
            numbers[kind[0]] += n
        return Overview(
            numbers=[numbers[at] for at in range(len(STANCES))],
            counted=[sum(getattr(tally, stance) or 0 for tally, _ in tallies) for stance in STANCES],
            cited=sum(bool(said.statements) for _, said in self._said),
            tallied=len(tallies),
            silent=sum(bool(tally.total) and not said.statements for tally, said in tallies),
            dates=(dates[0], dates[-1]) if dates else None,
            undated=len(tallies) - len(dates),
            classifiers=sorted({card.classifier for card, _ in self._said if card.classifier}),
            tables=self.tables,
        )

    def differing(self) -> list[Differing]:
        """The studies with statements of which the source counts others than it gives."""
        found = []
        for card, said in self._said:
            if card.tally and said.statements:
                given = [0] * len(STANCES)
                for stance, _, _ in said.statements:
                    given[stance] += 1
                one = Differing(
                    card.id,
                    said.as_of,
                    [getattr(card.tally, stance) or 0 for stance in STANCES],
                    given,
                )
                if one.counted != one.given:
                    found.append(one)
        return found


_Found = defaultdict[tuple[str, int], list[tuple[str, int]]]
"""By line and stance the statements of a dimension."""
_ByKind = tuple[list[Line], dict[Statement, str]]
"""A dimension that statements tell of themselves: its lines without numbers, and the line of each kind of statement."""
_ByCard = tuple[list[Line], Callable[[Card], Iterable[str]]]
"""One that their study tells: its lines without numbers, and those that a study's statements are in."""


def _table(name: str, labelled: list[Line], found: _Found) -> Table:
    lines = []
    for line in labelled:
        numbers = [len(found.get((line.id, stance), ())) for stance in range(len(STANCES))]
        listed = [n > 0 and (name == "section" or n <= LONGEST) for n in numbers]
        if any(numbers):
            lines.append(line._replace(numbers=numbers, listed=listed))
    return Table(name, [] if all(line.id == NOWHERE for line in lines) else lines)


def _line(name: str, label: str, language: str = "", path: str = "") -> Line:
    return Line(name, label, language, path, [], [])


_NOWHERE, _OTHERS = _line(NOWHERE, ""), _line(OTHERS, "")


def _by_section(kinds: Counter[Statement]) -> _ByKind:
    """Sections by their names, whatever their case; the name is that of the first."""
    return _most(kinds, lambda one: one[1].casefold(), lambda one: (one[1], one[2]))


def _by_language(kinds: Counter[Statement]) -> _ByKind:
    return _most(kinds, _language, lambda one: (_language(one), ""))


def _language(one: Statement) -> str:
    return one[2].partition("-")[0].casefold()


def _most(
    kinds: Counter[Statement], value_of: Callable[[Statement], str], label: Callable[[Statement], tuple[str, str]]
) -> _ByKind:
    """The values with most statements have a line each."""
    counts: Counter[str] = Counter()
    first: dict[str, Statement] = {}
    for one, n in kinds.items():
        value = value_of(one)
        counts[value] += n
        first.setdefault(value, one)
    del counts[""]
    lines: dict[str, Line] = {}
    names = {"": NOWHERE}
    for value, _ in counts.most_common(ROWS):
        name = names[value] = name_slug(value)
        lines.setdefault(name, _line(name, *label(first[value])))
    return [*lines.values(), _OTHERS, _NOWHERE], {one: names.get(value_of(one), OTHERS) for one in kinds}


def _by_theme(library: Library) -> _ByCard:
    groups = library.groups["themes"]
    return [*(_line(group.id, group.label, "", group.path) for group in groups), _NOWHERE], _themes


def _themes(card: Card) -> Iterable[str]:
    return dict.fromkeys(member.id for member in card.members.get("themes", ())) or (NOWHERE,)


def _by_year(library: Library) -> _ByCard:
    columns = spans(library.groups["years"])
    place = {group: (column.id,) for column in columns for group in column.groups}
    lines = [_line(column.id, column.label, "", column.path) for column in reversed(columns)]
    return [*lines, _NOWHERE], lambda card: place.get(str(card.year), (NOWHERE,))


_OF_KIND = {"section": _by_section, "language": _by_language}
_OF_CARD = {"themes": _by_theme, "years": _by_year}
_DIMENSIONS = ("section", "themes", "years", "language")
