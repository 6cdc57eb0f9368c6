"""Doing the same to many things on several cores, in order, with the same result for any number of processes."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from struct import Struct
from typing import Any, TypeVar

In = TypeVar("In")
Out = TypeVar("Out")

_forked: tuple[Callable[[Any], Any], Sequence[Any]] | None = None
"""What the processes work on: they are forks and find it here, so only numbers and results travel between them."""

_parent = 0
"""The process whose fork this one is, where `shared_out` made it."""
_TOKEN = Struct("<II")
"""Two numbers: a thing's, and how many bytes its result has; or those between which things stand."""
WORTH_A_PROCESS = 1_000
"""Studies, or extracts, from which on it pays to do something with all of them in a process of its own (`aside`)."""
_QUEUE = 4_000
"""How many tokens any pipe has room for."""


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


def shared_out(
    work: Callable[[In], bytes], things: Sequence[In], jobs: int, told: Callable[[int], None] | None = None
) -> list[bytes]:
    """The results of `work` for each thing, in the order of the things, which this process and forks of it share out.

    For results that are small beside the work: each process holds its own until all is done. `told` is called with how
    many things have been begun. What a fork fails at, this process does itself, and so raises what was raised there.
    """
    forks = min(jobs, len(things)) - 1 if hasattr(os, "fork") else 0
    if forks < 1:
        return [work(thing) for thing in things]
    queue, into = os.pipe()
    step = -(-len(things) // _QUEUE)
    for start in range(0, len(things), step):
        os.write(into, _TOKEN.pack(start, min(start + step, len(things))))
    os.close(into)
    children = [_fork(work, things, queue) for _ in range(forks)]
    try:
        found = {}
        for at in _taken(queue):
            if told:
                told(at + 1)
            found[at] = work(things[at])
        while children:
            child, pipe = children[-1]
            with os.fdopen(pipe, "rb", closefd=False) as results:
                found.update(_received(results.read()))
            os.waitpid(child, 0)
            os.close(pipe)
            children.pop()
    finally:
        os.close(queue)
        for child, pipe in children:
            os.kill(child, signal.SIGTERM)
            os.waitpid(child, 0)
            os.close(pipe)
    return [found[at] if at in found else work(thing) for at, thing in enumerate(things)]


def end_with_the_parent() -> None:
    """Ends a process that `shared_out` made, if the one that it works for is gone: a killed build goes no further."""
    if _parent and os.getppid() != _parent:
        os._exit(1)


def _fork(work: Callable[[In], bytes], things: Sequence[In], queue: int) -> tuple[int, int]:
    """A fork that does what it takes out of the queue; its process id, and the pipe with its results."""
    global _parent
    parent = os.getpid()
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    try:
        _parent = parent
        _leave_interrupts_to_the_parent()
        os.close(reading)
        found: list[bytes] = []
        with suppress(Exception):  # the parent does what is missing, and meets the exception itself
            for at in _taken(queue):
                end_with_the_parent()
                result = work(things[at])
                found += _TOKEN.pack(at, len(result)), result
        with os.fdopen(writing, "wb") as pipe:
            pipe.writelines(found)
    finally:
        os._exit(0)


def _taken(queue: int) -> Iterator[int]:
    """The numbers of things that this process takes out of the queue."""
    while token := os.read(queue, _TOKEN.size):
        start, end = _TOKEN.unpack(token)
        yield from range(start, end)


def _received(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Results by the numbers of their things, as far as they are whole."""
    at = 0
    while at + _TOKEN.size <= len(data):
        number, length = _TOKEN.unpack_from(data, at)
        at += _TOKEN.size + length
        if at <= len(data):
            yield number, data[at - length : at]
