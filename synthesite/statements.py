"""All citation statements over all studies: how many of each stance by section, theme, year and language, and in which
lists they are.

Each statement is in one list by its stance and the section that it stands in. Lists by other things are made only while
they are short enough to be read ([decision 21](../docs/decisions/0021-lists-of-statements.md)).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from synthesite.evidence_map import NOWHERE, OTHERS, spans
from synthesite.library import Library
from synthesite.model import Card
from synthesite.said import STANCES, Said, decoded
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
        self._said = [(card, decoded(entry.said)) for entry in entries if entry.said and (card := entry.card)]
        self._found: dict[str, dict[tuple[str, int], list[tuple[str, int]]]] = {}
        self.tables: list[Table] = []
        for name in dimensions(library):
            by = _DIMENSIONS[name](library, self._said)
            self._found[name] = self._divided(by)
            table = _table(name, by, self._found[name])
            if table.lines:
                self.tables.append(table)

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
        numbers = Counter(stance for _, said in self._said for stance, _, _ in said.statements)
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
                given = Counter(stance for stance, _, _ in said.statements)
                one = Differing(
                    card.id,
                    said.as_of,
                    [getattr(card.tally, stance) or 0 for stance in STANCES],
                    [given[at] for at in range(len(STANCES))],
                )
                if one.counted != one.given:
                    found.append(one)
        return found

    def _divided(self, by: _By) -> dict[tuple[str, int], list[tuple[str, int]]]:
        """By line and stance the statements of a dimension."""
        found: dict[tuple[str, int], list[tuple[str, int]]] = {}
        for card, said in self._said:
            for at, one in enumerate(said.statements):
                for line in by.of(card, one):
                    found.setdefault((line, one[0]), []).append((card.id, at))
        return found


class _By(NamedTuple):
    """A dimension: its lines without numbers, and which of them a statement about a study is in."""

    lines: list[Line]
    of: Callable[[Card, Statement], Iterable[str]]


def _table(name: str, by: _By, found: dict[tuple[str, int], list[tuple[str, int]]]) -> Table:
    lines = []
    for line in by.lines:
        numbers = [len(found.get((line.id, stance), ())) for stance in range(len(STANCES))]
        listed = [n > 0 and (name == "section" or n <= LONGEST) for n in numbers]
        if any(numbers):
            lines.append(line._replace(numbers=numbers, listed=listed))
    return Table(name, [] if all(line.id == NOWHERE for line in lines) else lines)


def _line(name: str, label: str, language: str = "", path: str = "") -> Line:
    return Line(name, label, language, path, [], [])


_NOWHERE, _OTHERS = _line(NOWHERE, ""), _line(OTHERS, "")


def _by_section(_: Library, said: list[tuple[Card, Said]]) -> _By:
    """Sections by their names, whatever their case; the name is that of the first."""
    return _most(said, lambda one: one[1].casefold(), lambda one: (one[1], one[2]))


def _by_language(_: Library, said: list[tuple[Card, Said]]) -> _By:
    return _most(said, _language, lambda one: (_language(one), ""))


def _language(one: Statement) -> str:
    return one[2].partition("-")[0].casefold()


def _most(
    said: list[tuple[Card, Said]], key: Callable[[Statement], str], label: Callable[[Statement], tuple[str, str]]
) -> _By:
    """The values with most statements have a line each."""
    counts: Counter[str] = Counter()
    first: dict[str, Statement] = {}
    for _, about in said:
        for one in about.statements:
            value = key(one)
            counts[value] += 1
            first.setdefault(value, one)
    del counts[""]
    lines: dict[str, Line] = {}
    place: dict[str, tuple[str, ...]] = {"": (NOWHERE,)}
    for value, _ in counts.most_common(ROWS):
        name = name_slug(value)
        lines.setdefault(name, _line(name, *label(first[value])))
        place[value] = (name,)
    others = (OTHERS,)
    return _By([*lines.values(), _OTHERS, _NOWHERE], lambda _, one: place.get(key(one), others))


def _by_theme(library: Library, _: list[tuple[Card, Said]]) -> _By:
    groups = library.groups["themes"]
    return _By([*(_line(group.id, group.label, "", group.path) for group in groups), _NOWHERE], _themes)


def _themes(card: Card, _: Statement) -> Iterable[str]:
    return dict.fromkeys(member.id for member in card.members.get("themes", ())) or (NOWHERE,)


def _by_year(library: Library, _: list[tuple[Card, Said]]) -> _By:
    columns = spans(library.groups["years"])
    place = {group: (column.id,) for column in columns for group in column.groups}
    lines = [_line(column.id, column.label, "", column.path) for column in reversed(columns)]
    return _By([*lines, _NOWHERE], lambda card, _: place.get(str(card.year), (NOWHERE,)))


_DIMENSIONS = {"section": _by_section, "themes": _by_theme, "years": _by_year, "language": _by_language}
