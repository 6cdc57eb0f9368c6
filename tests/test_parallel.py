"""Work in other processes gives what it gives in this one."""

from __future__ import annotations

import os

import pytest

from synthesite.parallel import aside


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
