"""The studies of a site, each loaded once: from its record and its curator's file to what may be shown of it.

What lists, groups and checks need of every study is an `Entry`, and all entries are in memory. The study itself is kept
in the cache and fetched where its page is made. A study whose two files and settings are as they were isn't loaded
again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from synthesite.cards import card_of
from synthesite.config import Config, Settings
from synthesite.effective import effective
from synthesite.front_matter import FrontMatter, front_matter
from synthesite.keys import digest, program_key
from synthesite.model import Card, JournalMetrics, Later, Place, Problem, Record, Severity, source_at
from synthesite.parallel import in_order
from synthesite.rights import published
from synthesite.store.cache import Cache, Table
from synthesite.store.content import load_summary, parse_summary
from synthesite.store.files import names_below
from synthesite.store.markdown_files import body_sha256
from synthesite.store.marks import UNSETTLED, Folders
from synthesite.store.records import LoadedRecord, load_record, parse_record
from synthesite.study import Study
from synthesite.summary import generated_summary
from synthesite.themes import Assigned, Vocabulary, assign_themes

CHOSEN = "chosen by a curator"
"""The reason given for a theme that stands in the front matter."""
STUDIES = "content/studies"
_ENTRIES = "entries"
ABSENT = 1
"""The mark of a curator's file that isn't there."""


class Whole(NamedTuple):
    """Everything that is known of one study, for checks: nothing of it but `study` may be shown.

    `loaded` is the record as its file has it, `full` the whole effective record, `front` what the curator's file says.
    """

    study: Study
    loaded: LoadedRecord[Record]
    full: Record
    front: FrontMatter


class Item(NamedTuple):
    """An item that a record names as a source of its values."""

    path: str
    reader: str
    sha256: str


class Metrics(NamedTuple):
    """What a source says of the standing of a study's journal: the reader of the source, and its path."""

    values: JournalMetrics
    reader: str
    path: str


class Entry(msgspec.Struct, array_like=True, frozen=True, gc=False, kw_only=True):
    """What is known of every study. `path` is the record's file, `marks` are those of the record's and the curator's.

    `key` stands for all that the study is made of, `card_key` for its card. `order` sorts newest first. `told` holds the problems by the check that told them.
    Without a `card` the record can't be used.
    """

    path: str
    marks: tuple[int, int]
    key: bytes
    card: Card | None = None
    card_key: bytes = b""
    order: tuple[int, int, int] = (0, 0, 0)
    exclude: str = ""
    formerly: list[str] = []
    metrics: Metrics | None = None
    items: list[Item] = []
    problems: list[Problem] = []
    told: dict[str, list[Problem]] = {}

    @property
    def id(self) -> str:
        """The id, which is the name of the file."""
        return os.path.basename(self.path).removesuffix(".yaml")


Check = Callable[[Whole], dict[str, list[Problem]]]
_ENCODER = msgspec.msgpack.Encoder()
_ENTRY = msgspec.msgpack.Decoder(Entry)
_ALL = msgspec.msgpack.Decoder(list[Entry])
_STUDY = msgspec.msgpack.Decoder(Study)


class Shelf(Mapping[str, Study]):
    """The studies by id, in the order of their files; each is fetched when it is asked for."""

    def __init__(self, config: Config, entries: dict[str, Entry], cache: Cache) -> None:
        self._config = config
        self.entries = entries
        self._cache = cache
        self._table = cache.table("studies")

    def __getitem__(self, study_id: str) -> Study:
        return _fetch(self._config, self._table, self.entries[study_id])

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def part(self, entries: Iterable[Entry]) -> Shelf:
        """Some of the studies, in the order given."""
        return Shelf(self._config, {entry.id: entry for entry in entries}, self._cache)

    def card(self, study_id: str) -> Card:
        """What lists show of a study."""
        card = self.entries[study_id].card
        if card is None:
            raise KeyError(study_id)
        return card

    def cards(self, ids: Iterable[str]) -> list[Card]:
        """The cards of studies."""
        return [self.card(study_id) for study_id in ids]

    def later(self, study_id: str) -> Later:
        """A study for a page that rests on it."""
        entry = self.entries[study_id]
        return Later(entry.key, partial(_fetch, self._config, self._table, entry))

    def whole(self, study_id: str) -> Whole:
        """Everything about a study, read anew."""
        path = self.entries[study_id].path
        whole, _ = _whole(self._config, path, _files(self._config.root / path))
        if whole is None:
            raise KeyError(study_id)
        return whole


def load_shelf(config: Config, cache: Cache, inputs: Folders, jobs: int = 1, check: Check | None = None) -> Shelf:
    """Loads the studies of a site, with up to `jobs` processes.

    `inputs` are the marks of its files, by folder. `check` is asked for the problems of each study. Records that can't
    be used have an entry with the problem alone.
    """
    table, index = cache.table("studies"), cache.table("library")
    key = _settings_key(config)
    before = _noted(index.get(_ENTRIES, key))
    entries: dict[str, Entry] = {}
    left: list[str] = []
    for name in names_below(config.root / STUDIES, {".yaml"}):
        path = f"{STUDIES}/{name}"
        entry = before.get(path)
        if entry and UNSETTLED not in entry.marks and entry.marks == _marks(inputs, path):
            entries[path] = entry
        else:
            entries[path] = _UNREAD
            left.append(path)

    def load(path: str) -> bytes:
        return _load(config, table, key, path, _marks(inputs, path), before.get(path), check)

    for path, made in zip(left, in_order(load, left, jobs, at_least=50), strict=True):
        entry, study = msgspec.msgpack.decode(made, type=tuple[Entry, msgspec.Raw])
        entries[path] = entry
        if study != _NONE:
            table.put(entry.id, entry.key, bytes(study))
    found = _by_id(entries.values())
    if left or len(before) != len(entries):
        table.retain(found)
        index.put(_ENTRIES, key, _ENCODER.encode(list(entries.values())))
    return Shelf(config, found, cache)


_UNREAD = Entry(path="", marks=(0, 0), key=b"")
_NONE = _ENCODER.encode(None)


def _settings_key(config: Config) -> bytes:
    """What stands for all that shapes a study besides its files."""
    settings = config.settings
    read = (settings.rights, settings.themes, settings.vocabularies, settings.language)
    return digest(program_key(), msgspec.msgpack.encode(read, order="deterministic"))


def _noted(value: bytes | None) -> dict[str, Entry]:
    try:
        return {entry.path: entry for entry in _ALL.decode(value)} if value else {}
    except msgspec.MsgspecError:
        return {}


def _marks(inputs: Folders, path: str) -> tuple[int, int]:
    """The marks of a record's and of its curator's file."""
    folder, _, name = path.rpartition("/")
    files = inputs.get(folder, {})
    return files.get(name, UNSETTLED), files.get(f"{name.removesuffix('.yaml')}.md", ABSENT)


def _by_id(entries: Iterable[Entry]) -> dict[str, Entry]:
    """The entries by id, with a problem for each that has the id of one before it."""
    found: dict[str, Entry] = {}
    for entry in entries:
        first = found.setdefault(entry.id, entry)
        if first is not entry:
            message = f"the id {entry.id!r} is also that of {first.path}; remove one of the two"
            problem = Problem(entry.path, 1, "duplicate-id", message, Severity.ERROR)
            found[entry.id] = msgspec.structs.replace(first, problems=[*first.problems, problem])
    return found


def _load(
    config: Config,
    table: Table,
    settings: bytes,
    path: str,
    marks: tuple[int, int],
    before: Entry | None,
    check: Check | None,
) -> bytes:
    """A study's entry and the study, encoded; without the study if it is kept already."""
    files = _files(config.root / path)
    key = digest(settings, path, *(b"" if file is None else b"+" + file for file in files))
    if before and before.key == key and table.key(before.id) == key:
        return _ENCODER.encode((msgspec.structs.replace(before, marks=marks), None))
    whole, problems = _whole(config, path, files)
    if whole is None:
        return _ENCODER.encode((Entry(path=path, marks=marks, key=key, problems=problems), None))
    study = whole.study
    card = card_of(study)
    entry = Entry(
        path=path,
        marks=marks if None not in files else (marks[0], marks[1] if marks[1] == ABSENT else UNSETTLED),
        key=key,
        card=card,
        card_key=digest(_ENCODER.encode(card)),
        order=_reversed_date(study.record),
        exclude=study.exclude,
        formerly=study.record.formerly or [],
        metrics=metrics_of(study.record),
        items=[Item(s.path, s.reader, s.sha256) for s in study.record.sources or []],
        problems=problems,
        told=check(whole) if check else {},
    )
    return _ENCODER.encode((entry, study))


def _fetch(config: Config, table: Table, entry: Entry) -> Study:
    """A study from the cache, or made anew if it isn't there."""
    value = table.get(entry.id, entry.key)
    if value is not None:
        try:
            return _STUDY.decode(value)
        except msgspec.MsgspecError:
            pass
    whole, _ = _whole(config, entry.path, _files(config.root / entry.path))
    if whole is None:
        raise KeyError(entry.id)
    return whole.study


_Files = tuple[bytes | None, bytes | None]


def _files(path: Path) -> _Files:
    """What is in a record's and in its curator's file; `None` where that can't be read, or is a link."""
    return _content(path), _content(path.with_suffix(".md"), os.O_NOFOLLOW)


def _content(path: Path, flags: int = 0) -> bytes | None:
    try:
        with open(os.open(path, os.O_RDONLY | os.O_CLOEXEC | flags), "rb") as file:
            return file.read()
    except OSError:
        return None


def _whole(config: Config, path: str, files: _Files) -> tuple[Whole | None, list[Problem]]:
    """A study of its files, and the problems in them; without it if the record can't be used."""
    place = config.root / path
    loaded, problems = (
        parse_record(files[0], place, path, Record) if files[0] is not None else load_record(place, path, Record)
    )
    if loaded is None:
        return None, problems
    if loaded.record.id != place.stem:
        message = f"the id {loaded.record.id!r} is not the file's name; rename the file, or restore it from Git"
        return None, [*problems, Problem(path, 1, "bad-record", message, Severity.ERROR)]
    beside = place.with_suffix(".md")
    summary = parse_summary(files[1], beside) if files[1] is not None else load_summary(beside)
    shown = f"{path.removesuffix('.yaml')}.md"
    front = front_matter(summary, config.settings)
    problems += [
        Problem(shown, fault.line, "bad-front-matter", fault.message, Severity.ERROR) for fault in front.faults
    ]
    values, rights = front.values, config.settings.rights
    full = effective(loaded.record, front, summary, shown)
    body = summary.file.body.strip()
    generated = body_sha256(body) == loaded.record.summary_sha256
    if "themes" in values:
        themes = [Assigned(theme, [CHOSEN]) for theme in values["themes"]]
    else:
        themes = assign_themes(full, "" if generated else body, _vocabulary(config.settings))
    visible, withheld = published(full, rights, values)
    study = Study(
        record=visible,
        path=path,
        themes=themes,
        summary=generated_summary(loaded.record, full, visible, rights, front.overrides) if generated else body,
        summary_is_generated=generated,
        curated=frozenset(values),
        notes=values.get("notes", ""),
        withheld=withheld,
        checked=tuple(values.get("checked", ())),
        exclude=values.get("exclude", ""),
    )
    return Whole(study, loaded, full, front), problems


@cache
def _vocabulary(settings: Settings) -> Vocabulary:
    return Vocabulary(settings.themes)


def _reversed_date(record: Record) -> tuple[int, int, int]:
    """A key that sorts newest first; a vaguer date comes after the more precise ones of its year or month."""
    date = record.published or str(record.year or "")
    parts = [int(part) for part in date.split("-") if part.isdecimal()]
    year, month, day = [*parts, 0, 0, 0][:3]
    return -year, -month, -day


def metrics_of(record: Record) -> Metrics | None:
    """What a source of a study says of the standing of its journal."""
    places = [p for k, p in (record.provenance or {}).items() if k.startswith("journal_metrics.")]
    first = places[0] if places else None
    source = source_at(record.sources, first.source) if isinstance(first, Place) else None
    return Metrics(record.journal_metrics, source.reader, source.path) if record.journal_metrics and source else None
