"""The commands. `python build.py` is the way in."""

from __future__ import annotations

import argparse
import gc
import io
import json
import os
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from synthesite import __version__
from synthesite.change_report import changes_report
from synthesite.config import Config, ConfigError, load_config
from synthesite.model import Extract, Problem, Severity
from synthesite.store.change_files import is_date

COMMANDS = {
    "build": "sources to content to site (the default)",
    "ingest": "sources to content, nothing else",
    "read": "show what the readers make of files, one JSON object per item; writes nothing",
    "check": "every rule, every problem; writes nothing",
    "forget": "let studies go whose sources are gone, or what is kept of a source that is gone",
    "adopt": "move a hand edit of a record into the front matter of its Markdown file",
}
DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and returns the exit status: 0 done, 1 there were errors, 2 wrong usage or settings."""
    for stream in (sys.stdout, sys.stderr):  # what is printed doesn't depend on the locale
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except ConfigError as error:
        report(error.problems)
        return WRONG_USAGE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except OSError as error:
        print(
            f"build.py: error: {error.filename or ''}: {error.strerror}; make room or check permissions",
            file=sys.stderr,
        )
        return FAILED
    except KeyboardInterrupt:
        print("stopped; the next build goes on from here", file=sys.stderr)
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--root", type=Path, metavar="DIR", help="the site's folder (default: this one)")
    shared.add_argument("--strict", action="store_true", help="take warnings as errors, and stop before publishing")
    shared.add_argument("--quiet", action="store_true", help="print problems only")
    shared.add_argument("--jobs", type=_positive, metavar="N", help="processes to use (default: the number of cores)")
    shared.add_argument("--date", type=_date, metavar="YYYY-MM-DD", help="the date of changes in the evidence")
    parser = argparse.ArgumentParser(
        prog="build.py",
        description="Turns documents about studies into a linked site, every value traceable to its source.",
        parents=[shared],
    )
    parser.add_argument("--version", action="version", version=f"synthesite {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name, words in COMMANDS.items():
        command = commands.add_parser(name, help=words, description=words, parents=[shared])
        if name == "read":
            command.add_argument("files", nargs="+", type=Path, metavar="FILE")
            command.add_argument("--all", action="store_true", help="also what a record has no place for, under extra")
        if name == "forget":
            command.add_argument("names", nargs="+", metavar="ID", help="a study's id, or the path of a source")
        if name == "adopt":
            command.add_argument("ids", nargs="+", metavar="ID", help="the id of a study, which is its record's name")
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of at least 1")
    return int(text)


def _date(text: str) -> str:
    if not is_date(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a date of the calendar, written like 2026-01-31")
    return text


def _run(options: argparse.Namespace) -> int:
    command = options.command or "build"
    if command == "read":
        return _read(options)
    root = getattr(options, "root", Path())
    if not root.is_dir():
        print(f"build.py: error: --root {root}: there is no such folder", file=sys.stderr)
        return WRONG_USAGE
    from synthesite.parallel import default_jobs

    config = load_config(root.resolve())
    strict, quiet = hasattr(options, "strict"), hasattr(options, "quiet")
    jobs = getattr(options, "jobs", None) or default_jobs()
    gc.set_threshold(50_000, 20, 100)  # records and extracts hold no cycles, and there are many of them
    date = getattr(options, "date", None)
    if command == "adopt":
        return _adopt(config, options.ids, jobs, quiet)
    if command == "check":
        return _check(config, jobs, strict, quiet)
    if command == "forget":
        return _forget(config, jobs, options.names, strict, quiet, date)
    run = {"build": _build, "ingest": _ingest}[command]
    return run(config, jobs, strict, quiet, date)


def _build(config: Config, jobs: int, strict: bool, quiet: bool, date: str | None) -> int:
    from synthesite.pipeline import build
    from synthesite.progress import Progress

    started = time.monotonic()
    built = build(config, Progress(quiet), jobs, strict, date)
    report(built.problems)
    if not quiet:
        done = built.ingested
        print(f"sources read   {done.sources}")
        print(f"studies        {done.new} new, {done.changed} changed, {done.unchanged} unchanged")
        print(f"problems       {_counted(built.problems)}")
        if built.published:
            site = built.published
            print(f"pages          {site.pages} of {site.files} files; {site.written} written, {site.removed} removed")
        else:
            print("pages          none written: --strict stops at problems")
        print(f"seconds        {time.monotonic() - started:.1f}")
        print("\n".join(changes_report(done.changes, done.date)))
    return status(built.problems, strict)


def _ingest(config: Config, jobs: int, strict: bool, quiet: bool, date: str | None) -> int:
    from synthesite.ingest import ingest
    from synthesite.progress import Progress
    from synthesite.store.cache import Cache

    cache = Cache(config.root)
    done = ingest(config, jobs, Progress(quiet).of("reading sources"), date, cache=cache)
    cache.save()
    report(done.problems)
    if not quiet:
        print(f"sources read   {done.sources}")
        print(f"studies        {done.new} new, {done.changed} changed, {done.unchanged} unchanged")
        print(f"problems       {_counted(done.problems)}")
        print("\n".join(changes_report(done.changes, done.date)))
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
        print("\n".join(changes_report(done.ingested.changes, done.ingested.date)))
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
    config = load_config(root.resolve()) if root else None
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


def _below(file: Path, config: Config | None) -> str:
    """The path of a file as records would name it where it is one of the site's, else as it was given."""
    from synthesite.sources import shown_path

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
    return f"{errors} errors, {len(problems) - errors} warnings"
