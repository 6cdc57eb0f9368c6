"""Work that processes share out."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthesite import parallel
from synthesite.parallel import shared_out


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
