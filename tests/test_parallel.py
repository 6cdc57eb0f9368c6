"""Work that processes share out."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthesite import parallel
from synthesite.parallel import aside, begun, in_order, shared_out


def sized(size: int) -> bytes:
    return b"%d:" % size + bytes(size)


@settings(max_examples=25, deadline=None)
@given(things=st.lists(st.integers(0, 200_000), max_size=60), jobs=st.integers(1, 4))
def test_results_come_in_order_for_any_number_of_processes(things: list[int], jobs: int) -> None:
    assert shared_out(sized, things, jobs) == begun(sized, things, jobs)() == list(map(sized, things))
    assert list(in_order(sized, things, jobs)) == list(map(sized, things))


def test_more_things_than_a_pipe_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_QUEUE", 7)
    begun: list[int] = []
    assert shared_out(lambda thing: b"%d" % thing, range(100), 2, begun.append) == [b"%d" % n for n in range(100)]
    assert begun == sorted(begun)
    assert list(in_order(str, range(100), 2)) == list(map(str, range(100)))


def test_what_a_fork_fails_at_is_raised_here() -> None:
    def work(thing: int) -> bytes:
        if thing == 17:
            raise LookupError("the seventeenth")
        return b""

    with pytest.raises(LookupError, match="the seventeenth"):
        shared_out(work, range(40), 3)
    with pytest.raises(LookupError, match="the seventeenth"):
        list(in_order(work, range(40), 3))


def test_what_a_killed_fork_leaves_is_done_here(tmp_path: Path) -> None:
    first = os.getpid()

    def work(thing: int) -> bytes:
        if os.getpid() != first:
            (tmp_path / "killed").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        while not (tmp_path / "killed").exists():
            pass  # leaves something to the fork
        return b"%d" % thing

    assert shared_out(work, range(40), 2) == [b"%d" % n for n in range(40)]
    assert list(in_order(work, range(40), 2)) == [b"%d" % n for n in range(40)]


def test_forks_do_the_work_and_are_gone_when_nothing_more_is_asked_for() -> None:
    results = in_order(lambda _: os.getpid(), range(1000), 2)
    child = next(results)
    assert child != os.getpid()
    results.close()  # type: ignore[attr-defined]  # it is a generator
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_what_is_begun_goes_on_while_this_process_does_something_else(tmp_path: Path) -> None:
    def work(number: int) -> bytes:
        (tmp_path / str(number)).touch()
        while number and not (tmp_path / "awaited").exists():
            pass  # leaves the rest to the first process
        return str(os.getpid()).encode()

    results = begun(work, range(3), jobs=2)
    while not (tmp_path / "1").exists():
        pass
    (tmp_path / "awaited").touch()
    assert str(os.getpid()).encode() not in results()[:2]


def test_what_is_begun_and_let_go_ends(tmp_path: Path) -> None:
    def work(_: None) -> bytes:
        (tmp_path / "begun").write_text(str(os.getpid()), encoding="utf-8")
        (tmp_path / "begun").rename(tmp_path / "told")
        signal.pause()
        return b""

    results = begun(work, [None], jobs=2)
    while not (tmp_path / "told").exists():
        pass
    del results
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "told").read_text(encoding="utf-8")), 0)


@pytest.mark.parametrize("cut", [0, 3, 8, 12, 13, 21])
def test_of_cut_results_the_whole_ones_are_taken(cut: int) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"".join((parallel._TOKEN.pack(4, 5), b"whole", parallel._TOKEN.pack(5, 0)))[:cut])
    os.close(writing)
    assert parallel._next(reading) == ((4, b"whole") if cut >= 13 else None)
    assert parallel._next(reading) == ((5, b"") if cut == 21 else None)
    os.close(reading)


def test_what_is_made_aside_is_made_by_another_process() -> None:
    made = aside(lambda: str(os.getpid()).encode())
    assert int(made()) != os.getpid()


def test_a_result_may_be_larger_than_a_pipe_holds() -> None:
    assert aside(lambda: b"x" * 1_000_000)() == b"x" * 1_000_000


def test_what_fails_aside_is_done_here() -> None:
    here = os.getpid()

    def work() -> bytes:
        if os.getpid() != here:
            raise ValueError
        return b"done"

    assert aside(work)() == b"done"


def test_what_fails_everywhere_fails_where_it_is_asked_for() -> None:
    def work() -> bytes:
        raise ValueError("an invented fault")

    made = aside(work)
    with pytest.raises(ValueError, match="invented"):
        made()


def test_without_forks_it_is_done_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    assert aside(lambda: str(os.getpid()).encode())() == str(os.getpid()).encode()
