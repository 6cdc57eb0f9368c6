"""The checks: one module per rule about the content, found by itself.

A module provides what its rule needs; none does I/O:

- `of_study(whole, settings)` yields the problems of one study, from nothing else, so that they can be kept with it. It
  is asked about the studies on the site, and about excluded ones too if the module sets `OF_EXCLUDED`.
- `across(content)` yields the problems that only all studies together show, from small traits of each.
- `check(library, evidence)` yields the rest: a rule that needs the text of a source is handed it by `evidence`. It may
  also yield a `Count`, a line for the report at the end.

A module that sets `ONLY_IN_CHECK` is asked by the command `check` alone, because it takes long. Codes that a module
names in `WARNS_IN_BUILD` are errors in `check` and warnings in a build, which goes on without what they miss.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import cache
from types import ModuleType
from typing import NamedTuple

import msgspec

from synthesite.blocks import Held
from synthesite.check_traits import CheckTraits
from synthesite.config import Settings
from synthesite.evidence import Evidence
from synthesite.keys import digest, program_key
from synthesite.library import Library
from synthesite.model import Count, Problem, Severity
from synthesite.plugins import modules_of
from synthesite.store.cache import Cache
from synthesite.study import Whole

_PROBLEMS = msgspec.msgpack.Decoder(dict[str, list[Problem]])


class Content(NamedTuple):
    """What rules about all studies are handed.

    `studies` are those on the site, newest first; `orphans` the paths of curators' files beside which there is no
    record.
    """

    settings: Settings
    studies: Sequence[CheckTraits]
    orphans: Sequence[str]


def problems_of_study(whole: Whole, settings: Settings) -> dict[str, list[Problem]]:
    """What the rules about single studies find, by the names of the rules that find something, in their order."""
    found = {}
    for name, module in _rules("of_study"):
        if not whole.study.exclude or getattr(module, "OF_EXCLUDED", False):
            problems = list(module.of_study(whole, settings))
            if problems:
                found[name] = problems
    return found


class EveryRule:
    """The rules as they are asked while a study is at hand; `evidence` are the sources by which it is verified."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence

    def problems(self, whole: Whole, settings: Settings) -> dict[str, list[Problem]]:
        """What the rules about single studies find, by their names."""
        return problems_of_study(whole, settings)

    def verify(self, whole: Whole, key: bytes, settings: Settings) -> Held:
        """Whether the values of a study, whose key this is, stand where they are said to."""
        return self._evidence.verify(whole, key, settings)


def problems_across(content: Content) -> dict[str, list[Problem]]:
    """The same for the rules about all studies."""
    found = {name: list(module.across(content)) for name, module in _rules("across")}
    return {name: problems for name, problems in found.items() if problems}


def all_findings(library: Library, evidence: Evidence, building: bool = False) -> Iterator[Problem | Count]:
    """What loading the library and every rule find, and what they counted; `building` makes it a build's report."""
    yield from library.problems
    shelves = library.studies, library.excluded
    told = [entry.told for shelf in shelves for entry in shelf.entries.values() if entry.told]
    across = _across(library, evidence.cache)
    for name, module in _modules().items():
        if building and getattr(module, "ONLY_IN_CHECK", False):
            continue
        for problems in told:
            yield from problems.get(name, ())
        yield from across.get(name, ())
        lowered: frozenset[str] = getattr(module, "WARNS_IN_BUILD", frozenset()) if building else frozenset()
        for found in module.check(library, evidence) if hasattr(module, "check") else ():
            if isinstance(found, Problem) and found.code in lowered:
                found = found._replace(severity=Severity.WARNING)
            yield found


def content_of(library: Library) -> Content:
    """What rules about all studies are handed."""
    return Content(library.settings, list(library.studies.check_traits()), library.orphans)


def _across(library: Library, cache: Cache) -> dict[str, list[Problem]]:
    """What `problems_across` gives; nothing is looked at again while all that it looks at is as it was."""
    told = msgspec.msgpack.encode((library.settings.match, library.orphans), order="deterministic")
    table, key = cache.table("across"), digest(program_key(), library.studies.traits_keys.checks, told)
    kept = table.decoded("problems", key, _PROBLEMS)
    if kept is not None:
        return kept
    found = problems_across(content_of(library))
    table.put("problems", key, msgspec.msgpack.encode(found))
    return found


def all_problems(library: Library, evidence: Evidence, building: bool = False) -> Iterator[Problem]:
    """The problems among all findings."""
    return (found for found in all_findings(library, evidence, building) if isinstance(found, Problem))


def _rules(function: str) -> list[tuple[str, ModuleType]]:
    """The modules that provide a function of this name."""
    return _with(function, tuple(__path__))


def _modules() -> dict[str, ModuleType]:
    """The rules, looked for once."""
    return _found_in(tuple(__path__))


@cache
def _with(function: str, folders: tuple[str, ...]) -> list[tuple[str, ModuleType]]:
    return [(name, module) for name, module in _found_in(folders).items() if hasattr(module, function)]


@cache
def _found_in(folders: tuple[str, ...]) -> dict[str, ModuleType]:
    return modules_of(sys.modules[__name__])
