"""The build on one screen: sources → content → library → pages → site."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from synthesite.checks import all_findings, all_problems
from synthesite.config import Config
from synthesite.exports import all_exports
from synthesite.ingest import Ingested, ingest
from synthesite.library import Library, load_library
from synthesite.model import Count, Output, Problem
from synthesite.pages import all_pages
from synthesite.progress import Progress
from synthesite.publish import Published, publish, static_files
from synthesite.sources import SourceTexts, read_sources
from synthesite.store.change_files import load_changes


class Built(NamedTuple):
    """What a build did; `published` is absent if it stopped before publishing."""

    ingested: Ingested
    problems: list[Problem]
    published: Published | None


class Checked(NamedTuple):
    """What a check found."""

    problems: list[Problem]
    counts: list[Count]


def build(config: Config, progress: Progress, jobs: int, strict: bool, date: str | None = None) -> Built:
    """Builds the whole site; under `strict`, any problem stops it before `site/` is touched."""
    ingested = ingest(config, jobs, progress.of("reading sources"), date)
    library = load_library(config)
    sources = SourceTexts(config.root, config.settings.sources, ingested.extracts)
    problems = distinct(chain(ingested.problems, all_problems(library, sources, building=True)))
    if strict and problems:
        return Built(ingested, problems, None)
    published = publish(outputs(config, library, sources), config, jobs, progress.of("writing pages"), library.frame)
    return Built(ingested, [*problems, *published.problems], published)


def outputs(config: Config, library: Library, sources: SourceTexts) -> Iterator[Output]:
    """Everything that a site consists of."""
    yield from static_files(config)
    yield from all_pages(library, sources)
    yield from all_exports(library)


def check(config: Config, progress: Progress, jobs: int) -> Checked:
    """Every problem in the sources and in the content, and what was counted; writes nothing."""
    reading = read_sources(config, jobs, progress.of("reading sources"))
    sources = SourceTexts(config.root, config.settings.sources, reading.extracts)
    _, damaged = load_changes(config.root)
    found = list(all_findings(load_library(config), sources))
    problems = distinct(chain(reading.problems, (one for one in found if isinstance(one, Problem)), damaged))
    return Checked(problems, [one for one in found if isinstance(one, Count)])


def distinct(problems: Iterator[Problem]) -> list[Problem]:
    """The problems, each place and code once: two steps may meet the same fault."""
    first: dict[tuple[str, int, str, str], Problem] = {}
    for problem in problems:
        code = "source-gone" if problem.code == "entry-gone" else problem.code  # seen from the source, from a record
        once = code in {"hand-edit", "source-gone", "bad-record"}
        first.setdefault((problem.path, problem.line, code, "" if once else problem.message), problem)
    return list(first.values())
