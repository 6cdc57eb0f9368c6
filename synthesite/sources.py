"""The sources of a site: finding them, decoding them, handing them to their reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from synthesite import readers
from synthesite.config import Config, SourceRule
from synthesite.extract import Item, SourceText, item_sha256, whole
from synthesite.model import Extract, Problem, Severity, SourceItem
from synthesite.parallel import in_order
from synthesite.store.decoding import UndecodableError, decode
from synthesite.store.files import files_below, posix, skipped_below

SOURCES = "content/sources"
CURATOR = "curator"
"""The `reader` of a source that is a curator's own Markdown file, read as one item."""


class Reading(NamedTuple):
    """What was found in a site's sources: how many there are, the extracts in order, the problems."""

    sources: int
    extracts: list[Extract]
    problems: list[Problem]


NO_RULES: tuple[SourceRule, ...] = ()


def source_paths(root: Path) -> list[Path]:
    """The sources of the site in the folder `root`, in the order of their paths; hidden files are none."""
    return files_below(root / SOURCES)


def skipped_sources(root: Path) -> list[Problem]:
    """What stands in `content/sources/` and is not read: links out of it, and what is neither file nor folder."""
    problems = []
    for path, why in skipped_below(root / SOURCES):
        message = f"{why}, so it is not read; put a copy of the file here instead"
        problems.append(Problem(posix(path, root), 0, "skipped-source", message))
    return problems


def open_source(path: Path, shown: str) -> tuple[SourceText | None, list[Problem]]:
    """The text of a source; `shown` is its path in records and problems."""
    try:
        decoded = decode(path.read_bytes())
    except OSError as error:
        advice = "check its permissions" if isinstance(error, PermissionError) else "check that it is there, and a file"
        reason = f"it can't be read: {error.strerror}; {advice}"
        return None, [Problem(shown, 0, "unreadable-source", reason, Severity.ERROR)]
    except UndecodableError as error:
        code = "empty-source" if "empty" in str(error) else "unreadable-source"
        return None, [Problem(shown, 0, code, f"{error}; replace it or move it out of {SOURCES}/", Severity.ERROR)]
    source = SourceText(shown, decoded.text, decoded.encoding)
    if not decoded.remark:
        return source, []
    return source, [Problem(shown, 0, "encoding", f"{decoded.remark}; save it as UTF-8 if letters come out wrong")]


def rule_for(shown: str, rules: Sequence[SourceRule]) -> SourceRule:
    """What the settings say about a source; later rules add to earlier ones and win over them."""
    path = PurePosixPath(shown)
    below = path.relative_to(SOURCES) if path.is_relative_to(SOURCES) else path
    reader, columns = "", dict[str, str]()
    for rule in rules:
        if fnmatchcase(below.as_posix(), rule.files):
            reader, columns = rule.reader or reader, columns | rule.columns
    return SourceRule(files=shown, reader=reader, columns=columns)


def read_file(path: Path, shown: str, rules: Sequence[SourceRule] = NO_RULES) -> list[Extract | Problem]:
    """Everything the readers make of one file, in order."""
    source, problems = open_source(path, shown)
    return [*problems, *(read_text(source, rules) if source else ())]


def read_text(source: SourceText, rules: Sequence[SourceRule] = NO_RULES) -> Iterator[Extract | Problem]:
    """Everything the readers make of a source that is decoded already, in order."""
    rule = rule_for(source.path, rules)
    yield from readers.read_source(source._replace(columns=rule.columns), rule.reader)


def who_reads(source: SourceText, rules: Sequence[SourceRule] = NO_RULES) -> str:
    """Which reader takes a source and why, in a sentence; an empty text where none does."""
    forced = rule_for(source.path, rules).reader
    name = readers.reader_of(source, forced)
    if isinstance(name, Problem):
        return ""
    reason = "the setting sources says so" if forced else readers.claims(source)[name]
    return f"{source.path}: read by {name} ({readers.label(name)}), because {reason}"


_LARGE = 200_000
"""Bytes from which on it may pay to share one source out among processes."""


class _Part(NamedTuple):
    """A source to be read by one process, or a part of a large one; `last` says that no more of it follows."""

    path: Path
    source: SourceText | None = None
    reader: str = ""
    items: Sequence[Item] = ()
    last: bool = True


def read_sources(config: Config, jobs: int = 1, progress: Callable[[int], None] | None = None) -> Reading:
    """Reads all sources of a site with up to `jobs` processes; `progress` is told of each source that is done."""
    paths = source_paths(config.root)
    extracts: list[Extract] = []
    problems = skipped_sources(config.root)
    rules = config.settings.sources

    def read_part(part: _Part) -> list[Extract | Problem]:
        shown = posix(part.path, config.root)
        if not shown.isprintable():
            message = "its name holds characters that a record can't name; rename it"
            return [Problem(shown, 0, "bad-name", message, Severity.ERROR)]
        if part.source is None:
            return read_file(part.path, shown, rules)
        return list(readers.read_items(part.reader, part.items))

    parts = [part for path in paths for part in _parts(path, config, jobs, _total(paths))]
    is_silent = True
    for part, found in zip(parts, in_order(read_part, parts, jobs), strict=True):
        is_silent = is_silent and not found
        if part.last and is_silent and part.source:
            found = [readers.nothing_found(part.source, part.reader, rule_for(part.source.path, rules).reader)]
        for one in found:
            if isinstance(one, Extract):
                extracts.append(one)
            else:
                problems.append(one)
        if part.last:
            is_silent = True
            if progress:
                progress(len(paths))
    return Reading(len(paths), extracts, problems)


def _total(paths: Sequence[Path]) -> int:
    return sum(path.stat().st_size for path in paths if path.is_file())


def _parts(path: Path, config: Config, jobs: int, total: int) -> list[_Part]:
    """A source as one part, or as several if it is so large that others would wait for it, and reads without remark."""
    size = path.stat().st_size if path.is_file() else 0
    shown = posix(path, config.root)
    if jobs < 2 or size < max(_LARGE, total // (jobs * 2)) or not shown.isprintable():
        return [_Part(path)]
    source, remarks = open_source(path, shown)
    if source is None or remarks:
        return [_Part(path)]
    rule = rule_for(shown, config.settings.sources)
    source = source._replace(columns=rule.columns)
    prepared = readers.prepare(source, rule.reader)
    if isinstance(prepared, Problem) or not prepared[1]:
        return [_Part(path)]
    name, items = prepared
    step = max(1, -(-len(items) // (jobs * 8)))
    starts = range(0, len(items), step)
    return [_Part(path, source, name, items[at : at + step], at + step >= len(items)) for at in starts]


class SourceTexts:
    """The texts of items, by what a record says of them, for whoever shows or verifies a passage."""

    def __init__(self, root: Path, rules: Sequence[SourceRule] = NO_RULES) -> None:
        self._root = root
        self._rules = rules
        self._items = lru_cache(maxsize=64)(self._read_items)

    def item(self, source: SourceItem) -> Item | None:
        """The item as it stands in its source now; `None` if the file is gone, or no longer holds these characters."""
        by_hash = self._items(source.path, source.reader)
        return by_hash.get(source.sha256)

    def _read_items(self, path: str, reader: str) -> dict[str, Item]:
        known = readers.all_readers().get(reader)
        full = (self._root / path).resolve()
        if not full.is_relative_to(self._root.resolve()) or not full.is_file():
            return {}
        text, _ = open_source(full, path)
        if text is None or (known is None and reader != CURATOR):
            return {}
        text = text._replace(columns=rule_for(path, self._rules).columns)
        try:
            items = known.items(text) if known else whole(text)
        except Exception:  # told where the source is read; here its items are just not to be had
            return {}
        return {item_sha256(item.text): item for item in items}
