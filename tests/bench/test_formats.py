from __future__ import annotations

from pathlib import Path

import yaml

from bench.corpus import Corpus
from bench.formats import hugo_of, pair_of, record_of
from bench.layout import lay_out, write_source
from synthesite.config import load_config
from synthesite.front_matter import front_matter
from synthesite.model import Record
from synthesite.pipeline import check
from synthesite.progress import Progress
from synthesite.store.content import load_summary
from synthesite.store.records import load_record
from tests.conftest import Site

CORPUS = Corpus(12)


def test_a_record_is_one_that_the_program_could_have_written(tmp_path: Path) -> None:
    study = next(study for study in CORPUS.studies() if len(study.statements) > 1)
    path = tmp_path / "record.yaml"
    path.write_text(pair_of(study).record, encoding="utf-8")
    loaded, problems = load_record(path, "record.yaml", Record)
    assert loaded is not None
    assert not problems
    assert not loaded.edited
    assert [part.text for part in loaded.record.abstract or []] == study.abstract
    assert loaded.record.doi == record_of(study).doi == study.doi


def test_a_site_that_is_laid_out_has_no_problem_but_its_missing_source(tmp_path: Path) -> None:
    lay_out(CORPUS, tmp_path / "full", "full")
    config = load_config(tmp_path / "full")
    assert {problem.code for problem in check(config, Progress(quiet=True), jobs=1).problems} == {"source-gone"}
    study = CORPUS.study(3)
    summary = load_summary(tmp_path / "full" / f"{pair_of(study).stem}.md")
    said = front_matter(summary, config.settings)
    assert len(said.values["themes"]) == len(study.themes)
    assert not said.faults
    assert summary.file.body == study.summary


def test_all_studies_of_a_source_become_records(site: Site) -> None:
    (site.root / "content" / "sources").mkdir(exist_ok=True)
    write_source(CORPUS, site.root / "content" / "sources" / "all.ris", 0, 12)
    write_source(CORPUS, site.root / "content" / "sources" / "more.ris", 12, 15)
    assert site.run("ingest", "--quiet") == 0
    found = {}
    for path in (site.root / "content" / "studies").rglob("*.yaml"):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        found[data["doi"]] = data
    assert found.keys() == {study.doi for study in CORPUS.studies(0, 15)}
    for study in CORPUS.studies(0, 15):
        data = found[study.doi]
        assert data["title"] == study.title
        assert [f"{one['given']} {one['family']}" for one in data["authors"]] == [one.name for one in study.authors]
        assert [part["text"] for part in data["abstract"]] == study.abstract
        assert (data["year"], data["journal"], data["keywords"]) == (study.year, study.journal, study.themes)


def test_hugo_gets_the_same_texts() -> None:
    study = CORPUS.study(5)
    _, front, body = hugo_of(study).split("---\n", 2)
    data = yaml.safe_load(front)
    assert body == study.summary
    assert [part["text"] for part in data["abstract"]] == study.abstract
    assert [one["text"] for one in data.get("statements", [])] == [one.text for one in study.statements]
    assert (data["years"], data["themes"]) == ([str(study.year)], study.themes)
