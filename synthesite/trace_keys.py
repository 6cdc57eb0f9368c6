"""What the dotted keys of values say: which entry of the list they belong to, how a value is got, what it is called."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from typing import Any

import msgspec

from synthesite.claims import pattern
from synthesite.field_names import field_name
from synthesite.interface import N_
from synthesite.model import AbstractPart, Citations, How, JournalMetrics, Person, Record, Statement, Tally

METRICS = "metrics"
"""The entry of what a source says about the standing of the journal."""
_ENTRY_OF = {
    "genre": "type", "year": "date", "published": "date", "volume": "journal",
    "issue": "journal", "pages": "journal",
    "open_access": "access", "licence": "access", "abstract_truncated": "abstract", "journal_metrics": METRICS,
}  # fmt: skip
"""The keys that share an entry with others, and which."""
HOW = {
    How.COPIED: N_("word for word"),
    How.DECODED: N_("after undoing the file’s escapes"),
    How.DERIVED: N_("by a rule"),
}
_RULES = {
    "type": N_("by a rule: the source’s kind of publication, by its name in CSL"),
    "year": N_("by a rule: the year of this date"),
    "published": N_("by a rule: this date, as year, month and day"),
    "authors.*": N_("by a rule: the name, taken apart"),
    "pages": N_("by a rule: the first and the last page"),
    "language": N_("by a rule: the source’s name for the language, as a language tag"),
    "licence": N_("by a rule: the licence, by its short name"),
    "notices.*": N_("by a rule: what the source says about the study’s standing"),
    "abstract_truncated": N_("by a rule: the text breaks off there"),
    "citations.statements.*.confidence": N_("by a rule: the source’s percentage, as a share"),
    "citations.statements.*.language": N_("by a rule: told by its words"),
    "citations.statements.*.seen": N_("by a rule: how often the source shows the passage"),
}
"""What a rule does, where it can be said in a few words."""
_UNTYPED = frozenset({"sources", "provenance", "conflicts", "extra"})
"""Keys of a record that no value stands under but by mistake."""


UNDER = "under"
"""What stands as the name of a part of the abstract, before the part's own."""
_WITH_NAMES = frozenset({"citations", "journal_metrics"})
"""Values that say nothing without their names."""
_PIECES = (".text", ".family", ".given", ".literal", ".group")
Told = tuple[str, bool]
"""The name before a value, empty where the value speaks for itself, and whether of a long value the start is enough."""


class Key(msgspec.Struct, frozen=True):
    """What a dotted key says about a value: the same for each record."""

    key: str
    attribute: Callable[[Any], Any] | None
    """What gives its value of a record; `None` for keys that are no attributes of records, such as those in `extra`."""
    entry: str
    """The entry that it belongs to: `abstract` for all that is said of it, one for each statement."""
    field: str
    """The key without the numbers of elements and what stands behind them."""
    element: int
    """Which element of its list the value is or belongs to."""
    is_part: bool
    """Whether it is a part of a list's element, such as the stance of a statement."""
    is_piece: bool
    """Whether the text of a list's element is made of such values."""
    told: Told | None
    """What is told of the value at its places, if the entry as a whole doesn't say it."""
    told_alone: Told | None
    """The same in an entry that is of one field."""
    rule: str
    """How the value follows where it was derived."""


_FIELDS: dict[str, type[msgspec.Struct]] = {
    "": Record,
    "authors.*": Person,
    "abstract.*": AbstractPart,
    "citations": Citations,
    "citations.tally": Tally,
    "citations.statements.*": Statement,
    "journal_metrics": JournalMetrics,
}
"""What has attributes at which keys of a record: all that often has places."""
_LISTS = frozenset({"authors", "abstract", "citations.statements", "keywords", "countries", "outcomes", "findings"})


def _attribute(parts: list[str]) -> Callable[[Any], Any] | None:
    """What gives the value at a key of a record, as `resolve` does of plain data, if that are attributes and lists."""
    found: Callable[[Any], Any] = _itself
    names: list[str] = []
    done = ""
    for part in parts:
        if done in _LISTS and part.isdecimal():
            found, names = _element(_attributes(found, names), int(part)), []
            done = f"{done}.*"
        elif done in _FIELDS and part in _FIELDS[done].__struct_fields__ and part not in _UNTYPED:
            names.append(part)
            done = f"{done}.{part}" if done else part
        else:
            return None
    return _attributes(found, names)


def _itself(value: Any) -> Any:
    return value


def _attributes(found: Callable[[Any], Any], names: list[str]) -> Callable[[Any], Any]:
    """What gives the attribute of the attribute … of what is found."""
    if not names:
        return found
    get = attrgetter(".".join(names))
    return get if found is _itself else lambda record: get(found(record))


def _element(found: Callable[[Any], Any], at: int) -> Callable[[Any], Any]:
    """What gives an element of a list that is found."""

    def get(record: Any) -> Any:
        values = found(record)
        return values[at] if values and at < len(values) else None

    return get


@lru_cache(maxsize=1024)
def elements_of(key: str, count: int) -> tuple[Key, ...]:
    """The keys of the elements of a list."""
    return tuple(key_named(f"{key}.{at}") for at in range(count))


@lru_cache(maxsize=4096)
def key_named(key: str) -> Key:
    """What a dotted key says."""
    first, *rest = parts = key.split(".")
    last, is_element = parts[-1], parts[-1].isdecimal()
    is_part = len(parts) > 2 and parts[-2].isdecimal()
    is_statement = first == "citations" and "statements" in parts
    if len(rest) > 1 and rest[0] == "statements" and rest[1].isdecimal():
        entry = f"statement-{int(rest[1]) + 1}"
    else:
        entry = _ENTRY_OF.get(first, first)
    name = field_name(parts[-2] if is_element and rest else last)
    told: Told | None
    if is_part:
        told = told_alone = field_name(last), True
    elif is_element and first == "abstract":
        told = told_alone = UNDER, True
    elif is_statement:
        told = told_alone = None
    elif is_element:
        told, told_alone = (name, True), ("", True)
    else:
        told = name, False
        told_alone = told if first in _WITH_NAMES else None
    return Key(
        key,
        _attribute(parts),
        entry,
        field=pattern(key).split(".*")[0],
        element=next((int(part) for part in parts if part.isdecimal()), 0),
        is_part=is_part,
        is_piece=key.endswith(_PIECES),
        told=told,
        told_alone=told_alone,
        rule=_RULES.get(pattern(key), HOW[How.DERIVED]),
    )
