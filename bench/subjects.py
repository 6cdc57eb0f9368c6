"""What is measured: sites that can be laid out, changed as a curator changes them, built, and looked at."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from bench.corpus import THEMES, Corpus
from bench.layout import lay_out, lay_out_hugo, lay_out_settings, write_source
from synthesite.text.slugs import slugify

ROOT = Path(__file__).resolve().parents[1]
ADDED = 50
"""How many studies a new source brings."""
_BODY_END = "</body>"


class Step(StrEnum):
    """What happens between two builds."""

    COLD = "cold"
    NOTHING = "nothing"
    SUMMARY = "summary"
    THEME = "theme"
    TEMPLATE = "template"
    INGEST = "ingest"
    SOURCE = "source"


class Subject(Protocol):
    """A site of one program. `folder` is where its commands run."""

    name: str
    folder: Path
    output: Path

    def lay_out(self) -> None:
        """Writes the site's folder."""

    def prepare(self, step: Step, turn: int) -> None:
        """Makes the change that the step is about, another one in each turn."""

    def command(self, step: Step) -> list[str | Path]:
        """What is measured."""

    def confirm(self, step: Step, turn: int) -> None:
        """Raises `NotShownError` if the change is not seen in the built site."""

    def clear(self) -> None:
        """Removes all that was built."""


class NotShownError(Exception):
    """A build ended well but doesn't show what was changed; its time would mean nothing."""


class _Changes:
    """The changes that any of these sites can have: of a study's Markdown file, of the frame of all pages.

    In turn n it is the same study for every program, and another one for every step.
    """

    def __init__(
        self, corpus: Corpus, markdown: Callable[[str, int], Path], page: Callable[[str], Path], frame: Path
    ) -> None:
        self.corpus = corpus
        self.markdown = markdown
        self.page = page
        self.frame = frame

    def make(self, step: Step, turn: int) -> None:
        if step == Step.TEMPLATE:
            text = self.frame.read_text(encoding="utf-8")
            self.frame.write_text(text.replace(_BODY_END, f"<p>{_mark(step, turn)}</p>\n{_BODY_END}"), encoding="utf-8")
        elif step in {Step.SUMMARY, Step.THEME}:
            study = self.corpus.study(self._number(step, turn))
            path = self.markdown(study.id, study.year)
            text = path.read_text(encoding="utf-8")
            if step == Step.SUMMARY:
                path.write_text(f"{text}\n{_mark(step, turn)}\n", encoding="utf-8")
            else:
                old, new = study.themes[0], self._new_theme(study.themes)
                head, fence, body = text[4:].partition("\n---\n")
                head = re.sub(
                    rf"\b({re.escape(old)}|{slugify(old)})(?=[],\n])", lambda m: _alike(m[0], new), f"{head}\n"
                )
                path.write_text(f"---\n{head.rstrip()}{fence}{body}", encoding="utf-8")

    def confirm(self, step: Step, turn: int) -> None:
        if step not in {Step.SUMMARY, Step.THEME, Step.TEMPLATE}:
            return
        study = self.corpus.study(self._number(step, turn))
        shown = self.page(study.id).read_text(encoding="utf-8")
        expected = f"themes/{slugify(self._new_theme(study.themes))}" if step == Step.THEME else _mark(step, turn)
        main = shown[shown.index("<main") : shown.index("</main>")] if step != Step.TEMPLATE else shown
        if expected not in main:
            raise NotShownError(f"{self.page(study.id)} doesn't show {expected!r} after the step {step}")

    def _number(self, step: Step, turn: int) -> int:
        """Somewhere in the middle of the corpus."""
        return (self.corpus.size // 3 + 31 * turn + 7 * list(Step).index(step)) % self.corpus.size

    def _new_theme(self, themes: list[str]) -> str:
        return next(theme for theme in THEMES if theme not in themes)


def _mark(step: Step, turn: int) -> str:
    return f"Changed by the step {step}, turn {turn}."


def _alike(old: str, new: str) -> str:
    """The new theme's label where a label stood, else its id."""
    return new if old[0].isupper() else slugify(new)


class Hugo:
    """The site by Hugo."""

    name = "hugo"

    def __init__(self, corpus: Corpus, folder: Path, program: Path) -> None:
        self.corpus = corpus
        self.folder = folder
        self.output = folder / "built"
        self.program = program
        self._changes = _Changes(
            corpus,
            lambda study, _: folder / "content" / "studies" / f"{study}.md",
            lambda study: self.output / "studies" / study / "index.html",
            folder / "layouts" / "baseof.html",
        )

    def lay_out(self) -> None:
        lay_out_hugo(self.corpus, self.folder)

    def prepare(self, step: Step, turn: int) -> None:
        if step == Step.COLD:
            self.clear()
        self._changes.make(step, turn)

    def command(self, _: Step) -> list[str | Path]:
        return [self.program, "--quiet", "--destination", self.output]

    def confirm(self, step: Step, turn: int) -> None:
        self._changes.confirm(step, turn)

    def clear(self) -> None:
        for built in (self.output, self.folder / "resources"):
            shutil.rmtree(built, ignore_errors=True)


class Ours:
    """A site by Synthesite from content: `kind` is that of its settings and templates, `python` what it runs in."""

    def __init__(self, corpus: Corpus, folder: Path, kind: str, name: str = "", python: Path | None = None) -> None:
        self.name = name or kind
        self.kind = kind
        self.corpus = corpus
        self.root = folder
        self.folder = ROOT
        self.output = folder / "site"
        self.python = python or Path(sys.executable)
        self._changes = _Changes(
            corpus,
            lambda study, year: folder / "content" / "studies" / str(year) / f"{study}.md",
            lambda study: self.output / "studies" / f"{study}.html",
            folder / "templates" / "base.html",
        )

    def lay_out(self) -> None:
        lay_out(self.corpus, self.root, self.kind)

    def prepare(self, step: Step, turn: int) -> None:
        if step == Step.COLD:
            self.clear()
        self._changes.make(step, turn)

    def command(self, step: Step) -> list[str | Path]:
        command = "ingest" if step == Step.INGEST else "build"
        return [self.python, "build.py", command, "--root", self.root, "--quiet", "--date", "2026-01-01"]

    def confirm(self, step: Step, turn: int) -> None:
        self._changes.confirm(step, turn)

    def clear(self) -> None:
        for built in (self.output, self.root / ".cache"):
            shutil.rmtree(built, ignore_errors=True)


class FromSource(Ours):
    """A site by Synthesite whose content is made from one RIS file, and from a small one more with each turn."""

    def lay_out(self) -> None:
        lay_out_settings(self.root, self.kind)
        write_source(self.corpus, self._source("all"), 0, self.corpus.size)

    def prepare(self, step: Step, turn: int) -> None:
        if step == Step.INGEST:
            self.clear()
            for made in ("studies", "journals", "changes"):
                shutil.rmtree(self.root / "content" / made, ignore_errors=True)
        elif step == Step.SOURCE:
            start = self.corpus.size + ADDED * turn
            write_source(self.corpus, self._source(f"more-{turn}"), start, start + ADDED)

    def confirm(self, step: Step, turn: int) -> None:
        records = sum(1 for _ in (self.root / "content" / "studies").rglob("*.yaml"))
        pages = sum(1 for _ in (self.output / "studies").glob("*.html")) if step == Step.SOURCE else records
        expected = self.corpus.size + (ADDED * (turn + 1) if step == Step.SOURCE else 0)
        if not records == pages == expected:
            raise NotShownError(f"{expected} studies went in; there are {records} records and {pages} pages")

    def _source(self, name: str) -> Path:
        return self.root / "content" / "sources" / f"{name}.ris"
