"""Lists that several sources add to: each element once, with its place, and what one source lacks from another.

An element that two sources have is one element. Its text is the whole one where the other is cut, else that of the more
trusted source; its other parts (a statement's stance, a notice's date) come from the most trusted source that has them.
Nothing is added up. Which source gives what depends only on the element and on trust, so that a source that says
nothing new can join or leave without a trace.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import msgspec

from synthesite.model import Conflict, ConflictValue, Extract, How, Notice, Place, Statement
from synthesite.text.folding import same_form
from synthesite.text.identifiers import normal_issn

MAIN = {"keywords": "", "issn": "", "citations.statements": "text", "notices": "type"}
"""The lists that are united, each with the part that names an element where it is a mapping."""
_STRUCTS: dict[str, type[msgspec.Struct]] = {"citations.statements": Statement, "notices": Notice}
PARTS = {
    unit: [f.name for f in msgspec.structs.fields(struct) if f.name not in {MAIN[unit], "shortened"}]
    for unit, struct in _STRUCTS.items()
}
"""The other parts of an element, in the record's order."""
_CUT = re.compile(r"\s*(?:…|\.\.\.|\[\.\.\.\]|\[…\])\s*$")
_LONG_ENOUGH = 40
"""Characters that a statement must have to be known as the cut beginning of another without an ellipsis."""
_OPEN = frozenset({None, "unclassified"})
"""Stances that say nothing against another."""

Places = dict[str, Place | list[Place]]


class United(NamedTuple):
    """A united list, its places with the sources' numbers, and what the sources disagree about in it."""

    values: list[Any]
    places: Places
    conflicts: list[Conflict]


class _Element(NamedTuple):
    at: int
    """The number of the extract."""
    rank: int
    """How many extracts are trusted more."""
    own: int
    """The index in the extract's own list."""
    value: Any
    key: str
    place: Place | None
    """Absent where a record that is taken apart only knows that the source gave other parts."""
    parts: Places


def unite(unit: str, order: list[int], extracts: list[Extract]) -> United:
    """Unites the lists that the extracts of these numbers, the most trusted first, have under `unit`."""
    groups: list[list[_Element]] = []
    exact: dict[str, list[int]] = {}  # the groups that an element of a key is in
    for rank, at in enumerate(order):
        for element in _distinct(unit, _elements(unit, at, rank, extracts[at])):
            number = _group_of(unit, element, groups, exact)
            if number is None:
                number = len(groups)
                groups.append([])
            groups[number].append(element)
            exact.setdefault(element.key, []).append(number)
    owned = [(_owner(group), group) for group in groups]
    values: list[Any] = []
    mains: list[Place] = []
    parts: Places = {}
    conflicts: list[Conflict] = []
    for owner, group in sorted(owned, key=lambda one: (one[0].rank, one[0].own)):
        place = _main_place(owner)
        if place is None:
            continue
        mains.append(place)
        if unit in PARTS:
            values.append(_whole(unit, len(values), owner, group, parts, conflicts))
        else:
            values.append(owner.value)
    return United(values, {unit: mains, **parts}, conflicts)


def has_doubles(unit: str, extract: Extract) -> bool:
    """Whether a source gives an element of a list twice."""
    if len(extract.values[unit]) < 2:
        return False
    elements = _elements(unit, 0, 0, extract)
    return len(_distinct(unit, elements)) < len(elements)


def element_key(unit: str, element: Any) -> str:
    """The form under which an element is known in other sources."""
    text = str(element.get(MAIN[unit], "")) if isinstance(element, dict) else str(element)
    if unit == "issn":
        return normal_issn(text) or text
    return same_form(_CUT.sub("", text)) or text


def _elements(unit: str, at: int, rank: int, extract: Extract) -> list[_Element]:
    values = extract.values[unit]
    places = extract.places.get(unit)
    found = []
    for own, value in enumerate(values):
        if isinstance(places, Place):
            place: Place | None = places
        else:
            place = places[own] if places and own < len(places) else None
        parts: Places = {}
        for part in PARTS.get(unit, ()):
            where = extract.places.get(f"{unit}.{own}.{part}")
            if where is not None:
                parts[part] = [_from(p, at) for p in where] if isinstance(where, list) else _from(where, at)
        key = element_key(unit, value)
        found.append(_Element(at, rank, own, value, key, _from(place, at) if place else None, parts))
    return found


def _distinct(unit: str, elements: list[_Element]) -> list[_Element]:
    """The elements of one source, of those that are the same the first of the fullest."""
    if unit not in PARTS:
        return list({element.key: element for element in reversed(elements)}.values())[::-1]
    kept: list[_Element] = []
    for element in elements:
        known = next((at for at, one in enumerate(kept) if _same(unit, one, element)), None)
        if known is None:
            kept.append(element)
        elif (len(element.key), len(element.value)) > (len(kept[known].key), len(kept[known].value)):
            kept[known] = element
    return kept


def _group_of(unit: str, element: _Element, groups: list[list[_Element]], exact: dict[str, list[int]]) -> int | None:
    """The first group that an element belongs to: it has to be the same as every one in it."""
    if unit not in PARTS:
        return exact[element.key][0] if element.key in exact else None
    first = exact.get(element.key, [])
    for at in (*first, *(at for at in range(len(groups)) if at not in first)):
        if all(_same(unit, element, other) for other in groups[at]):
            return at
    return None


def _same(unit: str, one: _Element, other: _Element) -> bool:
    """Whether two elements are one; a text that is the cut beginning of another is the same."""
    if unit == "notices":
        elsewhere = one.key == "retraction" and one.at != other.at  # a publication is retracted once
        return one.key == other.key and (elsewhere or _compatible(one.value, other.value))
    if one.key == other.key:
        return True
    if unit != "citations.statements":
        return False
    short, long = sorted((one, other), key=lambda element: len(element.key))
    if not long.key.startswith(short.key):
        return False
    return len(short.key) >= _LONG_ENOUGH or bool(_CUT.search(short.value["text"]))


def _compatible(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two notices of a kind can be one: the same address, or nothing that differs."""
    pairs = [(one[part], other[part]) for part in PARTS["notices"] if part in one and part in other]
    return ("url" in one and one["url"] == other.get("url")) or all(a == b for a, b in pairs)


def _owner(group: list[_Element]) -> _Element:
    """Who gives the text: the longest one of those with a place, of equals the most trusted."""
    placed = [element for element in group if element.place] or group
    return max(placed, key=lambda element: (len(element.key), -element.rank))


def _main_place(element: _Element) -> Place | None:
    if element.place:
        return element.place
    for where in element.parts.values():  # only a neighbouring place is known
        first = where[0] if isinstance(where, list) else where
        return msgspec.structs.replace(first, how=How.DERIVED)
    return None


def _whole(
    unit: str, index: int, owner: _Element, group: list[_Element], parts: Places, conflicts: list[Conflict]
) -> dict[str, Any]:
    """The element's value; notes the places of its parts, and a conflict where its stance is disputed."""
    value = {MAIN[unit]: owner.value[MAIN[unit]]}
    voices = group
    if unit == "citations.statements":
        stated = [element for element in group if "stance" in element.value]
        first = next((e for e in stated if e.value["stance"] not in _OPEN), stated[0] if stated else None)
        if first:
            against = [e for e in stated if not {e.value["stance"], first.value["stance"]} & _OPEN]
            against = [e for e in against if e.value["stance"] != first.value["stance"]]
            voices = [e for e in group if e.value.get("stance", first.value["stance"]) == first.value["stance"]]
            if against:
                sides = sorted([first, *against], key=lambda element: element.at)
                conflicts.append(Conflict(field=f"{unit}.{index}.stance", values=[_side(e) for e in sides]))
    for part in PARTS[unit]:
        asked = voices if part in {"stance", "confidence", "by"} else group
        holder = next((element for element in asked if _gives(unit, element, part)), None)
        if holder is None:
            continue
        value[part] = holder.value[part]
        where = holder.parts.get(part)
        if where is None and holder is not owner and holder.place:
            where = msgspec.structs.replace(holder.place, how=How.DERIVED)
        if where is not None:
            parts[f"{unit}.{index}.{part}"] = where
    return value


def _gives(unit: str, element: _Element, part: str) -> bool:
    """Whether an element has a part from its own source; a notice without a place has the others to be known by."""
    traced = element.place is not None or part in element.parts or unit != "notices"
    return part in element.value and traced


def _side(element: _Element) -> ConflictValue:
    where = element.parts.get("stance")
    return ConflictValue(
        source=element.at, value=element.value["stance"], span=where.span if isinstance(where, Place) else None
    )


def _from(place: Place, source: int) -> Place:
    return place if place.source == source else msgspec.structs.replace(place, source=source)
