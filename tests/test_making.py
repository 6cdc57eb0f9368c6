"""What making files asks for, and what it leaves behind: nothing that only the search for cycles would free."""

from __future__ import annotations

import gc
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from synthesite.making import Made, Maker
from synthesite.model import Batch, Page, Together
from synthesite.site_folder import Written
from tests.conftest import SITES, Site


@pytest.fixture
def _without_a_search_for_cycles() -> Iterator[None]:
    gc.disable()
    yield
    gc.set_debug(0)
    gc.garbage.clear()
    gc.enable()


@pytest.mark.usefixtures("_without_a_search_for_cycles")
def test_pages_and_exports_leave_no_cycles_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(SITES / "full", tmp_path / "full")
    site = Site(tmp_path / "full")
    assert site.run("--quiet") == 0
    left: dict[str, Counter[str]] = {}
    make = Maker.made

    def made(self: Maker, batch: Batch) -> Made:
        gc.collect()
        gc.set_debug(gc.DEBUG_SAVEALL)
        found = make(self, batch)
        gc.collect()
        gc.set_debug(0)
        left[batch.name] = Counter(type(one).__name__ for one in gc.garbage)
        gc.garbage.clear()
        return found

    monkeypatch.setattr(Maker, "made", made)
    shutil.rmtree(site.root / "site")
    assert site.run("--quiet") == 0
    assert "studies 1 of 1" in left
    assert {name: one for name, one in left.items() if one} == {}


def test_values_that_are_made_together_are_made_once_and_only_if_one_is_shown(tmp_path: Path) -> None:
    asked: list[str] = []

    def values() -> dict[str, object]:
        asked.append("made")
        return {"one": 1, "other": 2}

    def page(path: str, template: str) -> Page:
        return Page(path, template, lambda: {"plain": 0, **dict.fromkeys(("one", "other"), Together(values))})

    written: dict[str, bytes] = {}
    maker = Maker(_Site(written), _Pages(), {}, set(), {})  # type: ignore[arg-type]  # what of both is asked for
    maker.made(Batch("pages", (), lambda: iter([page("none.html", "none"), page("both.html", "both")])))
    assert written == {"none.html": b"plain=0", "both.html": b"one=1 other=2"}
    assert asked == ["made"]


class _Pages:
    """Shows the values of a page that its template names."""

    def key(self, template: str) -> bytes:
        return template.encode()

    def names(self, template: str) -> frozenset[str]:
        return frozenset({"none": ["plain"], "both": ["one", "other"]}[template])

    def render(self, page: Page, values: dict[str, Any]) -> bytes:
        return " ".join(f"{name}={value}" for name, value in sorted(values.items())).encode()


class _Site:
    """Takes what is written."""

    def __init__(self, written: dict[str, bytes]) -> None:
        self._written = written

    def announce(self, paths: Iterable[str]) -> None:
        pass

    def write(self, path: str, content: bytes) -> Written:
        self._written[path] = content
        return Written(mark=1, sha256=b"", is_new=True)
