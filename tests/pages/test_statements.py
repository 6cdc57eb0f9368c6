"""The pages of citation statements, on built sites."""

from __future__ import annotations

from typing import Any

import pytest
from justhtml import JustHTML

from synthesite.pages.statements import FIRST
from tests.conftest import Site, ris

STUDY = """---
citations:
  as_of: "2024-05-06"
  tally: {{supporting: 2, mentioning: 4, contrasting: 1, unclassified: 0}}
  statements:
    - {{text: They found the same in {at}., stance: supporting, confidence: 0.875, section: Discussion, by: Invented}}
    - {{text: 灯台は明るい。, stance: mentioning, language: ja, section: 考察}}
    - {{text: Not <b>so</b>., stance: contrasting}}
---
A summary.
"""


def page(site: Site, name: str) -> Any:
    return JustHTML((site.root / "site" / name).read_text(encoding="utf-8"), strict=True, sanitize=False)


def texts(tree: Any, where: str) -> list[str]:
    return [" ".join(one.to_text().split()) for one in tree.query(where)]


@pytest.fixture
def cited(site: Site) -> Site:
    """Twelve invented studies with a tally and three statements each, of which none is a whole one of the source."""
    (site.root / "config.yaml").write_text(
        "title: An invented site\npage_size: 5\nrights: {statements: {unknown: full}}\n", encoding="utf-8"
    )
    numbers = range(1, FIRST + 3)
    site.source(
        "export.ris",
        "".join(
            ris(TI=f"An invented study of lamp {at}", AU=f"Example{at}, Ada", PY="2020", DO=f"10.5555/p.{at}")
            for at in numbers
        ),
    )
    assert site.run("--quiet") == 0
    for at in numbers:
        (note,) = (site.root / "content" / "studies").rglob(f"example{at}-*.md")
        note.write_text(STUDY.format(at=at), encoding="utf-8")
    assert site.run("--quiet") == 0
    return site


def test_numbers_lead_to_lists_of_as_many_statements(cited: Site) -> None:
    tree = page(cited, "statements.html")
    links = [link for link in tree.query("td a") if link.attrs["href"].startswith("statements/")]
    assert len(links) == 9, "three stances by section, by year and by language"
    for link in links:
        number, at, name = int(link.to_text().split()[0]), 1, link.attrs["href"]
        found = page(cited, name)
        assert texts(found, ".lead")[0].startswith(f"{number} statement")
        shown = len(found.query(".statement"))
        while at * 5 < number:
            at += 1
            shown += len(page(cited, name.replace(".html", f"--{at}.html")).query(".statement"))
        assert shown == number


def test_a_statement_stands_beside_its_section_its_stance_and_its_study(cited: Site) -> None:
    found = page(cited, "statements/section--discussion--supporting.html")
    (first, *_) = found.query(".statements li.supporting")
    text = " ".join(first.to_text().split())
    for part in ("They found the same", "Supporting", "classified by Invented", "87.5%", "Discussion"):
        assert part in text
    (about, *_) = found.query("h2.about a")
    path, _, anchor = about.attrs["href"].partition("#")
    assert page(cited, f"statements/{path}").query(f"#{anchor}"), "the place on the study's page is there"
    assert "No number here is a score." in " ".join(texts(found, "main p"))


def test_statements_have_their_language_and_no_markup_of_their_own(cited: Site) -> None:
    found = page(cited, "statements/language--ja--mentioning.html")
    assert {one.attrs.get("lang") for one in found.query("blockquote")} == {"ja"}
    assert found.query("h1 span")[0].to_text() == "Japanese"
    text = (cited.root / "site/statements/section--all--none--contrasting.html").read_text(encoding="utf-8")
    assert "Not &lt;b&gt;so&lt;/b&gt;." in text
    (label,) = (one for one in page(cited, "statements.html").query("tbody th span") if one.to_text() == "考察")
    assert label.attrs["lang"] in {"ja", "zh"}, "no language that isn't written so"


def test_studies_whose_tally_differs_are_named(cited: Site) -> None:
    tree = page(cited, "statements.html")
    (section,) = (one for one in tree.query("section") if one.attrs["aria-labelledby"] == "differing")
    assert len(section.query("tbody tr")) == FIRST
    assert "6 May 2024" in section.to_text()
    assert "2 counted, 1 given" in section.to_text()
    names = ["statements/differing.html", "statements/differing--2.html", "statements/differing--3.html"]
    assert sum(len(page(cited, name).query("tbody tr")) for name in names) == FIRST + 2


def test_a_change_of_a_summary_makes_none_of_these_pages(cited: Site) -> None:
    before = {path: path.stat().st_mtime_ns for path in (cited.root / "site/statements").iterdir()}
    (note,) = (cited.root / "content" / "studies").rglob("example1-*.md")
    note.write_text(note.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    assert cited.run("--quiet") == 0
    assert before == {path: path.stat().st_mtime_ns for path in (cited.root / "site/statements").iterdir()}


def test_no_more_words_are_shown_than_may_be(cited: Site) -> None:
    config = cited.root / "config.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace("unknown: full", "unknown: 2"), encoding="utf-8")
    assert cited.run("--quiet") == 0
    for content in cited.files("site/statements").values():
        assert b"found the same" not in content
    found = page(cited, "statements/section--discussion--supporting.html")
    assert "Some are shown in part" in " ".join(texts(found, ".remark"))


def test_a_site_without_statements_says_so(site: Site) -> None:
    assert site.run("--quiet") == 0
    assert "no citation statements" in texts(page(site, "statements.html"), ".lead")[0]


def test_a_site_can_do_without_these_pages(cited: Site) -> None:
    with (cited.root / "config.yaml").open("a", encoding="utf-8") as file:
        file.write("leave_out: [statements]\n")
    assert cited.run("--quiet") == 0
    assert not [path for path in cited.files("site") if path.startswith("statements")]
