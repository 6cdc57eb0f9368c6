"""The validators of markup and links: the Nu HTML Checker (vnu), html-validate and lychee."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.pages.kinds import Finding

_CONFIG = Path(__file__).with_name("html-validate.json")
_AT_ONCE = 400
"""How many files a validator is handed at a time."""


def nu_checker(site: Path, paths: Sequence[str], tools: Path) -> Iterator[Finding]:
    """Every message of vnu, informations included. Raises `CalledProcessError` if it can't run.

    It can't resolve an address in a page that it reads from the disk, and so takes every stylesheet and script of the
    site for one that the page's policy forbids; those messages say nothing. The browser tells what is really refused.
    """
    jar = tools / "node_modules/vnu-jar/build/dist/vnu.jar"
    for some in _batches(site, paths):
        run = subprocess.run(  # noqa: S603  # a tool of ours on pages of ours
            ["java", "-jar", str(jar), "--exit-zero-always", "--format", "json", *some],  # noqa: S607  # wherever it is
            capture_output=True,
            check=True,
        )
        for message in json.loads(run.stderr)["messages"]:
            if message["message"].startswith("Resource violates Content Security Policy (meta tag): external "):
                continue
            path = message["url"].partition(f"{site.resolve().as_posix()}/")[2]
            yield Finding("vnu", path, f"line {message.get('lastLine', 0)}: {message['message']}")


def html_validate(site: Path, paths: Sequence[str], tools: Path) -> Iterator[Finding]:
    """Every message of html-validate under its recommended rules, the exceptions beside their reasons in the README."""
    program = tools / "node_modules/.bin/html-validate"
    for some in _batches(site, paths):
        with tempfile.TemporaryDirectory() as folder:
            told = Path(folder, "told.json")  # what goes to a pipe may be cut off
            subprocess.run(  # noqa: S603  # a tool of ours on pages of ours
                [str(program), "--config", str(_CONFIG), "--formatter", f"json={told}", *some],
                capture_output=True,
                check=False,
            )
            files = json.loads(told.read_text(encoding="utf-8"))
        for file in files:
            path = Path(file["filePath"]).resolve().relative_to(site.resolve()).as_posix()
            for message in file["messages"]:
                yield Finding(
                    "html-validate", path, f"line {message['line']}: {message['ruleId']} {message['message']}"
                )


def links(site: Path, paths: Sequence[str], tools: Path) -> Iterator[Finding]:
    """Links and fragments that lead nowhere, among those to the site's own files."""
    program = tools / "venv/bin/lychee"
    at_root = ["--root-dir", str(site.resolve())]  # the page of what isn't found has links from the root
    for some in _batches(site, paths):
        run = subprocess.run(  # noqa: S603  # a tool of ours on pages of ours
            [str(program), "--offline", "--include-fragments", "--no-progress", "--format", "json", *at_root, *some],
            capture_output=True,
            check=False,
        )
        told = json.loads(run.stdout)
        if not told["total"]:
            raise RuntimeError(f"lychee found no link at all: {run.stderr.decode()!r}")
        for page, errors in (told.get("error_map") or told.get("fail_map") or {}).items():
            path = Path(page).resolve().relative_to(site.resolve()).as_posix()
            for error in errors:
                yield Finding("lychee", path, f"{error['url']}: {error['status']['text']}")


def _batches(site: Path, paths: Sequence[str]) -> Iterator[list[str]]:
    for at in range(0, len(paths), _AT_ONCE):
        yield [str((site / path).resolve()) for path in paths[at : at + _AT_ONCE]]
