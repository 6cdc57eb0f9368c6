"""All citation statements over all studies: in figures, and in lists by stance and section, theme, year or language."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, partial
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec

from synthesite.bounded import Bounded
from synthesite.evidence import Evidence
from synthesite.figures import STANCES
from synthesite.interface import N_
from synthesite.keys import digest, program_key
from synthesite.library import Library
from synthesite.model import Batch, Later, Page, Statement
from synthesite.said import About, about
from synthesite.statements import (
    Differing,
    Known,
    Line,
    Listed,
    Overview,
    Statements,
    address,
    dimensions,
    known_key,
    known_of,
)
from synthesite.store.cache import Table
from synthesite.template_keys import FrameWay

NAVIGATION = FrameWay("statements.html", N_("Statements"), N_("what citing publications say of the studies"))
FIRST = 10
"""How many of the studies with differing counts the first page has."""
_PARTS = 4
"""How many batches the lists by section come in."""
_HELD = 1_000
"""Of how many studies statements are held: so many have some on the pages of all sections that come next."""


class _Counted:
    """The statements of a library, counted once for all batches, and only if one of them has to be listed.

    What is known of them without the groups that studies are in is kept from build to build, and found before the
    processes part.
    """

    def __init__(self, library: Library, table: Table, key: bytes) -> None:
        self.library = library
        self._table, self._key = table, key
        self._known: Known | None = None
        self._words = Bounded[str, list[Statement]](_HELD)
        if table.key(_ALL) != key:
            self._known = known_of(library)
            table.put(_ALL, key, msgspec.msgpack.encode(self._known))

    @cached_property
    def statements(self) -> Statements:
        """What there is to list."""
        known = self._known or self._table.decoded(_ALL, self._key, _KNOWN) or known_of(self.library)
        return Statements(self.library, known)

    def words(self, study_id: str) -> list[Statement]:
        """The statements of a study, which are on the pages of several lists."""
        found = self._words.get(study_id)
        if found is None:
            found = self._words[study_id] = self.library.studies.statements(study_id)
        return found


_ALL = "all"
_KNOWN = msgspec.msgpack.Decoder(Known)


def pages(library: Library, evidence: Evidence) -> Iterator[Batch]:
    """`statements.html`, and the lists that it leads to."""
    key, names = known_key(library), dimensions(library)
    counted = _Counted(library, evidence.cache.table("statements"), digest(program_key(), key))
    said, themes = (key, library.settings.page_size), [(theme.id, theme.label) for theme in library.settings.themes]
    grouped: dict[str, tuple[Any, ...]] = {
        name: (library.studies.members_key(name), themes) for name in ("themes", "years") if name in names
    }
    yield Batch("statements", (said, grouped), partial(_overview, counted, [one for one in names if one != "section"]))
    for part in range(_PARTS if "section" in names else 0):
        yield Batch(f"statements by section {part + 1} of {_PARTS}", said, partial(_by_section, counted, part))


def _overview(counted: _Counted, others: list[str]) -> Iterator[Page]:
    """All in figures, and the lists by `others`, which are short, and for which all have to be counted once more."""
    library, statements = counted.library, counted.statements
    differing, size = statements.differing(), library.settings.page_size
    some = differing[:FIRST]
    rests_on = (statements.overview(), len(differing), some, _about(library, [one.id for one in some]))
    yield Page(NAVIGATION.path, "statements.html", _values, rests_on)
    count = -(-len(differing) // size) if len(differing) > FIRST else 0
    paths = [f"statements/differing{f'--{at + 1}' if at else ''}.html" for at in range(count)]
    for at, path in enumerate(paths):
        part = differing[at * size : (at + 1) * size]
        about = _about(library, [one.id for one in part])
        yield Page(path, "statements_differing.html", _differing, (len(differing), part, about, paths, at + 1))
    for name in others:
        for listed in counted.statements.lists(name):
            pages = _paths(listed, size)
            yield from (_list(counted, listed, pages, at) for at in range(len(pages)))


def _values(overview: Overview, differing: int, some: list[Differing], about: list[About]) -> dict[str, Any]:
    return {
        "statements": overview,
        "total": sum(overview.numbers),
        "tables": [(one.name, _rows(one.name, one.lines), _is_cut(one.lines)) for one in overview.tables],
        "stances": STANCES,
        "differing": differing,
        "some": list(zip(about, some, strict=True)),
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


def _differing(total: int, part: list[Differing], about: list[About], paths: list[str], number: int) -> dict[str, Any]:
    some = list(zip(about, part, strict=True))
    return {"total": total, "some": some, "stances": STANCES, "paths": paths, "number": number}


def _by_section(counted: _Counted, part: int) -> Iterator[Page]:
    """A part of the pages of all lists by section, in such an order that those about the same studies are together.

    Each list is in the order of all studies, so that what is at the same place of two lists is about much the same.
    """
    found = []
    for listed in counted.statements.lists("section"):
        pages = _paths(listed, counted.library.settings.page_size)
        places = [at for at in range(len(pages)) if at * _PARTS // len(pages) == part]
        found += [(at / len(pages), listed, pages, at) for at in places]
    for _, listed, pages, at in sorted(found, key=itemgetter(0)):
        yield _list(counted, listed, pages, at)


def _paths(one: Listed, size: int) -> list[str]:
    """The pages of a list."""
    return [address(one.name, one.line.id, one.stance, at + 1) for at in range(-(-len(one.statements) // size))]


def _list(counted: _Counted, one: Listed, paths: list[str], at: int) -> Page:
    """The page of a list that is at this place of its pages."""
    library, size, statements = counted.library, counted.library.settings.page_size, one.statements
    line = one.line._replace(numbers=[], listed=[])
    part = [
        (study_id, [place for _, place in places])
        for study_id, places in groupby(statements[at * size : (at + 1) * size], itemgetter(0))
    ]
    ids = [study_id for study_id, _ in part]
    said = _said(library, ids)
    studies = Later(said, lambda: [about(card) for card in library.studies.cards(ids)])
    words = Later(said, lambda: [*map(counted.words, ids)])
    rests_on = (one.name, line, one.stance, len(statements), part, studies, words, paths, at + 1)
    return Page(paths[at], "statements_list.html", _listed, rests_on)


def _about(library: Library, ids: list[str]) -> Later:
    """The studies that statements are about, as far as their lists show them."""
    return Later(_said(library, ids), lambda: [about(card) for card in library.studies.cards(ids)])


def _said(library: Library, ids: list[str]) -> bytes:
    entries = library.studies.entries
    return digest(*[entries[study_id].said for study_id in ids])


def _listed(
    name: str,
    line: Line,
    stance: str,
    total: int,
    part: list[tuple[str, list[int]]],
    studies: list[About],
    words: list[list[Statement]],
    paths: list[str],
    number: int,
) -> dict[str, Any]:
    shown = [
        (study, [(statements[at], stance, "") for at in places])
        for (_, places), study, statements in zip(part, studies, words, strict=True)
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
