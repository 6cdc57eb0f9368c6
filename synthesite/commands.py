"""What each command does, once its options are read. Each returns the exit status."""

from __future__ import annotations

import argparse
import gc
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from synthesite.config import Config, ConfigError, load_config
from synthesite.model import Extract, Problem, Severity
from synthesite.store.cache import Cache
from synthesite.store.kept_yaml import kept_yaml
from synthesite.text.yaml_text import load_yaml
from synthesite.unchanged import Look
from synthesite.words import DONE, FAILED, WRONG_USAGE, build_report, counted

if TYPE_CHECKING:
    from synthesite.ingest_memory import Ingested


def run(options: argparse.Namespace, jobs: int, look: Look | None) -> int:
    """Runs the command that the options name; `look` is how the site looked, for a build."""
    if options.command == "read":
        return _read(options)
    root = getattr(options, "root", Path()).resolve()
    cache, writes_nothing = Cache(root), options.command == "check"
    try:
        config = load_config(root, load_yaml if writes_nothing else kept_yaml(cache, "config.yaml"))
    except ConfigError as error:
        report(error.problems)
        return WRONG_USAGE
    strict, quiet = hasattr(options, "strict"), hasattr(options, "quiet")
    gc.disable()  # records, extracts and cards hold no cycles, and there are many of them; rendering turns it on
    date = getattr(options, "date", None)
    if options.command == "adopt":
        return _adopt(config, options.ids, jobs, quiet)
    if options.command == "check":
        return _check(config, jobs, strict, quiet)
    if options.command == "forget":
        return _forget(config, jobs, options.names, strict, quiet, date)
    if options.command == "ingest":
        return _ingest(config, jobs, strict, quiet, date, cache)
    return _build(config, jobs, strict, quiet, date, look, cache)


def _build(
    config: Config, jobs: int, strict: bool, quiet: bool, date: str | None, look: Look | None, cache: Cache
) -> int:
    from synthesite.pipeline import build
    from synthesite.progress import Progress

    built = build(config, Progress(quiet), jobs, strict, date, look, cache)
    report(built.problems)
    if not quiet:
        done, site = built.ingested, built.published
        print(
            build_report(
                done.sources,
                (done.new, done.changed, done.unchanged),
                _counted(built.problems),
                (site.pages, site.files, site.written, site.removed) if site else None,
            )
        )
        _print_changes(done)
    return status(built.problems, strict)


def _ingest(config: Config, jobs: int, strict: bool, quiet: bool, date: str | None, cache: Cache) -> int:
    from synthesite.ingest import ingest
    from synthesite.progress import Progress

    done = ingest(config, jobs, Progress(quiet).of("reading sources"), date, cache=cache)
    cache.save()
    report(done.problems)
    if not quiet:
        print(f"sources read   {done.sources}")
        print(f"studies        {done.new} new, {done.changed} changed, {done.unchanged} unchanged")
        print(f"problems       {_counted(done.problems)}")
        _print_changes(done)
    return status(done.problems, strict)


def _check(config: Config, jobs: int, strict: bool, quiet: bool) -> int:
    from synthesite.pipeline import check
    from synthesite.progress import Progress

    found = check(config, Progress(quiet), jobs)
    report(found.problems)
    if not quiet:
        for count in found.counts:
            print(f"{count.label:<14} {count.text}")
        print(f"problems       {_counted(found.problems)}")
    return status(found.problems, strict)


def _forget(config: Config, jobs: int, names: list[str], strict: bool, quiet: bool, date: str | None) -> int:
    from synthesite.forget import forget

    done = forget(config, names, jobs, date)
    report(done.ingested.problems)
    for study in done.studies:
        kept = f"; what was written about it is now in {study.kept}" if study.kept else ""
        print(f"let go         {study.id}{kept}")
    for source in done.sources:
        print(f"let go         {source}")
    for why in done.refused:
        print(f"build.py forget: {why}", file=sys.stderr)
    if not quiet:
        print(f"problems       {_counted(done.ingested.problems)}")
        _print_changes(done.ingested)
    return FAILED if done.refused else status(done.ingested.problems, strict)


def _adopt(config: Config, ids: Sequence[str], jobs: int, quiet: bool) -> int:
    from synthesite.adopt import UnknownStudyError, adopt

    try:
        found = adopt(config, ids, jobs)
    except UnknownStudyError as error:
        print(f"build.py: error: {error}", file=sys.stderr)
        return WRONG_USAGE
    problems: list[Problem] = []
    for done in found:
        problems += done.problems
        if quiet:
            continue
        if not done.edited:
            print(f"{done.id}: this record was not edited; nothing to do")
        if done.moved:
            print(f"{done.path}: moved here from the record: {', '.join(done.moved)}")
        if done.unsure:
            print(f"{done.path}: here as comments, for you to decide on: {', '.join(done.unsure)}")
        if done.edited and not done.moved and not done.unsure and not done.problems:
            print(f"{done.id}: no value was changed by hand; the record is restored")
    report(problems)
    return status(problems, strict=False)


def _read(options: argparse.Namespace) -> int:
    from synthesite.merge import without_id
    from synthesite.sources import open_source, read_text, who_reads

    root = getattr(options, "root", None)
    try:
        config = load_config(root.resolve()) if root else None
    except ConfigError as error:
        report(error.problems)
        return WRONG_USAGE
    rules = config.settings.sources if config else []
    kept = ["*"] if options.all else []
    printed = 0
    for file in options.files:
        source, problems = open_source(file, _below(file, config))
        who = who_reads(source, rules) if source and not hasattr(options, "quiet") else ""
        if who:
            print(who, file=sys.stderr)
        for found in read_text(source, rules) if source else ():
            if isinstance(found, Extract):
                print(json.dumps(without_id(found, kept), ensure_ascii=False))
                printed += 1
            else:
                problems.append(found)
        report(problems)
    return DONE if printed else FAILED


def _print_changes(done: Ingested) -> None:
    from synthesite.change_report import changes_report  # not for who wants no report

    print("\n".join(changes_report(done.changes, done.date)))


def _below(file: Path, config: Config | None) -> str:
    """The path of a file as records would name it where it is one of the site's, else as it was given."""
    from synthesite.source_folders import shown_path

    shown = shown_path(config, file.resolve()) if config else ""
    return file.as_posix() if not shown or Path(shown).is_absolute() else shown


def report(problems: Iterable[Problem]) -> None:
    """Prints problems to standard error, one a line, as `path:line: code message`."""
    for problem in problems:
        print(problem, file=sys.stderr)


def status(problems: Iterable[Problem], strict: bool) -> int:
    """The exit status that a list of problems makes."""
    return FAILED if any(strict or problem.severity == Severity.ERROR for problem in problems) else DONE


def _counted(problems: Sequence[Problem]) -> str:
    errors = sum(problem.severity == Severity.ERROR for problem in problems)
    return counted(errors, len(problems) - errors)
