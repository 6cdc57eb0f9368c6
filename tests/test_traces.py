"""On a study's page each value leads to its place in its source, and nothing is shown there that may not be."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from synthesite.text.surroundings import AROUND
from tests.conftest import INVENTED, INVENTED_ID, Site, ris
from tests.test_sites import Html, copied

CSL = (
    '[{{"type":"article-journal","title":"An invented study of lighthouse keepers","DOI":"10.5555/lighthouse.1",'
    '"author":[{{"family":"Example","given":"Ada"}}],"issued":{{"date-parts":[[2021]]}},"volume":"7",{licence}'
    '"note":"' + "x" * 200 + '"}}]'
)
OPEN = '"license":[{"URL":"https://creativecommons.org/licenses/by/4.0/"}],'


def page_of(site: Site, study: str = INVENTED_ID) -> Html:
    assert site.run("--quiet") == 0
    return Html(site.root / f"site/studies/{study}.html")


def words(node: Any) -> str:
    text = " ".join(node.to_text().split())
    return re.sub(r" (?=[,)])|(?<=\() ", "", text)  # the parser sets spaces around elements


def entry(page: Html, name: str) -> Any:
    return page.one(f"#from-{name}")


def marks(node: Any) -> list[str]:
    return [words(mark) for mark in node.query("mark")]


def text_around(node: Any) -> str:
    (quote,) = node.query("q")
    return "".join(quote.to_text(separator="").split("\n"))


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = copied("full", tmp_path_factory.mktemp("full"))
    assert site.run("--quiet") == 0
    return site


def test_each_link_at_a_value_leads_to_an_entry_and_says_to_which(full: Site) -> None:
    for path in sorted((full.root / "site/studies").glob("*.html")):
        page = Html(path)
        links = page.all("a.from")
        assert links
        entries = {node.attrs["id"] for node in page.all(".traces > [id]")}
        assert {node.attrs["href"].removeprefix("#") for node in links} <= entries
        for node in links:
            assert re.fullmatch(r"Source of \S.*", node.attrs["aria-label"])
        assert len(entries) == len(page.all(".traces > [id]")), "each entry stands once"


def test_every_value_that_is_shown_has_a_link(full: Site) -> None:
    page = Html(full.root / f"site/studies/{INVENTED_ID}.html")
    linked = {node.attrs["href"] for node in page.all("main a[href]")}
    for name in ("type", "title", "authors", "journal", "date", "doi", "abstract", "citations", "design", "summary"):
        assert f"#from-{name}" in linked, name
    statements = page.all(".statements > li")
    assert statements
    for number, statement in enumerate(statements, 1):
        assert [node.attrs["href"] for node in statement.query("a.from")] == [f"#from-statement-{number}"]


def test_an_entry_shows_the_characters_with_their_file_item_line_and_span(site: Site) -> None:
    site.source("export.ris", ris(TI="Another", DO="10.5555/another") + INVENTED)
    page = page_of(site)
    item = INVENTED[: INVENTED.index("ER  - ")]
    line = 5 + 5  # the other reference and the blank line after it, then TY, TI, AU, AU, JF, PY, DO
    start = item.index("10.5555")
    text = words(entry(page, "doi"))
    assert "Word for word, from source 1 line" in text
    assert f"line {line + 2}, characters {start}–{start + len('10.5555/lighthouse.1')}:" in text
    assert marks(entry(page, "doi")) == ["10.5555/lighthouse.1"]
    assert marks(entry(page, "authors")) == ["Example, Ada", "Beispiel, Bert"]
    assert entry(page, "doi").query("a[href='#source-1']")
    listed = words(page.one("#source-1"))
    assert "item 2 content/sources/export.ris SHA-256" in listed


def test_a_derived_value_says_by_which_rule(site: Site) -> None:
    site.source("export.ris", INVENTED)
    page = page_of(site)
    assert "By a rule: the source’s kind of publication, by its name in CSL" in words(entry(page, "type"))
    assert marks(entry(page, "type")) == ["JOUR"]


def test_a_curators_value_leads_to_the_line_of_their_file(site: Site) -> None:
    site.source("export.ris", INVENTED)
    site.run("--quiet")
    path = site.study(INVENTED_ID, ".md")
    path.write_text("---\nissue: '4'\ndesign: survey\n---\nMy own words.\n")
    page = page_of(site)
    name = path.relative_to(site.root).as_posix()
    assert f"from {name} line 3, characters" in words(entry(page, "design"))
    assert marks(entry(page, "design")) == ["survey"]
    assert f"{name} line 5, characters" in words(entry(page, "summary"))
    assert marks(entry(page, "summary")) == [], "it stands on the page"
    assert "item 1" not in words(entry(page, "design"))


def test_a_source_that_is_no_longer_here_is_named_with_its_hash(site: Site) -> None:
    path = site.source("export.ris", INVENTED)
    page = page_of(site)
    sha256 = re.search(r'title="([0-9a-f]{64})"', page.text)
    assert sha256
    path.unlink()
    page = page_of(site)
    text = words(entry(page, "title"))
    assert re.search(r" source 1, no longer here, characters \d+–\d+$", text), "what is one line isn't folded away"
    assert page.all("p#from-title")
    assert "From source 1, which is no longer here as it was" in words(entry(page, "authors"))
    assert entry(page, "title").query("a[href='#source-1']")
    assert f"item 1 content/sources/export.ris SHA-256 {sha256[1][:12]}…" in words(page.one("#source-1"))
    assert not page.all("mark")
    assert not re.search(r"\bline \d", text)


@pytest.mark.parametrize(("licence", "is_shown"), [(OPEN, True), ("", False), (OPEN.replace("/by/", "/by-nc/"), False)])
def test_what_stands_around_a_passage_is_shown_under_an_open_licence_only(
    site: Site, licence: str, is_shown: bool
) -> None:
    site.source("export.json", CSL.format(licence=licence))
    page = page_of(site)
    quote = text_around(entry(page, "doi"))
    assert marks(entry(page, "doi")) == ["10.5555/lighthouse.1"]
    if is_shown:
        assert quote.endswith('","author":[{"family":"Example","given":"Ada"}],"issued":{"d…')
        assert quote.startswith("…")
    else:
        assert quote == "10.5555/lighthouse.1"
    assert "x" * (AROUND + 1) not in page.text


def test_nothing_is_shown_around_a_passage_where_other_works_are_quoted(full: Site, tmp_path: Path) -> None:
    site = copied("full", tmp_path)
    path = site.root / "content/sources/export.ris"
    licence = "LB  - https://creativecommons.org/licenses/by/4.0/\n"
    path.write_text(path.read_text(encoding="utf-8").replace("DO  -", f"{licence}DO  -", 1), encoding="utf-8")
    site.run("--quiet")
    markdown = site.study(INVENTED_ID, ".md")
    markdown.write_text(markdown.read_text(encoding="utf-8").replace("---\n", "---\nlicence: CC-BY-4.0\n", 1))
    page = page_of(site)
    around_export = [q for q in page.all("q") if words(q) != " ".join(marks(q))]
    assert around_export, "around what the export says it is shown"
    for number in range(1, 4):
        for quote in entry(page, f"statement-{number}").query("q"):
            assert words(quote) == " ".join(marks(quote))
    for quote in entry(page, "citations").query("q"):
        assert words(quote) == " ".join(marks(quote))


def test_each_side_of_a_conflict_leads_to_its_place(site: Site) -> None:
    site.source("a.ris", INVENTED.replace("PY", "VL  - 7\nPY"))
    site.source("b.ris", INVENTED.replace("PY", "VL  - 8\nPY"))
    page = page_of(site)
    rows = [words(row) for row in page.all("section[aria-labelledby='conflicts'] tbody tr")]
    assert len(rows) == 2
    for number, (row, volume) in enumerate(zip(rows, "78", strict=True), 1):
        assert f"(source {number}) Line 6, characters" in row
        assert row.endswith(f": {volume}")
    assert [words(mark) for mark in page.all("section[aria-labelledby='conflicts'] mark")] == ["7", "8"]


def test_hostile_characters_in_a_passage_and_around_it_stay_text(site: Site) -> None:
    hostile = "<script>alert(1)</script><mark></q>&amp; \\u202e \\u0000"
    text = (
        CSL.format(licence=OPEN).replace("An invented study", hostile).replace('"volume":"7"', '"volume":"<img src=x>"')
    )
    site.source("export.json", text)
    site.run("--quiet")
    (path,) = (site.root / "site/studies").glob("*.html")
    page = Html(path)
    assert not page.all("script")
    assert not page.all("img")
    assert "<script>alert(1)</script><mark></q>" in words(entry(page, "title"))
    assert "<img src=x>" in words(entry(page, "journal"))
    assert not page.all("mark mark")


def test_a_passage_is_never_longer_than_the_prose_it_stands_beside(site: Site) -> None:
    abstract = " ".join(["invented", "words"] * 30)
    (site.root / "config.yaml").write_text("title: T\nrights: {abstracts: {unknown: 5}}\n")
    site.source("export.ris", INVENTED.replace("ER", f"AB  - {abstract}\nER"))
    page = page_of(site)
    assert marks(entry(page, "abstract")) == ["invented words invented words invented …"]
    (site.root / "config.yaml").write_text("title: T\nrights: {abstracts: {unknown: link}}\n")
    page = page_of(site)
    assert not page.all("#from-abstract")
    assert "invented words" not in page.text


def test_where_nothing_may_be_shown_the_source_is_named_by_its_hash(full: Site, tmp_path: Path) -> None:
    site = copied("full", tmp_path)
    config = site.root / "config.yaml"
    config.write_text(
        f"{config.read_text(encoding='utf-8')}\nrights: {{statements: {{unknown: link}}}}\n", encoding="utf-8"
    )
    page = page_of(site)
    statement = entry(page, "statement-1")
    (source,) = statement.query("a")
    assert re.search(r"SHA-256 [0-9a-f]{12}…", words(page.one(source.attrs["href"])))
    assert re.search(r"line \d+, characters \d+–\d+, word for word", words(statement))
    assert "This" not in words(statement)
    assert marks(statement), "its stance and the like are shown"


def test_a_journals_page_says_where_its_values_come_from(full: Site) -> None:
    page = Html(full.root / "site/journals/journal-of-invented-results.html")
    details = page.all(".traces details")
    assert any("Title" in words(node) for node in details)
    assert not page.all("details[id], .traces > [id]"), (
        "a page may tell of several sources' figures, so nothing is linked to"
    )


@pytest.mark.parametrize("number", ["77", "-5"])
def test_a_place_in_a_source_that_is_not_listed_stops_no_page(tmp_path: Path, number: str) -> None:
    site = copied("full", tmp_path)
    site.run("--quiet")
    for path in (site.root / "content").rglob("*.yaml"):
        path.write_text(re.sub(r"source: \d+", f"source: {number}", path.read_text(encoding="utf-8")), encoding="utf-8")
    assert site.run("--quiet") == 1
    page = Html(site.root / f"site/studies/{INVENTED_ID}.html")
    assert not page.all("#from-title")
    assert "An invented study of lighthouse keepers" in page.words()
