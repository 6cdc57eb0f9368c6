"""Folders of sources outside the site's own: read and verified like all others, by names that fit any machine."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from synthesite.config import Config, SourceRule, load_config
from synthesite.found import Found
from synthesite.model import Severity, SourceItem
from synthesite.source_folders import all_source_paths, locate, rule_for, shown_path
from synthesite.source_texts import SourceTexts
from synthesite.sources import read_sources
from tests.conftest import INVENTED, INVENTED_ID, Site, ris

WINDMILL = INVENTED.replace("lighthouse", "windmill")


def configure(site: Site, *rules: str) -> Config:
    lines = "".join(f"- {rule}\n" for rule in rules)
    (site.root / "config.yaml").write_text(f"title: T\nsources:\n{lines}", encoding="utf-8")
    return load_config(site.root)


@pytest.fixture
def public(tmp_path: Path) -> Site:
    """A site with one source of its own, and a folder `private` beside it with another."""
    site = Site(tmp_path / "public")
    site.source("export.ris", INVENTED)
    put(site, "scite/export.ris", WINDMILL)
    configure(site, "{folder: ../private}")
    return site


def put(site: Site, name: str, text: str) -> Path:
    path = site.root.parent / "private" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_its_sources_are_read_after_the_sites_own_and_named_by_the_folder(public: Site) -> None:
    reading = read_sources(load_config(public.root))
    assert reading.problems == []
    assert reading.sources == 2
    paths = [extract.source.path for extract in reading.extracts]
    assert paths == ["content/sources/export.ris", "private:scite/export.ris"]


def test_a_problem_in_it_is_named_so_too(public: Site, capsys: pytest.CaptureFixture[str]) -> None:
    put(public, "broken.ris", "TY  - JOUR\nTI  - An invented study\n")
    put(public, "nothing.ris", "")
    public.run("ingest", "--quiet")
    said = capsys.readouterr().err
    assert "private:broken.ris:" in said
    assert "private:nothing.ris:0: empty-source" in said
    assert "move it out of the folder private" in said
    assert str(public.root.parent) not in said


def test_what_is_made_of_it_does_not_depend_on_where_it_lies(public: Site, tmp_path: Path) -> None:
    assert public.run("--quiet") == 0
    other = Site(tmp_path / "elsewhere" / "deeper")
    shutil.copytree(public.root / "content/sources", other.root / "content/sources")
    shutil.copytree(public.root.parent / "private", tmp_path / "disk" / "of mine")
    configure(other, f"{{folder: {tmp_path}/disk/of mine, name: private}}")
    assert other.run("--quiet") == 0
    assert other.files("content") == public.files("content")
    assert other.files("site") == public.files("site")


def test_check_verifies_its_spans(public: Site, capsys: pytest.CaptureFixture[str]) -> None:
    public.run("ingest", "--quiet")
    assert public.run("check", "--quiet") == 0
    assert capsys.readouterr().err == ""
    put(public, "scite/export.ris", WINDMILL.replace("An invented", "A changed"))
    public.run("check", "--quiet")
    assert "private:scite/export.ris:0: source-gone" in capsys.readouterr().err


def test_a_changed_source_changes_its_record(public: Site) -> None:
    public.run("ingest", "--quiet")
    put(public, "scite/export.ris", WINDMILL.replace("2021/03//", "2021/04//").replace("ER  -", "VL  - 7\nER  -"))
    assert public.run("ingest", "--quiet") == 0
    records = [path.read_text() for path in (public.root / "content/studies").rglob("*.yaml")]
    assert sum("volume: '7'" in text or 'volume: "7"' in text for text in records) == 1


def test_without_the_folder_everything_stays_with_a_warning(public: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert public.run("--quiet") == 0
    content, built = public.files("content"), public.files("site")
    capsys.readouterr()
    shutil.rmtree(public.root.parent / "private")
    assert public.run("--quiet") == 0
    said = capsys.readouterr().err
    assert "config.yaml:3: missing-folder there is no folder '../private' here; what was made from it is kept" in said
    assert "private:scite/export.ris:0: source-gone" in said
    assert len(said.splitlines()) == 2
    assert public.files("content") == content
    assert public.files("site") == built


def test_a_file_in_the_folders_place_is_no_folder(public: Site) -> None:
    configure(public, "{folder: ../private/scite/export.ris, name: private}")
    reading = read_sources(load_config(public.root))
    assert [problem.code for problem in reading.problems] == ["missing-folder"]
    assert reading.problems[0].severity == Severity.WARNING
    assert len(reading.extracts) == 1


def test_only_the_files_that_are_asked_for_are_read_and_each_by_its_rules(public: Site) -> None:
    put(public, "notes.txt", WINDMILL)
    put(public, "table.csv", "Titel,Jahr\nAn invented study of bells,2020\n")
    config = configure(
        public,
        '{files: "*", reader: ris}',
        '{folder: ../private, files: "scite/*"}',
        '{folder: ../private/, files: "*.csv", columns: {Titel: title, Jahr: year}}',
    )
    reading = read_sources(config)
    assert [extract.source.path for extract in reading.extracts] == [
        "content/sources/export.ris",
        "private:scite/export.ris",
        "private:table.csv",
    ]
    assert reading.extracts[-1].values["title"] == "An invented study of bells"
    assert reading.problems == []
    texts = SourceTexts(config.root, config.settings.sources)
    assert all(texts.item(extract.source) for extract in reading.extracts)


def test_hidden_files_and_links_out_of_it_are_skipped(public: Site) -> None:
    put(public, ".hidden.ris", WINDMILL)
    put(public, ".git/export.ris", WINDMILL)
    secret = public.root.parent / "secret.ris"
    secret.write_text(WINDMILL)
    (public.root.parent / "private" / "link.ris").symlink_to(secret)
    (public.root.parent / "private" / "inside.ris").symlink_to(public.root.parent / "private/scite/export.ris")
    config = load_config(public.root)
    names = [shown_path(config, path) for path in all_source_paths(config)]
    assert names == ["content/sources/export.ris", "private:inside.ris", "private:scite/export.ris"]
    (problem,) = read_sources(config).problems
    assert (problem.path, problem.code) == ("private:link.ris", "skipped-source")


def test_a_folder_that_is_a_link_is_followed(public: Site) -> None:
    (public.root.parent / "drive").symlink_to(public.root.parent / "private", target_is_directory=True)
    reading = read_sources(configure(public, "{folder: ../drive, name: private}"))
    assert reading.problems == []
    assert [extract.source.path for extract in reading.extracts][1:] == ["private:scite/export.ris"]


CRAFTED = [
    *("private:../secret.ris", "private:scite/../../secret.ris", "private:.hidden.ris", "private:", "private:scite"),
    *("private:link.ris", "private:gone.ris", "private:\0", "other:scite/export.ris", ":scite/export.ris", "private"),
    *("../private/scite/export.ris", "content/../../private/scite/export.ris", "content/sources/\0", "", "x" * 5000),
]


@pytest.mark.parametrize("shown", CRAFTED, ids=lambda shown: repr(shown)[:40])
def test_a_crafted_path_leads_to_no_file(public: Site, shown: str) -> None:
    secret = public.root.parent / "secret.ris"
    secret.write_text(WINDMILL)
    put(public, ".hidden.ris", WINDMILL)
    (public.root.parent / "private" / "link.ris").symlink_to(secret)
    config = load_config(public.root)
    assert locate(config, shown) is None
    sha256 = next(e.source.sha256 for e in read_sources(config).extracts if e.source.path.startswith("private:"))
    texts = SourceTexts(config.root, config.settings.sources)
    for path in (shown, f"private:{secret}", str(secret)):
        assert locate(config, path) is None
        assert texts.item(SourceItem(path=path, item=1, sha256=sha256, reader="ris")) is None


def test_a_path_leads_to_its_file(public: Site) -> None:
    config = load_config(public.root)
    assert locate(config, "private:scite/export.ris") == public.root.parent / "private/scite/export.ris"
    assert locate(config, "content/sources/export.ris") == public.root / "content/sources/export.ris"
    for path in all_source_paths(config):
        assert locate(config, shown_path(config, path)) == path


def test_read_names_a_file_of_the_folder_as_records_do(
    public: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(public, "{folder: ../private, reader: ris}")
    monkeypatch.chdir(public.root)
    assert public.run("read", "../private/scite/export.ris") == 0
    printed = capsys.readouterr()
    assert "private:scite/export.ris: read by ris" in printed.err
    assert '"path": "private:scite/export.ris"' in printed.out


def test_no_passage_of_it_is_on_any_page_and_the_sites_own_still_are(public: Site) -> None:
    put(public, "scite/export.ris", WINDMILL.replace("ER  -", "PB  - Example Press\nER  -"))
    assert public.run("--quiet") == 0
    pages = {path.stem: path.read_text() for path in (public.root / "site/studies").glob("*.html")}
    own = pages.pop(INVENTED_ID)
    assert "<q><mark>An invented study of lighthouse keepers</mark></q>" in own
    (other,) = pages.values()
    assert "<q>" not in other.split('id="provenance"')[1]
    assert '<a href="#source-1">source 1</a>, which is not part of this site' in other
    assert re.search(r'id="source-1">.*, item 1<br>\n<code>private:scite/export.ris</code><br>\nSHA-256 <code', other)
    assert "line 2" not in other.split('id="provenance"')[1]
    assert "Example Press" in other, "the values are shown"


def test_a_source_of_both_is_one_study(public: Site) -> None:
    text = ris(TI="An invented study of lighthouse keepers", DO="10.5555/lighthouse.1", VL="8")
    put(public, "scite/export.ris", text)
    reading = read_sources(load_config(public.root))
    assert all(isinstance(extract, Found) for extract in reading.extracts)
    public.run("ingest", "--quiet")
    sources = public.record(INVENTED_ID)["sources"]
    assert isinstance(sources, list)
    assert [source["path"] for source in sources] == ["content/sources/export.ris", "private:scite/export.ris"]


def test_the_sites_own_sources_may_lie_behind_a_link(public: Site, capsys: pytest.CaptureFixture[str]) -> None:
    disk = public.root.parent / "disk"
    (public.root / "content/sources").rename(disk)
    (public.root / "content/sources").symlink_to(disk, target_is_directory=True)
    assert public.run("--quiet") == 0
    assert public.run("check", "--quiet") == 0
    assert capsys.readouterr().err == ""
    config = load_config(public.root)
    assert locate(config, "content/sources/export.ris") == disk / "export.ris"
    assert locate(config, "content/sources/../secret.ris") is None


def test_a_missing_folder_with_two_rules_is_reported_once(public: Site) -> None:
    config = configure(public, "{folder: ../gone, files: a/*}", "{folder: ../gone, files: b/*}")
    (problem,) = read_sources(config).problems
    assert (problem.path, problem.line, problem.code) == ("config.yaml", 3, "missing-folder")


def test_rules_about_sources_add_up_and_later_ones_win() -> None:
    rules = [
        SourceRule(files="*.txt", reader="ris", columns={"Name": "title", "When": "year"}),
        SourceRule(files="exports/*", columns={"When": "published"}),
        SourceRule(files="exports/b.*", reader="scite-report"),
    ]
    a, b = rule_for("content/sources/exports/a.txt", rules), rule_for("content/sources/exports/b.txt", rules)
    assert (a.reader, a.columns) == ("ris", {"Name": "title", "When": "published"})
    assert (b.reader, b.columns) == ("scite-report", {"Name": "title", "When": "published"})
    assert rule_for("content/sources/a.ris", rules) == SourceRule(files="content/sources/a.ris")
