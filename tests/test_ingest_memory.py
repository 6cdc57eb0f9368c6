"""An ingest that remembers ends as one that knows nothing, and says the same; and it does no more than it has to."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from synthesite import ingest as ingest_module
from synthesite import merge as merging
from synthesite import planning
from synthesite.config import load_config
from synthesite.ingest import ingest
from synthesite.ingest_memory import Ingested
from synthesite.store.cache import FOLDER, Cache
from tests.conftest import Site, ris
from tests.test_curators_year import Curator

SUBJECTS = ["windmills", "watermills", "sluices", "weirs"]


def reference(subject: str, **fields: str) -> str:
    return ris(TI=f"An invented study of {subject} and of their keepers", DO=f"10.5555/{subject}", **fields)


def ingested(site: Site, date: str = "2026-01-01") -> Ingested:
    cache = Cache(site.root)
    done = ingest(load_config(site.root), date=date, cache=cache)
    cache.save()
    return done


def twin(site: Site, folder: Path) -> Site:
    """The same site without a cache."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(site.root, folder, ignore=shutil.ignore_patterns(FOLDER.parts[0]), symlinks=True)
    return Site(folder)


def damage(random: Random, root: Path) -> None:
    """Deletes or spoils what the cache holds."""
    for path in sorted((root / FOLDER).glob("*.*")):
        data = bytearray(path.read_bytes())
        match random.randrange(4):
            case 0:
                path.unlink()
            case 1:
                path.write_bytes(data[: random.randrange(len(data) + 1)])
            case 2 if data:
                data[random.randrange(len(data))] ^= 255
                path.write_bytes(data)


@pytest.mark.parametrize("year", range(100, 110))
def test_each_ingest_of_a_year_is_as_a_clean_one(
    site: Site,
    year: int,
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if year % 2:  # extracts are grouped ahead, as many are
        monkeypatch.setattr(ingest_module, "WORTH_A_PROCESS", 1)
    random = Random(year)
    curator = Curator(site, random)
    folder = tmp_path_factory.mktemp("twin") / "site"
    for day in range(40):
        curator.has_a_day()
        if random.random() < 0.1:
            damage(random, site.root)
        clean = twin(site, folder)
        for again in range(3):  # the second finds little to do, the third nothing
            date = f"2026-{1 + day // 28:02}-{1 + day % 28:02}"
            capsys.readouterr()
            status = site.run("ingest", "--date", date, "--jobs", "2")
            said = capsys.readouterr()
            shutil.rmtree(clean.root / FOLDER, ignore_errors=True)
            assert clean.run("ingest", "--date", date) == status, f"day {day}, {again}"
            assert capsys.readouterr() == said, f"day {day}, {again}"
            assert clean.files("content") == site.files("content"), f"day {day}, {again}"


def test_with_nothing_changed_no_source_is_read(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.source("a.ris", "".join(map(reference, SUBJECTS)))
    site.source("bad.bin", b"\0\1\2\3")
    first = ingested(site)
    assert (first.new, first.unchanged, len(first.problems)) == (4, 0, 1)

    def failing(*_: object, **__: object) -> None:
        raise AssertionError("a source was read")

    monkeypatch.setattr(ingest_module, "read_sources", failing)
    done = ingested(site)
    assert (done.sources, done.new, done.changed, done.unchanged) == (2, 0, 0, 4)
    assert (done.problems, done.changes, done.touched) == (first.problems, [], frozenset())


def test_a_curators_words_are_no_matter_of_ingest(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.source("a.ris", "".join(map(reference, SUBJECTS)))
    (study, *_) = sorted(ingested(site).touched)
    path = site.study(study, ".md")
    path.write_text(f"{path.read_text()}\nOne more sentence.\n")
    with monkeypatch.context() as patched:
        patched.delattr(ingest_module, "read_sources")
        assert ingested(site).unchanged == 4
    path.write_text("\n")
    assert ingested(site).touched == {study}, "an empty body is filled"
    path.write_text(f"---\nvolume: '9'\n---\n\n{path.read_text()}")
    assert ingested(site).touched == {study}, "a decision is remembered"
    assert ingested(site).touched == frozenset()


def counting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles of the records that are merged from now on."""
    merged: list[str] = []
    merge: Callable[..., Any] = merging.merge

    def counted(*arguments: Any) -> Any:
        record = merge(*arguments)
        merged.append(record.title)
        return record

    monkeypatch.setattr(planning, "merge", counted)
    return merged


def test_only_studies_of_which_something_changed_are_made_anew(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.source("a.ris", "".join(map(reference, SUBJECTS)))
    ingested(site)
    site.source("b.ris", reference("locks") + reference("weirs", VL="7"))
    merged = counting(monkeypatch)
    done = ingested(site, "2026-01-02")
    assert (done.new, done.changed, done.unchanged) == (1, 1, 3)
    assert sorted(merged) == [f"An invented study of {one} and of their keepers" for one in ("locks", "weirs")]
    assert len(done.touched) == 2


def test_a_setting_that_matters_makes_all_anew(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.source("a.ris", "".join(map(reference, SUBJECTS)))
    ingested(site)
    merged = counting(monkeypatch)
    config = site.root / "config.yaml"
    config.write_text(f"{config.read_text()}page_size: 7\n")
    ingested(site)
    assert merged == []
    config.write_text(f"{config.read_text()}extra: ['*']\n")
    ingested(site)
    assert len(merged) == 4


def test_a_source_that_comes_back_is_told_of(site: Site) -> None:
    path = site.source("a.ris", "".join(map(reference, SUBJECTS)))
    ingested(site)
    text = path.read_text()
    path.write_text("".join(map(reference, SUBJECTS[1:])))
    assert [change.change for change in ingested(site, "2026-01-02").changes] == ["gone"]
    path.write_text(text)
    assert [change.change for change in ingested(site, "2026-01-03").changes] == ["returned"]
    assert ingested(site, "2026-01-04").changes == []
