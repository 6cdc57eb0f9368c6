"""The writer of the site."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from synthesite.config import Config, Settings
from synthesite.model import Asset, Output, Page
from synthesite.page_maker import PageMaker
from synthesite.publish import Published, publish, static_files
from synthesite.site_folder import MANIFEST
from synthesite.store.cache import Cache
from synthesite.template_keys import Frame


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "plain.html").write_text("<p>{{ word }}</p>")
    return Config(root=tmp_path, settings=Settings(title="T"))


def _word(word: str) -> dict[str, str]:
    return {"word": word}


def published(outputs: list[Output], config: Config, jobs: int = 1) -> Published:
    """Publishes with a cache of its own, as a later build would."""
    cache = Cache(config.root)
    done = publish(outputs, config, PageMaker(config, Frame(), cache), cache, jobs)
    cache.save()
    return done


def files(config: Config) -> dict[str, str]:
    site = config.site
    return {
        p.relative_to(site).as_posix(): p.read_text() for p in site.rglob("*") if p.is_file() and p.name != MANIFEST
    }


def test_pages_are_rendered_and_assets_written(config: Config) -> None:
    done = published([Page("a/b.html", "plain.html", _word, ("<x>",)), Asset("c.json", b"{}")], config)
    assert files(config) == {"a/b.html": "<p>&lt;x&gt;</p>\n", "c.json": "{}"}
    assert (done.pages, done.files, done.written, done.removed, done.problems) == (1, 2, 2, 0, [])


def test_only_what_changed_is_written_and_what_went_is_removed(config: Config) -> None:
    published([Asset("a/one", b"1"), Asset("b/two", b"2"), Asset("three", b"3")], config)
    (config.site / "stranger").write_text("not ours")
    done = published([Asset("a/one", b"1"), Asset("three", b"new")], config)
    assert (done.written, done.removed) == (1, 1)
    assert files(config) == {"a/one": "1", "three": "new", "stranger": "not ours"}
    assert not (config.site / "b").exists(), "an empty folder goes with its last file"


@pytest.mark.parametrize("second", ["a.html", "A.html"])
def test_two_outputs_of_one_path_are_an_error_even_by_case_alone(config: Config, second: str) -> None:
    done = published([Asset("a.html", b"first"), Asset(second, b"second")], config)
    (problem,) = done.problems
    assert problem.code == "address-taken"
    assert files(config) == {"a.html": "first"}


def test_any_number_of_processes_gives_the_same_bytes(config: Config) -> None:
    outputs: list[Output] = [Page(f"{n}.html", "plain.html", _word, (str(n),)) for n in range(250)]
    published(outputs, config, jobs=1)
    expected = files(config)
    for path in config.site.iterdir():
        path.unlink()
    published(outputs, config, jobs=3)
    assert files(config) == expected


def test_a_manifest_that_is_damaged_removes_nothing(config: Config) -> None:
    published([Asset("a", b"1"), Asset("b", b"2")], config)
    (config.site / MANIFEST).write_text("{broken")
    shutil.rmtree(config.root / ".cache")
    published([Asset("a", b"1")], config)
    assert set(files(config)) == {"a", "b"}


@pytest.mark.parametrize("damage", [b"{broken", b"", b'{"\xff": 1}'])
def test_what_the_cache_knows_of_is_removed_without_a_manifest_too(config: Config, damage: bytes) -> None:
    published([Asset("a", b"1"), Asset("b", b"2")], config)
    (config.site / MANIFEST).write_bytes(damage)
    published([Asset("a", b"1")], config)
    assert set(files(config)) == {"a"}


def test_a_manifest_that_is_damaged_is_mended(config: Config) -> None:
    published([Asset("a", b"1")], config)
    good = (config.site / MANIFEST).read_bytes()
    (config.site / MANIFEST).write_text("{broken")
    published([Asset("a", b"1")], config)
    assert (config.site / MANIFEST).read_bytes() == good


def test_a_page_that_can_not_be_made_any_more_is_removed(config: Config) -> None:
    page = Page("a.html", "plain.html", _word, ("x",))
    published([page], config)
    (config.root / "templates" / "plain.html").write_text("{% if %}")
    done = published([page], config)
    assert [problem.code for problem in done.problems] == ["bad-template"]
    assert (files(config), done.removed) == ({}, 1)


def test_a_file_that_can_not_be_written_stays_listed(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    published([Asset("a", b"1"), Asset("b", b"2")], config)

    def full(*_: object) -> bool:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("synthesite.site_folder.write_if_changed", full)
        patch.setattr("synthesite.site_folder.SiteFolder.list_files", _list_files)
        done = published([Asset("a", b"new"), Asset("b", b"2")], config)
    assert [problem.code for problem in done.problems] == ["unwritable-file"]
    assert files(config) == {"a": "1", "b": "2"}
    assert set(json.loads((config.site / MANIFEST).read_text())) == {"a", "b"}
    published([], config)
    assert files(config) == {}


def _list_files(site: object, listed: dict[str, str]) -> None:
    """As if the manifest alone could be written."""
    place: Path = site._folder  # type: ignore[attr-defined]
    (place / MANIFEST).write_text(json.dumps(listed))


def test_a_manifest_never_reaches_outside_the_site(config: Config) -> None:
    outside = config.root / "precious.txt"
    outside.write_text("mine")
    config.site.mkdir()
    (config.site / MANIFEST).write_text('["../precious.txt"]')
    published([Asset("a", b"1")], config)
    assert outside.exists()


def test_static_files_of_the_site_come_before_the_programs(config: Config) -> None:
    folder = config.root / "templates" / "static"
    folder.mkdir()
    (folder / "style.css").write_text("/* mine */")
    by_path = {asset.path: asset.content for asset in static_files(config)}
    assert by_path["static/style.css"] == b"/* mine */"
