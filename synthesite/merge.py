"""From the extracts about one study to its record: which value wins, where it comes from, what they disagree about."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any

import msgspec

from synthesite.match import Match
from synthesite.model import Citations, Conflict, ConflictValue, Extract, How, JournalMetrics, Place, Record
from synthesite.text.folding import fold, same_form, title_key
from synthesite.text.languages import publication_language
from synthesite.text.numbers import expand_pages

_FIELDS = [field.name for field in msgspec.structs.fields(Record)]
_INNER = {
    name: [field.name for field in msgspec.structs.fields(struct)]
    for name, struct in (("citations", Citations), ("journal_metrics", JournalMetrics))
}
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "de", "der", "die", "und", "für"})
"""Words that abbreviated titles of journals leave out (ISO 4)."""
_COMPARED = frozenset(
    {"title", "authors", "year", "published", "journal", "volume", "issue", "pages", "doi", "pmid", "pmcid"}
    | {"language", "open_access", "licence"}
)
"""Fields in which a difference between sources is a conflict worth a person's look."""


def unit_of(key: str) -> str:
    """The part of a record that is taken from one source as a whole: `authors`, but `citations.cited_by`."""
    parts = key.split(".")
    return ".".join(parts[:2]) if parts[0] in {"citations", "journal_metrics"} else parts[0]


def merge(record_id: str, match: Match, kept: Iterable[str] = ()) -> Record:
    """The record of a study. Unit by unit, the most complete value wins, and of equally complete ones the first.

    `kept` are patterns of the sources' own keys that stay in the record's `extra`.
    """
    units = {unit for e in match.extracts for unit in map(unit_of, e.values) if unit != "journal_record"}
    winners = {unit: _winner(unit, match.extracts) for unit in units}
    if "abstract" in winners:  # whether it is cut is said of this text, not of another source's
        winners.pop("abstract_truncated", None)
        if "abstract_truncated" in match.extracts[winners["abstract"]].values:
            winners["abstract_truncated"] = winners["abstract"]
    data: dict[str, Any] = {"id": record_id}
    for unit in sorted(winners, key=_rank):
        for key, value in match.extracts[winners[unit]].values.items():
            if unit_of(key) == unit:
                _put(data, key.split("."), value)
    data["sources"] = [
        msgspec.structs.replace(extract.source, matched=reason)
        for extract, reason in zip(match.extracts, match.reasons, strict=True)
    ]
    data["provenance"] = _provenance(winners, match.extracts)
    _add_language(data)
    conflicts = _conflicts(winners, match.extracts)
    if conflicts:
        data["conflicts"] = conflicts
    extra = _extra(match.extracts, list(kept))
    if extra:
        data["extra"] = extra
    return msgspec.convert(msgspec.to_builtins(data), Record)


def _add_language(data: dict[str, Any]) -> None:
    """Adds the language of the publication where no source states it and its title and abstract make it sure."""
    places = data["provenance"]
    if "language" in data or not isinstance(places.get("title"), Place):
        return
    abstract = " ".join(part["text"] for part in data.get("abstract", []))
    language = publication_language(data["title"], abstract)
    if language:
        data["language"] = language
        places["language"] = msgspec.structs.replace(places["title"], how=How.DERIVED)


def _extra(extracts: list[Extract], kept: list[str]) -> dict[str, list[str]]:
    """What the sources say under keys of their own that match a pattern, each text once, in the order of the keys."""
    found: dict[str, dict[str, None]] = {}
    for extract in extracts:
        for key, texts in extract.extra.items():
            if any(fnmatchcase(key, pattern) for pattern in kept):
                found.setdefault(key, {}).update(dict.fromkeys(texts))
    return {key: list(found[key]) for key in sorted(found)}


def without_id(extract: Extract, kept: Iterable[str] = ()) -> dict[str, Any]:
    """The record that one extract alone would give, as plain data without an id; `kept` as in `merge`."""
    record = merge("-", Match([extract], [None]), kept)
    data: dict[str, Any] = msgspec.to_builtins(record)
    del data["id"]
    return data


def _rank(unit: str) -> tuple[int, int]:
    first, _, second = unit.partition(".")
    inner = _INNER.get(first, [])
    return _FIELDS.index(first), inner.index(second) if second else 0


def _put(data: dict[str, Any], path: list[str], value: Any) -> None:
    for part in path[:-1]:
        data = data.setdefault(part, {})
    data[path[-1]] = value


def _winner(unit: str, extracts: list[Extract]) -> int:
    having = [at for at, e in enumerate(extracts) if any(unit_of(key) == unit for key in e.values)]
    return max(having, key=lambda at: (_completeness(unit, extracts[at]), -at))


def _completeness(unit: str, extract: Extract) -> tuple[int, int]:
    """How complete a value is; compared only between values of the same unit."""
    value: Any = extract.values.get(unit)
    match unit:
        case "title" | "journal":
            return int(not value.isupper()), 0
        case "published":
            return len(str(value)), 0
        case "authors":
            return len(value), sum(len((a.get("given") or "").replace(".", "")) for a in value)
        case "abstract":
            whole = not extract.values.get("abstract_truncated")
            return int(whole), sum(len(part["text"]) for part in value)
        case "year":
            return _completeness("published", extract) if "published" in extract.values else (0, 0)
        case "keywords" | "issn" | "citations.statements":
            return len(value), 0
    return 0, 0


def _provenance(winners: dict[str, int], extracts: list[Extract]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for unit in sorted(winners, key=_rank):
        at = winners[unit]
        for key, place in extracts[at].places.items():
            if unit_of(key) == unit:
                found[key] = [_from(p, at) for p in place] if isinstance(place, list) else _from(place, at)
    return found


def _from(place: Place, source: int) -> Place:
    return msgspec.structs.replace(place, source=source)


def _conflicts(winners: dict[str, int], extracts: list[Extract]) -> list[Conflict]:
    conflicts = []
    for at, extract in enumerate(extracts):
        for conflict in extract.conflicts:
            values = [msgspec.structs.replace(value, source=at) for value in conflict.values]
            conflicts.append(Conflict(field=conflict.field, values=values))
    for unit in sorted(_COMPARED & winners.keys(), key=_rank):
        first = winners[unit]
        others = [at for at, e in enumerate(extracts) if at != first and unit in e.values]
        differing = [at for at in others if _differ(unit, extracts[first].values[unit], extracts[at].values[unit])]
        if differing:
            conflicts.append(
                Conflict(field=unit, values=[_side(unit, at, extracts[at]) for at in sorted([first, *differing])])
            )
    return conflicts


def _side(unit: str, at: int, extract: Extract) -> ConflictValue:
    place = extract.places.get(unit)
    span = place.span if isinstance(place, Place) else None
    return ConflictValue(source=at, value=_shown(unit, extract.values[unit]), span=span)


def _shown(unit: str, value: Any) -> str:
    if unit == "authors":
        return "; ".join(fold(f"{a.get('given') or ''} {a.get('family') or a.get('literal')}") for a in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _differ(unit: str, one: Any, other: Any) -> bool:
    """Whether two values differ in what they say, not in case, abbreviation, precision or a full stop."""
    match unit:
        case "authors":
            return [_family(a) for a in one] != [_family(a) for a in other]
        case "published":
            return not (one.startswith(other) or other.startswith(one))
        case "journal":
            return title_key(one) != title_key(other) and not _abbreviates(one, other)
        case "title":
            return title_key(one) != title_key(other)
        case "pages":
            return expand_pages(one) != expand_pages(other)
    return same_form(str(one)) != same_form(str(other))


def _abbreviates(one: str, other: str) -> bool:
    """Whether one title is the other word by word, cut or not: `J Invent Results` and `Journal of Invented Results`."""
    first, second = ([word for word in title_key(title).split() if word not in _SMALL] for title in (one, other))
    pairs = zip(first, second, strict=False)
    return len(first) == len(second) and all(a.startswith(b) or b.startswith(a) for a, b in pairs)


def _family(author: dict[str, str]) -> str:
    return same_form(author.get("family") or author.get("literal") or "")
