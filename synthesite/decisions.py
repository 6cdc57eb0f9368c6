"""What the sources said when a curator decided otherwise, so that a later change of theirs can be told.

The program remembers it in a record's `extra.decided`, by unit (`design`, `citations.cited_by`): `yours` is a hash of
the curator's value, `source` the record's own value then, as text (absent where there was none), and `checked` names
who had verified it by then.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from synthesite.front_matter import RECORD_FIELDS, FrontMatter
from synthesite.model import Checked, Record
from synthesite.text.folding import fold, same_form
from synthesite.text.paths import resolve

_EXACT = frozenset({"doi", "pmid", "pmcid", "url", "pdf", "year", "published", "open_access", "licence", "citations"})
"""Keys (the first parts of units) whose values differ as soon as a character does."""


class Change(NamedTuple):
    """A decision that the sources have overtaken, each value as text; `then` is absent where they said nothing."""

    unit: str
    now: str
    yours: str
    then: str | None


def with_decisions(record: Record, front: FrontMatter, *before: Record) -> Record:
    """A record that is made anew from its sources, with what has to be remembered of the curator's decisions.

    `front` is the front matter of its Markdown file. `before` is the record as it was, or, where records have merged,
    all of them: of what several remember, the first counts.
    """
    decided = decisions(
        record, front, {unit: entry for one in reversed(before) for unit, entry in remembered(one).items()}
    )
    extra = {key: value for key, value in (record.extra or {}).items() if key != "decided" or isinstance(value, list)}
    if decided:
        extra["decided"] = decided
    return msgspec.structs.replace(record, extra=extra or None)


def remembered(record: Record) -> dict[str, Any]:
    """What a record remembers of decisions, by unit."""
    decided = (record.extra or {}).get("decided")
    return (
        {unit: entry for unit, entry in decided.items() if isinstance(entry, dict)} if isinstance(decided, dict) else {}
    )


def decisions(record: Record, front: FrontMatter, before: Mapping[str, Any]) -> dict[str, Any]:
    """What is to be remembered, from what the record says now and what was remembered `before`.

    A decision is new when its value in the front matter is new, or when somebody has `checked` it since; then what the
    sources say now is what they said at the time. Front matter that can't be read, or a key with a fault in it, leaves
    what was remembered as it was.
    """
    if not front.readable:
        return dict(before)
    found = {unit: entry for unit, entry in before.items() if unit.split(".")[0] in front.faulty}
    data = msgspec.to_builtins(record) if front.overrides else {}
    for unit, value in front.overrides.items():
        if unit.split(".")[0] in front.faulty:
            continue
        yours, checks = _hash(value), _checks(unit, front.values.get("checked", []))
        old = before.get(unit)
        if old and old.get("yours") == yours and set(checks) <= set(str(old.get("checked", "")).split("; ")):
            found[unit] = old
            continue
        source = value_text(resolve(data, unit))
        found[unit] = {"yours": yours}
        found[unit] |= {"source": source} if source else {}
        found[unit] |= {"checked": "; ".join(checks)} if checks else {}
    return {unit: found[unit] for unit in sorted(found, key=_rank)}


def overtaken(record: Record, front: FrontMatter) -> Iterator[Change]:
    """The decisions of a curator since which the sources have come to say something else.

    None where the sources now say what the curator says, or nothing: then nobody disagrees.
    """
    if not front.overrides:
        return
    data = msgspec.to_builtins(record)
    for unit, entry in decisions(record, front, remembered(record)).items():
        now, then = value_text(resolve(data, unit)), entry.get("source")
        if unit not in front.overrides or not now or _same(unit, now, then):
            continue
        yours = value_text(msgspec.to_builtins(front.overrides[unit]))
        if not _same(unit, now, yours):
            yield Change(unit, now, yours or "null", then)


def value_text(value: Any) -> str | None:
    """A value of a record, as plain data, in words that a person can compare; `None` for no value."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return _mapping_text(value)
    if isinstance(value, list | tuple):
        return "; ".join(text for one in value if (text := value_text(one)))
    return str(value)


def _mapping_text(value: dict[str, Any]) -> str:
    name = value.get("literal") or fold(f"{value.get('given') or ''} {value.get('family') or ''}")
    if name:
        return f"{name} ({value['orcid']})" if value.get("orcid") else name
    texts = ((key, value_text(inner)) for key, inner in value.items())
    return ", ".join(f"{key}: {text}" for key, text in texts if text)


def _same(unit: str, one: str, other: str | None) -> bool:
    """Whether two values say the same: case, accents and punctuation don't count in words, but do elsewhere."""
    if other is None or unit.split(".")[0] in _EXACT:
        return one == other
    return one == other or (bool(same_form(one)) and same_form(one) == same_form(other))


def _hash(value: Any) -> str:
    text = json.dumps(msgspec.to_builtins(value), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _checks(unit: str, checked: Iterable[Checked]) -> list[str]:
    """Who verified a unit, and when; an entry that names nothing in particular means all."""
    key = unit.split(".")[0]
    return sorted({f"{check.by} {check.on}" for check in checked if check.what is None or key in check.what})


def _rank(unit: str) -> tuple[int, str]:
    order = list(RECORD_FIELDS)
    key = unit.split(".")[0]
    return (order.index(key) if key in order else len(order)), unit
