"""From the extracts about one study to its record: which value wins, where it comes from, what they disagree about.

Unit by unit (`synthesite.trust.unit_of`) a value is taken from one source: one that is undamaged before one that is
not, then whom the table of trust names first, then the more complete one, then the first. All of this is said of a
value by itself, never of its rivals, so that a source that loses can join or leave without changing who wins; the one
exception is a list of authors, which gives way to a longer one that it is the beginning of. Some lists are united.
Nothing here looks into the text of a source.
"""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any

import msgspec

from synthesite.conflicts import COMPARED, differ, shown
from synthesite.found import full
from synthesite.match import Match
from synthesite.model import Conflict, ConflictValue, Extract, How, Place, Record
from synthesite.text.folding import same_form
from synthesite.told_language import told_language
from synthesite.trust import Trust, rank, unit_of
from synthesite.unions import MAIN, has_doubles, unite
from synthesite.worth import completeness, quality

_COUNTS = ("citations.tally", "citations.cited_by", "citations.references", "citations.filters")
"""What is counted at a date, the one that the date is said of first."""
DEFAULT_TRUST = Trust()


def merge(record_id: str, match: Match, kept: Iterable[str] = (), trust: Trust = DEFAULT_TRUST) -> Record:
    """The record of a study.

    `kept` are patterns of the sources' own keys that stay in the record's `extra`.
    """
    extracts = [full(extract) for extract in match.extracts]
    merger = _Merger(extracts, trust)
    data, provenance, conflicts = merger.record()
    sources = [
        msgspec.structs.replace(extract.source, matched=reason)
        for extract, reason in zip(extracts, match.reasons, strict=True)
    ]
    record = msgspec.convert({"id": record_id, **data}, Record)
    return msgspec.structs.replace(
        record,
        sources=sources,
        provenance=provenance,
        conflicts=conflicts or None,
        extra=_extra(extracts, list(kept)) or None,
    )


def without_id(extract: Extract, kept: Iterable[str] = ()) -> dict[str, Any]:
    """The record that one extract alone would give, as plain data without an id; `kept` as in `merge`."""
    record = merge("-", Match([extract], [None]), kept)
    data: dict[str, Any] = msgspec.to_builtins(record)
    del data["id"]
    return data


class _Merger:
    def __init__(self, extracts: list[Extract], trust: Trust) -> None:
        self._extracts = extracts
        self._trust = trust
        self._keys: dict[str, dict[int, list[str]]] = {}
        """The keys of each unit, by the number of the extract that has them."""
        self._placed: list[dict[str, list[str]]] = []
        """For each extract the keys of the places of each unit."""
        for at, extract in enumerate(extracts):
            for key in extract.values:
                unit = unit_of(key)
                if unit != "journal_record":
                    self._keys.setdefault(unit, {}).setdefault(at, []).append(key)
            placed: dict[str, list[str]] = {}
            for key in extract.places:
                placed.setdefault(unit_of(key), []).append(key)
            self._placed.append(placed)

    def record(self) -> tuple[dict[str, Any], dict[str, Place | list[Place]], list[Conflict]]:
        """The values, nested; the places, in the record's order; the conflicts."""
        winners = self._winners()
        data: dict[str, Any] = {}
        provenance: dict[str, Place | list[Place]] = {}
        conflicts = [
            _of_source(conflict, at)
            for at, extract in enumerate(self._extracts)
            for conflict in extract.conflicts
            if len(conflict.values) > 1
        ]
        disputed: list[Conflict] = []
        for unit in sorted(self._keys, key=rank):
            at = winners.get(unit)
            if unit in MAIN and (
                len(self._keys[unit]) > 1 or (at is not None and has_doubles(unit, self._extracts[at]))
            ):
                united = unite(unit, self._trusted(unit), self._extracts)
                _put(data, unit, united.values)
                provenance |= united.places
                disputed += united.conflicts
            elif at is not None:
                for key in self._keys[unit][at]:
                    _put(data, key, self._extracts[at].values[key])
                provenance |= self._places(unit, at)
        self._add_language(data, provenance, winners)
        conflicts += self._conflicts(winners)
        return data, provenance, conflicts + disputed

    def _trusted(self, unit: str) -> list[int]:
        """The extracts that have a unit, the most trusted first."""
        return sorted(self._keys[unit], key=lambda at: (self._level(unit, at), at))

    def _level(self, unit: str, at: int) -> int:
        return self._trust.level(unit, self._extracts[at].source.reader)

    def _winners(self) -> dict[str, int]:
        """The number of the extract that each unit is taken from."""
        winners = {unit: self._winner(unit, list(having)) for unit, having in self._keys.items()}
        if "language" in winners:
            stated = [at for at in self._keys["language"] if not _is_inferred(self._extracts[at])]
            if stated:
                winners["language"] = self._winner("language", stated)
        if "authors" in winners:
            winners["authors"] = self._longer(winners["authors"])
        if "abstract" in winners:  # whether it is cut is said of this text, not of another source's
            self._follow(winners, "abstract_truncated", winners["abstract"])
        if "published" in winners and "year" in winners:
            year = self._extracts[winners["published"]].values["published"][:4]
            agreeing = [at for at in self._keys["year"] if str(self._extracts[at].values["year"]) == year]
            if agreeing:
                winners["year"] = self._winner("year", agreeing)
        counted = next((winners[unit] for unit in _COUNTS if unit in winners), None)
        if counted is not None:
            self._follow(winners, "citations.as_of", counted)
        return winners

    def _follow(self, winners: dict[str, int], unit: str, at: int) -> None:
        """Takes a unit from the source that another unit was taken from, or from nobody."""
        winners.pop(unit, None)
        if unit in self._extracts[at].values:
            winners[unit] = at

    def _winner(self, unit: str, having: list[int]) -> int:
        if len(having) == 1:
            return having[0]

        def merit(at: int) -> tuple[object, ...]:
            value = self._value(unit, at)
            return (
                quality(unit, value, self._extracts[at]),
                -self._level(unit, at),
                completeness(unit, value),
                -at,
            )

        return max(having, key=merit)

    def _value(self, unit: str, at: int) -> Any:
        """A unit's value in an extract; one that is several keys as a mapping of their last parts."""
        keys = self._keys[unit][at]
        values = self._extracts[at].values
        if keys == [unit]:
            return values[unit]
        return {key.rpartition(".")[2]: values[key] for key in keys}

    def _longer(self, at: int) -> int:
        """The extract with the longest list that an extract's list of authors is the beginning of, or that extract."""
        first = self._extracts[at].values["authors"]
        longer = [
            other
            for other in self._keys["authors"]
            if len(self._extracts[other].values["authors"]) > len(first)
            and not differ("authors", first, self._extracts[other].values["authors"])
            and not quality("authors", self._extracts[other].values["authors"], self._extracts[other])
            < quality("authors", first, self._extracts[at])
        ]
        return max(
            longer,
            key=lambda o: (len(self._extracts[o].values["authors"]), -self._level("authors", o), -o),
            default=at,
        )

    def _places(self, unit: str, at: int) -> dict[str, Place | list[Place]]:
        places = self._extracts[at].places
        found: dict[str, Place | list[Place]] = {}
        for key in self._placed[at].get(unit, ()):
            place = places[key]
            found[key] = [_from(p, at) for p in place] if isinstance(place, list) else _from(place, at)
        return found

    def _add_language(self, data: dict[str, Any], provenance: Any, winners: dict[str, int]) -> None:
        """Adds the language of the publication where no source states it and its title and abstract make it sure.

        Both have to stand in one source; the language is derived from the places of what told it.
        """
        if "language" in data or "title" not in winners:
            return
        first = winners["title"]
        title = self._extracts[first].values["title"]
        others = [at for at in self._trusted("title") if at != first]
        for at in [first, *others]:
            extract = self._extracts[at]
            if at != first and differ("title", title, extract.values["title"]):
                continue
            told = told_language(extract, by_title_alone=at == first)
            if told:
                derived = [_from(place, at) for place in told.places]
                data["language"] = told.language
                provenance["language"] = derived if len(derived) > 1 else derived[0]
                return

    def _conflicts(self, winners: dict[str, int]) -> list[Conflict]:
        """What sources say against the value that won, unit by unit; of what nobody says any more, each side."""
        loose = self._loose_sides()
        if not loose and len(self._extracts) == 1:
            return []
        found = []
        for unit in sorted({*_DISPUTABLE} & {*winners, *loose}, key=rank):
            sides = loose.get(unit, [])
            if unit in winners:
                sides = self._against(unit, winners[unit], sides)
            if sides:
                found.append(Conflict(field=unit, values=sorted(sides, key=lambda side: side.source)))
        return found + [
            Conflict(field=field, values=sides) for field, sides in sorted(loose.items()) if field not in _DISPUTABLE
        ]

    def _against(self, unit: str, first: int, loose: list[ConflictValue]) -> list[ConflictValue]:
        """The value that won and the differing ones, as sides; none where nobody differs."""
        value = self._value(unit, first)
        differing = [
            self._side(unit, at)
            for at in self._keys[unit]
            if at != first and self._differ(unit, value, first, self._value(unit, at), at)
        ]
        text = shown(unit, value)
        if unit in {"authors", "citations.tally"}:
            differing += [side for side in loose if same_form(side.value) != same_form(text)]
        else:
            differing += [side for side in loose if differ(unit, text, side.value)]
        return [self._side(unit, first), *differing] if differing else []

    def _differ(self, unit: str, one: Any, first: int, other: Any, second: int) -> bool:
        if unit == "language" and _is_inferred(self._extracts[second]):
            return False
        if unit == "citations.tally":  # counts of another day may differ
            days = [self._extracts[at].values.get("citations.as_of") for at in (first, second)]
            return days[0] is not None and days[0] == days[1] and bool(one != other)
        return differ(unit, one, other)

    def _side(self, unit: str, at: int) -> ConflictValue:
        place = self._extracts[at].places.get(unit)
        span = place.span if isinstance(place, Place) else None
        return ConflictValue(source=at, value=shown(unit, self._value(unit, at)), span=span)

    def _loose_sides(self) -> dict[str, list[ConflictValue]]:
        """Sides of conflicts whose other sides are other sources': all that is known of a source that left."""
        sides: dict[str, list[ConflictValue]] = {}
        for at, extract in enumerate(self._extracts):
            for conflict in extract.conflicts:
                if len(conflict.values) == 1:
                    sides.setdefault(conflict.field, []).append(_of_source(conflict, at).values[0])
        return sides


_DISPUTABLE = frozenset({*COMPARED, "citations.tally"})


def _is_inferred(extract: Extract) -> bool:
    """Whether an extract that was made from a record has its language from `_add_language`."""
    place, title = extract.places.get("language"), extract.places.get("title")
    if isinstance(place, list):
        return True
    if not isinstance(place, Place) or not isinstance(title, Place):
        return False
    return place.how == How.DERIVED and place.span == title.span


def _extra(extracts: list[Extract], kept: list[str]) -> dict[str, list[str]]:
    """What the sources say under keys of their own that match a pattern, each text once, in the order of the keys."""
    found: dict[str, dict[str, None]] = {}
    for extract in extracts:
        for key, texts in extract.extra.items():
            if any(fnmatchcase(key, pattern) for pattern in kept):
                found.setdefault(key, {}).update(dict.fromkeys(texts))
    return {key: list(found[key]) for key in sorted(found)}


def _put(data: dict[str, Any], key: str, value: Any) -> None:
    first, dot, rest = key.partition(".")
    if dot:
        _put(data.setdefault(first, {}), rest, value)
    else:
        data[first] = value


def _of_source(conflict: Conflict, at: int) -> Conflict:
    return Conflict(
        field=conflict.field, values=[msgspec.structs.replace(value, source=at) for value in conflict.values]
    )


def _from(place: Place, source: int) -> Place:
    return place if place.source == source else msgspec.structs.replace(place, source=source)
