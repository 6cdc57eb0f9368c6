"""What ingest has to know of the records that there are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeVar

import msgspec

from synthesite.changes import first_seen
from synthesite.config import Config
from synthesite.front_matter import FrontMatter, front_matter
from synthesite.identity import NOTHING, Known
from synthesite.ingest_memory import KeptStudy, Memory, kept_study
from synthesite.match import IDENTIFIERS
from synthesite.model import Change, Problem, Record, SourceItem
from synthesite.store.change_files import load_changes
from synthesite.store.content import Unreadable, load_record_files, load_summary
from synthesite.store.files import paths_below
from synthesite.store.records import LoadedRecord

NO_AGES: Mapping[str, int] = MappingProxyType({})
_V = TypeVar("_V")


class Loading(dict[str, _V]):
    """Values by the ids of studies. Those that are not here yet, and are among `later`, are loaded when asked for."""

    def __init__(self, here: Mapping[str, _V], later: Mapping[str, Callable[[], _V]]) -> None:
        super().__init__(here)
        self._later = later

    def __missing__(self, key: str) -> _V:
        value = self[key] = self._later[key]()
        return value

    def find(self, key: str) -> _V | None:
        """The value, if there is one."""
        return self[key] if key in self else None  # noqa: SIM401  # `get` doesn't load

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or key in self._later


class Content(NamedTuple):
    """The records of a site, as ingest needs them."""

    known: dict[str, Record]
    """All records that can be read, in the order of their paths; some with no more than what `light` leaves of them."""
    existing: Loading[LoadedRecord[Record]]
    """The same, whole, with their files."""
    unreadable: list[Unreadable]
    front_matter: Loading[FrontMatter]
    """What curators' files say, by study; only where they say something."""
    curated: dict[str, Mapping[str, str]]
    """The identifiers that curators give, by study."""
    waiting: frozenset[str]
    """The studies of which the curator's file can't be read."""
    alone: frozenset[Path]
    """Curators' files beside which there is no record."""
    ages: Mapping[str, int]
    """The order in which ids were given; ids that are not there are older than all of them."""
    kept: dict[str, KeptStudy]
    """What is kept of studies of which it still holds, by their ids."""
    paths: dict[str, str]
    """The paths of their records' files, below the site's folder."""


def load_content(
    config: Config,
    ages: Mapping[str, int] = NO_AGES,
    memory: Memory | None = None,
    paths: list[str] | None = None,
    there: tuple[list[str], list[str]] | None = None,
) -> tuple[Content, list[Problem]]:
    """The records of a site, with the problems in their files. `ages` gives the order in which ids were given.

    A file that is as `memory` knows it isn't loaded. With `paths` only those of all records' files. `there` are the
    paths of all records and of all curators' files, for who has them.
    """
    if there is None:
        list_files = memory.paths if memory else lambda name, suffix: paths_below(config.content / name, {suffix})
        there = list_files("studies", ".yaml"), list_files("studies", ".md")
    everything, summaries = there
    paths = everything if paths is None else paths
    kept = {path: one for path in paths if memory and (one := _kept(config, memory, path))}
    existing, unreadable, problems = load_record_files(config.root, [Path(path) for path in paths if path not in kept])
    if any(one.record.id in existing for one in kept.values()) or len({_stem(path) for path in paths}) < len(paths):
        kept, (existing, unreadable, problems) = {}, load_record_files(config.root, map(Path, paths))
    front, waiting = dict[str, FrontMatter](), set()
    curated: dict[str, Mapping[str, str]] = {}
    loaded_here = {str(loaded.path): loaded for loaded in existing.values()}
    for key, loaded in existing.items():
        summary = load_summary(loaded.path.with_suffix(".md"))
        if summary.file.data or summary.problem:
            front[key] = front_matter(summary, config.settings)
            curated[key] = {name: said for name in IDENTIFIERS if (said := front[key].values.get(name))}
        if summary.problem:
            waiting.add(key)
    later: dict[str, Callable[[], LoadedRecord[Record]]] = {}
    later_front: dict[str, Callable[[], FrontMatter]] = {}
    for path, one in kept.items():
        later[one.record.id] = _loader(config, path)
        if one.front_key:
            later_front[one.record.id] = _front_loader(config, path)
        curated[one.record.id] = one.curated
    known = {
        record.id: record
        for path in paths
        if (record := kept[path].record if path in kept else loaded_here[path].record if path in loaded_here else None)
    }
    passed = set(everything).difference(paths)
    beside = {
        path.removesuffix(".yaml") for path in everything if path in kept or path in loaded_here or path in passed
    }
    alone = frozenset(Path(path) for path in summaries if path.removesuffix(".md") not in beside)
    return (
        Content(
            known,
            Loading(existing, later),
            unreadable,
            Loading(front, later_front),
            curated,
            frozenset(waiting),
            alone,
            ages,
            {one.record.id: one for one in kept.values()},
            {one.record.id: memory.shown(path) for path, one in kept.items() if memory},
        ),
        problems,
    )


class Here:
    """What there is before an ingest, loaded when it is asked for."""

    def __init__(self, config: Config, memory: Memory | None) -> None:
        self._config = config
        self._memory = memory

    @cached_property
    def changes(self) -> tuple[dict[str, list[Change]], list[Problem]]:
        """What was told to have changed, by date, and what is wrong with the files that tell it."""
        return load_changes(self._config.root)

    @cached_property
    def earlier(self) -> list[Change]:
        """All that was told to have changed."""
        return list(chain.from_iterable(self.changes[0].values()))

    @cached_property
    def content(self) -> tuple[Content, list[Problem]]:
        """The records, and the problems in their files."""
        return load_content(self._config, first_seen(self.earlier), self._memory)


def _stem(path: str) -> str:
    return path.rpartition(os.sep)[2].removesuffix(".yaml")


def _kept(config: Config, memory: Memory, path: str) -> KeptStudy | None:
    """What is kept of a record's file and of the curator's file beside it, if it still holds of both."""
    one = memory.kept(path)
    if one and one.record.id == _stem(path):
        return one
    one = memory.studies.get(memory.shown(path))
    if one is None or one.record.id != _stem(path) or one.record_key != memory.digest_of(path):
        return None
    beside = f"{path.removesuffix('.yaml')}.md"
    now = memory.digest_of(beside) or b""
    if one.summary_key == now:
        return one
    summary = load_summary(Path(beside))
    if summary.problem:
        return None
    front = front_matter(summary, config.settings) if summary.file.data else None
    again = kept_study(one.record, one.record_key, summary, now, front)
    return msgspec.structs.replace(again, plan=one.plan)


def _loader(config: Config, path: str) -> Callable[[], LoadedRecord[Record]]:
    return lambda: next(iter(load_record_files(config.root, [Path(path)])[0].values()))


def _front_loader(config: Config, path: str) -> Callable[[], FrontMatter]:
    return lambda: front_matter(load_summary(Path(path).with_suffix(".md")), config.settings)


def known_records(content: Content) -> Iterator[Known]:
    """All records with what they are found again by; of those that can't be read, what can be told."""
    for key, record in content.known.items():
        yield Known(
            record,
            content.ages.get(key, -1),
            content.curated.get(key) or NOTHING,
            in_full=lambda key=key: content.existing[key].record,  # type: ignore[misc]  # mypy can't tell its type
        )
    for lost in content.unreadable:
        items = [SourceItem(path=path, item=0, sha256=sha256, reader="") for path, sha256 in lost.items]
        yield Known(Record(id=lost.id, doi=lost.doi, pmid=lost.pmid, sources=items), whole=False)
