"""Records without their sources stand as they are; only those that a look says something about are planned."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from synthesite import ingest as ingest_module
from synthesite import library, planning, standing, study_loader
from synthesite.cli import main
from synthesite.config import load_config
from synthesite.early import Early
from synthesite.related import kept
from synthesite.search import index
from synthesite.sources import read_sources
from synthesite.standing import look
from synthesite.store import content, digests, files
from synthesite.store.cache import Cache
from synthesite.store.files import content_of, file_digest
from synthesite.unchanged import look_at
from tests.conftest import Site
from tests.test_curators_year import Curator
from tests.test_ingest_memory import SUBJECTS, reference


@pytest.fixture
def clone(site: Site) -> Site:
    """A site without its sources."""
    site.source("a.ris", "".join(map(reference, SUBJECTS)))
    assert site.run("ingest", "--quiet", "--date", "2026-01-01") == 0
    shutil.rmtree(site.root / "content" / "sources")
    shutil.rmtree(site.root / ".cache")
    return site


def seen_early(site: Site) -> dict[str, standing.Look]:
    config, cache = load_config(site.root), Cache()
    inputs = look_at(site.root).inputs
    return Early(config, cache, digests.Digests(site.root, cache, inputs), inputs, jobs=1).looks()


def test_what_is_seen_while_studies_are_loaded_is_what_a_look_sees(clone: Site) -> None:
    paths = sorted(map(str, (clone.root / "content" / "studies").rglob("*.yaml")))
    assert seen_early(clone) == {path: look(path) for path in paths}


def test_a_first_build_reads_each_file_once(clone: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def noted(path: str | Path, flags: int = 0) -> bytes | None:
        read.append(str(path))
        return content_of(path, flags)

    for module in (standing, study_loader, files):
        monkeypatch.setattr(module, "content_of", noted)
    assert clone.run("build", "--quiet") == 0
    of_studies = [path for path in read if "studies" in path]
    assert len(of_studies) == len(set(of_studies)) == 2 * 4


def test_nothing_is_parsed_that_stands(
    clone: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = clone.files("content")

    def failing(*_: object) -> None:
        raise AssertionError("a record was parsed")

    monkeypatch.setattr(content, "load_record", failing)
    monkeypatch.setattr(planning, "find_studies", failing)
    assert clone.run("ingest", "--date", "2026-02-01") == 0
    said = capsys.readouterr()
    assert "0 new, 0 changed, 4 unchanged" in said.out
    assert said.err.count("source-gone") == 1
    assert clone.files("content") == before


@pytest.mark.parametrize(
    ("studies", "told"),
    [
        (
            [("kites", ["a.ris"], False)],
            "no other source gives kites, which stays as it is until 'build.py forget ID' lets it go",
        ),
        (
            [("kites", ["a.ris"], False), ("boats", ["a.ris"], False)],
            "no other source gives kites, boats, which stay as they are until 'build.py forget ID' lets them go",
        ),
    ],
)
def test_what_stays_without_its_source_is_told_of_one_study_or_of_several(
    studies: list[tuple[str, list[str], bool]], told: str
) -> None:
    (problem,) = planning.gone_sources(studies, lambda _: False)
    assert problem.message.endswith(f"; {told}")


@pytest.mark.parametrize(
    ("old", "new", "is_sure"),
    [
        ("", "", True),
        ("\nyear", "\n year", False),
        ("path: content/sources/a.ris", "path: content/sources/b.ris", False),
    ],
)
def test_a_record_that_is_not_as_it_was_written_is_looked_at_closely(
    clone: Site, old: str, new: str, is_sure: bool
) -> None:
    (path, *_) = sorted((clone.root / "content" / "studies").rglob("*.yaml"))
    path.write_text(path.read_text().replace(old, new, 1) + ("" if is_sure else "\n"))
    found = look(str(path))
    assert (found.id, found.is_sure) == (path.stem, is_sure)
    assert seen_early(clone).get(str(path)) == (found if is_sure else None)
    assert found.items == ((("content/sources/a.ris", found.items[0][1]),) if is_sure else ())


@pytest.mark.parametrize(
    ("front", "is_sure"),
    [
        ("", True),
        ("---\nthemes:\n- a\n# a remark\nnotes: |\n  year: 3\n---\n", True),
        ("---\nexclude: no\nyear: 1999\n---\n", False),
        ("---\n{year: 1999}\n---\n", False),
        ("---\n  year: 1999\n---\n", False),
        ("---\n'year': 1999\n---\n", False),
        ("---\n? year\n: 1999\n---\n", False),
        ("---\nyear: [\n---\n", False),
    ],
)
def test_front_matter_that_decides_nothing_is_passed_over(clone: Site, front: str, is_sure: bool) -> None:
    (path, *_) = sorted((clone.root / "content" / "studies").rglob("*.yaml"))
    summary = path.with_suffix(".md")
    summary.write_text(front + summary.read_text())
    found = look(str(path))
    assert found.is_sure == is_sure
    assert seen_early(clone).get(str(path), found) == found


def test_an_empty_body_is_filled(clone: Site) -> None:
    (path, *_) = sorted((clone.root / "content" / "studies").rglob("*.md"))
    text = path.read_text()
    path.unlink()
    clone.run("ingest", "--quiet")
    assert path.read_text() == text


@pytest.mark.parametrize("is_filled", [False, True], ids=["as they stand", "one is written"])
@pytest.mark.parametrize("left_out", ["", "leave_out: [search, related]\n"], ids=["all", "groups and links"])
def test_what_has_begun_while_ingest_ends_is_that_of_the_records_as_they_are_then(
    clone: Site, is_filled: bool, left_out: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in ((library, "WORTH_A_PROCESS"), (index, "WORTH_A_PROCESS"), (kept, "WORTH_A_PROCESS")):
        monkeypatch.setattr(module, name, 1)
    monkeypatch.setattr(index, "_WORTH_A_FORK", 1)
    with (clone.root / "config.yaml").open("a") as config:
        config.write(left_out)
    (path, *_) = sorted((clone.root / "content" / "studies").rglob("*.md"))
    if is_filled:
        path.unlink()
    other = Site(Path(shutil.copytree(clone.root, tmp_path / "other")))
    assert other.run("build", "--quiet", "--jobs", "1") == 0
    assert main(["build", "--quiet", "--root", str(clone.root), "--jobs", "2"]) == 0
    assert path.exists()
    assert clone.files("site") == other.files("site")


@pytest.mark.parametrize("setting", ["apart", "same"])
def test_where_somebody_decided_who_is_the_same_all_are_matched(
    clone: Site, setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = clone.root / "config.yaml"
    config.write_text(f"{config.read_text()}match:\n  {setting}: [['10.5555/weirs', '10.5555/sluices']]\n")
    reading = read_sources(load_config(clone.root))
    assert standing.standing(load_config(clone.root), reading, lambda _: False) is None
    clone.run("ingest", "--quiet", "--date", "2026-02-01")
    assert len(list((clone.root / "content" / "studies").rglob("*.yaml"))) == (4 if setting == "apart" else 3)


def test_the_hashes_of_the_files_looked_at_are_theirs(clone: Site, tmp_path: Path) -> None:
    (path, other, *_) = sorted((clone.root / "content" / "studies").rglob("*.yaml"))
    assert look(str(path)).digests == (file_digest(path), file_digest(path.with_suffix(".md")))
    other.rename(tmp_path / "elsewhere.yaml")
    other.symlink_to(tmp_path / "elsewhere.yaml")
    other.with_suffix(".md").unlink()
    assert look(str(other)).digests == (None, None)
    assert str(other) not in seen_early(clone), "it is a link"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_no_file_that_was_looked_at_is_read_for_its_hash(
    clone: Site, jobs: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def noted(path: str | Path) -> bytes | None:
        asked.append(str(path))
        return file_digest(path)

    monkeypatch.setattr(digests, "file_digest", noted)
    assert main(["build", "--quiet", "--root", str(clone.root), "--jobs", jobs]) == 0
    assert asked
    assert not [path for path in asked if "studies" in path]


@pytest.mark.parametrize("year", range(200, 212))
def test_a_clone_is_as_matching_it_would_leave_it(
    site: Site,
    year: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    random = Random(year)
    curator = Curator(site, random)
    for day in range(30):
        curator.has_a_day()
        site.run("ingest", "--quiet", "--date", f"2026-01-{day + 1:02}")
    (site.root / "config.yaml").write_text("title: An invented site\n")
    site.run("ingest", "--quiet", "--date", "2026-02-28")  # nothing that is decided is left to do
    for path in sorted((site.root / "content" / "sources").rglob("*.ris")):
        path.unlink()
    for _ in range(3):
        curator.writes_into_a_summary()
        curator.uses_another_editor()
        shutil.rmtree(site.root / ".cache", ignore_errors=True)
        other = Site(tmp_path / f"other{random.random()}")
        shutil.copytree(site.root, other.root, symlinks=True)
        capsys.readouterr()
        status = site.run("ingest", "--date", "2026-03-01")
        said = capsys.readouterr()
        with monkeypatch.context() as patched:
            patched.setattr(ingest_module, "standing", lambda *_: None)
            assert other.run("ingest", "--date", "2026-03-01") == status
        assert capsys.readouterr() == said
        assert other.files("content") == site.files("content")
