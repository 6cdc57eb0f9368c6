"""What results can be narrowed down by: for each facet a file of its values, each with its studies."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from synthesite.keys import digest
from synthesite.library import Library
from synthesite.model import Card
from synthesite.search.coding import encoded_slots

EXTRA = ("stances", "access", "languages")
"""The facets that are no groups."""
STANCES = ("supporting", "mentioning", "contrasting")


def facet_names(kinds: Iterable[str]) -> list[str]:
    """The facets of a site with these ways of grouping, in the order in which the page has them."""
    return [*kinds, *EXTRA]


def _stances(card: Card) -> Iterable[str]:
    tally = card.tally
    return [stance for stance in STANCES if getattr(tally, stance)] if tally else []


def _access(card: Card) -> Iterable[str]:
    return ["open"] if card.open_access else ["other"]


def _languages(card: Card) -> Iterable[str]:
    return [card.language.partition("-")[0].lower()] if card.language else []


_OF_CARD: dict[str, Callable[[Card], Iterable[str]]] = {
    "stances": _stances,
    "access": _access,
    "languages": _languages,
}


def facet(library: Library, name: str, slots: dict[str, int]) -> list[list[Any]]:
    """The values of a facet, each as its id, its label, how many studies have it, and which (encoded).

    Years include the value `""`, for the studies without one: so that they are all of them.
    """
    if name in _OF_CARD:
        return _by_card(library, _OF_CARD[name], slots)
    grouped = library.grouped[name]
    if name == "years":
        years = _by_card(library, _year, slots)
        return sorted(years, key=lambda value: -int(value[0] or 0))
    found = []
    for group in grouped.groups:
        members = grouped.members[group.id]
        found.append([group.id, group.label, len(members), encoded_slots(sorted(map(slots.__getitem__, members)))])
    return found


def facet_keys(library: Library, names: Iterable[str], ids: bytes) -> dict[str, bytes]:
    """What stands for each of the facets; `ids` stands for the studies and their slots."""
    by_card = b""
    found = {}
    for name in names:
        if name in _OF_CARD or name == "years":
            by_card = by_card or _ENCODER.encode([_told(card) for card in map(library.card, library.studies)])
            found[name] = digest(ids, by_card)
        else:
            grouped = library.grouped[name]
            found[name] = digest(ids, _ENCODER.encode((grouped.groups, grouped.members)))
    return found


_ENCODER = msgspec.msgpack.Encoder()


def _told(card: Card) -> tuple[object, ...]:
    """All that the facets which are no groups tell of a study."""
    return card.year, card.open_access, card.language, card.tally


def _year(card: Card) -> Iterable[str]:
    return [str(card.year or "")]


def _by_card(library: Library, values: Callable[[Card], Iterable[str]], slots: dict[str, int]) -> list[list[Any]]:
    members: dict[str, list[int]] = {}
    for study_id, slot in slots.items():  # in the order of the slots
        for value in values(library.card(study_id)):
            members.setdefault(value, []).append(slot)
    return [[value, value, len(some), encoded_slots(some)] for value, some in sorted(members.items())]


def facet_file(name: str, values: list[list[Any]]) -> bytes:
    """The script file of a facet."""
    return script(name, msgspec.json.encode(values))


def script(name: str, json: bytes) -> bytes:
    """A file that hands the search page a part of the index: a call with its name and its content."""
    return b'searchPart("' + name.encode() + b'",' + json + b")\n"
