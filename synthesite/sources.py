"""Reading the sources of a site: each is decoded and handed to its reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import msgspec

from synthesite import readers
from synthesite.config import Config, SourceRule
from synthesite.extract import Item, SourceText
from synthesite.found import AnyExtract, Found, Outcome, pack, unpack
from synthesite.keys import digest, program_key
from synthesite.model import Extract, Problem, Severity
from synthesite.parallel import aside, in_order
from synthesite.source_folders import NO_RULES, SOURCES, all_source_paths, rule_for, shown_path, skipped_sources
from synthesite.store.cache import Cache, Table
from synthesite.store.decoding import UndecodableError, decode
from synthesite.store.files import file_digest
from synthesite.text.paths import is_outside


class Reading(NamedTuple):
    """What was found in a site's sources: how many there are, the extracts in order, the problems."""

    sources: int
    extracts: Sequence[AnyExtract]
    problems: list[Problem]


def open_source(path: Path, shown: str) -> tuple[SourceText | None, list[Problem]]:
    """The text of a source; `shown` is its path in records and problems."""
    try:
        decoded = decode(path.read_bytes())
    except OSError as error:
        advice = "check its permissions" if isinstance(error, PermissionError) else "check that it is there, and a file"
        reason = f"it can't be read: {error.strerror}; {advice}"
        return None, [Problem(shown, 0, "unreadable-source", reason, Severity.ERROR)]
    except UndecodableError as error:
        folder = f"the folder {shown.split(':')[0]}" if is_outside(shown) else f"{SOURCES}/"
        code = "empty-source" if "empty" in str(error) else "unreadable-source"
        return None, [Problem(shown, 0, code, f"{error}; replace it or move it out of {folder}", Severity.ERROR)]
    source = SourceText(shown, decoded.text, decoded.encoding)
    if not decoded.remark:
        return source, []
    return source, [Problem(shown, 0, "encoding", f"{decoded.remark}; save it as UTF-8 if letters come out wrong")]


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


_FEW = 8
"""Parts from which on it pays to share them out."""
_ReadPart = tuple[bool, bytes | list[Extract | Problem]]
"""Whether anything was found in a part; and that, packed if it can be."""


def read_sources(
    config: Config,
    jobs: int = 1,
    progress: Callable[[int], None] | None = None,
    cache: Cache | None = None,
    digest_of: Callable[[str], bytes | None] = file_digest,
) -> Reading:
    """Reads all sources of a site with up to `jobs` processes; `progress` is told of each source that is done.

    What `cache` holds of a source with the same bytes (`digest_of` a file tells) isn't read again.
    """
    paths = all_source_paths(config)
    table = cache.table("extracts") if cache else None
    keys = {path: _key(config, path, digest_of) for path in paths} if table else {}
    kept = {path: data for path in paths if (data := _kept(table, shown_path(config, path), keys.get(path)))}
    extracts: list[AnyExtract] = []
    problems = skipped_sources(config)
    results = _read(config, [path for path in paths if path not in kept], jobs, meanwhile=bool(kept))
    unpacked = {path: [unpack(one) for one in data] for path, data in kept.items()}  # while the others are read
    for path in paths:
        found: Sequence[Outcome | bytes | Extract | Problem] = unpacked.get(path) or next(results)
        for one in found:
            if isinstance(one, bytes | Outcome):
                outcome = one if isinstance(one, Outcome) else unpack(one)
                extracts += map(Found, outcome.extracts)
                problems += outcome.problems
            elif isinstance(one, Extract):
                extracts.append(one)
            else:
                problems.append(one)
        key = keys.get(path)
        if table and key and path not in kept and all(isinstance(one, bytes) for one in found):
            table.put(shown_path(config, path), key, msgspec.msgpack.encode(found))
        if progress:
            progress(len(paths))
    if table:
        table.retain([shown_path(config, path) for path in paths])
    return Reading(len(paths), extracts, problems)


def _key(config: Config, path: Path, digest_of: Callable[[str], bytes | None]) -> bytes | None:
    """What the outcome of reading a source depends on; `None` for one that can't be read."""
    shown = shown_path(config, path)
    data = digest_of(str(path)) if shown.isprintable() else None
    rule = rule_for(shown, config.settings.sources)
    return data and digest(program_key(), data, shown, rule.reader, *chain.from_iterable(sorted(rule.columns.items())))


def _kept(table: Table | None, shown: str, key: bytes | None) -> list[bytes] | None:
    """What the cache holds of a source, packed."""
    value = table.get(shown, key) if table and key else None
    return msgspec.msgpack.decode(value, type=list[bytes]) if value is not None else None


def _read(
    config: Config, paths: Sequence[Path], jobs: int, meanwhile: bool = False
) -> Iterator[list[bytes | Extract | Problem]]:
    """For each source what its reader finds, packed, in one piece or several; as it is where it can't be packed.

    It begins at once if there is something else to do `meanwhile`: then few sources are read in a process of their own.
    """
    rules = config.settings.sources

    def read_part(part: _Part) -> _ReadPart:
        shown = shown_path(config, part.path)
        found: list[Extract | Problem]
        if not shown.isprintable():
            message = "its name holds characters that a record can't name; rename it"
            found = [Problem(shown, 0, "bad-name", message, Severity.ERROR)]
        elif part.source is None:
            found = read_file(part.path, shown, rules)
        else:
            found = list(readers.read_items(part.reader, part.items))
        return bool(found), pack(found) or found

    total = _total(paths)
    parts = [part for path in paths for part in _parts(path, config, jobs, total)]
    if meanwhile and jobs > 1 and 0 < len(parts) < _FEW:
        return _of_each(config, parts, _aside(read_part, parts))
    return _of_each(config, parts, in_order(read_part, parts, jobs))


def _aside(read: Callable[[_Part], _ReadPart], parts: Sequence[_Part]) -> Iterator[_ReadPart]:
    """What `read` gives of each part, read in a process of its own that starts at once."""
    import pickle  # only here; a text that has no form in bytes (half a character) has one as a pickle

    made = aside(lambda: pickle.dumps([read(part) for part in parts]))

    def results() -> Iterator[_ReadPart]:
        yield from pickle.loads(made())  # noqa: S301  # made a moment ago by this very program

    return results()


def _of_each(
    config: Config, parts: Sequence[_Part], read: Iterable[_ReadPart]
) -> Iterator[list[bytes | Extract | Problem]]:
    """What was read of the parts of each source, together."""
    whole: list[bytes | Extract | Problem] = []
    is_silent = True
    for part, (some, found) in zip(parts, read, strict=True):
        is_silent = is_silent and not some
        whole += [found] if isinstance(found, bytes) else found
        if part.last and is_silent and part.source:
            forced = rule_for(part.source.path, config.settings.sources).reader
            nothing = readers.nothing_found(part.source, part.reader, forced)
            whole.append(pack([nothing]) or nothing)
        if part.last:
            yield whole
            whole, is_silent = [], True


def _total(paths: Sequence[Path]) -> int:
    return sum(path.stat().st_size for path in paths if path.is_file())


def _parts(path: Path, config: Config, jobs: int, total: int) -> list[_Part]:
    """A source as one part, or as several if it is so large that others would wait for it, and reads without remark."""
    size = path.stat().st_size if path.is_file() else 0
    shown = shown_path(config, path)
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
