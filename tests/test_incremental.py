"""A build on top of earlier ones ends as a clean one would, and does no more than it must."""

from __future__ import annotations

import inspect
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random
from types import CodeType

import msgspec
import pytest

from synthesite.checks import EveryRule
from synthesite.config import Config, Rights, Settings, load_config
from synthesite.evidence import Evidence
from synthesite.library import load_library
from synthesite.model import Asset, Batch, SourceItem
from synthesite.pipeline import all_outputs
from synthesite.shelf import load_shelf
from synthesite.site_folder import MANIFEST
from synthesite.source_texts import SourceTexts
from synthesite.store.cache import Cache
from synthesite.unchanged import look_at
from tests.conftest import INVENTED, INVENTED_ID, SITES, Site, settle
from tests.histories import Scene, begin, compare, numbers, play
from tests.invented_references import reference

BUILD = Path(__file__).resolve().parents[1] / "build.py"


@pytest.mark.parametrize("seed", range(6))
def test_a_history_at_random(tmp_path: Path, seed: int) -> None:
    play(tmp_path / "base", numbers(seed, 10))


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """A small site that has been built."""
    made = begin(tmp_path / "base")
    compare(made, 0)
    return made


@pytest.fixture
def full(tmp_path: Path) -> Site:
    """The site with a bit of everything, built so often that there is nothing left to do."""
    shutil.copytree(SITES / "full", tmp_path / "full")
    site = Site(tmp_path / "full")
    for _ in range(2):
        assert site.run("--quiet") == 0
        settle(site.root)
    assert site.run("--quiet") == 0
    assert look_at(site.root).report()
    return site


def stats(site: Site, left_out: str = "") -> dict[str, tuple[int, ...]]:
    """What tells of every file whether it was written again."""
    found: dict[str, tuple[int, ...]] = {}
    for path in sorted(site.root.rglob("*")):
        name = path.relative_to(site.root).as_posix()
        if not (left_out and name.startswith(left_out)):
            told = path.stat()
            found[name] = (told.st_ino, told.st_mtime_ns, told.st_ctime_ns)
    return found


def written(site: Site, *arguments: str) -> set[str]:
    """The files of the site that a build writes, or removes; it must do nothing elsewhere."""
    before = stats(site, ".cache")
    assert site.run("--quiet", *arguments) == 0
    after = stats(site, ".cache")
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    folders = {name for name in changed if (site.root / name).is_dir()}
    assert all(name.startswith("site/") for name in changed - folders)
    return {name.removeprefix("site/") for name in changed - folders}


def test_a_build_with_nothing_to_do_writes_nothing_at_all(full: Site) -> None:
    before = stats(full)
    assert full.run("--quiet") == 0
    assert stats(full) == before


@pytest.mark.parametrize("lost", ["last-build.json", "library.index", "outputs.index", "*"])
def test_a_build_with_nothing_to_do_but_a_cache_to_mend_writes_nothing_else(full: Site, lost: str) -> None:
    for path in (full.root / ".cache" / "synthesite").glob(lost):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert written(full) == set()


HEAVY = {"jinja2", "yaml", "markdown_it", "msgspec", "multiprocessing", "synthesite.config", "synthesite.pipeline"}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["build"]])
def test_where_there_is_nothing_to_do_the_large_libraries_are_not_loaded(full: Site, arguments: list[str]) -> None:
    code = (
        "import sys\nfrom synthesite.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print(*sorted(sys.modules), file=sys.stderr)\n"
    )
    rest = ["--root", str(full.root), "--jobs", "2"] if arguments == ["build"] else []
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments, *rest], cwd=BUILD.parent, capture_output=True, text=True, check=True
    )
    loaded = set(done.stderr.split())
    assert "synthesite.cli" in loaded
    assert loaded & HEAVY == set()
    if rest:
        assert "evidence       nothing changed" in done.stdout


def test_a_summary_rewrites_the_study_and_its_exports_alone(full: Site) -> None:
    path = full.study(INVENTED_ID, ".md")
    path.write_text(f"{path.read_text()}\nOne more remark.\n")
    found = written(full)
    index = {name for name in found if name.startswith("search/")}
    assert found - index == {f"studies/{INVENTED_ID}.html", f"studies/{INVENTED_ID}.json", MANIFEST}
    assert sorted(name.split("/")[1] for name in index) == ["index.js", "r", "w"]


def test_a_theme_rewrites_the_study_the_groups_and_what_counts_them_alone(full: Site) -> None:
    path = full.study(INVENTED_ID, ".md")
    text = path.read_text()
    assert "themes:" not in text
    assert text.startswith("---\n")
    path.write_text(text.replace("---\n", "---\nthemes: [light]\n", 1))
    full.run("--quiet")
    settle(full.root)
    path.write_text(text.replace("---\n", "---\nthemes: [night-work]\n", 1))
    found = written(full)
    paged = {name for name in found if name.startswith("themes/night-work")}
    assert "themes/night-work.html" in paged
    counted = {name for name in found if re.match(r"map(--\w+)?\.|map/(light|night-work)--|statements/themes--", name)}
    assert {"map.html", "map--years.csv", "map/light--years--2021.html"} <= counted
    assert found - paged - counted == {
        f"studies/{INVENTED_ID}.html",
        f"studies/{INVENTED_ID}.json",
        "themes/light.html",
        "themes/light.bib",
        "themes/light.csv",
        "themes/light.png",
        "themes/light.ris",
        "themes/index.html",
        "authors/example-ada.html",  # which says how the studies divide by themes
        "journals/journal-of-invented-results.html",
        "statements.html",
        "index.html",
        "search/index.js",
        "search/themes.js",
        MANIFEST,
    }


# What could be stale, case by case.


@pytest.mark.parametrize(
    ("folder", "suffix"),
    [("content/sources", ".ris"), ("content/studies", ".md"), ("site/studies", ".html"), (".", ".yaml")],
)
def test_a_files_time_set_back_hides_no_change(scene: Scene, folder: str, suffix: str) -> None:
    settle(scene.base)
    Site(scene.root).run("--quiet")
    settle(scene.base)
    path = scene.files(folder, suffix)[0]
    was = path.stat()
    path.write_text(path.read_text().replace("nvented", "NVENTED", 1))
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert path.stat().st_size == was.st_size
    compare(scene, 0)


def test_a_file_that_changes_right_after_a_build_is_seen(scene: Scene) -> None:
    """Its time may be the same as before; so a fresh file is taken as changed."""
    path = scene.root / "content" / "pages" / "about.md"
    path.parent.mkdir()
    for number in range(8):
        path.write_text(f"Words, {number} of them.\n")
        Site(scene.root).run("--quiet")
        assert f"Words, {number} of them" in (scene.root / "site" / "about.html").read_text()


def test_templates_behind_a_link_are_seen(scene: Scene) -> None:
    shared = scene.elsewhere / "shared"
    shared.mkdir()
    (shared / "own.html").write_text("<p>one</p>\n")
    templates = scene.root / "templates"
    templates.mkdir()
    (templates / "linked").symlink_to("../../elsewhere/shared")
    (templates / "404.html").write_text("{% include 'linked/own.html' %}")
    settle(scene.base)
    Site(scene.root).run("--quiet")
    (shared / "own.html").write_text("<p>two</p>\n")
    settle(scene.base)
    Site(scene.root).run("--quiet")
    assert "two" in (scene.root / "site" / "404.html").read_text()


@pytest.mark.parametrize("name", ["pages", "studies", "journals", "sources"])
def test_content_behind_a_link_is_seen(scene: Scene, name: str) -> None:
    place = scene.root / "content" / name
    place.mkdir(exist_ok=True)
    place.rename(scene.elsewhere / name)
    place.symlink_to(f"../../elsewhere/{name}")
    journal = next((path.stem for path in scene.files("content/journals", ".yaml")), "none")
    study = next(place.rglob("*.md"), place / "about.md")
    path = {"journals": place / f"{journal}.md", "sources": place / "more.ris"}.get(name, study)
    for words in ("one", "two"):
        path.write_text(INVENTED.replace("keepers", words) if name == "sources" else f"Words: {words}.\n")
        settle(scene.base)
        Site(scene.root).run("--quiet")
        settle(scene.base)
        Site(scene.root).run("--quiet")
    assert [page for page in scene.files("site", ".html") if "two" in page.read_text()]
    compare(scene, 0)


def test_a_link_to_a_folder_among_the_sources_is_told_of_when_it_comes(
    scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(scene.base)
    Site(scene.root).run("--quiet")
    (scene.root / "content" / "sources" / "folder").symlink_to("../../../elsewhere")
    capsys.readouterr()
    Site(scene.root).run("--quiet")
    assert "skipped-source" in capsys.readouterr().err


def test_a_curators_file_that_becomes_a_link_is_told_of(full: Site) -> None:
    config, path = load_config(full.root), full.study(INVENTED_ID, ".md")

    def codes() -> list[str]:
        cache = Cache(full.root)
        shelf = load_shelf(config, cache, look_at(full.root).inputs)
        cache.save()
        return [problem.code for problem in shelf.entries[INVENTED_ID].problems]

    path.unlink()
    assert codes() == []
    path.symlink_to("elsewhere.md")
    path.with_name("elsewhere.md").write_text("Words.\n")
    assert codes() == ["bad-front-matter"]
    path.unlink()
    assert codes() == []


def test_a_source_that_is_read_otherwise_is_verified_anew(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    """Even where the record, edited by hand, stays as it is."""
    settings = scene.root / "config.yaml"
    text = settings.read_text()
    (scene.root / "content" / "sources" / "t.csv").write_text("title,Heading,year\nA tabled study,12 March 2001,2001\n")
    rule = "sources: [{files: t.csv, columns: {Heading: %s}}]\n"
    settings.write_text(text + rule % "published")
    Site(scene.root).run("--quiet")
    (record,) = [path for path in scene.files("content/studies", ".yaml") if "tabled" in path.name]
    assert "2001-03-12" in record.read_text()
    record.write_text(record.read_text().replace("\nsources:", "\nvolume: edited\nsources:", 1))
    Site(scene.root).run("--quiet")
    settings.write_text(text + rule % "keywords")
    capsys.readouterr()
    Site(scene.root).run("--quiet")
    assert "value of published doesn't follow" in capsys.readouterr().err


def test_older_files_of_the_cache_hide_nothing(scene: Scene) -> None:
    """The table of outputs is that of a build ago, the note about the last build is not."""
    page = scene.root / "content" / "pages" / "about.md"
    page.parent.mkdir()
    cache, saved = scene.root / ".cache" / "synthesite", scene.base / "saved"
    page.write_text("One.\n")
    compare(scene, 0)
    shutil.copytree(cache, saved)
    page.write_text("Two.\n")
    compare(scene, 0)
    for path in [*cache.glob("outputs*"), *saved.glob("outputs*")]:
        if path.is_relative_to(cache):
            path.unlink()
        else:
            shutil.copy(path, cache)
    page.write_text("One.\n")
    compare(scene, 0)
    assert "One." in (scene.root / "site" / "about.html").read_text()


def test_a_strangers_folder_in_the_site_is_no_reason_to_build(full: Site) -> None:
    (full.root / "site" / ".git").mkdir()
    (full.root / "site" / ".git" / "HEAD").write_text("mine")
    assert look_at(full.root).report()


def test_an_entry_put_in_front_of_others_moves_their_lines(scene: Scene) -> None:
    path = scene.root / "content" / "sources" / "scopus.ris"
    path.write_text(reference("fog", Random(1)) + path.read_text())
    compare(scene, 0)


def test_what_may_be_shown_of_a_source_is_a_part_of_what_a_page_rests_on(full: Site) -> None:
    config = load_config(full.root)
    other = Config(root=config.root, settings=msgspec.structs.replace(config.settings, rights=_CLOSED))
    item = SourceItem(path="content/sources/export.ris", item=1, sha256="0" * 64, reader="ris")
    keys = [Evidence(one, SourceTexts(one.root)).of([item]).key for one in (config, config, other)]
    assert keys[0] == keys[1] != keys[2]


_CLOSED = Rights(abstracts={"unknown": "link", "open": "link"})


class _Spied(Settings, frozen=True, kw_only=True):
    """Settings that note which of them are read."""

    def __getattribute__(self, name: str) -> object:
        if not name.startswith("_"):
            READ.add(name)
        return super().__getattribute__(name)


READ: set[str] = set()


def test_a_study_is_made_of_those_settings_only_that_its_key_has(full: Site) -> None:
    config = load_config(full.root)
    texts = SourceTexts(config.root, config.settings.sources)
    settings = _Spied(**{name: getattr(config.settings, name) for name in config.settings.__struct_fields__})
    spied = Config(root=config.root, settings=settings)
    evidence = Evidence(spied, texts)
    READ.clear()
    no_studies = Config(root=full.root / "templates", settings=settings)
    assert len(load_shelf(no_studies, Cache(), {}, rules=EveryRule(evidence))) == 0
    in_keys = frozenset(READ)
    assert {"rights", "themes", "vocabularies", "language"} <= in_keys
    assert len(load_shelf(spied, Cache(), {}, rules=EveryRule(evidence))) == 11
    of_sources = {"sources"}
    assert in_keys | of_sources >= READ, "a setting shapes studies that isn't in their key; see Loader"


def test_pages_and_exports_are_made_by_plain_functions_of_what_they_rest_on(full: Site) -> None:
    config = load_config(full.root)
    library = load_library(config)
    evidence = Evidence(config, SourceTexts(config.root, config.settings.sources))
    outputs = (
        one
        for output in all_outputs(config, library, evidence)
        for one in (output.outputs() if isinstance(output, Batch) else [output])
    )
    makers = {output.make for output in outputs if not isinstance(output, Asset)}
    assert len(makers) > 8
    for make in makers:
        assert inspect.isfunction(make), make
        assert make.__closure__ is None
        assert "<locals>" not in make.__qualname__
        assert not make.__defaults__
        assert _names(make.__code__).isdisjoint({"settings", "library", "config", "evidence", "Config", "Settings"})


def _names(code: CodeType) -> set[str]:
    """The names that a function uses, functions in it included."""
    inner = [_names(one) for one in code.co_consts if isinstance(one, CodeType)]
    return {*code.co_names, *code.co_freevars}.union(*inner)
