"""Keys of templates: they change with all that shapes a page, and with nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from synthesite.config import Config, Settings
from synthesite.template_keys import (
    NO_FRAME,
    TEMPLATES,
    Frame,
    FrameKind,
    FramePage,
    TemplateFacts,
    page_templates,
    template_files,
    template_folders,
    template_key,
)
from synthesite.templates import analyse

SETTINGS = Settings(title="T")


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """Two folders: the second has a page, which includes a part, and a template that shows the frame."""
    own, programs = tmp_path / "own", tmp_path / "programs"
    own.mkdir()
    programs.mkdir()
    (programs / "page.html").write_text("{{ site.title }}{% include 'part-' ~ x ~ '.html' %}")
    (programs / "part-a.html").write_text("{{ x | lang }}")
    (programs / "framed.html").write_text("{{ frame.excluded }}")
    return [own, programs]


def key(folders: list[Path], name: str = "page.html", settings: Settings = SETTINGS, frame: Frame = NO_FRAME) -> bytes:
    return template_key(analyse(folders), name, settings, frame)


def test_a_key_changes_with_the_source_of_any_template_that_may_be_used(folders: list[Path]) -> None:
    seen = [key(folders)]
    (folders[1] / "page.html").write_text("{% include 'part-' ~ x ~ '.html' %}{{ site.title }}")
    seen.append(key(folders))
    (folders[1] / "part-a.html").write_text("another {{ x | lang }}")
    seen.append(key(folders))
    (folders[1] / "part-b.html").write_text("")
    seen.append(key(folders))
    (folders[0] / "part-a.html").write_text("the site's own")
    seen.append(key(folders))
    assert len(set(seen)) == len(seen)
    (folders[0] / "part-a.html").unlink()
    assert key(folders) == seen[-2], "what it was before the site had its own"


def test_a_key_stays_where_another_template_changes(folders: list[Path]) -> None:
    before = key(folders)
    (folders[1] / "framed.html").write_text("changed")
    (folders[1] / "new.html").write_text("{{ site }}")
    assert key(folders) == before


def test_a_key_changes_with_the_settings_that_are_read_and_with_no_others(folders: list[Path]) -> None:
    before = key(folders)
    assert key(folders, settings=Settings(title="U")) != before
    assert key(folders, settings=Settings(title="T", language="fi")) != before
    assert key(folders, settings=Settings(title="T", notice="N", page_size=7)) == before
    (folders[1] / "part-a.html").write_text("{% for name in site %}{% endfor %}")
    assert key(folders) != key(folders, settings=Settings(title="T", notice="N"))


@pytest.mark.parametrize(
    "frame",
    [Frame(kinds=(FrameKind("a", "b", "c"),)), Frame(pages=(FramePage("a", "b"),)), Frame(excluded=1)],
)
def test_a_key_changes_with_the_frame_where_it_is_shown(folders: list[Path], frame: Frame) -> None:
    assert key(folders, "framed.html", frame=frame) != key(folders, "framed.html")
    assert key(folders, "page.html", frame=frame) == key(folders, "page.html")


def test_a_template_that_does_not_parse_has_a_key_of_its_text(folders: list[Path]) -> None:
    seen = {key(folders)}
    for text in ("{% if %}", "{% if %} "):
        (folders[1] / "page.html").write_text(text)
        seen.add(key(folders))
    assert len(seen) == 3


def test_a_template_that_is_nowhere_has_a_key_until_it_is_there(folders: list[Path]) -> None:
    before = key(folders, "absent.html")
    (folders[0] / "absent.html").write_text("")
    assert key(folders, "absent.html") != before


def test_an_analysis_is_plain_data(folders: list[Path]) -> None:
    found = analyse(folders)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=dict[str, TemplateFacts]) == found


def test_the_templates_of_pages_are_those_that_no_other_uses() -> None:
    analysis = analyse([TEMPLATES])
    found = page_templates(analysis)
    assert found == sorted(name for name in analysis if "/" not in name and name != "base.html")


def test_linked_and_hidden_files_are_templates_as_jinja_has_it(folders: list[Path], tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x.html").write_text("")
    (folders[0] / "linked").symlink_to(tmp_path / "elsewhere")
    (folders[0] / "circle").symlink_to(folders[0])
    (folders[0] / ".hidden.html").write_text("")
    assert set(template_files(folders)) == {
        "linked/x.html", ".hidden.html", "page.html", "part-a.html", "framed.html"
    }  # fmt: skip


def test_the_sites_own_folder_comes_first(tmp_path: Path) -> None:
    config = Config(root=tmp_path, settings=SETTINGS)
    assert len(template_folders(config)) == 1
    (tmp_path / "templates").mkdir()
    assert template_folders(config)[0] == tmp_path / "templates"


def test_keys_are_made_without_jinja() -> None:
    code = "import sys, synthesite.template_keys; sys.exit(any('jinja2' in name for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
