"""What the sources said when a curator decided, and what is told when they say something else."""

from __future__ import annotations

from typing import Any

import pytest

from synthesite.checks import EveryRule, all_problems
from synthesite.config import Settings, load_config
from synthesite.decisions import remembered, with_decisions
from synthesite.evidence import Evidence
from synthesite.front_matter import front_matter
from synthesite.library import load_library
from synthesite.model import Problem, Record
from synthesite.source_texts import SourceTexts
from synthesite.store.content import Summary
from synthesite.store.markdown_files import parse_markdown
from tests.conftest import INVENTED, INVENTED_ID, Site

JOURNAL = "Journal of Invented Results"


def ingest(site: Site, journal: str = JOURNAL, front: str | None = None) -> None:
    """Lets the source name this journal and the front matter say this, and ingests."""
    site.source("export.ris", INVENTED.replace(f"JF  - {JOURNAL}\n", f"JF  - {journal}\n" if journal else ""))
    if front is not None:
        site.study(INVENTED_ID, ".md").write_text(f"---\n{front}---\nMine.\n")
    assert site.run("ingest", "--quiet") in {0, 1}


def decided(site: Site) -> dict[str, Any]:
    extra: Any = site.record(INVENTED_ID).get("extra", {})
    return dict(extra.get("decided", {}))


def warnings(site: Site) -> list[Problem]:
    evidence = Evidence(load_config(site.root), SourceTexts(site.root))
    library = load_library(load_config(site.root), rules=EveryRule(evidence))
    return [p for p in all_problems(library, evidence) if p.code == "source-changed"]


@pytest.fixture
def corrected(site: Site) -> Site:
    """A study whose journal a curator has corrected."""
    ingest(site)
    ingest(site, front="# mine\njournal: Mine\n")
    return site


def test_what_the_source_said_is_remembered(corrected: Site) -> None:
    assert decided(corrected)["journal"]["source"] == JOURNAL
    assert warnings(corrected) == []


def test_a_source_that_changes_is_a_warning_with_all_three_values(corrected: Site) -> None:
    ingest(corrected, "Annals of Invention")
    (problem,) = warnings(corrected)
    assert (problem.path, problem.line) == (f"content/studies/2021/{INVENTED_ID}.md", 3)
    assert "the source now says 'Annals of Invention'; you say 'Mine', and it said" in problem.message
    assert f"{JOURNAL!r} when you decided" in problem.message
    ingest(corrected, "Annals of Invention")
    assert len(warnings(corrected)) == 1, "until somebody decides"


@pytest.mark.parametrize("journal", [JOURNAL, "Mine", "MINE.", f"{JOURNAL.upper()}.", ""])
def test_a_source_that_agrees_says_nothing_or_differs_in_form_is_no_warning(corrected: Site, journal: str) -> None:
    ingest(corrected, journal)
    assert warnings(corrected) == []


def test_a_source_that_had_said_nothing_is_a_warning_when_it_disagrees(site: Site) -> None:
    ingest(site, "")
    ingest(site, "", front="journal: Mine\n")
    assert set(decided(site)["journal"]) == {"yours"}
    ingest(site, "Annals of Invention")
    (problem,) = warnings(site)
    assert "it said nothing when you decided" in problem.message


@pytest.mark.parametrize(
    "front",
    [
        "journal: Still mine\n",
        "",
        "journal: Mine\nchecked: {by: AB, on: 2026-11-20}\n",
        "journal: Mine\nchecked: [{by: AB, on: 2026-11-20, what: [journal, year]}]\n",
        "journal: Annals of Invention\n",
    ],
)
def test_deciding_anew_ends_the_warning(corrected: Site, front: str) -> None:
    ingest(corrected, "Annals of Invention", front)
    assert warnings(corrected) == []
    assert decided(corrected).get("journal", {}).get("source") == ("Annals of Invention" if front else None)


@pytest.mark.parametrize(
    "front",
    [
        "journal: Mine\ndesign: survey\n",
        "# moved\n\n\njournal: 'Mine'\n",
        "journal: Mine\nchecked: {by: AB, on: 2026-11-20, what: [year]}\n",
    ],
)
def test_what_says_nothing_of_the_value_does_not_end_the_warning(corrected: Site, front: str) -> None:
    ingest(corrected, "Annals of Invention", front)
    assert len(warnings(corrected)) == 1
    assert decided(corrected)["journal"]["source"] == JOURNAL


def test_a_check_counts_once(corrected: Site) -> None:
    front = "journal: Mine\nchecked: {by: AB, on: 2026-11-20}\n"
    ingest(corrected, "Annals of Invention", front)
    ingest(corrected, "Further Annals")
    assert "'Annals of Invention' when you decided" in warnings(corrected)[0].message
    ingest(corrected, "Further Annals", "journal: Mine\n")
    ingest(corrected, "Further Annals", front)
    assert len(warnings(corrected)) == 1, "putting back an old check confirms nothing"
    ingest(corrected, "Further Annals", front.replace("20}", "21}"))
    assert warnings(corrected) == []


@pytest.mark.parametrize("front", ["journal: [\n", "journal: [Mine]\n", "journal: ' '\n"])
def test_a_fault_in_the_file_forgets_nothing(corrected: Site, front: str) -> None:
    before = decided(corrected)
    ingest(corrected, "Annals of Invention", front)
    assert decided(corrected) == before
    ingest(corrected, "Annals of Invention", "journal: Mine\n")
    assert len(warnings(corrected)) == 1


def test_a_value_outside_its_vocabulary_forgets_nothing(site: Site) -> None:
    ingest(site)
    ingest(site, front="countries: [Utopia, Atlantis]\n")
    before = decided(site)
    (site.root / "config.yaml").write_text("title: T\nvocabularies: {countries: [Utopia]}\n")
    ingest(site)
    assert decided(site) == before != {}


def test_a_value_that_was_taken_away_is_a_decision_too(site: Site) -> None:
    ingest(site)
    ingest(site, front="journal: null\n")
    ingest(site, "Annals of Invention")
    (problem,) = warnings(site)
    assert "you say 'null'" in problem.message


def test_inner_values_and_lists_are_compared(site: Site) -> None:
    ingest(site)
    ingest(site, front="authors:\n- {family: Example, given: A.}\ncitations: {cited_by: 4}\n")
    assert list(decided(site)) == ["authors", "citations.cited_by"]
    assert decided(site)["authors"]["source"] == "Ada Example; Bert Beispiel"
    site.source("export.ris", INVENTED.replace("Beispiel, Bert", "Beispiel, Berta"))
    site.run("ingest", "--quiet")
    assert "'Ada Example; Berta Beispiel'; you say 'A. Example'" in warnings(site)[0].message


def test_what_is_remembered_is_shown_nowhere(corrected: Site) -> None:
    (corrected.root / "config.yaml").write_text("title: T\nextra: ['*']\n")
    assert corrected.run("--quiet") == 0
    digest = decided(corrected)["journal"]["yours"]
    for path, content in corrected.files("site").items():
        assert digest.encode() not in content, path
        assert b"decided" not in content, path


def test_nothing_is_remembered_where_nothing_is_overridden(site: Site) -> None:
    ingest(site)
    ingest(site, front="themes: []\nnotes: Mine.\n")
    assert "extra" not in site.record(INVENTED_ID)


def test_a_sources_own_key_of_that_name_is_not_taken_for_the_programs(site: Site) -> None:
    (site.root / "config.yaml").write_text("title: T\nextra: ['*']\n")
    bib = "@article{x, title={An invented study of doors}, doi={10.5555/doors}, decided={yes}}\n"
    site.source("one.bib", bib)
    site.run("ingest", "--quiet")
    (path,) = (site.root / "content/studies").rglob("*.yaml")
    assert site.run("--quiet") == 0
    assert '"decided": [' in (site.root / f"site/studies/{path.stem}.json").read_text()


def test_where_records_merged_what_each_remembers_counts_the_first_one_most() -> None:
    text = "---\njournal: Mine\npublisher: Mine too\n---\n"
    front = front_matter(Summary(text, parse_markdown(text), None), Settings(title="T"))
    first = with_decisions(Record(id="a", journal="One"), front._replace(overrides={"journal": "Mine"}))
    second = with_decisions(Record(id="b", journal="Two", publisher="Three"), front)
    merged = with_decisions(Record(id="a", journal="Four", publisher="Four"), front, first, second)
    assert {unit: entry["source"] for unit, entry in remembered(merged).items()} == {
        "journal": "One",
        "publisher": "Three",
    }
