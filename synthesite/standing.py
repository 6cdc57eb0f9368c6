"""Records of which no source is here, as in a clone without its sources: they stand as they are (decision 18).

Nothing is read, so there is no evidence by which studies could be matched anew. What a look at a record's two files
tells is all that there is to do, and for nearly all of them it is nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from synthesite.config import Config
from synthesite.identity import Assigned
from synthesite.ingest_memory import Memory, meaning
from synthesite.known_content import Content, load_content
from synthesite.match import Match
from synthesite.model import Problem, Record
from synthesite.parallel import in_order
from synthesite.planning import Plan, Planner, Settled, gone_sources, not_current, unpacked
from synthesite.remnants import remnants
from synthesite.sources import Reading
from synthesite.store.files import bytes_digest, content_of, paths_below, text_of
from synthesite.store.markdown_files import FrontMatterError, MarkdownFile, parse_markdown
from synthesite.store.records import is_edited

_SOURCES = re.compile(r"\nsources:\n((?:- .*\n|  .*\n)+)")
_ITEM = re.compile(r"- path: ([^\s'\"|>&*!#{}\[\]%@`][^\n'\"#]*)\n  item: ([0-9]+)\n  sha256: [0-9a-f]{64}\n")
_DECIDED = "\n  decided:"
_AT_THE_MARGIN = re.compile(r"^[^\s#-].*", re.MULTILINE)
_OF_NO_MATTER = re.compile(r"(?:themes|notes|checked|exclude):(?: |$)")
"""Front matter that no record has: nothing of it is a decision against a source."""


class Standing(NamedTuple):
    """The plans of the studies, in order, the problems, and the studies of which the curator's file can't be read."""

    entries: list[Plan | Settled]
    problems: list[Problem]
    waiting: frozenset[str]
    meanings: dict[str, bytes]
    """What curators' files mean to an ingest, by their paths; of those that were looked at only."""


class Look(NamedTuple):
    """What a look at a record's files told.

    `items` are the paths and numbers of its items. `is_sure` is false where only the whole record can tell what there
    is to do: it was edited, a curator decided something, there is no body.
    """

    id: str
    items: tuple[tuple[str, int], ...] = ()
    is_sure: bool = False
    meaning: bytes = b""
    """What the curator's file means to an ingest, as `synthesite.ingest_memory.meaning` tells it."""
    digests: tuple[bytes | None, bytes | None] = (None, None)
    """The hashes of the two files, as `file_digest` gives them, where they were read."""


Looks = Callable[[], Mapping[str, Look]]
"""Gives what was seen already of records' files, by their whole paths."""


def standing(
    config: Config,
    reading: Reading,
    is_here: Callable[[str], bool],
    jobs: int = 1,
    memory: Memory | None = None,
    seen: Looks = dict,
) -> Standing | None:
    """What `plan_records` gives, of a site of which no source is here; `memory` is told the hashes of what was read.

    What was `seen` isn't looked at again. `None` where anything is here, or somebody decided who is the same: then that
    is for `plan_records`.
    """
    if reading.extracts or config.settings.match.same or config.settings.match.apart:
        return None
    suffixes = ".yaml", ".md"
    there = memory.paths("studies", *suffixes) if memory else paths_below(config.content / "studies", suffixes)
    paths = [path for path in there if path.endswith(".yaml")]
    if len({_stem(path) for path in paths}) < len(paths):
        return None
    known = seen()
    left = [path for path in paths if path not in known]
    if left:
        known = {**known, **dict(zip(left, in_order(look, left, jobs, at_least=500), strict=True))}
    looks = [known[path] for path in paths]
    summaries = list(map(_beside, paths))
    if memory:
        read = dict(zip(paths, [one.digests[0] for one in looks], strict=True))
        read |= zip(summaries, [one.digests[1] for one in looks], strict=True)
        memory.learn({path: found for path, found in read.items() if found})
    sure = [one for one in looks if one.is_sure]
    entries: list[tuple[Look, Plan | Settled]] = [(one, Settled(Record(id=one.id), [])) for one in sure]
    named = {path for one in sure for path, _ in one.items}
    problems: list[Problem] = []
    waiting = frozenset[str]()
    if len(sure) < len(looks):
        unsure = [path for path, one in zip(paths, looks, strict=True) if not one.is_sure]
        beside = [path for path in there if path.endswith(".md")]
        content, problems = load_content(config, paths=unsure, there=(paths, beside))
        if any(content.curated.values()):
            return None
        for told, plan in _planned(config, content, [known[path].id for path in unsure], problems):
            named.update(path for path, _ in told.items)
            if plan:
                entries.append((told, plan))
        waiting = content.waiting
    if any(map(is_here, sorted(named))):
        return None
    meanings = {path: one.meaning for path, one in zip(summaries, looks, strict=True) if one.is_sure}
    entries.sort(key=lambda entry: (*min(entry[0].items), entry[0].id))
    problems += gone_sources(((told.id, [path for path, _ in told.items], False) for told, _ in entries), is_here)
    return Standing(not_current([entry for _, entry in entries]), problems, waiting, meanings)


def _planned(
    config: Config, content: Content, ids: list[str], problems: list[Problem]
) -> Iterator[tuple[Look, Plan | None]]:
    """The plans of the studies that are looked at closely, each with the items of its record, where it has some."""
    gone: set[int] = set()
    planner = Planner(config, content, gone)
    for study_id in ids:
        record = content.known.get(study_id)
        parts = remnants(record) if record else []
        if parts:
            gone.update(map(id, parts))
            study, whose = Match(parts, [None] * len(parts)), Assigned([study_id], [])
            plan = planner.plan(study, whose, unpacked(planner.merged((study, whose))), problems)
            yield Look(study_id, tuple((part.source.path, part.source.item) for part in parts)), plan


def look(path: str) -> Look:
    """Looks at a record's file and at the Markdown file beside it."""
    files = _content(path), _content(_beside(path))
    record, summary = (bytes_digest(content) if content else None for content in files)
    return _look(_stem(path), *map(_text, files))._replace(digests=(record, summary))


def _look(study: str, text: str, summary: str) -> Look:
    """What the texts of a study's record and of its Markdown file tell; they are empty where they can't be read."""
    if not text or not summary or is_edited(text) or not text.startswith(f"id: {study}\n") or _DECIDED in text:
        return Look(study)
    sources = _SOURCES.match(text, max(0, text.find("\nsources:\n")))
    items = tuple((match[1], int(match[2])) for match in _ITEM.finditer(sources[1])) if sources else ()
    if not sources or len(items) != sources[1].count("- "):
        return Look(study)
    try:
        return look_of(study, items, parse_markdown(summary))
    except FrontMatterError:
        return Look(study)


def look_of(
    study: str,
    items: tuple[tuple[str, int], ...],
    file: MarkdownFile,
    digests: tuple[bytes | None, bytes | None] = (None, None),
) -> Look:
    """What the items of a record tell that nobody edited and of which nothing is decided, and the file beside it."""
    keys = _AT_THE_MARGIN.findall(file.yaml_text)
    is_plain = not file.data or (bool(keys) and all(map(_OF_NO_MATTER.match, keys)))
    if not items or not is_plain or not file.body.strip():
        return Look(study, digests=digests)
    return Look(study, items, is_sure=True, meaning=meaning(file), digests=digests)


def _content(path: str) -> bytes:
    """What is in a file; nothing for what can't be read, and for a link."""
    return content_of(path, getattr(os, "O_NOFOLLOW", 0)) or b""


def _text(content: bytes) -> str:
    """The text of a file; an empty one for what is none."""
    try:
        return text_of(content)
    except UnicodeDecodeError:
        return ""


def _beside(path: str) -> str:
    """The curator's file of a record's."""
    return f"{path.removesuffix('.yaml')}.md"


def _stem(path: str) -> str:
    return path.rpartition(os.sep)[2].removesuffix(".yaml")
