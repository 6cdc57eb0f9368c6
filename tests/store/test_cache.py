"""The cache gives back what was put under the same key, or nothing, whatever happens to its files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from synthesite.keys import digest, program_key
from synthesite.store.cache import FOLDER, Cache


def saved(root: Path, values: dict[str, bytes], step: str = "step") -> Cache:
    cache = Cache(root)
    for name, value in values.items():
        cache.table(step).put(name, digest(name), value)
    cache.save()
    return cache


def folder_of(cache: Cache) -> Path:
    assert cache.folder
    return cache.folder


def test_a_value_is_found_again_under_its_key_only(tmp_path: Path) -> None:
    saved(tmp_path, {"a": b"first", "b": b"second"})
    table = Cache(tmp_path).table("step")
    assert table.get("a", digest("a")) == b"first"
    assert table.get("a", digest("b")) is None
    assert table.get("c", digest("c")) is None
    assert table.key("b") == digest("b")


def test_nothing_is_there_before_it_is_saved(tmp_path: Path) -> None:
    saved(tmp_path, {"a": b"old"})
    unsaved = Cache(tmp_path)
    unsaved.table("step").put("a", digest("new"), b"new")
    assert Cache(tmp_path).table("step").get("a", digest("a")) == b"old"


def test_names_that_are_not_retained_go_and_their_room_comes_back(tmp_path: Path) -> None:
    cache = saved(tmp_path, {str(n): bytes(3_000_000) for n in range(4)})
    cache.table("step").retain(["2"])
    cache.save()
    packs = list(folder_of(cache).glob("*.pack"))
    assert [pack.stat().st_size for pack in packs] == [3_000_000]
    assert Cache(tmp_path).table("step").get("2", digest("2")) == bytes(3_000_000)
    assert Cache(tmp_path).table("step").get("1", digest("1")) is None


@pytest.mark.parametrize("damage", [b"", b"\x00", b"no index at all", b"\x92\xa3../\x80"])
@pytest.mark.parametrize("kind", ["*.index", "*.pack"])
def test_a_damaged_file_is_as_an_empty_cache(tmp_path: Path, damage: bytes, kind: str) -> None:
    folder = folder_of(saved(tmp_path, {"a": b"a value of some length"}))
    for file in folder.glob(kind):
        file.write_bytes(damage)
    cache = Cache(tmp_path)
    assert cache.table("step").get("a", digest("a")) is None
    cache.table("step").put("a", digest("a"), b"anew")
    cache.save()
    assert Cache(tmp_path).table("step").get("a", digest("a")) == b"anew"


def test_a_missing_pack_is_as_an_empty_cache(tmp_path: Path) -> None:
    for pack in folder_of(saved(tmp_path, {"a": b"value"})).glob("*.pack"):
        pack.unlink()
    assert Cache(tmp_path).table("step").get("a", digest("a")) is None


@given(st.binary(max_size=60), st.data())
def test_a_changed_byte_of_a_value_is_noticed(
    tmp_path_factory: pytest.TempPathFactory, value: bytes, data: st.DataObject
) -> None:
    root = tmp_path_factory.mktemp("cache")
    (pack,) = folder_of(saved(root, {"a": b"x" + value})).glob("*.pack")
    at = data.draw(st.integers(0, len(value)))
    content = bytearray(pack.read_bytes())
    content[at] ^= data.draw(st.integers(1, 255))
    pack.write_bytes(bytes(content))
    assert Cache(root).table("step").get("a", digest("a")) is None


def test_the_folder_is_kept_out_of_git(tmp_path: Path) -> None:
    folder = folder_of(saved(tmp_path, {"a": b"value"}))
    assert "*" in (folder / ".gitignore").read_text().splitlines()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    cache = saved(tmp_path, {"a": b"value"})
    assert Cache(tmp_path).table("step").get("a", digest("a")) is None
    assert not folder_of(cache).exists()


def test_what_a_forked_process_puts_is_lost_and_harms_nothing(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.table("step").put("a", digest("a"), b"ours")
    child = os.fork()
    if child == 0:
        cache.table("step").put("b", digest("b"), b"the other's")
        os._exit(cache.table("step").get("b", digest("b")) is not None)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    cache.table("step").put("c", digest("c"), b"ours too")
    cache.save()
    table = Cache(tmp_path).table("step")
    assert [table.get(name, digest(name)) for name in "abc"] == [b"ours", None, b"ours too"]


def test_a_forked_process_finds_what_is_not_written_yet(tmp_path: Path) -> None:
    table = Cache(tmp_path).table("step")
    table.put("a", digest("a"), b"ours")
    child = os.fork()
    if child == 0:
        os._exit(table.get("a", digest("a")) != b"ours")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_what_cannot_be_written_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synthesite.store.cache._BLOCK", 0)
    cache = Cache(tmp_path)
    folder_of(cache).parent.mkdir()
    folder_of(cache).write_text("a file in its place")
    cache.table("step").put("a", digest("a"), b"value")
    cache.save()
    assert cache.table("step").get("a", digest("a")) is None
    assert cache.table("step").key("a") is None


def test_two_builds_at_once_give_no_wrong_value(tmp_path: Path) -> None:
    saved(tmp_path, {"a": b"one"})
    first, second = Cache(tmp_path), Cache(tmp_path)
    first.table("step").put("b", digest("b"), b"of the first")
    second.table("step").put("c", digest("c"), b"of the second one")
    first.save()
    second.save()
    table = Cache(tmp_path).table("step")
    assert table.get("a", digest("a")) == b"one"
    assert table.get("b", digest("b")) in {None, b"of the first"}
    assert table.get("c", digest("c")) in {None, b"of the second one"}


class _Sessions(RuleBasedStateMachine):
    """A cache over many sessions, beside a dict that does the same."""

    root: Path

    @initialize()
    def start(self) -> None:
        self.wanted: dict[str, bytes] = {}
        self.after_save: dict[str, bytes] = {}
        self.root = self.roots.mktemp("sessions")
        self.cache = Cache(self.root)

    roots: pytest.TempPathFactory

    @rule(name=st.sampled_from("abc"), value=st.binary(max_size=20))
    def put(self, name: str, value: bytes) -> None:
        self.cache.table("step").put(name, digest(name), value)
        self.wanted[name] = value

    @rule(names=st.sets(st.sampled_from("abc")))
    def retain(self, names: set[str]) -> None:
        self.cache.table("step").retain(names)
        self.wanted = {name: value for name, value in self.wanted.items() if name in names}

    @rule()
    def save(self) -> None:
        self.cache.save()
        self.after_save = dict(self.wanted)

    @rule()
    def begin_anew(self) -> None:
        self.cache = Cache(self.root)
        self.wanted = dict(self.after_save)

    def teardown(self) -> None:
        for name in "abc":
            assert self.cache.table("step").get(name, digest(name)) == self.wanted.get(name)


@pytest.mark.parametrize("block", [1_000_000, 30, 0])
def test_a_cache_over_many_sessions_is_as_a_dict(
    block: int, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many values are written together."""
    monkeypatch.setattr("synthesite.store.cache._BLOCK", block)
    _Sessions.roots = tmp_path_factory
    run_state_machine_as_test(_Sessions)


def test_keys_tell_where_a_part_ends() -> None:
    assert digest("ab", "c") != digest("a", "bc") != digest("abc")
    assert digest("a") == digest(b"a")
    assert len(digest()) == len(program_key()) == 16


def test_an_index_with_a_wrong_bit_is_no_index(tmp_path: Path) -> None:
    """It might name another place, or more bytes than there is room for."""
    cache = Cache(tmp_path)
    cache.table("step").put("name", b"key", b"value")
    cache.save()
    (index,) = (tmp_path / FOLDER).glob("*.index")
    whole = index.read_bytes()
    for bit in range(len(whole) * 8):
        data = bytearray(whole)
        data[bit // 8] ^= 1 << bit % 8
        index.write_bytes(data)
        assert Cache(tmp_path).table("step").key("name") is None
    index.write_bytes(whole)
    assert Cache(tmp_path).table("step").get("name", b"key") == b"value"


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files are counted as Linux shows them")
def test_no_file_stays_open(tmp_path: Path) -> None:
    def is_open() -> int:
        return sum(path.exists() and tmp_path in path.resolve().parents for path in Path("/proc/self/fd").iterdir())

    cache = saved(tmp_path, {str(n): bytes(3_000_000) for n in range(4)})
    assert is_open() == 1
    cache.table("step").retain(["2"])
    cache.save()
    assert is_open() == 1
    assert cache.table("step").get("2", digest("2")) == bytes(3_000_000)
    del cache
    assert is_open() == 0
