"""`adopt`: what somebody edited in a record moves into the front matter of its Markdown file.

The Markdown file is written first and the record restored last, so that a killed run loses nothing and can be repeated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from synthesite.claims import claims, gaps
from synthesite.config import Config, Settings
from synthesite.decisions import with_decisions
from synthesite.front_matter import INNER_UNITS, Curated, front_matter
from synthesite.ingest import fresh_records, note_change
from synthesite.model import MACHINE_KEYS, Problem, Record, Severity
from synthesite.source_texts import SourceTexts
from synthesite.store.content import load_record_files, load_summary
from synthesite.store.files import posix, unwritable, write_if_changed
from synthesite.store.front_matter_text import comments_in, with_comments, with_values
from synthesite.store.markdown_files import FrontMatterError, parse_markdown
from synthesite.store.records import LoadedRecord, dump_record
from synthesite.text.nearest import did_you_mean
from synthesite.text.paths import resolve
from synthesite.text.yaml_text import convert_mapping, dump_yaml, load_yaml
from synthesite.trust import unit_of
from synthesite.verify import Against

UNSURE = "# From the record, perhaps edited by hand; remove the # in front of what is yours:"
REPLACED = "# Before the record's edit moved here, this file said:"
_CURATORS = [field.name for field in msgspec.structs.fields(Curated)]
_REMADE = frozenset({"sources", "provenance", "conflicts", "summary_sha256", "fingerprint"})
"""Keys that follow from the sources alone: whatever was edited there says nothing about the study."""


class UnknownStudyError(Exception):
    """There is no record of such an id; the message names the nearest one."""


class Adopted(NamedTuple):
    """What became of one record.

    `moved` names the units that are now in the front matter, `unsure` those that stand there as comments because the
    sources have changed as well; `problem` says why nothing was done.
    """

    id: str
    path: str
    edited: bool
    moved: list[str]
    unsure: list[str]
    problems: list[Problem]


class _Found(NamedTuple):
    """What somebody edited in a record: surely, perhaps, and in comments."""

    moved: dict[str, Any]
    unsure: dict[str, Any]
    comments: list[str]
    before: Record
    """The record as it would be if the sources still said what they said, as far as that can be told."""


def adopt(config: Config, ids: Iterable[str], jobs: int = 1) -> Iterator[Adopted]:
    """Adopts the hand edits of the records with these ids; file names will do. Raises `UnknownStudyError` at first."""
    records, unreadable, _ = load_record_files(config.root)
    wanted = list(dict.fromkeys(Path(name).stem if name.endswith((".yaml", ".md")) else name for name in ids))
    formerly = {old: record_id for record_id, one in records.items() for old in one.record.formerly or []}
    for name in wanted:
        if name in {one.id for one in unreadable}:
            raise UnknownStudyError(f"the record {name!r} can't be read; 'build.py check' says why")
        if name not in records:
            now = f"; it is now {formerly[name]!r}" if name in formerly else did_you_mean(name, records)
            raise UnknownStudyError(f"there is no study {name!r}{now}")
    edited = {name for name in wanted if records[name].edited}
    fresh = fresh_records(config, edited, jobs) if edited else {}
    return (_adopted(config, records[name], fresh.get(name)) for name in wanted)


def _adopted(config: Config, loaded: LoadedRecord[Record], fresh: Record | None) -> Adopted:
    path = loaded.path.with_suffix(".md")
    shown = posix(path, config.root)
    done = Adopted(loaded.record.id, shown, loaded.edited, [], [], [])
    if not loaded.edited:
        return done
    if fresh is None:
        message = "its sources aren't all here, so what was edited can't be told from what they say; bring them back"
        return done._replace(
            problems=[Problem(posix(loaded.path, config.root), 1, "hand-edit", message, Severity.ERROR)]
        )
    found = _edits(config, loaded, fresh)
    try:
        old = _text(path)
        replaced = _replaced(old, found.moved)
        new = _with_comments(with_values(old, found.moved), found, replaced)
        if new != old:
            write_if_changed(path, new.encode())
        front = front_matter(load_summary(path), config.settings)
        if found.before != fresh:
            note_change(config, found.before)
        restored = msgspec.structs.replace(fresh, summary_sha256=loaded.record.summary_sha256)
        write_if_changed(loaded.path, dump_record(with_decisions(restored, front, loaded.record)).encode())
    except FrontMatterError as error:
        return done._replace(problems=[Problem(shown, error.line, "bad-front-matter", error.message, Severity.ERROR)])
    except OSError as error:
        return done._replace(problems=[unwritable(shown, error)])
    faults = [Problem(shown, fault.line, "bad-front-matter", fault.message, Severity.ERROR) for fault in front.faults]
    return done._replace(moved=list(found.moved), unsure=list(found.unsure), problems=faults)


def _text(path: Path) -> str:
    """The text of a curator's file with its byte order mark; empty without one. Links are not followed."""
    problem = load_summary(path).problem
    if problem:
        raise problem
    return path.read_bytes().decode() if path.exists() else ""


def _edits(config: Config, loaded: LoadedRecord[Record], fresh: Record) -> _Found:
    """How a record differs from what its sources give, as far as somebody's hand may have done it."""
    text = loaded.path.read_text(encoding="utf-8")
    moved, unsure = _unfitting(text)
    edited, now = _plain(loaded.record), _plain(fresh)
    overtaken: dict[str, Any] = {}
    sources = SourceTexts(config.root, config.settings.sources)
    history = _History(loaded.record, fresh, sources, config.settings)
    for unit in _units(edited, now):
        value = resolve(edited, unit)
        if value == resolve(now, unit):
            continue
        who = _Who.UNSURE if unit in MACHINE_KEYS else history.who(unit, value)
        if who == _Who.CURATOR:
            moved[unit] = value
        elif who == _Who.UNSURE:
            unsure[unit] = value
        if who != _Who.CURATOR and unit not in MACHINE_KEYS:
            overtaken[unit] = value
    before = _with_units(fresh, overtaken)
    return _Found(moved, unsure, [comment for _, comment in comments_in(text)], before)


def _with_units(record: Record, units: dict[str, Any]) -> Record:
    data: dict[str, Any] = msgspec.to_builtins(record)
    for unit, value in units.items():
        outer, _, inner = unit.partition(".")
        (data.setdefault(outer, {}) if inner else data)[inner or outer] = value
    return msgspec.convert(data, Record)


def _unfitting(text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The keys of a record's file that no record has, or with a value that doesn't fit.

    First those that only front matter has, such as `notes`, then the others.
    """
    data = load_yaml(text)
    _, faults = convert_mapping(data, Record, "key")
    keys = [str(path[0]) for path, _ in faults if path]
    curators = {key: data[key] for key in keys if key in _CURATORS and key not in Record.__struct_fields__}
    return curators, {key: data[key] for key in keys if key not in curators}


def _plain(record: Record) -> dict[str, Any]:
    """A record as plain data, without what is made anew from the sources whatever is written there."""
    data: dict[str, Any] = msgspec.to_builtins(record)
    data["extra"] = {key: value for key, value in data.get("extra", {}).items() if key != "decided"}
    return {key: value for key, value in data.items() if key not in _REMADE and value != {}}


def _units(edited: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """The units of both, in the order of a record's keys."""
    for key in Record.__struct_fields__:
        if key in INNER_UNITS:
            inner = {**edited.get(key, {}), **now.get(key, {})}
            yield from (f"{key}.{name}" for name in inner)
        elif key in edited or key in now:
            yield key


class _Who(Enum):
    """Who wrote a value: for certain a curator, for certain a source, or it can't be told."""

    CURATOR = 1
    SOURCE = 2
    UNSURE = 3


class _History:
    """What the provenance of a record tells about who wrote a value."""

    def __init__(self, edited: Record, fresh: Record, sources: SourceTexts, settings: Settings) -> None:
        self._edited = edited
        self._then, self._now = _places(edited), _places(fresh)
        self._hashes = {source.sha256 for source in edited.sources or []}
        self._against = [Against(source, sources, settings) for source in edited.sources or []]

    def who(self, unit: str, value: Any) -> _Who:
        """Who wrote a value that the sources don't give (any more)."""
        if value is None and unit not in self._then:
            known = any(sha256 in self._hashes for sha256, *_ in self._now[unit])
            return _Who.UNSURE if known else _Who.SOURCE
        if value is None or unit not in self._then or _same_places(self._then[unit], self._now.get(unit, [])):
            return _Who.CURATOR
        listed = range(len(self._against))
        if any(source in listed and not self._against[source].is_here for _, source, *_ in self._then[unit]):
            return _Who.UNSURE
        return _Who.CURATOR if self._is_wrong(unit) else _Who.SOURCE

    def _is_wrong(self, unit: str) -> bool:
        """Whether something of a unit isn't what its places give, or has no place."""
        data, provenance = msgspec.to_builtins(self._edited), self._edited.provenance or {}
        if any(unit_of(gap.key) == unit for gap in gaps(data, provenance)):
            return True
        places = {key: place for key, place in provenance.items() if unit_of(key) == unit}
        for claim in claims(data, places):
            sources = {place.source for place in claim.places}
            if len(sources) > 1 or not sources <= {*range(len(self._against))}:
                return True
            if self._against[sources.pop()].wrong(claim):
                return True
        return False


def _places(record: Record) -> dict[str, list[tuple[Any, ...]]]:
    """By unit the places its values come from: the item's hash and number, the key, the span and how."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for key, places in (record.provenance or {}).items():
        for place in places if isinstance(places, list) else [places]:
            listed = record.sources or []
            sha256 = listed[place.source].sha256 if 0 <= place.source < len(listed) else ""
            found.setdefault(unit_of(key), []).append((sha256, place.source, key, place.span, place.how))
    return found


def _same_places(some: list[tuple[Any, ...]], others: list[tuple[Any, ...]]) -> bool:
    """Whether places are the same but for the sources' numbers, which change when a source joins."""
    return [(sha256, *rest) for sha256, _, *rest in some] == [(sha256, *rest) for sha256, _, *rest in others]


def _nested(units: dict[str, Any]) -> dict[str, Any]:
    """The units as they stand in front matter: `citations.cited_by` inside `citations`."""
    data: dict[str, Any] = {}
    for unit, value in units.items():
        outer, _, inner = unit.partition(".")
        if inner:
            data.setdefault(outer, {})[inner] = value
        else:
            data[unit] = value
    return data


def _replaced(text: str, moved: dict[str, Any]) -> dict[str, Any]:
    """What the front matter said of the units that are moved, where it said something else."""
    said = parse_markdown(text).data
    now = load_yaml(dump_yaml(_nested(moved))) if moved else {}
    there = {unit: resolve(said, unit) for unit in moved}
    return {unit: value for unit, value in there.items() if value is not None and value != resolve(now, unit)}


def _with_comments(text: str, found: _Found, replaced: dict[str, Any]) -> str:
    """The file with the comments of the record, and as comments what was replaced and what may not be a curator's."""
    lines = list(found.comments)
    if replaced:
        lines += [REPLACED, *(f"# {line}" for line in dump_yaml(_nested(replaced)).splitlines())]
    if found.unsure:
        lines += [UNSURE, *(f"# {line}" for line in dump_yaml(_nested(found.unsure)).splitlines())]
    there = set(text.splitlines())
    return with_comments(text, [line for line in lines if line not in there])
