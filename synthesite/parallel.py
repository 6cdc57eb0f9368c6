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


def aside(work: Callable[[], bytes]) -> Callable[[], bytes]:
    """Starts `work` in a process of its own, where the system can fork; returns what waits for its result.

    Where nothing comes of that process, the work is done when its result is asked for.
    """
    if not hasattr(os, "fork"):
        return work
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reading)
            with os.fdopen(writing, "wb") as pipe:
                pipe.write(work())
            status = 0
        finally:
            os._exit(status)
    os.close(writing)

    def result() -> bytes:
        with os.fdopen(reading, "rb") as pipe:
            made = pipe.read()
        _, status = os.waitpid(child, 0)
        return made if status == 0 else work()

    return result


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _do(at: int) -> Any:
    if _forked is None:
        raise RuntimeError("called outside in_order")
    work, things = _forked
    return work(things[at])
