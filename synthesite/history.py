"""What changed in the evidence, by date and by study, from `content/changes/`.

Files of changes that are as they were aren't parsed again. What a build keeps of them is cut by date and by some
hundred parts of the studies, so that a page that shows one study's history reads little.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from typing import NamedTuple
from zlib import crc32

import msgspec

from synthesite.config import Config
from synthesite.keys import digest, joined, program_key
from synthesite.model import Change, ChangeKind, Later
from synthesite.store.cache import Cache, Table
from synthesite.store.files import files_below
from synthesite.store.marks import UNSETTLED, Folders

FOLDER = "content/changes"
SECTIONS: dict[str, tuple[ChangeKind, ...]] = {
    "notices": (ChangeKind.NOTICE,),
    "records": (ChangeKind.MERGED, ChangeKind.SPLIT),
    "presence": (ChangeKind.FORGOTTEN, ChangeKind.GONE, ChangeKind.RETURNED),
    "citations": (ChangeKind.CITATIONS, ChangeKind.STATEMENTS),
    "conflicts": (ChangeKind.CONFLICT, ChangeKind.SETTLED),
    "values": (ChangeKind.CHANGED,),
    "sources": (ChangeKind.SOURCE,),
    "new": (ChangeKind.NEW,),
}
"""How the changes of a date are told: what a reader should know first comes first."""
DAYS = 2
"""How many dates are told of a group."""
LINES = 5
"""How many studies are told of on each of them, besides the new ones, which are counted."""
_PARTS = 128
_NOTHING = bytes(16)
"""The key of a study of which nothing was noted."""
_SECTION = {kind: section for section, kinds in SECTIONS.items() for kind in kinds}
_RANK = {section: at for at, section in enumerate(SECTIONS)}


class Day(NamedTuple):
    """What changed about one study on a date (`2026-01-31`)."""

    date: str
    changes: list[Change]


class Line(NamedTuple):
    """What changed about one study on a date, of one section (a key of `SECTIONS`), as it is listed.

    `title` is what the study was called then. `is_here` says whether it has a page.
    """

    section: str
    study: str
    title: str
    changes: list[Change]
    is_here: bool = True


class Lately(NamedTuple):
    """What changed about the studies of a group on a date: the first lines, how many more there are, new studies."""

    date: str
    lines: list[Line]
    more: int
    new: int


class _Known(msgspec.Struct, array_like=True, frozen=True):
    """What is kept of all changes: how many studies each date tells of, and each study's key."""

    dates: list[tuple[str, int]]
    keys: dict[str, bytes]


_ByDate = dict[str, list[Change]]
_KNOWN = msgspec.msgpack.Decoder(_Known)
_PART = msgspec.msgpack.Decoder(dict[str, list[Day]])
_DATE = msgspec.msgpack.Decoder(list[Change])


class History:
    """All changes that may be shown. `dates` has the dates, the newest first, each with its number of studies.

    What the cache doesn't have any more is read from the files again, by `read`.
    """

    def __init__(self, table: Table, key: bytes, known: _Known, read: Callable[[], _ByDate]) -> None:
        self._table = table
        self._keys = known.keys
        self._part = cache(self._read_part)
        self._by_date = cache(read)
        self.key = key
        self.dates = known.dates

    def on(self, date: str) -> list[Change]:
        """The changes of a date, in the order in which they were noted."""
        kept = self._table.decoded(f"date {date}", self.key, _DATE)
        return self._by_date().get(date, []) if kept is None else kept

    def of(self, study_id: str) -> Later:
        """The history of a study as a list of `Day`, the newest first; empty where nothing was noted of it."""
        return Later(self._keys.get(study_id, _NOTHING), partial(self._of, study_id))

    def key_of(self, ids: Iterable[str]) -> bytes:
        """What stands for the histories of studies."""
        get = self._keys.get
        return joined([get(study_id, _NOTHING) for study_id in ids]) if self._keys else b""

    def behind(self, keys: Mapping[str, bytes]) -> Mapping[str, bytes]:
        """The keys of studies, each with what stands for its history behind it."""
        get = self._keys.get
        return {one: key + get(one, _NOTHING) for one, key in keys.items()} if self._keys else keys

    def lately(self, ids: Sequence[str]) -> Later:
        """What changed lately about the studies of a group, as a list of `Lately`, the newest first."""
        return Later(self.key_of(ids), partial(self._lately, ids))

    def _of(self, study_id: str) -> list[Day]:
        return self._part(_part_of(study_id)).get(study_id, []) if study_id in self._keys else []

    def _read_part(self, part: int) -> dict[str, list[Day]]:
        kept = self._table.decoded(f"part {part}", self.key, _PART)
        return _in_parts(_days(self._by_date())).get(part, {}) if kept is None else kept

    def _lately(self, ids: Sequence[str]) -> list[Lately]:
        by_date: defaultdict[str, list[Change]] = defaultdict(list)
        for study_id in ids:
            for date, changes in self._of(study_id):
                by_date[date] += changes
        found = []
        for date in sorted(by_date, reverse=True)[:DAYS]:
            new = {change.study for change in by_date[date] if change.change == ChangeKind.NEW}
            others = lines_of(change for change in by_date[date] if change.change != ChangeKind.NEW)
            found.append(Lately(date, others[:LINES], max(0, len(others) - LINES), len(new)))
        return found


def lines_of(changes: Iterable[Change]) -> list[Line]:
    """Changes of one date by section and study, what a reader should know first coming first."""
    found: dict[tuple[str, str], Line] = {}
    for change in changes:
        section = _SECTION[change.change]
        line = found.get((section, change.study))
        if line is None:
            line = found[section, change.study] = Line(section, change.study, change.title or "", [])
        if change not in line.changes:
            line.changes.append(change)
    return sorted(found.values(), key=lambda line: _RANK[line.section])


def load_history(config: Config, cache: Cache, inputs: Folders) -> History:
    """The changes of a site, without those of journals' metrics where these aren't shown.

    `inputs` are the marks of files by folder. A file with a fault, of which ingest tells, is left out.
    """
    table, metrics = cache.table("history"), config.settings.journal_metrics
    key = digest(program_key(), _state(config, table, inputs), bytes([metrics]))
    read = partial(_read, config, metrics)
    known = table.decoded("known", key, _KNOWN)
    return History(table, key, _keep(table, key, read()) if known is None else known, read)


def _read(config: Config, metrics: bool) -> _ByDate:
    """The changes of each date, the newest first."""
    from synthesite.store.change_files import load_changes  # needs YAML, which a build may do without

    by_date = {
        date: [change for change in changes if metrics or not (change.field or "").startswith("journal_metrics.")]
        for date, changes in sorted(load_changes(config.root)[0].items(), reverse=True)
    }
    return {date: changes for date, changes in by_date.items() if changes}


def _state(config: Config, table: Table, inputs: Folders) -> bytes:
    """What stands for the bytes of all files, read only where their marks aren't as they were."""
    marks = inputs.get(FOLDER, {})
    is_settled = all(mark != UNSETTLED and not mark & 1 for mark in marks.values())  # a link's may be another's
    key = digest(msgspec.msgpack.encode(sorted(marks.items())))
    known = table.get("state", key) if marks and is_settled else None
    if known is None:
        files = files_below(config.root / FOLDER, {".yaml"})
        known = digest(*[part for path in files for part in (path.name, path.read_bytes())])
        if marks and is_settled:
            table.put("state", key, known)
    return known


def _days(by_date: _ByDate) -> dict[str, list[Day]]:
    """What changed by study."""
    days: defaultdict[str, list[Day]] = defaultdict(list)
    for date, changes in by_date.items():
        by_study: defaultdict[str, list[Change]] = defaultdict(list)
        for change in changes:
            by_study[change.study].append(change)
        for study_id, found in by_study.items():
            days[study_id].append(Day(date, found))
    return days


def _in_parts(days: dict[str, list[Day]]) -> dict[int, dict[str, list[Day]]]:
    parts: defaultdict[int, dict[str, list[Day]]] = defaultdict(dict)
    for study_id, told in days.items():
        parts[_part_of(study_id)][study_id] = told
    return parts


def _keep(table: Table, key: bytes, by_date: _ByDate) -> _Known:
    """Keeps what pages may ask for; `by_date` has the newest date first."""
    encode = msgspec.msgpack.encode
    days = _days(by_date)
    known = _Known(
        [(date, len({change.study for change in changes})) for date, changes in by_date.items()],
        {study_id: digest(encode(told)) for study_id, told in days.items()},
    )
    rows = {f"date {date}": encode(changes) for date, changes in by_date.items()}
    rows |= {f"part {part}": encode(found) for part, found in _in_parts(days).items()}
    table.retain({"state", *rows})
    for name, row in rows.items():
        table.put(name, key, row)
    table.put("known", key, encode(known))
    return known


def _part_of(study_id: str) -> int:
    return crc32(study_id.encode("utf-8", "surrogateescape")) % _PARTS
