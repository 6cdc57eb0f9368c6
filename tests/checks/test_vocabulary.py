"""Words of sources that are not in the site's vocabularies."""

from __future__ import annotations

from synthesite.checks import EveryRule, all_problems
from synthesite.config import load_config
from synthesite.evidence import Evidence
from synthesite.library import load_library
from synthesite.source_texts import SourceTexts
from tests.conftest import Site

TABLE = (
    "title,doi,study design,country\n"
    "An invented study of bells,10.5555/bells,RCT,utopia\n"
    "An invented study of keys,10.5555/keys,cohort,Utopia\n"
)


def messages(site: Site) -> list[str]:
    evidence = Evidence(load_config(site.root), SourceTexts(site.root))
    library = load_library(load_config(site.root), rules=EveryRule(evidence))
    return [p.message for p in all_problems(library, evidence) if p.code == "outside-vocabulary"]


def test_a_sources_word_outside_its_vocabulary_is_a_warning(site: Site) -> None:
    (site.root / "config.yaml").write_text(
        "title: T\nvocabularies: {design: [cohort, randomised controlled trial], countries: [Utopia]}\n"
        "sources:\n- {files: '*.csv', columns: {study design: design, country: countries}}\n"
    )
    site.source("coded.csv", TABLE)
    site.run("ingest", "--quiet")
    design, country = messages(site)
    assert "'RCT' is not in the vocabulary of design" in design
    assert "front matter of the .md" in design
    assert "'utopia' is written 'Utopia'" in country
    paths = (site.root / "content/studies").rglob("*.yaml")
    path = next(path for path in paths if "10.5555/bells" in path.read_text())
    path.with_suffix(".md").write_text("---\ndesign: randomised controlled trial\ncountries: [Utopia]\n---\nMine.\n")
    assert messages(site) == []
