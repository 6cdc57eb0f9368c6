"""Work that processes share out."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthesite import parallel
from synthesite.parallel import aside, shared_out


@settings(max_examples=25, deadline=None)
@given(things=st.lists(st.integers(0, 200_000), max_size=60), jobs=st.integers(1, 4))
def test_results_come_in_order_for_any_number_of_processes(things: list[int], jobs: int) -> None:
    def work(size: int) -> bytes:
        return b"%d:" % size + bytes(size)

    assert shared_out(work, things, jobs) == list(map(work, things))


def test_more_things_than_a_pipe_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_QUEUE", 7)
    begun: list[int] = []
    assert shared_out(lambda thing: b"%d" % thing, range(100), 2, begun.append) == [b"%d" % n for n in range(100)]
    assert begun == sorted(begun)


def test_what_a_fork_fails_at_is_raised_here() -> None:
    def work(thing: int) -> bytes:
        if thing == 17:
            raise LookupError("the seventeenth")
        return b""

    with pytest.raises(LookupError, match="the seventeenth"):
        shared_out(work, range(40), 3)


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


@pytest.mark.parametrize("cut", [0, 3, 8, 12, 13])
def test_cut_results_are_taken_as_far_as_they_are_whole(cut: int) -> None:
    whole = b"".join((parallel._TOKEN.pack(4, 5), b"whole", parallel._TOKEN.pack(5, 0)))
    found = dict(parallel._received(whole[:cut]))
    assert found == ({4: b"whole"} if cut == 13 else {})
    assert dict(parallel._received(whole)) == {4: b"whole", 5: b""}


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
