"""The studies of a site, each loaded once: from its record and its curator's file to what may be shown of it.

What lists, groups and checks need of every study is an `Entry`, and all entries are in memory. The study itself is kept
in the cache and fetched where its page is made. A study whose two files and settings are as they were isn't loaded
again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

import msgspec

from synthesite.cards import card_of
from synthesite.check_traits import CheckTraits, check_traits
from synthesite.config import Config, Settings
from synthesite.effective import effective
from synthesite.front_matter import front_matter
from synthesite.keys import digest, joined, program_key
from synthesite.links import LinkTraits, link_traits
from synthesite.model import (
    Card,
    Citations,
    JournalMetrics,
    Later,
    Place,
    Problem,
    Record,
    Severity,
    Statement,
    source_at,
)
from synthesite.parallel import in_order
from synthesite.rights import published
from synthesite.said import said_of
from synthesite.store.cache import Cache
from synthesite.store.content import load_summary, parse_summary
from synthesite.store.files import names_in
from synthesite.store.markdown_files import body_sha256
from synthesite.store.marks import UNSETTLED, Folders
from synthesite.store.records import load_record, parse_record
from synthesite.study import Study, Whole
from synthesite.summary import generated_summary
from synthesite.themes import Assigned, Vocabulary, assign_themes
from synthesite.verified import Verified

CHOSEN = "chosen by a curator"
"""The reason given for a theme that stands in the front matter."""
STUDIES = "content/studies"
_ENTRIES = "entries"
ABSENT = 1
"""The mark of a curator's file that isn't there."""


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


class Held(NamedTuple):
    """What came of verifying a study, and the key under which it holds."""

    key: bytes
    result: Verified


class Entry(msgspec.Struct, array_like=True, frozen=True, gc=False, kw_only=True):
    """What is known of every study. `path` is the record's file; `marks` are that file's and the curator's file's.

    `key` stands for all that the study is made of, `card_key` for its card, `traits_key` for its traits. `order` sorts
    newest first. `told` holds the problems by the rule that told them, `held` what came of verifying the values, `said`
    what lists of citation statements need (`synthesite.said`).
    Without a `card` the record can't be used.
    """

    path: str
    marks: tuple[int, int]
    key: bytes
    card: Card | None = None
    card_key: bytes = b""
    traits_key: bytes = b""
    order: tuple[int, int, int] = (0, 0, 0)
    exclude: str = ""
    formerly: list[str] = []
    metrics: Metrics | None = None
    items: list[Item] = []
    problems: list[Problem] = []
    told: dict[str, list[Problem]] = {}
    said: bytes = b""
    held: Held | None = None

    @property
    def id(self) -> str:
        """The id, which is the name of the file."""
        return self.path.rpartition("/")[2].removesuffix(".yaml")


class StudyTraits(NamedTuple):
    """What all studies are held against each other by: for links, and for checks."""

    links: LinkTraits
    checks: CheckTraits


class Rules(Protocol):
    """What is looked into while a study is at hand."""

    def problems(self, whole: Whole, settings: Settings) -> dict[str, list[Problem]]:
        """What the rules about single studies find, by the names of the rules."""

    def verify(self, whole: Whole, key: bytes, settings: Settings) -> Held:
        """Whether the values of a study, whose key this is, stand where they are said to."""


class _Cited(msgspec.Struct):
    """What statements need of a record."""

    citations: Citations | None = None


_ENCODER = msgspec.msgpack.Encoder()
_ALL = msgspec.msgpack.Decoder(list[Entry])
_STUDY = msgspec.msgpack.Decoder(Study)
_CITED = msgspec.msgpack.Decoder(tuple[(_Cited, *[msgspec.Raw] * (len(Study._fields) - 1))])  # type: ignore[misc]  # computed
"""A study of which only the statements matter: decoding all of it takes ten times as long."""
_TRAITS = msgspec.msgpack.Decoder(StudyTraits)
_LOADED = msgspec.msgpack.Decoder(tuple[Entry, msgspec.Raw, msgspec.Raw])


class Shelf(Mapping[str, Study]):
    """The studies by id, in the order given; each is fetched when it is asked for."""

    def __init__(self, loader: _Loader, entries: Iterable[Entry]) -> None:
        self._loader = loader
        self.entries = {entry.id: entry for entry in entries}
        self.card_keys = {study_id: entry.card_key for study_id, entry in self.entries.items()}

    def __getitem__(self, study_id: str) -> Study:
        return self._loader.study(self.entries[study_id])

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def part(self, entries: Iterable[Entry]) -> Shelf:
        """Some of the studies, in the order given."""
        return Shelf(self._loader, entries)

    def card(self, study_id: str) -> Card:
        """What lists show of a study."""
        card = self.entries[study_id].card
        if card is None:
            raise KeyError(study_id)
        return card

    def cards(self, ids: Iterable[str]) -> list[Card]:
        """The cards of studies."""
        return [self.card(study_id) for study_id in ids]

    def traits(self) -> Iterator[StudyTraits]:
        """What all studies are held against each other by, one after the other."""
        return map(self._loader.traits_of, self.entries.values())

    def traits_key(self) -> bytes:
        """What stands for all of `traits`."""
        return joined(entry.traits_key for entry in self.entries.values())

    def later(self, study_id: str) -> Later:
        """A study for a page that rests on it."""
        entry = self.entries[study_id]
        return Later(entry.key, partial(self._loader.study, entry))

    def statements(self, study_id: str) -> list[Statement]:
        """The citation statements of a study as they may be shown, without the rest of it."""
        return self._loader.statements(self.entries[study_id])

    def whole(self, study_id: str) -> Whole:
        """Everything about a study, read anew."""
        return self._loader.known(self.entries[study_id])


def load_shelf(config: Config, cache: Cache, inputs: Folders, jobs: int = 1, rules: Rules | None = None) -> Shelf:
    """Loads the studies of a site, with up to `jobs` processes.

    `inputs` are the marks of its files, by folder. `rules` are asked about each study that is loaded. Records that
    can't be used have an entry with the problem alone.
    """
    loader, index = _Loader(config, cache, rules), cache.table("library")
    before = {entry.path: entry for entry in index.decoded(_ENTRIES, loader.settings_key, _ALL) or ()}
    entries: dict[str, Entry] = {}
    left: list[str] = []
    for name in names_in(inputs, config.root, STUDIES, {".yaml"}):
        path = f"{STUDIES}/{name}"
        entry = before.get(path)
        if entry and UNSETTLED not in entry.marks and entry.marks == _marks(inputs, path):
            entries[path] = entry
        else:
            entries[path] = _UNREAD
            left.append(path)

    def load(path: str) -> bytes:
        return loader.load(path, _marks(inputs, path), before.get(path))

    for path, made in zip(left, in_order(load, left, jobs, at_least=50), strict=True):
        entry, study, traits = _LOADED.decode(made)
        entries[path] = entry
        if study != _NONE:
            loader.studies.put(entry.id, entry.key, bytes(study))
            loader.traits.put(entry.id, entry.key, bytes(traits))
    found = _by_id(entries.values())
    if left or len(before) != len(entries):
        loader.studies.retain(found)
        loader.traits.retain(found)
        index.put(_ENTRIES, loader.settings_key, _ENCODER.encode(list(entries.values())))
    return Shelf(loader, found.values())


_UNREAD = Entry(path="", marks=(0, 0), key=b"")
_NONE = _ENCODER.encode(None)


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


_Files = tuple[bytes | None, bytes | None]


def _files(path: Path) -> _Files:
    """What is in a record's and in its curator's file; `None` where that can't be read, or is a link."""
    return _content(path), _content(path.with_suffix(".md"), os.O_NOFOLLOW)


def _content(path: Path, flags: int = 0) -> bytes | None:
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_CLOEXEC | flags), "rb") as file:
            return file.read()
    except OSError:
        return None


class _Loader:
    """Loads the studies of one site one by one."""

    def __init__(self, config: Config, cache: Cache, rules: Rules | None) -> None:
        self._config = config
        self._rules = rules
        self._vocabulary = Vocabulary(config.settings.themes)
        self.studies = cache.table("studies")
        self.traits = cache.table("traits")
        settings = config.settings
        read = (settings.rights, settings.themes, settings.vocabularies, settings.language, settings.leave_out)
        self.settings_key = digest(program_key(), msgspec.msgpack.encode(read, order="deterministic"))
        """What stands for all that shapes a study besides its files."""

    def load(self, path: str, marks: tuple[int, int], before: Entry | None) -> bytes:
        """A study's entry and the study, encoded; without the study if it is kept already."""
        files = _files(self._config.root / path)
        key = digest(self.settings_key, path, *(b"" if file is None else b"+" + file for file in files))
        if files[1] is None:
            unread = load_summary((self._config.root / path).with_suffix(".md")).problem
            if unread:  # a link, or what can't be read: it may say something else the next time
                key, marks = digest(key, unread.message), (marks[0], UNSETTLED)
        if before and before.key == key == self.studies.key(before.id) == self.traits.key(before.id):
            return _ENCODER.encode((msgspec.structs.replace(before, marks=marks), None, None))
        whole, problems = self.whole(path, files)
        if whole is None:
            return _ENCODER.encode((Entry(path=path, marks=marks, key=key, problems=problems), None, None))
        study, settings = whole.study, self._config.settings
        card = card_of(study)
        traits = _ENCODER.encode(_traits(whole))
        entry = Entry(
            path=path,
            marks=marks,
            key=key,
            card=card,
            card_key=digest(_ENCODER.encode(card)),
            traits_key=digest(traits),
            order=_reversed_date(study.record),
            exclude=study.exclude,
            formerly=study.record.formerly or [],
            metrics=metrics_of(study.record),
            items=[Item(s.path, s.reader, s.sha256) for s in study.record.sources or []],
            problems=problems,
            said=said_of(study.record),
            told=self._rules.problems(whole, settings) if self._rules else {},
            held=self._rules.verify(whole, key, settings) if self._rules else None,
        )
        return _ENCODER.encode((entry, study, msgspec.Raw(traits)))

    def study(self, entry: Entry) -> Study:
        """A study from the cache, or made anew if it isn't there."""
        return self.studies.decoded(entry.id, entry.key, _STUDY) or self.known(entry).study

    def statements(self, entry: Entry) -> list[Statement]:
        """The statements of a study from the cache, of which only they are decoded."""
        kept = self.studies.decoded(entry.id, entry.key, _CITED)
        citations = kept[0].citations if kept else self.known(entry).study.record.citations
        return (citations and citations.statements) or []

    def traits_of(self, entry: Entry) -> StudyTraits:
        """A study's traits from the cache, or made anew if they aren't there."""
        return self.traits.decoded(entry.id, entry.key, _TRAITS) or _traits(self.known(entry))

    def known(self, entry: Entry) -> Whole:
        """Everything about a study that could be loaded before. Raises `KeyError` if its files are gone since."""
        whole, _ = self.whole(entry.path)
        if whole is None:
            raise KeyError(entry.id)
        return whole

    def whole(self, path: str, files: _Files | None = None) -> tuple[Whole | None, list[Problem]]:
        """A study of its files, and the problems in them; without it if the record can't be used."""
        settings, place = self._config.settings, self._config.root / path
        record, beside = files or _files(place)
        loaded, problems = (
            parse_record(record, place, path, Record) if record is not None else load_record(place, path, Record)
        )
        if loaded is None:
            return None, problems
        if loaded.record.id != place.stem:
            message = f"the id {loaded.record.id!r} is not the file's name; rename the file, or restore it from Git"
            return None, [*problems, Problem(path, 1, "bad-record", message, Severity.ERROR)]
        at = place.with_suffix(".md")
        summary = parse_summary(beside, at) if beside is not None else load_summary(at)
        shown = f"{path.removesuffix('.yaml')}.md"
        front = front_matter(summary, settings)
        problems += [
            Problem(shown, fault.line, "bad-front-matter", fault.message, Severity.ERROR) for fault in front.faults
        ]
        values = front.values
        full = effective(loaded.record, front, summary, shown)
        body = summary.file.body.strip()
        generated = body_sha256(body) == loaded.record.summary_sha256
        if "themes" in values:
            themes = [Assigned(theme, [CHOSEN]) for theme in values["themes"]]
        else:
            themes = assign_themes(full, "" if generated else body, self._vocabulary)
        visible, withheld = published(full, settings.rights, values)
        if generated:
            body = generated_summary(loaded.record, full, visible, settings.rights, front.overrides)
        study = Study(
            record=visible,
            path=path,
            themes=themes,
            summary=body,
            summary_is_generated=generated,
            curated=frozenset(values),
            notes=values.get("notes", ""),
            withheld=withheld,
            checked=tuple(values.get("checked", ())),
            exclude=values.get("exclude", ""),
        )
        return Whole(study, loaded, full, front, summary.text), problems


def _traits(whole: Whole) -> StudyTraits:
    return StudyTraits(link_traits(whole.full), check_traits(whole))


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
