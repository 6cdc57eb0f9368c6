"""The same input gives the same bytes, wherever and however it is built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from synthesite.site_folder import MANIFEST
from tests.conftest import SITES, Site

BUILD = Path(__file__).resolve().parents[1] / "build.py"


def build(target: Path, environment: dict[str, str], *arguments: str) -> Site:
    command = [sys.executable, str(BUILD), "--quiet", "--date", "2026-01-31", "--root", str(target), *arguments]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Site(target)


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Site:
    target = tmp_path_factory.mktemp("reference") / "site"
    shutil.copytree(SITES / "full", target)
    return build(target, {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0"}, "--jobs", "1")


@pytest.mark.parametrize(
    ("environment", "arguments"),
    [
        ({"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati"}, ["--jobs", "1"]),
        ({"PYTHONHASHSEED": "2", "LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"}, ["--jobs", "2"]),
        ({"PYTHONHASHSEED": "3", "LC_ALL": "tr_TR.UTF-8", "TZ": "America/Adak"}, ["--jobs", "3"]),
    ],
    ids=["hash seed and time zone", "C locale, two processes", "Turkish, three processes"],
)
def test_the_environment_changes_no_byte(
    reference: Site, tmp_path: Path, environment: dict[str, str], arguments: list[str]
) -> None:
    target = tmp_path / "elsewhere"
    shutil.copytree(SITES / "full", target)
    other = build(target, environment, *arguments)
    assert other.files("content") == reference.files("content")
    assert other.files("site") == reference.files("site")


def test_a_build_on_top_of_an_existing_one_changes_no_byte(reference: Site) -> None:
    content, site = reference.files("content"), reference.files("site")
    again = build(reference.root, {"PYTHONHASHSEED": "7"})
    assert again.files("content") == content
    assert again.files("site") == site


def test_from_the_committed_content_without_its_sources_the_site_differs_in_passages_only(
    reference: Site, tmp_path: Path
) -> None:
    target = tmp_path / "published"
    shutil.copytree(reference.root, target, ignore=shutil.ignore_patterns("sources", "site"))
    other = build(target, {})
    assert other.files("content") == {
        name: data for name, data in reference.files("content").items() if not name.startswith("sources/")
    }
    assert set(other.files("site")) == set(reference.files("site"))
    differing = [name for name, data in other.files("site").items() if data != reference.files("site")[name]]
    differing.remove(MANIFEST)  # which has the digests of the others
    assert {name.split("/")[0] for name in differing} <= {"studies", "journals"}
    assert all(name.endswith(".html") for name in differing)
