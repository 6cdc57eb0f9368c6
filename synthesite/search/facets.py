"""What results can be narrowed down by: for each facet a file of its values, each with its studies."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from synthesite.groups import Grouped
from synthesite.search.coding import encoded_slots
from synthesite.search_entries import Traits

EXTRA = ("stances", "access", "languages")
"""The facets that are no groups."""
_VALUES: dict[str, Callable[[Traits], Iterable[str]]] = {
    "years": lambda traits: [str(traits.year or "")],
    "stances": lambda traits: traits.stances,
    "access": lambda traits: ["open" if traits.is_open else "other"],
    "languages": lambda traits: [traits.language] if traits.language else [],
}
"""What the traits of a study say of the facets that are told from them. Years are such: results are put in order by
them, also on a site that has no pages of years, and the studies without a year have to be among them."""


def is_by_traits(name: str) -> bool:
    """Whether a facet is told from the traits of studies, and not from groups."""
    return name in _VALUES


def facet_names(kinds: Iterable[str]) -> list[str]:
    """The facets of a site with these ways of grouping, each once."""
    return list(dict.fromkeys([*kinds, *EXTRA, "years"]))


def facet_by_traits(name: str, traits: dict[str, Traits], slots: dict[str, int]) -> list[list[Any]]:
    """The values of a facet, each as its id, its label, how many studies have it, and which (encoded)."""
    members: dict[str, list[int]] = {}
    for study_id, slot in slots.items():  # in the order of the slots
        for value in _VALUES[name](traits[study_id]):
            members.setdefault(value, []).append(slot)
    in_order = sorted(members, key=lambda value: -int(value or 0)) if name == "years" else sorted(members)
    return [[value, value, len(members[value]), encoded_slots(members[value])] for value in in_order]


def facet_by_groups(grouped: Grouped, slots: dict[str, int]) -> list[list[Any]]:
    """The same of groups, in their order."""
    found = []
    for group in grouped.groups:
        members = grouped.members[group.id]
        found.append([group.id, group.label, len(members), encoded_slots(sorted(map(slots.__getitem__, members)))])
    return found


def facet_file(name: str, values: list[list[Any]]) -> bytes:
    """The script file of a facet."""
    return script(name, msgspec.json.encode(values))


def script(name: str, json: bytes) -> bytes:
    """A file that hands the search page a part of the index: a call with its name and its content."""
    return b'searchPart("' + name.encode() + b'",' + json + b")\n"
