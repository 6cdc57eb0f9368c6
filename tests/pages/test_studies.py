"""The page of a study, on built sites."""

from __future__ import annotations

from typing import Any

import pytest
from justhtml import JustHTML

from synthesite.figures import STANCES
from synthesite.pages.studies import SECTIONS
from synthesite.template_keys import TEMPLATES
from tests.conftest import INVENTED, INVENTED_ID, Site, ris


def page(site: Site, study: str) -> Any:
    return JustHTML((site.root / f"site/studies/{study}.html").read_text(encoding="utf-8"), strict=True, sanitize=False)


def test_a_retraction_in_the_collection_is_an_alert_on_the_page_of_the_retracted_study(site: Site) -> None:
    retraction = ris(
        TI="Retraction: An invented study of lighthouse keepers",
        AU="Example, Ada",
        JF="Journal of Invented Results",
        PY="2022",
        DO="10.5555/lighthouse.2",
    )
    site.source("export.ris", INVENTED + retraction)
    assert site.run("--quiet") == 0
    (alert,) = page(site, INVENTED_ID).query(".alert.notice")
    assert alert.query("h2")[0].to_text() == "This study has been retracted"
    (link,) = alert.query("a")
    assert (site.root / "site/studies" / link.attrs["href"]).is_file()
    other = link.attrs["href"].removesuffix(".html")
    assert not page(site, other).query(".alert.notice"), "the retraction itself is not retracted"


def test_of_a_conflict_the_page_says_which_value_was_taken(site: Site) -> None:
    site.source("a.ris", INVENTED.replace("ER  - ", "VL  - 7\nER  - "))
    site.source("b.ris", INVENTED.replace("ER  - ", "VL  - 8\nER  - "))
    assert site.run("--quiet") == 0
    assert site.record(INVENTED_ID)["volume"] == "7"
    rows = [[cell.to_text() for cell in row.query("td")] for row in page(site, INVENTED_ID).query("table tbody tr")]
    values = [row[0] for row in rows if row and row[0][:1] in "78"]
    assert ["taken" in value for value in values] == [True, False]


RECORD = """---
findings: [The lamp is on at night., Keepers like it.]
limits: [One lighthouse only.]
design: cohort
citations:
  cited_by: 3
  as_of: "2024-05-06"
  tally: {supporting: 2, mentioning: 4, contrasting: 1, unclassified: 0}
  statements:
    - {text: They found the same., stance: supporting, confidence: 0.875, section: Discussion}
    - {text: We looked at lamps., stance: mentioning, section: introduction}
    - {text: Other lamps exist., stance: mentioning, section: Introduction}
    - {text: Our lamp was off., stance: contrasting}
---
"""


@pytest.fixture
def cited(site: Site) -> Any:
    """The page of a study with findings, limits, a tally and four statements, as a curator wrote them."""
    site.source("export.ris", INVENTED)
    assert site.run("--quiet") == 0
    site.study(INVENTED_ID, ".md").write_text(RECORD + "\nA summary of mine.\n", encoding="utf-8")
    assert site.run("--quiet") == 0
    return page(site, INVENTED_ID)


def texts(tree: Any, where: str) -> list[str]:
    return [" ".join(one.to_text().split()) for one in tree.query(where)]


def test_a_page_begins_with_what_the_study_found_how_sure_and_how_up_to_date(cited: Any) -> None:
    assert texts(cited, ".study-body h2")[:3] == ["Key points", "Summary", "The study at a glance"]
    assert [text.rstrip(" ↓") for text in texts(cited, ".key-points li")] == [
        "The lamp is on at night.",
        "Keepers like it.",
    ]
    sure, date = texts(cited, "section dd")[:2]
    assert "not been rated" in sure
    assert "One lighthouse only." in sure
    assert "March 2021" in date
    assert "6 May 2024" in date


def test_without_findings_the_summary_is_the_key_point(site: Site) -> None:
    site.source("export.ris", INVENTED)
    assert site.run("--quiet") == 0
    tree = page(site, INVENTED_ID)
    assert "An invented study of lighthouse keepers" in texts(tree, ".key-points")[0]
    assert "Summary" not in texts(tree, "h2")
    assert "Neither the sources nor the curators" in texts(tree, "section dd")[0]


def test_the_tally_says_what_is_counted_beside_what_is_given(cited: Any) -> None:
    rows = [
        [" ".join(cell.to_text().split()) for cell in row.query("th, td")] for row in cited.query(".tally tbody tr")
    ]
    assert rows == [
        ["Supporting", "2", "1"],
        ["Mentioning", "4", "2"],
        ["Contrasting", "1", "1"],
        ["Unclassified", "0", "0"],
    ]
    section = texts(cited, "section[aria-labelledby=cited]")[0]
    assert "no score" in section
    assert "6 May 2024" in section
    assert texts(cited, ".mismatch") == [
        "The counts differ. Statements that the source counts: 7. Those that it gives the words of: 4."
    ]


def test_each_choice_of_a_filter_says_how_many_statements_it_leaves(cited: Any) -> None:
    assert texts(cited, ".filter label") == [
        *("All 4", "Supporting 1", "Mentioning 2", "Contrasting 1"),
        *("All 4", "introduction 2", "Discussion 1"),
    ]
    values = [choice.attrs["value"] for choice in cited.query(".filter input")]
    left = {value: len(cited.query(f".statements > li.{value}")) for value in values if value != "all"}
    assert left == {"supporting": 1, "mentioning": 2, "contrasting": 1, "s1": 2, "s2": 1}


def test_the_stylesheet_has_a_rule_for_every_choice() -> None:
    style = (TEMPLATES / "static/style.css").read_text(encoding="utf-8")
    for value in [*STANCES, *(f"s{at}" for at in range(1, SECTIONS + 1))]:
        assert f'.filtered:has([value="{value}"]:checked) .statements > :not(.{value})' in style


def test_statements_of_more_sections_than_can_be_chosen_stay_in_the_list(site: Site) -> None:
    listed = [f"{{text: Statement {at}., stance: mentioning, section: Part {at}}}" for at in range(SECTIONS + 2)]
    front = f"---\ncitations:\n  statements: [{', '.join(listed)}]\n---\n"
    site.source("export.ris", INVENTED)
    assert site.run("--quiet") == 0
    site.study(INVENTED_ID, ".md").write_text(front, encoding="utf-8")
    assert site.run("--quiet") == 0
    tree = page(site, INVENTED_ID)
    assert len(tree.query(".statements > li")) == SECTIONS + 2
    assert len(tree.query(".filter input")) == SECTIONS + 1, "one for each section, one for all"
    assert len(tree.query(".statements > li.s0")) == 2


def test_many_authors_are_named_in_full_among_the_details(site: Site) -> None:
    site.source(
        "export.ris", ris(TI="An invented study of many", AU=[f"Name{c}, {c}" for c in "ABCDEFGHIJ"], PY="2020")
    )
    assert site.run("--quiet") == 0
    (path,) = (site.root / "site/studies").glob("*.html")
    tree = page(site, path.stem)
    assert "and 2 others" in texts(tree, ".study-head .authors")[0]
    assert len(tree.query(".reference bdi")) == 10
