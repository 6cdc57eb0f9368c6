"""Doing the same to many things on several cores, in order, with the same result for any number of processes."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

In = TypeVar("In")
Out = TypeVar("Out")

_forked: tuple[Callable[[Any], Any], Sequence[Any]] | None = None
"""What the processes work on: they are forks and find it here, so only numbers and results travel between them."""


def default_jobs() -> int:
    """The number of cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(work: Callable[[In], Out], things: Sequence[In], jobs: int, at_least: int = 4) -> Iterator[Out]:
    """The results of `work` for each thing, in the order of the things.

    Uses up to `jobs` processes where the system can fork and there are `at_least` things for each; the results must
    be picklable then. Not to be used inside itself.
    """
    global _forked
    processes = min(jobs, len(things) // at_least)
    if processes < 2 or not hasattr(os, "fork"):
        yield from map(work, things)
        return
    import multiprocessing  # which takes a while
    from concurrent.futures import ProcessPoolExecutor

    _forked = (work, things)
    try:
        context = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(processes, context, initializer=_leave_interrupts_to_the_parent) as pool:
            yield from pool.map(_do, range(len(things)), chunksize=max(1, len(things) // (processes * 8)))
    finally:
        _forked = None


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _do(at: int) -> Any:
    if _forked is None:
        raise RuntimeError("called outside in_order")
    work, things = _forked
    return work(things[at])
