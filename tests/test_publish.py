"""The writer of the site."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from synthesite import publish as publish_module
from synthesite.config import Config, Settings
from synthesite.model import Asset, Batch, Output, Page
from synthesite.page_maker import PageMaker
from synthesite.publish import Published, publish, static_files
from synthesite.site_folder import MANIFEST, UNDER_WAY, SiteFolder
from synthesite.store.cache import Cache
from synthesite.template_keys import Frame
from synthesite.unchanged import look_at


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "plain.html").write_text("<p>{{ word }}</p>")
    return Config(root=tmp_path, settings=Settings(title="T"))


def _word(word: str) -> dict[str, str]:
    return {"word": word}


def published(outputs: Sequence[Output | Batch], config: Config, jobs: int = 1) -> Published:
    """Publishes with a cache of its own, as a later build would."""
    cache = Cache(config.root)
    look = look_at(config.root)._replace(note={})
    done = publish(outputs, config, PageMaker(config, Frame(), cache), cache, jobs, look=look)
    cache.save()
    return done


def files(config: Config) -> dict[str, str]:
    site = config.site
    return {
        p.relative_to(site).as_posix(): p.read_text() for p in site.rglob("*") if p.is_file() and p.name != MANIFEST
    }


def test_pages_are_rendered_and_assets_written(config: Config) -> None:
    done = published([Page("a/b.html", "plain.html", _word, ("<x>",)), Asset("c.json", b"{}")], config)
    assert files(config) == {"a/b.html": "<p>&lt;x&gt;</p>\n", "c.json": "{}"}
    assert (done.pages, done.files, done.written, done.removed, done.problems) == (1, 2, 2, 0, [])


def test_only_what_changed_is_written_and_what_went_is_removed(config: Config) -> None:
    published([Asset("a/one", b"1"), Asset("b/two", b"2"), Asset("three", b"3")], config)
    (config.site / "stranger").write_text("not ours")
    done = published([Asset("a/one", b"1"), Asset("three", b"new")], config)
    assert (done.written, done.removed) == (1, 1)
    assert files(config) == {"a/one": "1", "three": "new", "stranger": "not ours"}
    assert not (config.site / "b").exists(), "an empty folder goes with its last file"


@pytest.mark.parametrize("second", ["a.html", "A.html"])
def test_two_outputs_of_one_path_are_an_error_even_by_case_alone(config: Config, second: str) -> None:
    done = published([Asset("a.html", b"first"), Asset(second, b"second")], config)
    (problem,) = done.problems
    assert problem.code == "address-taken"
    assert files(config) == {"a.html": "first"}


def test_any_number_of_processes_gives_the_same_bytes(config: Config) -> None:
    outputs: list[Output] = [Page(f"{n}.html", "plain.html", _word, (str(n),)) for n in range(250)]
    published(outputs, config, jobs=1)
    expected = files(config)
    for path in config.site.iterdir():
        path.unlink()
    published(outputs, config, jobs=3)
    assert files(config) == expected


def test_a_manifest_that_is_damaged_removes_nothing(config: Config) -> None:
    published([Asset("a", b"1"), Asset("b", b"2")], config)
    (config.site / MANIFEST).write_text("{broken")
    shutil.rmtree(config.root / ".cache")
    published([Asset("a", b"1")], config)
    assert set(files(config)) == {"a", "b"}


@pytest.mark.parametrize("damage", [b"{broken", b"", b'{"\xff": 1}'])
def test_what_the_cache_knows_of_is_removed_without_a_manifest_too(config: Config, damage: bytes) -> None:
    published([Asset("a", b"1"), Asset("b", b"2")], config)
    (config.site / MANIFEST).write_bytes(damage)
    published([Asset("a", b"1")], config)
    assert set(files(config)) == {"a"}


def test_a_manifest_that_is_damaged_is_mended(config: Config) -> None:
    published([Asset("a", b"1")], config)
    good = (config.site / MANIFEST).read_bytes()
    (config.site / MANIFEST).write_text("{broken")
    published([Asset("a", b"1")], config)
    assert (config.site / MANIFEST).read_bytes() == good


def test_a_page_that_can_not_be_made_any_more_is_removed(config: Config) -> None:
    page = Page("a.html", "plain.html", _word, ("x",))
    published([page], config)
    (config.root / "templates" / "plain.html").write_text("{% if %}")
    done = published([page], config)
    assert [problem.code for problem in done.problems] == ["bad-template"]
    assert (files(config), done.removed) == ({}, 1)


def test_a_file_that_can_not_be_written_stays_listed(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    published([Asset("a", b"1"), Asset("b", b"2")], config)

    def full(*_: object) -> bool:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("synthesite.site_folder.write_if_changed", full)
        patch.setattr("synthesite.site_folder.SiteFolder.list_files", _list_files)
        done = published([Asset("a", b"new"), Asset("b", b"2")], config)
    assert [problem.code for problem in done.problems] == ["unwritable-file"]
    assert files(config) == {"a": "1", "b": "2"}
    assert set(json.loads((config.site / MANIFEST).read_text())) == {"a", "b"}
    published([], config)
    assert files(config) == {}


def _list_files(site: object, listed: dict[str, str]) -> None:
    """As if the manifest alone could be written."""
    place: Path = site._folder  # type: ignore[attr-defined]
    (place / MANIFEST).write_text(json.dumps(listed))


def test_a_manifest_never_reaches_outside_the_site(config: Config) -> None:
    outside = config.root / "precious.txt"
    outside.write_text("mine")
    config.site.mkdir()
    (config.site / MANIFEST).write_text('["../precious.txt"]')
    published([Asset("a", b"1")], config)
    assert outside.exists()


def test_static_files_of_the_site_come_before_the_programs(config: Config) -> None:
    folder = config.root / "templates" / "static"
    folder.mkdir()
    (folder / "style.css").write_text("/* mine */")
    by_path = {asset.path: asset.content for asset in static_files(config) if isinstance(asset, Asset)}
    assert by_path["static/style.css"] == b"/* mine */"


def batch(name: str, files: dict[str, bytes], listed: list[str] | None = None) -> Batch:
    """A batch of files; each time that it is listed, its name goes into `listed`."""

    def outputs() -> list[Output]:
        if listed is not None:
            listed.append(name)
        return [Asset(path, content) for path, content in files.items()]

    return Batch(name, (files,), outputs)


def test_a_batch_that_stands_alone_is_begun_before_parts_and_nobody_sees_it(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["b 1 of 2", "b 2 of 2", "a 1 of 1", "c"]
    faulty = [
        Batch(name, (name,), lambda path=f"{at}.html": [Page(path, "absent.html", _word, ("x",))])  # type: ignore[misc]
        for at, name in enumerate(names)
    ]
    begun: list[list[str]] = []

    def in_order(work: Callable[[str], bytes], things: list[str], *_: object) -> list[bytes]:
        begun.append(things)
        return [work(thing) for thing in things]

    monkeypatch.setattr(publish_module, "_ALONE", 0)
    monkeypatch.setattr(publish_module, "shared_out", in_order)
    problems = published(faulty, config, jobs=2).problems
    assert begun == [["a 1 of 1", "c", "b 1 of 2", "b 2 of 2"]]
    assert [str(problem) for problem in problems] == [str(one) for one in published(faulty, config).problems]
    assert len(problems) == len(names)


def test_a_batch_that_nothing_happened_to_is_not_listed(config: Config) -> None:
    listed: list[str] = []
    published([batch("a", {"a/1": b"1", "a/2": b"2"}, listed), batch("b", {"b/1": b"1"}, listed)], config)
    assert listed == ["a", "b"]
    done = published([batch("a", {"a/1": b"1", "a/2": b"2"}, listed), batch("b", {"b/1": b"new"}, listed)], config)
    assert listed == ["a", "b", "b"]
    assert (done.files, done.written, done.removed) == (3, 1, 0)
    assert files(config) == {"a/1": "1", "a/2": "2", "b/1": "new"}
    digests = json.loads((config.site / MANIFEST).read_text())
    assert list(digests) == ["a/1", "a/2", "b/1"]
    assert digests["b/1"] == hashlib.sha256(b"new").hexdigest()


def test_a_batch_is_looked_at_when_a_template_of_its_pages_changed(config: Config) -> None:
    pages = Batch("pages", ("x",), lambda: [Page("a.html", "plain.html", _word, ("x",))])
    published([pages], config)
    (config.root / "templates" / "plain.html").write_text("<b>{{ word }}</b>")
    published([pages], config)
    assert files(config) == {"a.html": "<b>x</b>\n"}


@pytest.mark.parametrize("harm", ["changed", "removed", "folder removed", "stranger"])
def test_what_somebody_did_to_a_file_of_an_unchanged_batch_is_mended(config: Config, harm: str) -> None:
    batches = [batch("a", {"a/1": b"1", "a/2": b"2"}), batch("b", {"b/1": b"1"})]
    published(batches, config)
    if harm == "changed":
        (config.site / "a" / "1").write_text("harmed")
    elif harm == "removed":
        (config.site / "a" / "1").unlink()
    elif harm == "folder removed":
        shutil.rmtree(config.site / "a")
    else:
        (config.site / "a" / "3").write_text("not ours")
    published(batches, config)
    expected = {"a/1": "1", "a/2": "2", "b/1": "1"}
    assert files(config) == (expected | {"a/3": "not ours"} if harm == "stranger" else expected)


def test_a_file_may_move_from_one_batch_to_another(config: Config) -> None:
    published([batch("a", {"1": b"1", "2": b"2"}), batch("b", {"3": b"3"})], config)
    time = (config.site / "2").stat().st_mtime_ns
    done = published([batch("a", {"1": b"1"}), batch("b", {"3": b"3", "2": b"2"})], config)
    assert (done.written, done.removed, done.problems) == (0, 0, [])
    assert (config.site / "2").stat().st_mtime_ns == time
    assert published([batch("b", {"3": b"3"})], config).removed == 2
    assert files(config) == {"3": "3"}


@pytest.mark.parametrize("jobs", [1, 3])
@pytest.mark.parametrize("second", ["a.html", "A.html"])
def test_collisions_between_batches(config: Config, second: str, jobs: int) -> None:
    many = [batch(f"{n}", {f"{n}/{m}": b"x" for m in range(70)}) for n in range(4)]
    one, other = batch("one", {"b": b"1", "a.html": b"first"}), batch("other", {second: b"second", "c": b"1"})
    for _ in range(2):
        done = published([*many, one, other], config, jobs)
        assert [problem.path for problem in done.problems] == [f"site/{second}"]
        assert (done.files, done.pages) == (283, 1)
        assert {path: text for path, text in files(config).items() if text != "x"} == {
            "a.html": "first", "b": "1", "c": "1",
        }  # fmt: skip
    done = published([*many, other], config, jobs)
    assert (done.problems, done.files) == ([], 282)
    assert files(config)[second] == "second"
    done = published([*many, one, other], config, jobs)
    assert [problem.path for problem in done.problems] == [f"site/{second}"]
    assert files(config)["a.html"] == "first"
    done = published([*many, one], config, jobs)
    assert (done.problems, files(config)["a.html"]) == ([], "first")
    assert {*json.loads((config.site / MANIFEST).read_text())} == files(config).keys()


def test_two_batches_of_one_name_are_refused(config: Config) -> None:
    with pytest.raises(ValueError, match="two batches are named a"):
        published([batch("a", {}), batch("a", {})], config)


def test_what_a_killed_build_wrote_goes_with_the_next(config: Config) -> None:
    published([batch("a", {"a/1": b"1"})], config)
    site = SiteFolder(config.site, Cache(config.root), None)
    site.announce(["a/2", "b/1", 'c/"'])
    for path in ("a/2", "b/1", 'c/"'):
        site.write(path, b"new")
    with (config.site / UNDER_WAY).open("a") as cut:
        cut.write('"a/')
    published([batch("a", {"a/1": b"1"})], config)
    assert files(config) == {"a/1": "1"}


def test_a_new_page_that_can_not_be_made_leaves_nothing_behind(config: Config) -> None:
    published([batch("a", {"1": b"1"})], config)
    (config.root / "templates" / "faulty.html").write_text("{% if %}")
    done = published([batch("a", {"1": b"1"}), Page("b.html", "faulty.html", _word, ("x",))], config)
    assert [problem.code for problem in done.problems] == ["bad-template"]
    assert files(config) == {"1": "1"}


def test_two_new_files_of_one_address_leave_all_others_in_the_manifest(config: Config) -> None:
    many, few = {f"a/{n}": b"1" for n in range(200)}, batch("b", {"b/1": b"1"})
    published([batch("a", many), few], config)
    found = published(
        [batch("a", {**many, "a/7": b"2"}), few, batch("c", {"C": b"1"}), batch("d", {"c": b"2"})], config
    )
    assert [problem.code for problem in found.problems] == ["address-taken"]
    assert json.loads((config.site / MANIFEST).read_text()).keys() == {*many, "b/1", "C"}


def test_a_lost_row_of_an_unchanged_batch_is_made_anew(config: Config) -> None:
    batches = [batch("a", {"a/1": b"1", "a/2": b"2"}), batch("b", {"b/1": b"1"})]
    published(batches, config)
    cache = Cache(config.root)
    cache.table("outputs").put("files of a", b"another key", b"")
    cache.save()
    published([*batches, batch("c", {"c/1": b"1"})], config)
    assert files(config) == {"a/1": "1", "a/2": "2", "b/1": "1", "c/1": "1"}
    assert list(json.loads((config.site / MANIFEST).read_text())) == ["a/1", "a/2", "b/1", "c/1"]


_digest = st.sampled_from(["", "0" * 64, "1" * 64])
_name = st.text(st.sampled_from('a-./": ,\\é') | st.characters(exclude_categories=["Cs"]), max_size=6)


@given(st.dictionaries(_name, st.tuples(_digest, _digest), max_size=12))
@example({'", ': ("0" * 64, "1" * 64), "a": ("0" * 64, "")})
@example({'": ': ("", "1" * 64), "a": ("0" * 64, "0" * 64)})
def test_a_manifest_that_is_changed_is_the_manifest_written_whole(
    tmp_path_factory: pytest.TempPathFactory, digests: dict[str, tuple[str, str]]
) -> None:
    site = SiteFolder(tmp_path_factory.mktemp("site"), Cache(), None)
    before, now = ({path: both[at] for path, both in digests.items() if both[at]} for at in (0, 1))
    site.list_files(before)
    unchanged = (site._folder / MANIFEST).read_bytes()
    done = site.relist({path: both for path, both in digests.items() if both[0] != both[1]})
    found = (site._folder / MANIFEST).read_bytes()
    is_plain = not any(character in path for path in before | now for character in '"\\')
    assert done == bool(before and now) if is_plain else not done or (before and now)
    site.list_files(now if done else before)
    assert (site._folder / MANIFEST).read_bytes() == found
    assert done or found == unchanged


def test_files_that_come_and_go_are_in_the_manifest_of_a_large_site(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [batch(f"b{number}", {f"{number}/{at}": b"1" for at in range(20)}) for number in range(5)]
    published(many, config)
    changed = [batch("b2", {f"2/{at}": b"new" if at == 3 else b"1" for at in range(19)} | {"2/x": b"1"})]
    with monkeypatch.context() as patch:
        patch.setattr("synthesite.site_folder.SiteFolder.list_files", None)
        published([*many[:2], *changed, *many[3:]], config)
    found = (config.site / MANIFEST).read_bytes()
    shutil.rmtree(config.root / ".cache")
    published([*many[:2], *changed, *many[3:]], config)
    assert (config.site / MANIFEST).read_bytes() == found


@pytest.mark.parametrize("changed", [{"a": ("1", "2")}, {"b": ("", "2")}, {"c": ("0", "")}, {"b": ("00", "")}])
def test_a_manifest_that_is_not_as_it_should_be_is_not_changed(
    tmp_path: Path, changed: dict[str, tuple[str, str]]
) -> None:
    site = SiteFolder(tmp_path, Cache(), None)
    site.list_files({"a": "0", "b": "0"})
    before = (tmp_path / MANIFEST).read_bytes()
    assert not site.relist(changed)
    assert (tmp_path / MANIFEST).read_bytes() == before
