"""Compiled templates in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from synthesite import page_maker
from synthesite.bytecode import BytecodeFolder
from synthesite.config import Config, Settings
from synthesite.model import Page
from synthesite.page_maker import PageMaker
from synthesite.render import Renderer
from synthesite.store.cache import Cache
from synthesite.store.checked_folder import CheckedFolder
from synthesite.template_keys import NO_FRAME


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.html").write_text("<p>{{ word }}</p>")
    return Config(root=tmp_path, settings=Settings(title="T"))


def rendered(config: Config, program: str = "") -> bytes:
    renderer = Renderer(config, bytecode=BytecodeFolder(CheckedFolder(config.root / "kept"), program))
    return renderer.render("a.html", "a.html", {"word": "&"})


def test_code_is_kept_and_used(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    first = rendered(config)
    assert len(list((config.root / "kept").iterdir())) == 1
    monkeypatch.setattr("jinja2.Environment.compile", None)
    assert rendered(config) == first == b"<p>&amp;</p>\n"


def test_a_changed_template_and_another_program_have_code_of_their_own(config: Config) -> None:
    rendered(config)
    (config.root / "templates" / "a.html").write_text("<b>{{ word }}</b>")
    assert rendered(config) == b"<b>&amp;</b>\n"
    rendered(config, "another")
    assert len(list((config.root / "kept").iterdir())) == 3


@pytest.mark.parametrize("damage", [b"", b"x", None])
def test_damaged_code_is_made_anew(config: Config, damage: bytes | None) -> None:
    first = rendered(config)
    (kept,) = (config.root / "kept").iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-1] + b"?" if damage is None else damage)
    assert rendered(config) == first
    assert kept.read_bytes() == whole


def test_a_folder_that_cannot_be_written_is_done_without(config: Config) -> None:
    (config.root / "kept").write_text("a file")
    assert rendered(config) == b"<p>&amp;</p>\n"


def test_code_of_the_programs_own_templates_is_kept_beside_the_program(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = config.root / "beside"
    monkeypatch.setattr(page_maker, "OWN_CODE", beside)
    alone = Config(root=config.root / "other", settings=Settings(title="T"))
    page = Page("404.html", "404.html", dict, ())
    PageMaker(alone, NO_FRAME, Cache(alone.root)).render(page, {"base": ""})
    assert list(beside.iterdir())
    assert not (alone.root / ".cache/synthesite/code").exists()
    (config.root / "templates" / "404.html").write_text("<p>Mine</p>")
    made = PageMaker(config, NO_FRAME, Cache(config.root)).render(page, {})
    assert made == b"<p>Mine</p>\n"
    assert (config.root / ".cache/synthesite/code").is_dir(), "a site's own templates are its own matter"
