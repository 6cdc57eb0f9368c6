"""The build on one screen: sources → content → library → pages → site."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from synthesite.checks import EveryRule, all_findings, all_problems
from synthesite.config import Config
from synthesite.evidence import Evidence
from synthesite.exports import all_exports
from synthesite.ingest_memory import Ingested, Memory, nothing_to_do
from synthesite.library import Library, load_library
from synthesite.looks import frame_logo, has_style, named_files
from synthesite.model import Batch, Count, Output, Problem, Severity
from synthesite.page_maker import PageMaker
from synthesite.pages import all_pages, frame
from synthesite.progress import Progress
from synthesite.publish import Published, publish, static_files
from synthesite.search.index import Indexing, search
from synthesite.source_folders import outside_folders
from synthesite.source_texts import SourceTexts
from synthesite.sources import read_sources
from synthesite.store.cache import Cache
from synthesite.store.digests import Digests
from synthesite.store.files import has_leftovers
from synthesite.unchanged import Look, Report, look_at, remember


class Built(NamedTuple):
    """What a build did; `published` is absent if it stopped before publishing."""

    ingested: Ingested
    problems: list[Problem]
    published: Published | None


class Checked(NamedTuple):
    """What a check found."""

    problems: list[Problem]
    counts: list[Count]


def build(
    config: Config,
    progress: Progress,
    jobs: int,
    strict: bool,
    date: str | None = None,
    look: Look | None = None,
    cache: Cache | None = None,
) -> Built:
    """Builds the whole site; under `strict`, any problem stops it before `site/` is touched.

    `look` is how everything looked when the build began. What has an unchanged key isn't done again.
    """
    look = look or look_at(config.root, jobs)
    cache, outside = cache or Cache(config.root), [*outside_folders(config), *named_files(config)]
    if outside != look.note.get("outside", []):
        look = look.with_inputs(outside)
    digests = Digests(config.root, cache, look.inputs)
    memory = Memory(config, cache, digests, look.inputs)
    ingested, begun = None if has_leftovers(look.inputs) else nothing_to_do(config, memory, date), None
    indexing = Indexing(config.settings, cache, jobs)
    begin = None if strict else indexing.begin  # a strict build may end before the index is asked for
    if ingested is None:
        from synthesite.early import Early  # which take a while
        from synthesite.ingest import ingest

        early = Early(config, cache, digests, look.inputs, jobs)
        reading = progress.of("reading sources")
        ingested = ingest(config, jobs, reading, date, cache=cache, memory=memory, seen=early.looks)
        begun = early.begun(not ingested.touched, begin)
    idle = not ingested.new and not ingested.changed and not ingested.changes
    inputs = look.inputs if idle else look.with_folders(ingested.folders, outside).inputs
    sources = SourceTexts(config.root, config.settings.sources, ingested.extracts)
    digests = digests.looked_again(inputs)
    evidence = Evidence(config, sources, cache, digests, jobs, building=True)
    library = load_library(config, cache, inputs, jobs, EveryRule(evidence), begin, begun)
    around = frame(library)._replace(logo=frame_logo(config), has_style=has_style(config))
    pages = PageMaker(config, around, cache)
    if library.related.is_begun:
        pages.load()  # which there is time for, and something changed that pages show
    library.related.found()  # before more is held here: who finds those of a large site needs much memory
    problems = distinct(chain(ingested.problems, all_problems(library, evidence, building=True)))
    digests.keep()
    if strict and problems:
        cache.save()
        return Built(ingested, problems, None)
    outputs = chain(all_outputs(config, library, evidence), search(library, indexing))
    published = publish(outputs, config, pages, cache, jobs, progress.of("writing pages"), look)
    problems += published.problems
    cache.save()
    told = [(str(problem), problem.severity == Severity.ERROR) for problem in problems]
    counts = ingested.sources, ingested.new + ingested.changed + ingested.unchanged, published.pages, published.files
    remember(look, outside, published.folders, Report(told, *counts), complete=idle and not published.problems)
    return Built(ingested, problems, published)


def all_outputs(config: Config, library: Library, evidence: Evidence) -> Iterator[Output | Batch]:
    """Everything that a site consists of."""
    yield from static_files(config)
    yield from all_pages(library, evidence)
    yield from all_exports(library)


def check(config: Config, progress: Progress, jobs: int) -> Checked:
    """Every problem in the sources and in the content, and what was counted; writes nothing."""
    reading = read_sources(config, jobs, progress.of("reading sources"))
    sources = SourceTexts(config.root, config.settings.sources, reading.extracts)
    from synthesite.store.change_files import load_changes  # a build leaves them to ingest

    _, damaged = load_changes(config.root)
    evidence = Evidence(config, sources, jobs=jobs)
    found = list(all_findings(load_library(config, jobs=jobs, rules=EveryRule(evidence)), evidence))
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
