"""How a site's folders look: a few of them looked at anew are as if all were."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from synthesite.config import load_config
from synthesite.ingest import ingest
from synthesite.store import marks
from synthesite.unchanged import look_at
from tests.conftest import INVENTED, Site, ris


@pytest.fixture(autouse=True)
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files may be as young as they are: otherwise their marks alter by themselves, once they are old enough."""
    monkeypatch.setattr(marks, "_TICK", 0)
    monkeypatch.setattr(marks, "_COARSE_TICK", 0)


@pytest.fixture
def built(site: Site) -> Site:
    site.source("one.ris", INVENTED)
    assert site.run("--quiet") == 0
    return site


@pytest.mark.parametrize(
    ("folders", "change"),
    [
        (["content/studies/2021"], "content/studies/2021/invented.md"),
        (["content/studies/2030"], "content/studies/2030/invented.yaml"),
        (["content/studies/2030/below"], "content/studies/2030/below/invented.yaml"),
        (["content/journals"], "content/journals/invented.yaml"),
        (["content/changes", "content"], "content/.note"),
    ],
)
def test_folders_looked_at_again_are_as_a_new_look_has_them(built: Site, folders: list[str], change: str) -> None:
    before = look_at(built.root)
    path = built.root / change
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("invented")
    now = look_at(built.root).inputs
    assert before.inputs != now
    assert before.with_folders(folders, []).inputs == now


def test_another_process_sees_the_same(built: Site) -> None:
    here, elsewhere = look_at(built.root), look_at(built.root, jobs=2)
    assert (elsewhere.inputs, elsewhere.site) == (here.inputs, here.site)
    shutil.rmtree(built.root / ".cache")
    (built.root / "content/sources/n\udcff\u0144.txt").write_text("invented")
    first, before = look_at(built.root), look_at(built.root, jobs=2)
    assert (before.inputs, before.site, before.note) == (first.inputs, first.site, {})


def test_a_folder_that_went_is_seen(built: Site) -> None:
    folder = built.root / "content/studies/2030"
    folder.mkdir()
    before = look_at(built.root)
    folder.rmdir()
    assert before.with_folders(["content/studies/2030"], []).inputs == look_at(built.root).inputs != before.inputs


def test_folders_behind_a_link_are_looked_at_where_it_leads(built: Site, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (built.root / "content/studies").rename(elsewhere)
    (built.root / "content/studies").symlink_to(elsewhere)
    before = look_at(built.root)
    (elsewhere / "2021/invented.md").write_text("invented")
    assert before.with_folders(["content/studies/2021"], []).inputs == look_at(built.root).inputs != before.inputs


def test_an_ingest_says_where_it_wrote(built: Site) -> None:
    before = look_at(built.root).inputs
    built.source("two.ris", ris(TI="Invented window", PY="2020", AU="Window, Wim", JO="Invented Journal of Windows"))
    written = ingest(load_config(built.root), date="2026-01-02").folders
    after = look_at(built.root).inputs
    moved = {folder for folder in after if after[folder] != before.get(folder)}
    assert "content/studies/2020" in moved
    assert moved - {"content/sources"} <= written
