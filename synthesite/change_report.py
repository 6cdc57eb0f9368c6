"""What changed in the evidence, in a few lines for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from synthesite.model import Change, ChangeKind
from synthesite.text.markup import plain_title

MOST = 20
"""Lines of a report."""

_INDENT = " " * 15
_WIDTH = 60
_COUNTED = {
    ChangeKind.NOTICE: "notice",
    ChangeKind.NEW: "new study",
    ChangeKind.MERGED: "merged record",
    ChangeKind.SPLIT: "split record",
    ChangeKind.FORGOTTEN: "forgotten study",
    ChangeKind.GONE: "study without a source",
    ChangeKind.RETURNED: "study whose source came back",
    ChangeKind.CONFLICT: "new conflict",
    ChangeKind.SETTLED: "settled conflict",
    ChangeKind.CHANGED: "changed value",
    ChangeKind.STATEMENTS: "change in statements",
    ChangeKind.CITATIONS: "change in counts of citations",
    ChangeKind.SOURCE: "change of sources",
}
_PLURALS = {
    "new study": "new studies",
    "forgotten study": "forgotten studies",
    "study without a source": "studies without a source",
    "study whose source came back": "studies whose source came back",
    "change in statements": "changes in statements",
    "change in counts of citations": "changes in counts of citations",
    "change of sources": "changes of sources",
}
_NAMED = [kind for kind in ChangeKind if kind != ChangeKind.NEW] + [ChangeKind.NEW]
"""The order in which changes are named: what a curator should look at comes first; new ones are mostly many."""


def changes_report(changes: Sequence[Change], date: str) -> list[str]:
    """At most `MOST` lines: the changes by kind, then the weightiest by name, then where the rest stands."""
    if not changes:
        return ["evidence       nothing changed"]
    counts = Counter(change.change for change in changes)
    words = [_count(counts[kind], _COUNTED[kind]) for kind in ChangeKind if counts[kind]]
    ranked = sorted(changes, key=lambda change: (_NAMED.index(change.change), _notice_rank(change)))
    room = MOST - 2
    named = ranked[: room if len(ranked) > room + 1 else room + 1]
    lines = [f"evidence       {', '.join(words)}", *(f"{_INDENT}{_printable(_line(change))}" for change in named)]
    left = len(ranked) - len(named)
    return [*lines, f"{_INDENT}and {left:,} more in content/changes/{date}.yaml"] if left else lines


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else _PLURALS.get(noun, f'{noun}s')}"


def _notice_rank(change: Change) -> int:
    grave = ("retraction", "expression of concern")
    return grave.index(change.field) if change.field in grave else len(grave)


def _line(change: Change) -> str:
    title = plain_title(change.title or "without a title")
    short = title if len(title) <= _WIDTH else f"{title[: _WIDTH - 1].rstrip()}…"
    return f"{_what(change)}: {short} ({change.study})"


def _what(change: Change) -> str:
    field = (change.field or "").replace("_", " ")
    match change.change:
        case ChangeKind.NOTICE:
            return (change.field or "notice") + (f" of {change.now}" if change.now else "")
        case ChangeKind.MERGED:
            return f"merged with {change.other}"
        case ChangeKind.SPLIT:
            return f"split off {change.other}"
        case ChangeKind.GONE:
            return "its last source is gone"
        case ChangeKind.RETURNED:
            return "a source is back"
        case ChangeKind.CONFLICT:
            return f"conflict about {field}{_shown(change.now)}"
        case ChangeKind.SETTLED:
            return f"settled: {field}"
        case ChangeKind.STATEMENTS:
            return f"{field.rpartition('.')[2]} statements{_steps(change)}"
        case ChangeKind.SOURCE:
            return f"source joined, {change.now}" if change.now else f"source left, {change.was}"
        case ChangeKind.CHANGED | ChangeKind.CITATIONS:
            return f"{field.removeprefix('citations.').replace('.', ' ')}{_steps(change)}"
    return str(change.change)


def _steps(change: Change) -> str:
    was, now = change.was, change.now
    if any(len(value or "") > _WIDTH for value in (was, now)) or was is now is None:
        return " changed"
    if was is None:
        return f" {now} (new)"
    return f" {was} to {now}" if now is not None else f" {was} went"


def _shown(value: str | None) -> str:
    return f" ({value})" if value and len(value) <= _WIDTH else ""


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "replace").decode() for c in text)
