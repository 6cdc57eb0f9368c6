"""All citation statements over all studies: in figures, and in lists by stance and section, theme, year or language."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

from synthesite.batches import all_cards
from synthesite.evidence import Evidence
from synthesite.figures import STANCES
from synthesite.interface import N_
from synthesite.keys import digest, joined
from synthesite.library import Library
from synthesite.model import Batch, Card, Later, Page, Statement
from synthesite.statements import Differing, Line, Listed, Overview, Statements, address, dimensions
from synthesite.template_keys import FrameWay

NAVIGATION = FrameWay("statements.html", N_("Statements"), N_("what citing publications say of the studies"))
FIRST = 10
"""How many of the studies with differing counts the first page has."""


class _Counted:
    """The statements of a library, counted once for all batches, and only if one of them has to be listed."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._statements: Statements | None = None

    @property
    def statements(self) -> Statements:
        """What there is to list."""
        if self._statements is None:
            self._statements = Statements(self.library)
        return self._statements


def pages(library: Library, evidence: Evidence) -> Iterator[Batch]:
    """`statements.html`, and the lists that it leads to."""
    counted = _Counted(library)
    entries = library.studies.entries.values()
    said = digest(all_cards(library), joined([entry.said for entry in entries]))
    rests_on = (said, library.settings.page_size)
    yield Batch("statements", rests_on, partial(_overview, counted))
    for name in dimensions(library):
        if name == "section":
            for stance in STANCES:
                yield Batch(f"statements by {name}, {stance}", rests_on, partial(_lists, counted, name, stance))
        else:
            yield Batch(f"statements by {name}", rests_on, partial(_lists, counted, name, ""))


def _overview(counted: _Counted) -> Iterator[Page]:
    library, statements = counted.library, counted.statements
    differing, size = statements.differing(), library.settings.page_size
    some = differing[:FIRST]
    rests_on = (statements.overview(), len(differing), some, library.cards([one.id for one in some]))
    yield Page(NAVIGATION.path, "statements.html", _values, rests_on)
    count = -(-len(differing) // size) if len(differing) > FIRST else 0
    paths = [f"statements/differing{f'--{at + 1}' if at else ''}.html" for at in range(count)]
    for at, path in enumerate(paths):
        part = differing[at * size : (at + 1) * size]
        cards = library.cards([one.id for one in part])
        yield Page(path, "statements_differing.html", _differing, (len(differing), part, cards, paths, at + 1))


def _values(overview: Overview, differing: int, some: list[Differing], cards: list[Card]) -> dict[str, Any]:
    return {
        "statements": overview,
        "total": sum(overview.numbers),
        "tables": [(one.name, _rows(one.name, one.lines), _is_cut(one.lines)) for one in overview.tables],
        "stances": STANCES,
        "differing": differing,
        "some": list(zip(cards, some, strict=True)),
    }


def _rows(name: str, lines: list[Line]) -> list[tuple[Line, list[tuple[int, str]]]]:
    """The lines of a table, each with its cells: the number, and the list of just those if there is one."""
    return [
        (
            line,
            [
                (number, address(name, line.id, stance) if listed else "")
                for number, stance, listed in zip(line.numbers, STANCES, line.listed, strict=True)
            ],
        )
        for line in lines
    ]


def _is_cut(lines: list[Line]) -> bool:
    """Whether there is a number without a list."""
    return any(n and not listed for line in lines for n, listed in zip(line.numbers, line.listed, strict=True))


def _differing(total: int, part: list[Differing], cards: list[Card], paths: list[str], number: int) -> dict[str, Any]:
    some = list(zip(cards, part, strict=True))
    return {"total": total, "some": some, "stances": STANCES, "paths": paths, "number": number}


def _lists(counted: _Counted, name: str, stance: str) -> Iterator[Page]:
    for one in counted.statements.lists(name):
        if not stance or one.stance == stance:
            yield from _list(counted.library, one)


def _list(library: Library, one: Listed) -> Iterator[Page]:
    size, statements = library.settings.page_size, one.statements
    count = -(-len(statements) // size)
    paths = [address(one.name, one.line.id, one.stance, at + 1) for at in range(count)]
    line = one.line._replace(numbers=[], listed=[])
    for at, path in enumerate(paths):
        part = [
            (study_id, [place for _, place in places])
            for study_id, places in groupby(statements[at * size : (at + 1) * size], itemgetter(0))
        ]
        ids = [study_id for study_id, _ in part]
        rests_on = (one.name, line, one.stance, len(statements), part, library.cards(ids), _words(library, ids))
        yield Page(path, "statements_list.html", _listed, (*rests_on, paths, at + 1))


def _words(library: Library, ids: list[str]) -> Later:
    """The statements of studies, by study."""
    studies = library.studies
    key = digest(*(studies.entries[study_id].said for study_id in ids))
    return Later(key, lambda: [studies.statements(study_id) for study_id in ids])


def _listed(
    name: str,
    line: Line,
    stance: str,
    total: int,
    part: list[tuple[str, list[int]]],
    cards: list[Card],
    words: list[list[Statement]],
    paths: list[str],
    number: int,
) -> dict[str, Any]:
    shown = [
        (card, [(statements[at], stance, "") for at in places])
        for (_, places), card, statements in zip(part, cards, words, strict=True)
    ]
    every = [one for _, statements in shown for one, _, _ in statements]
    return {
        "name": name,
        "line": line,
        "stance": stance,
        "total": total,
        "shown": shown,
        "is_cut": any(one.shortened for one in every),
        "paths": paths,
        "number": number,
    }
