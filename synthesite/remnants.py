"""A record taken apart again: for each of its sources, the extract of what the record has from it.

With these a study outlives its sources: `merge` of a record's remnants gives the record again, and a remnant joins the
extracts of sources that are still here. A remnant knows only what won, and what it says against what won; it has no
text, so nothing of it can be verified.
"""

from __future__ import annotations

from typing import Any

import msgspec

from synthesite.model import MACHINE_KEYS, Conflict, Extract, How, Place, Record
from synthesite.text.paths import resolve
from synthesite.trust import unit_of
from synthesite.unions import MAIN, PARTS

Places = dict[str, Place | list[Place]]


def remnants(record: Record) -> list[Extract]:
    """The extracts of a record's sources, in their order; `line` is 0, since nobody knows it any more.

    A value whose place the record doesn't have is given to the first source. What the sources say under keys of their
    own (`extra`) can be told only where there is one source.
    """
    return _Parts(record).extracts()


class _Parts:
    def __init__(self, record: Record) -> None:
        self._record = record
        self._sources = record.sources or []
        self._data = msgspec.to_builtins(record, builtin_types=())
        self._values: list[dict[str, Any]] = [{} for _ in self._sources]
        self._places: list[Places] = [{} for _ in self._sources]
        self._conflicts: list[list[Conflict]] = [[] for _ in self._sources]

    def extracts(self) -> list[Extract]:
        if not self._sources:
            return []
        united = {unit for unit in MAIN if self._is_shared(unit)}
        for key, where in (self._record.provenance or {}).items():
            if unit_of(key) not in united:
                self._take(key, where)
        for unit in united:
            self._take_apart(unit)
        self._take_untraced()
        for conflict in self._record.conflicts or []:
            self._take_sides(conflict, united)
        extra = self._record.extra if len(self._sources) == 1 else None
        texts = {key: list(value) for key, value in (extra or {}).items() if _is_texts(value)}
        return [
            Extract(source=s, line=0, values=v, places=p, conflicts=c, problems=[], extra=dict(texts))
            for s, v, p, c in zip(self._sources, self._values, self._places, self._conflicts, strict=True)
        ]

    def _is_shared(self, unit: str) -> bool:
        """Whether the elements of a list, or their parts, are from several sources."""
        places = [w for key, w in (self._record.provenance or {}).items() if key == unit or key.startswith(f"{unit}.")]
        sides = [s for c in self._record.conflicts or [] if _part_of(c.field, unit)[1] for s in c.values]
        return len({place.source for where in places for place in _listed(where)} | {s.source for s in sides}) > 1

    def _take(self, key: str, where: Place | list[Place]) -> None:
        """Gives a value, or the place of a part of one, to its source."""
        value = resolve(self._data, key)
        places = _listed(where)
        if value is None or not places or not places[0].source < len(self._sources):
            return
        source = places[0].source
        self._places[source][key] = _at_home(where)
        if not any(part.isdecimal() for part in key.split(".")):
            self._values[source][key] = value

    def _take_apart(self, unit: str) -> None:
        """Gives each element of a united list, and each part of one, to its source.

        A source that gave only a part has besides what the element is known by, without a place, behind its own ones.
        """
        provenance = self._record.provenance or {}
        elements: list[Any] = resolve(self._data, unit)
        where = provenance.get(unit)
        mains = where if isinstance(where, list) else [where] * len(elements) if where else []
        index: dict[tuple[int, int], int] = {}
        for at, (element, place) in enumerate(zip(elements, mains, strict=False)):
            traced = {part for part in PARTS.get(unit, ()) if f"{unit}.{at}.{part}" in provenance}
            own = {k: v for k, v in element.items() if k not in traced} if isinstance(element, dict) else element
            index[place.source, at] = self._append(unit, place.source, own)
            self._places[place.source].setdefault(unit, []).append(_at_home(place))  # type: ignore[union-attr]  # a list
        for at, element in enumerate(elements):
            for part in PARTS.get(unit, ()):
                part_where = provenance.get(f"{unit}.{at}.{part}")
                if part_where is None or part not in element:
                    continue
                source = _listed(part_where)[0].source
                own_at = self._index(unit, source, at, index)
                self._values[source][unit][own_at][part] = element[part]
                self._places[source][f"{unit}.{own_at}.{part}"] = _at_home(part_where)
        for conflict in self._record.conflicts or []:
            at, part = _part_of(conflict.field, unit)
            for side in conflict.values if part else []:
                own_at = self._index(unit, side.source, at, index)
                if part not in self._values[side.source][unit][own_at]:
                    self._values[side.source][unit][own_at][part] = side.value
                    if side.span:
                        place = Place(source=0, span=side.span, how=How.COPIED)
                        self._places[side.source][f"{unit}.{own_at}.{part}"] = place

    def _append(self, unit: str, source: int, element: Any) -> int:
        elements = self._values[source].setdefault(unit, [])
        elements.append(element)
        return len(elements) - 1

    def _index(self, unit: str, source: int, at: int, index: dict[tuple[int, int], int]) -> int:
        """Where a source has the element `at` of the record; it is added with its main text if it hasn't."""
        if (source, at) not in index:
            element = resolve(self._data, f"{unit}.{at}")
            known_by = element if unit == "notices" else {MAIN[unit]: element[MAIN[unit]]}
            index[source, at] = self._append(unit, source, dict(known_by))
        return index[source, at]

    def _take_untraced(self) -> None:
        known = {unit_of(key) for values in self._values for key in values}
        for key, value in self._data.items():
            if key in MACHINE_KEYS:
                continue
            inner = value if key in {"citations", "journal_metrics"} else {}
            for unit, one in [(f"{key}.{k}", v) for k, v in inner.items()] or [(key, value)]:
                if unit not in known:
                    self._values[0][unit] = one

    def _take_sides(self, conflict: Conflict, united: set[str]) -> None:
        """Gives a conflict to the source that contradicts itself, or each side to its own; the winner has its value."""
        sources = {side.source for side in conflict.values}
        if len(sources) == 1:
            self._conflicts[sources.pop()].append(_of_first(conflict))
            return
        if any(_part_of(conflict.field, unit)[1] for unit in united):
            return
        having = {at for at, values in enumerate(self._values) if any(unit_of(k) == conflict.field for k in values)}
        for side in conflict.values:
            if side.source not in having:
                alone = Conflict(field=conflict.field, values=[side])
                self._conflicts[side.source].append(_of_first(alone))


def _part_of(field: str, unit: str) -> tuple[int, str]:
    """The element and the part that a conflict in a list is about; no part where it isn't about this list."""
    if not field.startswith(f"{unit}."):
        return 0, ""
    at, _, part = field.removeprefix(f"{unit}.").partition(".")
    return (int(at), part) if at.isdecimal() else (0, "")


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _listed(where: Place | list[Place]) -> list[Place]:
    return where if isinstance(where, list) else [where]


def _at_home(where: Place | list[Place]) -> Any:
    if isinstance(where, list):
        return [_at_home(place) for place in where]
    return msgspec.structs.replace(where, source=0)


def _of_first(conflict: Conflict) -> Conflict:
    return Conflict(field=conflict.field, values=[msgspec.structs.replace(side, source=0) for side in conflict.values])
