"""The readers: one module per kind of source, found by itself.

To add a format, add a module here that provides what `synthesite.extract.Reader` asks for (`LABEL`, `claims`, `items`,
`read`), its fixtures under `tests/readers/fixtures/<module>/`, and nothing else. The module's name is the reader's name
in records, with hyphens for underscores.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from itertools import chain
from json import JSONDecodeError
from pathlib import Path
from typing import cast

from synthesite.extract import Item, Reader, SourceText
from synthesite.model import Extract, Problem, Severity
from synthesite.plugins import modules_of, names_in
from synthesite.text.nearest import did_you_mean


@cache
def all_readers() -> dict[str, Reader]:
    """Every reader by its name, in the order of the names."""
    modules = modules_of(sys.modules[__name__])
    return {name.replace("_", "-"): cast("Reader", module) for name, module in modules.items()}


def reader_named(name: str) -> Reader | None:
    """The reader of this name, if there is one. No other is imported: a build that reads no source asks few of them."""
    return _reader(name, tuple(__path__))


@cache
def _reader(name: str, folders: tuple[str, ...]) -> Reader | None:
    module = _names(folders).get(name)
    return cast("Reader", import_module(module)) if module else None


@cache
def _names(folders: tuple[str, ...]) -> dict[str, str]:
    """The readers' modules by the readers' names."""
    names = chain.from_iterable(names_in(Path(folder)) for folder in folders)
    return {name.replace("_", "-"): f"{__name__}.{name}" for name in names}


def label(reader: str) -> str:
    """What a reader of this name reads, in words; the name itself if there is no such reader (any more)."""
    known = reader_named(reader)
    return known.LABEL if known else reader


def claims(source: SourceText) -> dict[str, str]:
    """The names of the readers that take this source for theirs, each with its reason.

    General readers are asked only where no other one takes it.
    """
    for general in (False, True):
        asked = {name: reader for name, reader in all_readers().items() if is_general(reader) == general}
        found = ((name, _claim(reader, source)) for name, reader in asked.items())
        taken = {name: reason for name, reason in found if reason}
        if taken:
            return taken
    return {}


def _claim(reader: Reader, source: SourceText) -> str | None:
    try:
        return reader.claims(source)
    except Exception:  # a reader that can't even look at a file must not keep it from the others; see `reader_of`
        return None


def is_general(reader: Reader) -> bool:
    """Whether a reader knows no format of its own and stands back behind those that do (`GENERAL = True`)."""
    return bool(getattr(reader, "GENERAL", False))


def read_source(source: SourceText, forced: str = "") -> Iterator[Extract | Problem]:
    """What the one reader that knows this source finds in it, item by item, and the problems on the way.

    `forced` names the reader that the site's settings want. A source that no reader or more than one reader claims is
    a problem; so is an item that a reader fails on.
    """
    prepared = prepare(source, forced)
    if isinstance(prepared, Problem):
        yield prepared
        return
    is_silent = True
    for found in read_items(*prepared):
        is_silent = False
        yield found
    if is_silent:
        yield nothing_found(source, prepared[0], forced)


def prepare(source: SourceText, forced: str = "") -> tuple[str, list[Item]] | Problem:
    """The name of the reader that takes a source, and the items it sees in it, for `read_items`."""
    name = reader_of(source, forced)
    if isinstance(name, Problem):
        return name
    try:
        return name, all_readers()[name].items(source)
    except Exception as error:  # whatever one file does to a reader, the others are still read
        return _failed(source, 1, f"the reader {name} failed on this file", error, "the other files are read")


def read_items(name: str, items: Iterable[Item]) -> Iterator[Extract | Problem]:
    """What the reader of this name finds in items, in order; an item that it fails on is a problem."""
    reader = all_readers()[name]
    for item in items:
        try:
            extract = reader.read(item)
        except Exception as error:  # the same for an item
            what = f"the reader {name} failed on item {item.number}"
            yield _failed(item.source, item.line, what, error, "the other items are read")
            continue
        yield from extract.problems
        if extract.values:
            yield extract


def nothing_found(source: SourceText, name: str, forced: str = "") -> Problem:
    """What to say of a source of which all items together gave neither a value nor a problem."""
    forcing = "; the setting sources made it take the file" if forced else ""
    message = f"the reader {name} found nothing in this file{forcing}; check that it is whole and of this kind"
    return Problem(source.path, 1, "nothing-found", message, Severity.ERROR)


def _failed(source: SourceText, line: int, what: str, error: Exception, others: str) -> Problem:
    message = f"{what} ({type(error).__name__}: {error}); please report it with the file; {others}"
    return Problem(source.path, line, "reader-failed", message, Severity.ERROR)


def reader_of(source: SourceText, forced: str = "") -> str | Problem:
    """The name of the reader that takes this source: the forced one, or the only one that claims it."""
    if forced:
        if forced in all_readers():
            return forced
        message = f"the setting sources wants the reader {forced!r} for this file, and there is none of that name"
        known = did_you_mean(forced, all_readers()) or f"; there are: {', '.join(all_readers())}"
        return Problem(source.path, 0, "unknown-reader", message + known, Severity.ERROR)
    names = list(claims(source))
    if len(names) == 1:
        return names[0]
    if names:
        both = " and ".join(names)
        message = f"more than one reader claims this file: {both}; say which with the setting sources in config.yaml"
        return Problem(source.path, 1, "ambiguous-format", message, Severity.ERROR)
    for name, reader in all_readers().items():
        try:
            reader.claims(source)
        except Exception as error:  # nobody else took the file, so this is worth saying
            return _failed(source, 1, f"the reader {name} failed on this file", error, "the other files are read")
    if fault := _broken_json(source):
        return fault
    message = (
        "no reader knows this kind of file (docs/formats.md lists what is known); convert it, say with the setting "
        "sources which reader should take it, or move it out of content/sources/"
    )
    return Problem(source.path, 1, "unknown-format", message, Severity.ERROR)


def _broken_json(source: SourceText) -> Problem | None:
    """What is wrong with a text that starts as JSON and doesn't end as such: a truncated file tells no kind."""
    if not source.head.lstrip().startswith(("{", "[")):
        return None
    from synthesite.text.json_spans import fault_of, parse_json  # only readers of JSON and faults ask for it

    try:
        parse_json(source.text)
    except JSONDecodeError as error:
        message = f"the JSON is broken at column {error.colno}: {fault_of(error)}; save or export it again"
        return Problem(source.path, error.lineno, "broken-json", message, Severity.ERROR)
    return None


def classifier(reader: str) -> str | None:
    """Who classified the stances that a reader of this name finds, if it finds any."""
    return getattr(reader_named(reader), "CLASSIFIER", None)
