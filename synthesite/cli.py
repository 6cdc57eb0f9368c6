"""The commands' options. `python build.py` is the way in.

Nothing is imported here that a build in which nothing changed doesn't need.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from synthesite import __version__
from synthesite.parallel import default_jobs
from synthesite.unchanged import Look, look_at
from synthesite.words import DONE, FAILED, INTERRUPTED, WRONG_USAGE, build_report, counted

COMMANDS = {
    "build": "sources to content to site (the default)",
    "ingest": "sources to content, nothing else",
    "read": "show what the readers make of files, one JSON object per item; writes nothing",
    "check": "every rule, every problem; writes nothing",
    "forget": "let studies go whose sources are gone, or what is kept of a source that is gone",
    "adopt": "move a hand edit of a record into the front matter of its Markdown file",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and returns the exit status: 0 done, 1 there were errors, 2 wrong usage or settings."""
    for stream in (sys.stdout, sys.stderr):  # what is printed doesn't depend on the locale
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
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
    from synthesite.text.dates import is_date

    if not is_date(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a date of the calendar, written like 2026-01-31")
    return text


def _run(options: argparse.Namespace) -> int:
    options.command = options.command or "build"
    root = getattr(options, "root", Path())
    if options.command != "read" and not root.is_dir():
        print(f"build.py: error: --root {root}: there is no such folder", file=sys.stderr)
        return WRONG_USAGE
    jobs = getattr(options, "jobs", None) or default_jobs()
    look, status = None, None
    started = time.monotonic()
    if options.command == "build":
        look = look_at(root.resolve(), jobs)
        status = _repeat(look, hasattr(options, "strict"), hasattr(options, "quiet"))
    if status is None:
        from synthesite.commands import run

        status = run(options, jobs, look)
    if options.command == "build" and not hasattr(options, "quiet"):
        print(f"seconds        {time.monotonic() - started:.1f}")
    return status


def _repeat(look: Look, strict: bool, quiet: bool) -> int | None:
    """Reports again what the last build did, if nothing changed since; `None` if a build is needed."""
    report = look.report()
    if report is None or (strict and report.problems):
        return None
    for text, _ in report.problems:
        print(text, file=sys.stderr)
    errors = sum(is_error for _, is_error in report.problems)
    if not quiet:
        studies, site = (0, 0, report.studies), (report.pages, report.files, 0, 0)
        print(build_report(report.sources, studies, counted(errors, len(report.problems) - errors), site))
        print("evidence       nothing changed")
    return FAILED if errors else DONE
