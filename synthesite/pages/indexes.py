"""The overview of each way of grouping: its groups, by letters where they are many, and the studies that are in none,
unless that is all of them.

Beyond `ON_ONE_PAGE` groups the overview has the letters and the largest groups, and each letter has pages of its own.
A name stands under the first letter of its address, which is how it is transliterated: 张伟 stands under Z, behind the
names in Latin letters. What begins with a digit stands together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from synthesite.batches import all_cards
from synthesite.evidence import Evidence
from synthesite.groups import Group
from synthesite.library import Library
from synthesite.model import Batch, Card, Page
from synthesite.template_keys import FrameKind

T = TypeVar("T")
ON_ONE_PAGE = 500
"""How many groups an overview names at most."""
OF_A_LETTER = 300
"""How many groups a page of a letter names."""
LARGEST = 60
"""How many of the largest groups the overview names where it doesn't name all."""
DIGITS = "0"


class Letter(NamedTuple):
    """A letter (`a`, or `0` for all digits), its page, empty where there is none, and how many groups it has."""

    letter: str
    path: str
    groups: int


class Total(NamedTuple):
    """Of how many groups and studies a kind is; `left` studies are in no group, and `left_path` lists many of them."""

    groups: int
    studies: int
    left: int
    left_path: str


def pages(library: Library, evidence: Evidence) -> Iterator[Batch]:
    """`<kind>/index.html` and, of large kinds, `<kind>/index--<letter>.html` and `<kind>/index--without.html`."""
    cards = all_cards(library)
    for kind in library.frame.kinds:
        yield Batch(f"all {kind.name}", (kind, cards, library.settings.page_size), partial(_pages, library, kind))


def by_letter(groups: Iterable[Group]) -> dict[str, list[Group]]:
    """Groups by the letters under which they stand, in the order of the alphabet and then in their own."""
    found: dict[str, list[Group]] = {}
    for group in groups:
        found.setdefault(group.id[0] if group.id[0].isalpha() else DIGITS, []).append(group)
    return {letter: found[letter] for letter in sorted(found)}


def _pages(library: Library, kind: FrameKind) -> Iterator[Page]:
    groups, size = library.groups[kind.name], library.settings.page_size
    left = library.left(kind.name) if groups else []  # of all studies there are other lists
    paths = _paths(kind, "without", len(left), size) if len(left) > size else []
    total = Total(len(groups), len(library.studies), len(library.left(kind.name)), paths[0] if paths else "")
    listed = library.cards([] if paths else left)
    if len(groups) > ON_ONE_PAGE and kind.name != "years":
        letters = by_letter(groups)
        ways = [Letter(letter, f"{kind.name}/index--{letter}.html", len(found)) for letter, found in letters.items()]
        largest = sorted((group for group in groups if group.size > 1), key=lambda group: -group.size)[:LARGEST]
        yield Page(f"{kind.name}/index.html", "index.html", _lettered, (kind, total, ways, largest, listed))
        for way, found in zip(ways, letters.values(), strict=True):
            places = _paths(kind, way.letter, len(found), OF_A_LETTER)
            for number, part in enumerate(_parts(found, OF_A_LETTER), 1):
                rests_on = (kind, ways, way.letter, places, number, part)
                yield Page(places[number - 1], "index_letter.html", _letter, rests_on)
    else:
        yield Page(f"{kind.name}/index.html", "index.html", _whole, (kind, total, groups, listed))
    for number, (path, ids) in enumerate(zip(paths, _parts(left, size), strict=bool(paths)), 1):
        rests = (kind, len(left), paths, number, library.cards(ids))
        yield Page(path, "index_without.html", _without, rests)


def _paths(kind: FrameKind, name: str, entries: int, size: int) -> list[str]:
    count = -(-entries // size)
    return [f"{kind.name}/index--{name}{end}.html" for end in chain([""], (f"--{n}" for n in range(2, count + 1)))]


def _parts(entries: Sequence[T], size: int) -> list[Sequence[T]]:
    return [entries[at : at + size] for at in range(0, len(entries), size)]


def _whole(kind: FrameKind, total: Total, groups: list[Group], left: Sequence[Card]) -> dict[str, Any]:
    letters = [(Letter(letter, "", len(found)), found) for letter, found in by_letter(groups).items()]
    return {"kind": kind, "total": total, "groups": groups, "left": left, "ways": [], "letters": letters}


def _lettered(
    kind: FrameKind, total: Total, ways: list[Letter], largest: list[Group], left: Sequence[Card]
) -> dict[str, Any]:
    return {"kind": kind, "total": total, "groups": largest, "left": left, "ways": ways, "letters": []}


def _letter(
    kind: FrameKind, ways: list[Letter], letter: str, paths: list[str], number: int, groups: list[Group]
) -> dict[str, Any]:
    here = next(way for way in ways if way.letter == letter)
    return {"kind": kind, "ways": ways, "here": here, "paths": paths, "number": number, "groups": groups}


def _without(kind: FrameKind, left: int, paths: list[str], number: int, cards: Sequence[Card]) -> dict[str, Any]:
    return {"kind": kind, "left": left, "paths": paths, "number": number, "cards": cards}
