"""What changed in the evidence between two states of a record: values, statements, conflicts, notices, sources.

Differences of form (case, white space) and what the program keeps for itself are no change in the evidence. Prose is
never repeated, whatever its rights: that it changed is all that is said of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from synthesite.model import (
    MACHINE_KEYS,
    AbstractPart,
    Change,
    ChangeKind,
    Citations,
    Conflict,
    JournalMetrics,
    Notice,
    Person,
    Record,
    SampleGroup,
    Tally,
)
from synthesite.text.folding import fold, title_key

LONGEST = 200
"""Characters of a value or a title that an entry repeats; longer values are only said to have changed."""

_PROSE = frozenset({"abstract", "findings", "limits"})
_APART = frozenset({"citations", "journal_metrics", "notices", "abstract_truncated"})
_VALUES = [f.name for f in msgspec.structs.fields(Record) if f.name not in MACHINE_KEYS | _APART]
_METRICS = [f.name for f in msgspec.structs.fields(JournalMetrics)]
_STANCES = [f.name for f in msgspec.structs.fields(Tally)]
_TITLES = frozenset({"title", "journal", "publisher", "authors", "keywords"})
"""Fields in which punctuation and accents are form, too."""


def compare(old: Record | None, new: Record, merged: Sequence[str] = ()) -> list[Change]:
    """What changed in the evidence about a study, the weightiest first.

    `old` is its record before, `None` if it is new; of a new study only that, and its notices, are told. `merged` are
    the ids of other records that are part of this one now.
    """
    found = [] if old else [event(ChangeKind.NEW, new)]
    found += [event(ChangeKind.MERGED, new, other) for other in merged]
    found += _notices((old.notices if old else None) or [], new.notices or [], new)
    if old is not None:
        found += [*_conflicts(old, new), *_values(old, new), *_statements(old, new), *_counts(old, new)]
        found += _sources(old, new)
    rank = {kind: at for at, kind in enumerate(ChangeKind)}
    return sorted(found, key=lambda change: rank[change.change])


def event(change: ChangeKind, record: Record, other: str | None = None) -> Change:
    """An entry about a study as a whole: `new`, `merged`, `split`, `forgotten`, `gone` or `returned`.

    `other` is the id that merged into the study, or that it was split off.
    """
    return _entry(change, record, other=other)


def first_seen(changes: Iterable[Change]) -> dict[str, int]:
    """The order in which ids were given: a lower number is an older one.

    `changes` are those of all dates, the oldest date first. An id from before changes were kept is not in it, and
    is older than all that are.
    """
    order: dict[str, int] = {}
    for change in changes:
        if change.change == ChangeKind.NEW:
            order.setdefault(change.study, len(order))
    return order


def _entry(change: ChangeKind, record: Record, field: str | None = None, **values: Any) -> Change:
    title = fold(record.title or "")
    short = title if len(title) <= LONGEST else f"{title[: LONGEST - 1].rpartition(' ')[0] or title[: LONGEST - 2]} …"
    return Change(change=change, study=record.id, title=short or None, field=field, **values)


def _values(old: Record, new: Record) -> Iterator[Change]:
    pairs = [(key, key, getattr(old, key), getattr(new, key)) for key in _VALUES]
    before, after = old.journal_metrics or JournalMetrics(), new.journal_metrics or JournalMetrics()
    pairs += [(f"journal_metrics.{key}", key, getattr(before, key), getattr(after, key)) for key in _METRICS]
    for key, name, was, now in pairs:
        if was != now and _form(name, was) != _form(name, now):
            paths = _paths(new, key) if now is not None else None
            yield _entry(ChangeKind.CHANGED, new, key, **_shown(name, was, now), sources=paths)


def _shown(name: str, was: Any, now: Any) -> dict[str, str | None]:
    """The two values as text; neither if one of them is prose or long."""
    texts = {"was": _text(was), "now": _text(now)}
    if name in _PROSE or any(len(text or "") > LONGEST for text in texts.values()):
        return {}
    return texts


def _text(value: Any) -> str | None:
    if value is None or value == []:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Person):
        return fold(value.name)
    if isinstance(value, SampleGroup):
        return fold(value.group if value.n is None else f"{value.group} ({value.n})")
    if isinstance(value, list):
        return "; ".join(_text(element) or "" for element in value)
    return fold(str(value))


def _form(name: str, value: Any) -> Any:
    """What counts of a value: two that are equal here differ in form only."""
    if isinstance(value, list) and value:
        forms = [_form(name, element) for element in value]
        return sorted(forms) if name in {"keywords", "issn", "countries"} else forms
    if isinstance(value, AbstractPart):
        return fold(f"{value.label or ''} {value.text}").casefold()
    text = _text(value) or ""
    return (title_key(text) if name in _TITLES else "") or text.casefold()


def _paths(record: Record, *keys: str) -> list[str] | None:
    """The paths of the sources that values come from, as the record's provenance has it."""
    places: list[Any] = []
    for key in keys:
        found = (record.provenance or {}).get(key, [])
        places += found if isinstance(found, list) else [found]
    sources = record.sources or []
    paths = {sources[place.source].path: None for place in places if place.source < len(sources)}
    return list(paths) or None


def _notices(old: list[Notice], new: list[Notice], record: Record) -> Iterator[Change]:
    for kind in dict.fromkeys(notice.type for notice in [*new, *old]):
        before = [notice for notice in old if notice.type == kind]
        after = [notice for notice in new if notice.type == kind]
        added = [notice for notice in after if notice not in before]
        more = len(after) - len(before)
        if more > 0:  # a notice of which more is known now is not one more
            for notice in added[len(added) - more :] or after[-more:]:
                yield _entry(ChangeKind.NOTICE, record, kind, now=notice.date, sources=_paths(record, "notices"))
        elif more < 0:
            yield _entry(ChangeKind.CHANGED, record, "notices", was=kind)
        elif added:
            yield _entry(ChangeKind.CHANGED, record, "notices", was=kind, now=kind)


def _conflicts(old: Record, new: Record) -> Iterator[Change]:
    before = {conflict.field: conflict for conflict in old.conflicts or []}
    after = {conflict.field: conflict for conflict in new.conflicts or []}
    for field in dict.fromkeys([*after, *before]):
        was, now = _sides(before.get(field)), _sides(after.get(field))
        if field not in after:
            yield _entry(ChangeKind.SETTLED, new, field, **_shown(field, was, None))
        elif set(_form(field, was)) != set(_form(field, now)):
            sources = new.sources or []
            paths = {sources[v.source].path: None for v in after[field].values if v.source < len(sources)}
            yield _entry(ChangeKind.CONFLICT, new, field, **_shown(field, was, now), sources=list(paths) or None)


def _sides(conflict: Conflict | None) -> list[str]:
    return list(dict.fromkeys(fold(side.value) for side in conflict.values)) if conflict else []


def _statements(old: Record, new: Record) -> Iterator[Change]:
    """New statements, and statements that went, counted by stance."""
    before, after = _by_stance(old), _by_stance(new)
    places = (new.provenance or {}).get("citations.statements", [])
    for stance in [*_STANCES, *sorted({*before, *after} - set(_STANCES))]:
        was, now = before.get(stance, {}), after.get(stance, {})
        if was.keys() == now.keys():
            continue
        counts = {"was": str(len(was)), "now": str(len(now))} if len(was) != len(now) else {}
        added = [now[text] for text in now if text not in was]
        where = [places[at] for at in added if at < len(places)] if isinstance(places, list) else [places]
        sources = new.sources or []
        paths = {sources[place.source].path: None for place in where if place.source < len(sources)}
        field = f"citations.statements.{stance}"
        yield _entry(ChangeKind.STATEMENTS, new, field, **counts, sources=list(paths) or None)


def _by_stance(record: Record) -> dict[str, dict[str, int]]:
    """The statements of each stance: what counts of their text, and where they stand in the record's list."""
    found: dict[str, dict[str, int]] = {}
    for at, statement in enumerate((record.citations or Citations()).statements or []):
        stance = fold(statement.stance or "unclassified")[:LONGEST]
        found.setdefault(stance, {}).setdefault(fold(statement.text).casefold(), at)
    return found


def _counts(old: Record, new: Record) -> Iterator[Change]:
    before, after = _numbers(old), _numbers(new)
    for key in [key for key in {**after, **before} if before.get(key) != after.get(key)]:
        was, now = _text(before.get(key)), _text(after.get(key))
        yield _entry(ChangeKind.CITATIONS, new, key, was=was, now=now, sources=_paths(new, key, "citations.tally"))


def _numbers(record: Record) -> dict[str, int | None]:
    citations = record.citations or Citations()
    tally = citations.tally or Tally()
    return {
        "citations.cited_by": citations.cited_by,
        "citations.references": citations.references,
        **{f"citations.tally.{stance}": getattr(tally, stance) for stance in _STANCES},
    }


def _sources(old: Record, new: Record) -> Iterator[Change]:
    """Files that speak of the study now and did not before, and the other way round. A renamed file is the same."""
    before, after = old.sources or [], new.sources or []
    for one, other, name in ((after, before, "now"), (before, after, "was")):
        known = Counter(item.path for item in other) + Counter(item.sha256 for item in other)
        for path in dict.fromkeys(i.path for i in one if i.path not in known and i.sha256 not in known):
            yield _entry(ChangeKind.SOURCE, new, "sources", **{name: path})
