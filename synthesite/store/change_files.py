"""`content/changes/<date>.yaml`: what changed in the evidence on a date, in the order in which it was noted.

`new` maps the ids given on that date to the titles, in the order in which the ids were given; `changes` lists the
rest. The files are a log: what changed and changed back on one day stands there twice.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from synthesite.model import Change, ChangeKind, Problem, Severity
from synthesite.store.files import files_below, posix, unwritable, write_if_changed
from synthesite.text.dates import is_date
from synthesite.text.yaml_errors import YamlError
from synthesite.text.yaml_text import convert_mapping, dump_yaml, line_of, load_yaml

_EXISTENCE = frozenset({ChangeKind.NEW, ChangeKind.FORGOTTEN})
_PRESENCE = frozenset({ChangeKind.GONE, ChangeKind.RETURNED})
_SIDES = frozenset({ChangeKind.CONFLICT, ChangeKind.SETTLED})


class _File(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What a file of changes may say."""

    new: dict[str, str] = {}
    changes: list[Change] = []


def today() -> str:
    """The date in UTC. The one place that reads a clock: the date of a change is written once and then kept."""
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def change_file(root: Path, date: str) -> Path:
    """The file of a date."""
    return root / "content" / "changes" / f"{date}.yaml"


def load_changes(root: Path) -> tuple[dict[str, list[Change]], list[Problem]]:
    """The changes of each date, the oldest first, and the problems in their files; a faulty file's are left out."""
    found: dict[str, list[Change]] = {}
    problems: list[Problem] = []
    for path in files_below(root / "content" / "changes", {".yaml"}):
        changes, faults = _load(path, posix(path, root))
        problems += faults
        if changes is not None:
            found[path.stem] = changes
    return found, problems


def record_changes(root: Path, date: str, changes: Iterable[Change]) -> list[Problem]:
    """Adds changes to the file of a date; what stands there already as the last word on its matter is not repeated.

    So the same changes may be handed over again after a build that was killed. If the file is faulty or can't be
    written, it is left as it is and the problems are returned: nothing is noted then, and the caller has to come back.
    """
    changes = list(changes)
    path = change_file(root, date)
    if not changes:
        return []
    there = path.exists() or path.is_symlink()
    before, problems = _load(path, posix(path, root)) if there else ([], [])
    if before is None:
        return problems
    try:
        write_if_changed(path, _dump(_added(before, changes)).encode())
    except OSError as error:
        return [unwritable(posix(path, root), error)]
    return []


def _added(before: list[Change], changes: list[Change]) -> list[Change]:
    last = {_matter(change): change for change in before}
    after = list(before)
    for change in changes:
        if last.get(_matter(change)) != change:
            last[_matter(change)] = change
            after.append(change)
    return after


def _matter(change: Change) -> tuple[str | None, ...]:
    """What an entry is about: of two entries about the same matter, the later one is the last word."""
    kind = change.change
    for kinds, name in ((_EXISTENCE, "existence"), (_PRESENCE, "presence"), (_SIDES, "conflict")):
        if kind in kinds:
            return change.study, name, change.field
    if kind == ChangeKind.NOTICE:
        return change.study, kind, change.field, change.now
    if kind == ChangeKind.SOURCE:
        return change.study, kind, change.now or change.was
    return change.study, kind, change.field, change.other


def _dump(changes: list[Change]) -> str:
    new: dict[str, str] = {}
    rest: list[Any] = []
    again: set[str] = set()
    for change in changes:
        if change.change == ChangeKind.NEW and change.study not in again:
            new[change.study] = change.title or ""
        else:
            rest.append(msgspec.to_builtins(change))
        if change.change in _EXISTENCE:
            again.add(change.study)
    return dump_yaml({key: value for key, value in (("new", new), ("changes", rest)) if value})


def _load(path: Path, shown: str) -> tuple[list[Change] | None, list[Problem]]:
    """The changes of a file; without them if anything in it is faulty, since writing it anew would lose that."""
    if not is_date(path.stem):
        message = "a file of changes is named by its date, such as 2026-01-31.yaml; rename it or take it away"
        return None, [_problem(shown, 0, message)]
    try:
        if path.is_symlink():
            return None, [_problem(shown, 0, f"this is a link, and links are not followed here; {_NEXT}")]
        text = path.read_text(encoding="utf-8")
        data = load_yaml(text)
    except (YamlError, UnicodeDecodeError, OSError) as error:
        line = error.line if isinstance(error, YamlError) else 0
        return None, [_problem(shown, line, f"{error}; {_NEXT}")]
    values, faults = convert_mapping(data, _File, "key")
    if faults:
        return None, [_problem(shown, line_of(text, where), f"{message}; {_NEXT}") for where, message in faults]
    file = _File(**values)
    new = [Change(change=ChangeKind.NEW, study=key, title=title or None) for key, title in file.new.items()]
    return [*new, *file.changes], []


_NEXT = "mend it or take the file back from Git; until then nothing is added to it"


def _problem(shown: str, line: int, message: str) -> Problem:
    return Problem(shown, line, "bad-changes", message, Severity.ERROR)
