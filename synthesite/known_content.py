"""What ingest has to know of the records that there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from synthesite.config import Config
from synthesite.front_matter import FrontMatter, front_matter
from synthesite.identity import NOTHING, Known
from synthesite.match import IDENTIFIERS
from synthesite.model import Problem, Record, SourceItem
from synthesite.store.content import Unreadable, load_record_files, load_summary
from synthesite.store.files import files_below
from synthesite.store.records import LoadedRecord

NO_AGES: Mapping[str, int] = MappingProxyType({})


class Content(NamedTuple):
    """The records of a site, as ingest needs them."""

    existing: dict[str, LoadedRecord[Record]]
    unreadable: list[Unreadable]
    front_matter: dict[str, FrontMatter]
    """What curators' files say, by study; only where they say something."""
    waiting: frozenset[str]
    """The studies of which the curator's file can't be read."""
    alone: frozenset[Path]
    """Curators' files beside which there is no record."""
    ages: Mapping[str, int]
    """The order in which ids were given; ids that are not there are older than all of them."""


def load_content(config: Config, ages: Mapping[str, int] = NO_AGES) -> tuple[Content, list[Problem]]:
    """The records of a site, with the problems in their files. `ages` gives the order in which ids were given."""
    existing, unreadable, problems = load_record_files(config.root)
    front, waiting = {}, set()
    for key, loaded in existing.items():
        summary = load_summary(loaded.path.with_suffix(".md"))
        if summary.file.data or summary.problem:
            front[key] = front_matter(summary, config.settings)
        if summary.problem:
            waiting.add(key)
    beside = {loaded.path.with_suffix(".md") for loaded in existing.values()}
    alone = frozenset(files_below(config.content / "studies", {".md"})) - beside
    return Content(existing, unreadable, front, frozenset(waiting), alone, ages), problems


def known_records(content: Content) -> Iterator[Known]:
    """All records with what they are found again by; of those that can't be read, what can be told."""
    for key, loaded in content.existing.items():
        said = content.front_matter[key].values if key in content.front_matter else {}
        curated = {name: said[name] for name in IDENTIFIERS if said.get(name)}
        yield Known(loaded.record, content.ages.get(key, -1), curated or NOTHING)
    for lost in content.unreadable:
        items = [SourceItem(path=path, item=0, sha256=sha256, reader="") for path, sha256 in lost.items]
        yield Known(Record(id=lost.id, doi=lost.doi, pmid=lost.pmid, sources=items), whole=False)
