"""Lays out the folders that are built: Hugo's site, and Synthesite's with these pages (lean) and with all (full)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.corpus import Corpus
from bench.formats import hugo_of, pair_of, ris_of, themes_setting
from synthesite.parallel import default_jobs, in_order
from synthesite.render import TEMPLATES

SITES = Path(__file__).parent / "sites"
_TOGETHER = 500


def lay_out_hugo(corpus: Corpus, root: Path) -> None:
    """Hugo's site with a Markdown file for each study."""
    shutil.copytree(SITES / "hugo", root)
    shutil.copytree(TEMPLATES / "static", root / "static" / "static")
    (root / "content" / "studies").mkdir(parents=True)
    _write_all(partial(_write_hugo, corpus, root), corpus.size)


def lay_out(corpus: Corpus, root: Path, kind: str) -> None:
    """A site of Synthesite, `lean` or `full`, with the content that is committed and without its source."""
    lay_out_settings(root, kind)
    for year in range(1990, 2026):
        (root / "content" / "studies" / str(year)).mkdir(parents=True)
    _write_all(partial(_write_pairs, corpus, root), corpus.size)


def lay_out_settings(root: Path, kind: str) -> None:
    """Settings and templates of a site of Synthesite. A site with all pages has the frame of all pages as its own."""
    shutil.copytree(SITES / kind, root)
    with (root / "config.yaml").open("a", encoding="utf-8") as settings:
        settings.write(themes_setting())
    if not (root / "templates").exists():
        (root / "templates").mkdir()
        shutil.copy(TEMPLATES / "base.html", root / "templates")
    (root / "content" / "sources").mkdir(parents=True)


def write_source(corpus: Corpus, path: Path, start: int, stop: int) -> None:
    """A RIS file of the studies from number `start` up to `stop`."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(map(ris_of, corpus.studies(start, stop)))


def _write_all(write: Callable[[range], int], size: int) -> None:
    parts = [range(start, min(start + _TOGETHER, size)) for start in range(0, size, _TOGETHER)]
    for _ in in_order(write, parts, default_jobs(), at_least=1):
        pass


def _write_hugo(corpus: Corpus, root: Path, numbers: range) -> int:
    for study in corpus.studies(numbers.start, numbers.stop):
        (root / "content" / "studies" / f"{study.id}.md").write_text(hugo_of(study), encoding="utf-8")
    return len(numbers)


def _write_pairs(corpus: Corpus, root: Path, numbers: range) -> int:
    for study in corpus.studies(numbers.start, numbers.stop):
        pair = pair_of(study)
        (root / f"{pair.stem}.yaml").write_text(pair.record, encoding="utf-8")
        (root / f"{pair.stem}.md").write_text(pair.summary, encoding="utf-8")
    return len(numbers)
