"""What making files leaves behind: nothing that only the search for cycles would free."""

from __future__ import annotations

import gc
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from synthesite.making import Made, Maker
from synthesite.model import Batch
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
