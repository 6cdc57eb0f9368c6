"""A whole small site is built and its pages are read as a browser reads them."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from justhtml import JustHTML

from tests.conftest import INVENTED, INVENTED_ID, SITES, Site

PROGRAM = Path(__file__).resolve().parents[1]


def copied(name: str, target: Path) -> Site:
    shutil.copytree(SITES / name, target, dirs_exist_ok=True)
    return Site(target)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = copied("full", tmp_path_factory.mktemp("full"))
    assert site.run("--quiet") == 0
    return site


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("demonstration")
    shutil.copytree(PROGRAM / "content", root / "content")
    shutil.copy(PROGRAM / "config.yaml", root)
    site = Site(root)
    assert site.run("--quiet") == 0
    return site


@pytest.fixture(params=["full", "demonstration"])
def any_site(request: pytest.FixtureRequest) -> Site:
    site: Site = request.getfixturevalue(request.param)
    return site


class Html:
    """A page, strictly parsed: a parse error is an error."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        self.document = JustHTML(self.text, strict=True, sanitize=False)

    def all(self, selector: str) -> list[Any]:
        return list(self.document.query(selector))

    def one(self, selector: str) -> Any:
        (node,) = self.all(selector)
        return node

    def words(self, selector: str = "main") -> str:
        return " ".join(self.one(selector).to_text().split())


def pages_of(site: Site) -> list[Html]:
    return [Html(path) for path in sorted((site.root / "site").rglob("*.html"))]


def test_every_page_is_free_of_parse_errors_and_has_what_a_page_needs(any_site: Site) -> None:
    pages = pages_of(any_site)
    assert len(pages) > 30
    for page in pages:
        assert page.text.startswith("<!doctype html>") or page.text.startswith("<!DOCTYPE html>")
        assert page.one("html").attrs["lang"] == "en"
        assert len(page.all("h1")) == 1, page.path
        assert len(page.all("main")) == 1
        assert page.one("title").to_text().strip()
        if page.path.name != "search.html":
            assert not page.all("script"), "everything else works without JavaScript"
        ids = Counter(node.attrs["id"] for node in page.all("[id]"))
        assert not [name for name, count in ids.items() if count > 1], page.path
        assert not page.all("[style]")


def test_headings_skip_no_level(any_site: Site) -> None:
    for page in pages_of(any_site):
        level = 0
        for heading in page.all("h1, h2, h3, h4, h5, h6"):
            assert int(heading.name[1]) <= level + 1, f"{page.path}: {heading.to_text()}"
            level = int(heading.name[1])


def test_no_internal_link_is_broken_and_none_needs_a_server(any_site: Site) -> None:
    root = any_site.root / "site"
    ids: dict[str, set[str]] = {}
    pages = pages_of(any_site)
    for page in pages:
        name = page.path.relative_to(root).as_posix()
        ids[name] = {node.attrs["id"] for node in page.all("[id]")}
    checked = 0
    for page in pages:
        folder = page.path.parent.relative_to(root).as_posix()
        for node in page.all("[href], [src]"):
            target = node.attrs.get("href", node.attrs.get("src"))
            parts = urlsplit(target)
            if parts.scheme in {"http", "https"}:
                continue
            assert not parts.scheme, target
            assert not target.startswith("/"), f"{page.path}: {target} needs a server"
            path = posixpath.normpath(posixpath.join(folder, unquote(parts.path))) if parts.path else None
            where = path or page.path.relative_to(root).as_posix()
            assert (root / where).is_file(), f"{page.path}: {target}"
            if parts.fragment:
                assert parts.fragment in ids[where], f"{page.path}: {target}"
            checked += 1
    assert checked > 300


def test_each_study_and_each_group_in_use_has_its_page(any_site: Site) -> None:
    root = any_site.root / "site"
    records = [json.loads(path.read_text(encoding="utf-8")) for path in (root / "studies").glob("*.json")]
    assert len(records) == len(list((any_site.root / "content/studies").rglob("*.yaml")))
    for record in records:
        page = Html(root / "studies" / f"{record['id']}.html")
        assert record["id"] == page.path.stem
        hrefs = {node.attrs["href"] for node in page.all("a[href]")}
        for theme in record["themes"]:
            assert f"../themes/{theme['id']}.html" in hrefs
            listed = theme_listing(root, theme["id"])
            assert f"../studies/{record['id']}.html" in listed, "linked both ways"
        if "year" in record:
            assert f"../years/{record['year']}.html" in hrefs
        if "journal" in record:
            assert any(href.startswith("../journals/") for href in hrefs - {"../journals/index.html"})
        for _ in record.get("authors", []):
            assert any(href.startswith("../authors/") for href in hrefs - {"../authors/index.html"})


def theme_listing(root: Path, theme: str) -> set[str]:
    pages = [root / f"themes/{theme}.html", *root.glob(f"themes/{theme}--*.html")]
    return {node.attrs["href"] for page in pages for node in Html(page).all("a[href]")}


def test_the_committed_content_is_what_its_sources_give(demonstration: Site) -> None:
    committed = Site(PROGRAM).files("content")
    assert {name: data for name, data in demonstration.files("content").items() if committed.get(name) != data} == {}


def test_the_figures_on_the_home_page_are_right(demonstration: Site) -> None:
    words = Html(demonstration.root / "site/index.html").words()
    assert "63" in words
    assert "36" in words, "journals"
    assert "demonstration" in words.lower(), "the site says what it is"


def test_the_study_page_shows_what_is_known(full: Site) -> None:
    page = Html(full.root / f"site/studies/{INVENTED_ID}.html")
    words = page.words()
    for expected in (
        "An invented study of lighthouse keepers",
        "Ada Example",
        "Journal of Invented Results",
        "interviews",
        "Utopia",
        "keepers",
        "My own words",
        "A heading of mine",
        "Asked Ada about the lamp.",
        "correction",
        "4 publications",
        "88",
        "scite",
        "Discussion",
        "volume",
        "second.ris",
    ):
        assert expected.lower() in words.lower(), expected


def test_statements_carry_their_language_and_their_stance_in_words(full: Site) -> None:
    page = Html(full.root / f"site/studies/{INVENTED_ID}.html")
    german = [node for node in page.all('[lang="de"]') if "erfundene Stelle" in node.to_text()]
    assert german
    words = page.words().lower()
    for stance in ("supporting", "mentioning", "contrasting"):
        assert stance in words


def test_every_value_shows_its_place_on_request(full: Site) -> None:
    page = Html(full.root / f"site/studies/{INVENTED_ID}.html")
    text = page.words(".traces")
    record = json.loads((full.root / f"site/studies/{INVENTED_ID}.json").read_text(encoding="utf-8"))
    used = {place["source"] for place in record["provenance"].values() if isinstance(place, dict)}
    assert len(used) == 3, "an export, a saved page and the curator's file"
    for number in used:
        path = record["sources"][number]["path"]
        assert path in (text if path.endswith(".md") else page.words(f"#source-{number + 1}"))
        assert path.endswith(".md") or f"source {number + 1}" in text
    for key in ("title", "doi", "volume", "design"):
        assert key in text.lower()
    assert f"content/studies/2021/{INVENTED_ID}.md" in text, "a curator's value is traced to their file"


def test_hostile_text_stays_text(full: Site) -> None:
    page = Html(full.root / "site/studies/ohostile-2020-an-invented-study-alert.html")
    assert not page.all("img")
    assert not page.all("script")
    assert "<script>alert(1)</script>" in page.words()
    assert any("Phosphorus inventus" in node.to_text() for node in page.all("h1 i")), "CSL's inline tags are kept"
    for node in page.all("a[href]"):
        assert not node.attrs["href"].lower().startswith("javascript:")
    for other in pages_of(full):
        assert [node.attrs.get("src") for node in other.all("script")] in ([], ["static/search.js"])


def test_text_in_another_script_carries_lang(full: Site) -> None:
    han = re.compile(r"[\u3400-\u9fff]")
    for page in pages_of(full):
        for node in page.all("body *"):
            own = "".join(child.data or "" for child in node.children if child.name == "#text")
            if han.search(own):
                chain = [node]
                while chain[-1].parent is not None and chain[-1].parent.name != "#document":
                    chain.append(chain[-1].parent)
                tags = [n.attrs.get("lang") for n in chain if n.attrs and n.attrs.get("lang")]
                assert tags, f"{page.path}: {own.strip()[:40]}"
                assert tags[0] == "zh", f"{page.path}: {own.strip()[:40]}"


def test_lists_are_paged_and_linked_on(full: Site) -> None:
    root = full.root / "site/themes"
    assert (root / "night-work--2.html").is_file()
    assert not (root / "night-work--1.html").exists()
    first, second = Html(root / "night-work.html"), Html(root / "night-work--2.html")
    assert "night-work--2.html" in {node.attrs["href"] for node in first.all("a[href]")}
    assert "night-work.html" in {node.attrs["href"] for node in second.all("a[href]")}


def test_a_theme_that_no_study_has_gets_no_page_and_studies_without_one_are_listed(full: Site) -> None:
    assert not (full.root / "site/themes/unused.html").exists()
    page = Html(full.root / "site/themes/index.html")
    hrefs = {node.attrs["href"] for node in page.all("main a[href]")}
    assert "../studies/an-invented-study-without.html" in hrefs


def test_an_assigned_theme_says_why(full: Site) -> None:
    record = json.loads((full.root / f"site/studies/{INVENTED_ID}.json").read_text(encoding="utf-8"))
    assert record["themes"] == [{"id": "light", "because": ["lighthouse", "lamp"]}]
    assert "lamp" in Html(full.root / f"site/studies/{INVENTED_ID}.html").words()


def test_the_effective_record_carries_the_curators_values_with_their_places(full: Site) -> None:
    record = json.loads((full.root / f"site/studies/{INVENTED_ID}.json").read_text(encoding="utf-8"))
    assert record["design"] == "interviews"
    place = record["provenance"]["design"]
    source = record["sources"][place["source"]]
    assert source["reader"] == "curator"
    text = (full.root / source["path"]).read_text(encoding="utf-8")
    assert text[slice(*place["span"])] == "interviews"
    assert record["summary"].startswith("My own words")
    assert text[slice(*record["provenance"]["summary"]["span"])] == record["summary"]
    assert "fingerprint" not in record


def test_a_conflict_between_sources_is_shown(full: Site) -> None:
    record = json.loads((full.root / f"site/studies/{INVENTED_ID}.json").read_text(encoding="utf-8"))
    assert [c["field"] for c in record["conflicts"]] == ["volume"]
    assert {v["value"] for v in record["conflicts"][0]["values"]} == {"7", "8"}


def test_the_curators_text_stands_on_the_journals_page(full: Site) -> None:
    words = Html(full.root / "site/journals/journal-of-invented-results.html").words()
    assert "What a curator says about this invented journal." in words


def test_metrics_can_be_switched_off(demonstration: Site, tmp_path: Path) -> None:
    assert "impact factor" in Html(demonstration.root / "site/journals/plos-one.html").words().lower()
    site = Site(tmp_path)
    shutil.copytree(demonstration.root / "content", tmp_path / "content")
    (tmp_path / "config.yaml").write_text("title: Without\njournal_metrics: false\n")
    site.run("--quiet")
    assert "impact factor" not in Html(tmp_path / "site/journals/plos-one.html").words().lower()


def test_metrics_stand_on_journals_pages_only(demonstration: Site) -> None:
    for page in pages_of(demonstration):
        if page.path.parent.name != "journals" and page.path.name not in {"about.html", "methods.html"}:
            assert "impact factor" not in page.words().lower(), page.path


def test_no_sentence_beyond_the_words_allowed_leaves_the_content(tmp_path: Path) -> None:
    site = copied("full", tmp_path)
    (tmp_path / "config.yaml").write_text(
        "title: Few words\nrights: {abstracts: {unknown: 12}, statements: {unknown: 5}}\n"
    )
    assert site.run("--quiet") == 0
    content = "".join(text.decode() for name, text in site.files("content").items() if name.endswith(".yaml"))
    assert "says so at some length" in content
    for name, data in site.files("site").items():
        text = data.decode("utf-8", "replace")
        for hidden in ("says so at some length", "nobody liked the lamp", "invented keepers were interviewed"):
            assert hidden not in " ".join(text.split()), name


def test_a_build_on_top_of_a_build_changes_no_byte_and_no_time(full: Site) -> None:
    def times() -> dict[str, int]:
        return {str(p): p.stat().st_mtime_ns for p in (full.root / "site").rglob("*") if p.is_file()}

    files, before = full.files("site"), times()
    assert full.run("--quiet") == 0
    assert full.files("site") == files
    assert times() == before


def test_what_went_is_removed_and_what_is_not_ours_stays(site: Site) -> None:
    site.source("export.ris", INVENTED)
    site.run("--quiet")
    stranger = site.root / "site" / "CNAME"
    stranger.write_text("example.org\n")
    for suffix in (".yaml", ".md"):
        site.study(INVENTED_ID, suffix).unlink()
    site.source("export.ris", INVENTED.replace("lighthouse", "windmill"))
    site.run("--quiet")
    assert (
        not (site.root / f"site/studies/{INVENTED_ID}.json").exists()
        or "windmill" in (site.root / f"site/studies/{INVENTED_ID}.json").read_text()
    )
    assert stranger.exists()


def test_a_site_without_any_source_is_built(site: Site) -> None:
    assert site.run("--quiet") == 0
    assert Html(site.root / "site/index.html").words()


def test_a_site_overrides_a_template_by_a_file_of_the_same_name(site: Site) -> None:
    site.source("export.ris", INVENTED)
    templates = site.root / "templates"
    templates.mkdir()
    (templates / "404.html").write_text("<!doctype html><title>Mine</title><h1>Mine</h1>")
    site.run("--quiet")
    assert "Mine" in (site.root / "site/404.html").read_text()
    assert (site.root / f"site/studies/{INVENTED_ID}.html").exists()


def test_a_broken_template_is_a_problem_with_its_line(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.source("export.ris", INVENTED)
    templates = site.root / "templates"
    templates.mkdir()
    (templates / "404.html").write_text("<!doctype html>\n{{ nothing.here }}\n")
    assert site.run("--quiet") == 1
    assert "templates/404.html:2: bad-template" in capsys.readouterr().err
    assert (site.root / "site/index.html").exists()
