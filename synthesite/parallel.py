"""Doing the same to many things on several cores, in order, with the same result for any number of processes."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from itertools import chain
from select import select
from struct import Struct
from typing import BinaryIO, TypeVar

In = TypeVar("In")
Out = TypeVar("Out")
Encoded = TypeVar("Encoded", bytes, bytearray)

_parent = 0
"""The process whose fork this one is, where `_forks` made it."""
_TOKEN = Struct("<II")
"""Two numbers: a thing's, and how many bytes its result has; or those between which things stand."""
WORTH_A_PROCESS = 1_000
"""Studies, or extracts, from which on it pays to do something with all of them in a process of its own (`aside`)."""
_QUEUE = 4_000
"""How many tokens any pipe has room for."""
_PART = 1 << 16
"""How many bytes a pipe holds mostly."""
_AT_ONCE = 32
"""How many results travel together."""


def default_jobs() -> int:
    """The number of cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(work: Callable[[In], Out], things: Sequence[In], jobs: int, at_least: int = 4) -> Iterator[Out]:
    """The results of `work` for each thing, in the order of the things, each as soon as it is its turn.

    Uses up to `jobs` processes where the system can fork and there are `at_least` things for each; the results must
    be picklable then. What they fail at, this process does itself, and so raises what was raised there.
    """
    processes = min(jobs, len(things) // at_least)
    if processes < 2 or not hasattr(os, "fork"):
        yield from map(work, things)
        return
    import pickle  # which few builds need

    step = max(1, min(_AT_ONCE, len(things) // (processes * 8)), -(-len(things) // _QUEUE))

    def tell(queue: int, pipe: BinaryIO) -> None:
        for numbers in _taken(queue):
            results = pickle.dumps([work(things[at]) for at in numbers])
            pipe.write(_TOKEN.pack(numbers.start, len(results)))
            pipe.write(results)
            pipe.flush()

    waiting: dict[int, bytes] = {}
    with _forks(processes, tell, len(things), step) as (_, pipes):
        left = list(pipes)
        for start in range(0, len(things), step):
            while start not in waiting and left:
                for pipe in select(left, [], [])[0]:
                    found = _next(pipe)
                    if found is None:
                        left.remove(pipe)
                    else:
                        waiting[found[0]] = found[1]
            made = waiting.pop(start, None)
            some = things[start : start + step]
            yield from map(work, some) if made is None else pickle.loads(made)  # noqa: S301  # from a fork of this one


def aside(work: Callable[[], Encoded]) -> Callable[[], bytes | Encoded]:
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

    def result() -> bytes | Encoded:
        with os.fdopen(reading, "rb") as pipe:
            made = pipe.read()
        _, status = os.waitpid(child, 0)
        return made if status == 0 else work()

    return result


def shared_out(
    work: Callable[[In], bytes], things: Sequence[In], jobs: int, told: Callable[[int], None] | None = None
) -> list[bytes]:
    """The results of `work` for each thing, in the order of the things, which this process and forks of it share out.

    For results that are small beside the work: each process holds its own until all is done. `told` is called with how
    many things have been begun. What a fork fails at, this process does itself, and so raises what was raised there.
    """
    return _sharing_out(work, things, min(jobs, len(things)) - 1, told)()


def begun(work: Callable[[In], bytes], things: Sequence[In], jobs: int) -> Callable[[], list[bytes]]:
    """The same for when this process has something else to do first: begun by the others, up to `jobs` with this one.

    What is returned takes its share of what is left then, and gives the results; if it is let go, the forks end.
    """
    return _sharing_out(work, things, min(jobs - 1, len(things)))


def _sharing_out(
    work: Callable[[In], bytes], things: Sequence[In], forks: int, told: Callable[[int], None] | None = None
) -> Callable[[], list[bytes]]:
    if forks < 1 or not hasattr(os, "fork"):
        return lambda: [work(thing) for thing in things]

    def tell(queue: int, pipe: BinaryIO) -> None:
        made: list[bytes] = []
        with suppress(Exception):  # what was made until then counts
            for at in chain.from_iterable(_taken(queue)):
                result = work(things[at])
                made += _TOKEN.pack(at, len(result)), result
        pipe.writelines(made)

    def results() -> list[bytes]:
        found: dict[int, bytes] = {}
        with until_then:
            for at in chain.from_iterable(_taken(queue)):
                if told:
                    told(at + 1)
                found[at] = work(things[at])
            for pipe in pipes:
                found.update(iter(partial(_next, pipe), None))
        return [found[at] if at in found else work(thing) for at, thing in enumerate(things)]

    with ExitStack() as stack:
        queue, pipes = stack.enter_context(_forks(forks, tell, len(things), -(-len(things) // _QUEUE)))
        until_then = stack.pop_all()
    return results


def end_with_the_parent() -> None:
    """Ends a process that was made here, if the one that it works for is gone: a killed build goes no further."""
    if _parent and os.getppid() != _parent:
        os._exit(1)


@contextmanager
def _forks(
    number: int, tell: Callable[[int, BinaryIO], None], things: int, step: int
) -> Iterator[tuple[int, list[int]]]:
    """Forks of this process, which are gone in the end; gives a queue of so many things, and a pipe from each of them.

    A token of the queue is the numbers between which `step` things stand. `tell` is called with the queue and a pipe.
    """
    queue, into = os.pipe()
    for start in range(0, things, step):
        os.write(into, _TOKEN.pack(start, min(start + step, things)))
    os.close(into)
    children: list[tuple[int, int]] = []
    try:
        children.extend(_fork(tell, queue) for _ in range(number))
        yield queue, [pipe for _, pipe in children]
    finally:
        os.close(queue)
        for child, pipe in children:
            os.kill(child, signal.SIGTERM)  # it may be in the middle of something, but nothing is asked of it any more
            os.waitpid(child, 0)
            os.close(pipe)


def _fork(tell: Callable[[int, BinaryIO], None], queue: int) -> tuple[int, int]:
    """A fork that tells what it takes out of the queue; its process id, and the pipe with its results.

    What it fails at, the parent does, and meets the exception itself.
    """
    global _parent
    parent = os.getpid()
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    try:
        _parent = parent
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # which is for the parent
        os.close(reading)
        with suppress(Exception), os.fdopen(writing, "wb") as pipe:
            tell(queue, pipe)
    finally:
        os._exit(0)


def _taken(queue: int) -> Iterator[range]:
    """The numbers of things that this process takes out of the queue, as many at once as are in a token."""
    while token := os.read(queue, _TOKEN.size):
        end_with_the_parent()
        yield range(*_TOKEN.unpack(token))


def _next(pipe: int) -> tuple[int, bytes] | None:
    """The next result in a pipe, with its number; `None` if no whole one comes any more."""
    head = _read(pipe, _TOKEN.size)
    if len(head) < _TOKEN.size:
        return None
    number, size = _TOKEN.unpack(head)
    result = _read(pipe, size)
    return (number, result) if len(result) == size else None


def _read(pipe: int, size: int) -> bytes:
    """So many bytes of a pipe, fewer at its end."""
    parts = []
    while size and (part := os.read(pipe, min(size, _PART))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
