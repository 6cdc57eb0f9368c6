"""Near misses are reported until a person has decided."""

from __future__ import annotations

import pytest

from synthesite.checks import EveryRule, all_problems
from synthesite.config import load_config
from synthesite.evidence import Evidence
from synthesite.library import load_library
from synthesite.model import Problem
from synthesite.source_texts import SourceTexts
from tests.conftest import INVENTED, INVENTED_ID, Site

TWICE = INVENTED + INVENTED.replace("Journal of Invented Results", "Tides").replace("lighthouse.1", "tides.1")
OTHER = f"{INVENTED_ID}-2"


@pytest.fixture
def twice(site: Site) -> Site:
    site.source("export.ris", TWICE)
    site.run("ingest", "--quiet")
    return site


def problems_of(site: Site) -> list[Problem]:
    evidence = Evidence(load_config(site.root), SourceTexts(site.root))
    library = load_library(load_config(site.root), rules=EveryRule(evidence))
    return [p for p in all_problems(library, evidence) if p.code == "near-miss"]


def decide(site: Site, how: str, one: str, other: str) -> None:
    with (site.root / "config.yaml").open("a", encoding="utf-8") as file:
        file.write(f"match:\n  {how}:\n  - ['{one}', '{other}']\n")


def test_a_near_miss_names_both_what_agrees_and_what_to_write(twice: Site) -> None:
    (problem,) = problems_of(twice)
    assert problem.code == "near-miss"
    assert problem.path == f"content/studies/2021/{OTHER}.yaml"
    assert INVENTED_ID in problem.message
    assert "title, authors, year agree; journal, doi differ" in problem.message
    assert f"'same: [[{INVENTED_ID}, {OTHER}]]'" in problem.message
    assert f"'apart: [[{INVENTED_ID}, {OTHER}]]'" in problem.message


@pytest.mark.parametrize("how", ["same", "apart"])
@pytest.mark.parametrize("one", [INVENTED_ID, "10.5555/lighthouse.1", "content/sources/export.ris#1"])
@pytest.mark.parametrize("other", [OTHER, "https://doi.org/10.5555/TIDES.1", "content/sources/export.ris#2"])
def test_a_pair_that_is_decided_about_is_not_reported(twice: Site, how: str, one: str, other: str) -> None:
    decide(twice, how, other, one)
    assert problems_of(twice) == []


def test_a_decision_about_others_changes_nothing(twice: Site) -> None:
    decide(twice, "apart", INVENTED_ID, "10.5555/something.else")
    assert len(problems_of(twice)) == 1


def test_records_with_one_doi_are_reported_by_their_own_rule_only(site: Site) -> None:
    site.source("export.ris", INVENTED + INVENTED.replace("lighthouse keepers", "foghorns"))
    site.run("ingest", "--quiet")
    assert problems_of(site) == []
