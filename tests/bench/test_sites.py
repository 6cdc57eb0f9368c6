"""The sites that are compared show what they should; with Hugo here, both show the same."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from bench.corpus import Corpus
from bench.run import find_hugo
from bench.site_counts import count_site, differences
from bench.subjects import Hugo, NotShownError, Ours, Step
from synthesite.cli import main

CORPUS = Corpus(60)


def build(subject: Ours) -> None:
    assert main([*map(str, subject.command(Step.COLD)[2:]), "--jobs", "1"]) == 0


@pytest.fixture
def lean(tmp_path: Path) -> Ours:
    subject = Ours(CORPUS, tmp_path / "lean", "lean")
    subject.lay_out()
    build(subject)
    return subject


def test_hugos_pages_by_our_program_hold_the_whole_corpus(lean: Ours) -> None:
    studies = list(CORPUS.studies())
    figures = (counts := count_site(lean.output)).figures
    assert counts.dead == []
    assert figures["studies", "pages"] == 60
    assert figures["studies", "statements"] == sum(len(study.statements) for study in studies)
    assert figures["themes", "studies listed"] == sum(len(study.themes) for study in studies)
    assert figures["authors", "studies listed"] == sum(len(study.authors) for study in studies)
    assert figures["years", "studies listed"] == figures["journals", "studies listed"] == 60
    page = (lean.output / "studies" / f"{studies[0].id}.html").read_text(encoding="utf-8")
    for part in studies[0].abstract:
        assert re.split("[<&]", part)[0] in page


def test_a_change_is_seen_only_once_it_is_built(lean: Ours) -> None:
    for step in (Step.SUMMARY, Step.THEME, Step.TEMPLATE):
        lean.prepare(step, 0)
        with pytest.raises(NotShownError):
            lean.confirm(step, 0)
        build(lean)
        lean.confirm(step, 0)
    lean.prepare(Step.COLD, 1)
    assert not lean.output.exists()


def test_hugo_and_our_program_show_the_same(lean: Ours, tmp_path: Path) -> None:
    program = find_hugo()
    if not program:
        pytest.skip("Hugo isn't here; make bench installs it")
    hugo = Hugo(CORPUS, tmp_path / "hugo", program)
    hugo.lay_out()
    for step in (Step.SUMMARY, Step.THEME, Step.TEMPLATE):
        hugo.prepare(step, 0)
        lean.prepare(step, 0)
    subprocess.run(hugo.command(Step.COLD), cwd=hugo.folder, check=True)
    build(lean)
    found = list(differences(count_site(hugo.output), count_site(lean.output)))
    assert [line for line in found if "only the second site" not in line] == []
    for study in CORPUS.studies():
        shown = hugo.output / "studies" / study.id / "index.html", lean.output / "studies" / f"{study.id}.html"
        one, other = (re.sub(r"<[^>]*>", " ", path.read_text(encoding="utf-8")).split() for path in shown)
        assert one == other
