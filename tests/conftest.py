"""What many tests need: a small site in a folder of its own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
import yaml

from synthesite.cli import main
from synthesite.store.marks import UNSETTLED, marks_below

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SITES = Path(__file__).parent / "sites"
SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
"""Two real saved pages that stand beside the project, not in it."""


def settle(folder: Path) -> None:
    """Waits until the files in a folder can be told by their times: before that, a next build has to look into them."""
    until = time.monotonic() + 10
    while any(UNSETTLED in files.values() for files in marks_below(str(folder)).values()):
        assert time.monotonic() < until, "there are files that can't be told by their times"
        time.sleep(0.01)


class Site(NamedTuple):
    """A site's folder with short ways of doing what a curator does."""

    root: Path

    def source(self, name: str, text: str | bytes) -> Path:
        path = self.root / "content" / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def run(self, *arguments: str) -> int:
        return main([*arguments, "--root", str(self.root), "--jobs", "1"])

    def study(self, study_id: str, suffix: str = ".yaml") -> Path:
        (path,) = (self.root / "content" / "studies").rglob(f"{study_id}{suffix}")
        return path

    def record(self, study_id: str) -> dict[str, object]:
        data = yaml.safe_load(self.study(study_id).read_text(encoding="utf-8"))
        assert isinstance(data, dict)
        return data

    def files(self, folder: str) -> dict[str, bytes]:
        base = self.root / folder
        return {p.relative_to(base).as_posix(): p.read_bytes() for p in sorted(base.rglob("*")) if p.is_file()}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An empty site with a title."""
    (tmp_path / "config.yaml").write_text("title: An invented site\n", encoding="utf-8")
    (tmp_path / "content" / "sources").mkdir(parents=True)
    return Site(tmp_path)


def ris(**fields: str | list[str]) -> str:
    """A RIS reference with the given tags."""
    lines = ["TY  - JOUR"]
    for tag, value in fields.items():
        lines += [f"{tag}  - {one}" for one in ([value] if isinstance(value, str) else value)]
    return "\n".join([*lines, "ER  - ", "", ""])


INVENTED = ris(
    TI="An invented study of lighthouse keepers",
    AU=["Example, Ada", "Beispiel, Bert"],
    JF="Journal of Invented Results",
    PY="2021/03//",
    DO="10.5555/lighthouse.1",
)
INVENTED_ID = "example-2021-an-invented-study-of"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from bench.pages.browser import chromium  # takes long to import, and few tests need it

    with chromium() as found:
        yield found
