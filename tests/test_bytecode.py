"""Compiled templates in a folder."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from jinja2 import nodes

from synthesite import known_templates
from synthesite.bytecode import BytecodeFolder
from synthesite.config import Config, Settings
from synthesite.fast_code import FastEnvironment
from synthesite.model import Card, Page
from synthesite.page_maker import PageMaker
from synthesite.render import Renderer
from synthesite.store.cache import Cache
from synthesite.store.checked_folder import CheckedFolder
from synthesite.template_keys import NO_FRAME, TEMPLATES


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.html").write_text("<p>{{ word }}</p>")
    return Config(root=tmp_path, settings=Settings(title="T"))


def rendered(config: Config, program: str = "") -> bytes:
    kept = CheckedFolder(config.root / "kept")
    renderer = Renderer(config, bytecode=BytecodeFolder(lambda _: kept, program))
    return renderer.render("a.html", "a.html", {"word": "&"})


def test_code_is_kept_and_used(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    first = rendered(config)
    assert len(list((config.root / "kept").iterdir())) == 2, "its tree, and its code"
    monkeypatch.setattr("jinja2.Environment.compile", None)
    assert rendered(config) == first == b"<p>&amp;</p>\n"


def test_a_changed_template_and_another_program_have_code_of_their_own(config: Config) -> None:
    rendered(config)
    (config.root / "templates" / "a.html").write_text("<b>{{ word }}</b>")
    assert rendered(config) == b"<b>&amp;</b>\n"
    rendered(config, "another")
    assert len(list((config.root / "kept").iterdir())) == 6


@pytest.mark.parametrize("damage", [b"", b"x", None])
def test_damaged_code_is_made_anew(config: Config, damage: bytes | None) -> None:
    first = rendered(config)
    whole = {kept: kept.read_bytes() for kept in (config.root / "kept").iterdir()}
    for kept, content in whole.items():
        kept.write_bytes(content[:-1] + b"?" if damage is None else damage)
    assert rendered(config) == first
    assert {kept: kept.read_bytes() for kept in whole} == whole


def test_a_folder_that_cannot_be_written_is_done_without(config: Config) -> None:
    (config.root / "kept").write_text("a file")
    assert rendered(config) == b"<p>&amp;</p>\n"


PAGES = ("404.html", "redirect.html")


def compiled(root: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which templates are compiled while two pages of a site are made."""
    names: list[str] = []
    generate = FastEnvironment._generate

    def counted(self: FastEnvironment, source: nodes.Template, name: str | None, *more: Any, **options: Any) -> str:
        names.append(name or "")
        return generate(self, source, name, *more, **options)

    maker = PageMaker(Config(root=root, settings=Settings(title="T")), NO_FRAME, Cache(root))
    with monkeypatch.context() as patched:
        patched.setattr(FastEnvironment, "_generate", counted)
        for name in PAGES:
            made = maker.render(Page(name, name, dict, ()), {"base": "", "card": Card(id="x")})
            assert isinstance(made, bytes)
    return names


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(known_templates, "OWN_CODE", tmp_path / "beside")
    return tmp_path / "beside"


def test_copies_of_the_programs_templates_find_what_stands_beside_it(
    tmp_path: Path, beside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = tmp_path / "copies"
    shutil.copytree(TEMPLATES, copies / "templates")
    assert "404.html" in compiled(copies, monkeypatch)
    assert list(beside.iterdir())
    (tmp_path / "plain").mkdir()
    for root in (tmp_path / "plain", copies):
        assert compiled(root, monkeypatch) == []
        assert not (root / ".cache/synthesite/code").exists()


def test_only_what_a_changed_template_is_a_part_of_is_compiled_anew(
    tmp_path: Path, beside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "site"
    (root / "templates").mkdir(parents=True)
    compiled(root, monkeypatch)
    whole = {file.name for file in beside.iterdir()}
    (root / "templates" / "404.html").write_text((TEMPLATES / "404.html").read_text() + "{# mine #}")
    assert compiled(root, monkeypatch) == ["404.html"]
    assert {file.name for file in beside.iterdir()} == whole, "a site's own templates are its own matter"
    assert list((root / ".cache/synthesite/code").iterdir())
    assert compiled(root, monkeypatch) == []
    for name in ("404.html", "base.html"):
        (root / "templates" / name).write_text((TEMPLATES / name).read_text())
    assert compiled(root, monkeypatch) == []
    (root / "templates" / "base.html").write_text("{% block main %}{% endblock %}")
    assert compiled(root, monkeypatch) == [*PAGES], "they extend it"


def test_a_new_template_that_an_include_may_mean_is_put_in(tmp_path: Path, beside: Path) -> None:
    root = tmp_path / "site"
    (root / "templates").mkdir(parents=True)
    page = "{% for one in ('a', 'b') if one in given %}{% include 'of/' ~ one ~ '.html' %}{% endfor %}"
    (root / "templates" / "page.html").write_text(page)

    def made(*given: str) -> object:
        maker = PageMaker(Config(root=root, settings=Settings(title="T")), NO_FRAME, Cache(root))
        return maker.render(Page("x.html", "page.html", dict, ()), {"given": given})

    (root / "templates" / "of").mkdir()
    (root / "templates" / "of" / "a.html").write_text("A")
    assert made("a") == b"A\n"
    (root / "templates" / "of" / "b.html").write_text("B")
    assert made("a", "b") == b"AB\n"
    (root / "templates" / "of" / "a.html").write_text("C")
    assert made("a", "b") == b"CB\n"


def test_what_cannot_be_kept_beside_the_program_is_kept_with_the_site(
    tmp_path: Path, beside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside.write_text("a file")
    (tmp_path / "site").mkdir()
    assert compiled(tmp_path / "site", monkeypatch)
    assert compiled(tmp_path / "site", monkeypatch) == []


def test_new_templates_are_compiled_by_several_processes(
    tmp_path: Path, beside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "site"
    (root / "templates").mkdir(parents=True)
    (root / "templates" / "base.html").write_text("{% block main %}{% endblock %}")
    names = [*PAGES, "home.html", "absent.html"]
    PageMaker(Config(root=root, settings=Settings(title="T")), NO_FRAME, Cache(root)).compile(names, 2)
    assert compiled(root, monkeypatch) == []
