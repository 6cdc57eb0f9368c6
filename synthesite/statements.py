"""All citation statements over all studies: how many of each stance by section, theme, year and language, and in which
lists they are.

Each statement is in one list by its stance and the section that it stands in. Lists by other things are made only while
they are short enough to be read ([decision 25](../docs/decisions/0025-maps-and-statements.md)).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

import msgspec

from synthesite.evidence_map import NOWHERE, OTHERS, spans
from synthesite.keys import digest
from synthesite.library import Library
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


class Known(msgspec.Struct, array_like=True, frozen=True):
    """What is known of the studies with statements or a tally, newest first, whatever groups they are in.

    `kinds` are the kinds of statements in the order in which they come up, `numbers` how many there are of each.
    `statements` has of each study the places of its statements' kinds, `stances` how many it has of each stance. The
    rest is what `Overview` and `Differing` say.
    """

    ids: list[str]
    kinds: list[Statement]
    numbers: list[int]
    statements: list[list[int]]
    stances: list[tuple[int, int, int, int]]
    counted: list[int]
    tallied: int
    silent: int
    dates: list[str]
    classifiers: list[str]
    differing: list[Differing]


def known_key(library: Library) -> bytes:
    """What stands for all that is known of statements, and for their words."""
    entries = library.studies.entries.values()
    return digest(msgspec.msgpack.encode([(entry.id, entry.said) for entry in entries if entry.said]))


def known_of(library: Library) -> Known:
    """What is known of all statements, read study by study."""
    said = [(entry.id, decoded(entry.said)) for entry in library.studies.entries.values() if entry.said]
    kinds = Counter(chain.from_iterable(one.statements for _, one in said))
    place = {kind: at for at, kind in enumerate(kinds)}
    stances, differing = [], []
    for study_id, one in said:
        given = [0, 0, 0, 0]
        for stance, _, _ in one.statements:
            given[stance] += 1
        stances.append((given[0], given[1], given[2], given[3]))
        if one.tally and one.statements and one.tally != given:
            differing.append(Differing(study_id, one.as_of, one.tally, given))
    tallies = [one for _, one in said if one.tally]
    return Known(
        ids=[study_id for study_id, _ in said],
        kinds=list(kinds),
        numbers=list(kinds.values()),
        statements=[[place[kind] for kind in one.statements] for _, one in said],
        stances=stances,
        counted=[sum(one.tally[at] for one in tallies if one.tally) for at in range(len(STANCES))],
        tallied=len(tallies),
        silent=sum(any(one.tally or ()) and not one.statements for one in tallies),
        dates=sorted(one.as_of for one in tallies if one.as_of),
        classifiers=sorted({one.classifier for _, one in said if one.classifier}),
        differing=differing,
    )


class Statements:
    """The statements of a library by their lines, counted when this is made."""

    def __init__(self, library: Library, known: Known) -> None:
        self._library = library
        self._known = known
        self._lines: dict[str, dict[Statement, str]] = {}
        """Of the dimensions that statements tell of themselves, the line of each kind of statement."""
        self._studies: dict[str, dict[str, list[str]]] = {}
        """Of those that their studies tell, the studies of each line."""
        self.tables = [table for name in dimensions(library) if (table := self._table(name)).lines]

    def lists(self, name: str) -> Iterator[Listed]:
        """The lists of a dimension."""
        lines = next((table.lines for table in self.tables if table.name == name), [])
        wanted = [(line, at) for line in lines for at, is_listed in enumerate(line.listed) if is_listed]
        if not wanted:
            return
        found = self._by_kind(name) if name in _OF_KIND else self._by_study(name, wanted)
        for line, at in wanted:
            yield Listed(name, line, STANCES[at], found[line.id, at])

    def overview(self) -> Overview:
        """All of them in figures."""
        known, numbers = self._known, [0] * len(STANCES)
        for kind, n in zip(known.kinds, known.numbers, strict=True):
            numbers[kind[0]] += n
        return Overview(
            numbers=numbers,
            counted=known.counted,
            cited=sum(map(bool, known.statements)),
            tallied=known.tallied,
            silent=known.silent,
            dates=(known.dates[0], known.dates[-1]) if known.dates else None,
            undated=known.tallied - len(known.dates),
            classifiers=known.classifiers,
            tables=self.tables,
        )

    def differing(self) -> list[Differing]:
        """The studies with statements of which the source counts others than it gives."""
        return self._known.differing

    def _table(self, name: str) -> Table:
        numbers: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(STANCES))
        if name in _OF_KIND:
            labelled, self._lines[name] = _OF_KIND[name](dict(zip(self._known.kinds, self._known.numbers, strict=True)))
            for kind, n in zip(self._known.kinds, self._known.numbers, strict=True):
                numbers[self._lines[name][kind]][kind[0]] += n
        else:
            labelled, self._studies[name] = _OF_STUDY[name](self._library)
            stances = dict(zip(self._known.ids, self._known.stances, strict=True))
            for line, ids in self._studies[name].items():
                for given, n in Counter(map(stances.get, ids)).items():
                    for at, of_stance in enumerate(given or ()):
                        numbers[line][at] += of_stance * n
        lines = [
            line._replace(numbers=found, listed=[n > 0 and (name == "section" or n <= LONGEST) for n in found])
            for line in labelled
            if any(found := numbers[line.id])
        ]
        return Table(name, [] if all(line.id == NOWHERE for line in lines) else lines)

    def _by_kind(self, name: str) -> _Found:
        """The statements by line and stance."""
        lines, found = self._lines[name], _Found(list)
        cells = [found[lines[kind], kind[0]] for kind in self._known.kinds]
        for study_id, told in zip(self._known.ids, self._known.statements, strict=True):
            for at, kind in enumerate(told):
                cells[kind].append((study_id, at))
        return found

    def _by_study(self, name: str, wanted: Iterable[tuple[Line, int]]) -> _Found:
        """The statements of some lines, each with a stance."""
        known, found = self._known, _Found(list)
        stance_of = [kind[0] for kind in known.kinds]
        for line, stance in wanted:
            inside = set(self._studies[name][line.id])
            for study_id, told, given in zip(known.ids, known.statements, known.stances, strict=True):
                if given[stance] and study_id in inside:
                    places = [(study_id, at) for at, kind in enumerate(told) if stance_of[kind] == stance]
                    found[line.id, stance] += places
        return found


_Found = defaultdict[tuple[str, int], list[tuple[str, int]]]
"""By line and stance the statements of a dimension."""
_ByKind = tuple[list[Line], dict[Statement, str]]
"""A dimension that statements tell of themselves: its lines without numbers, and the line of each kind of statement."""
_ByStudy = tuple[list[Line], dict[str, list[str]]]
"""One that their study tells: its lines without numbers, and the studies of each."""


def _line(name: str, label: str, language: str = "", path: str = "") -> Line:
    return Line(name, label, language, path, [], [])


_NOWHERE, _OTHERS = _line(NOWHERE, ""), _line(OTHERS, "")


def _by_section(kinds: Mapping[Statement, int]) -> _ByKind:
    """Sections by their names, whatever their case; the name is that of the first."""
    return _most(kinds, lambda one: one[1].casefold(), lambda one: (one[1], one[2]))


def _by_language(kinds: Mapping[Statement, int]) -> _ByKind:
    return _most(kinds, _language, lambda one: (_language(one), ""))


def _language(one: Statement) -> str:
    return one[2].partition("-")[0].casefold()


def _most(
    kinds: Mapping[Statement, int], value_of: Callable[[Statement], str], label: Callable[[Statement], tuple[str, str]]
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


def _by_theme(library: Library) -> _ByStudy:
    groups = library.groups["themes"]
    lines = [*(_line(group.id, group.label, "", group.path) for group in groups), _NOWHERE]
    return lines, {group.id: library.members(group) for group in groups} | {NOWHERE: library.left("themes")}


def _by_year(library: Library) -> _ByStudy:
    columns, members = spans(library.groups["years"]), library.grouped["years"].members
    lines = [_line(column.id, column.label, "", column.path) for column in reversed(columns)]
    studies = {column.id: [one for group in column.groups for one in members[group]] for column in columns}
    return [*lines, _NOWHERE], studies | {NOWHERE: library.left("years")}


_OF_KIND = {"section": _by_section, "language": _by_language}
_OF_STUDY = {"themes": _by_theme, "years": _by_year}
_DIMENSIONS = ("section", "themes", "years", "language")
