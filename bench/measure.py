"""What a command costs, all its processes together: time, processor time, memory. For Linux, whose /proc it reads."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

_TICKS = os.sysconf("SC_CLK_TCK")
_SHARE = 50
"""Looking at the memory may take one part in so many of the time."""


class Cost(NamedTuple):
    """What one run cost. `peak` is memory in bytes; `others` is how many cores everything else used meanwhile."""

    wall: float
    cpu: float
    peak: int
    others: float


class CommandFailedError(Exception):
    """A measured command did not end well; the message has the end of what it printed."""


def measure(command: Sequence[str | Path], folder: Path, log: Path) -> Cost:
    """Runs a command in a folder, its output going to a file. Raises `CommandFailedError` if it fails.

    Memory is the proportional share (PSS) of all its processes, added up many times while it runs; the largest sum
    counts.
    """
    with log.open("wb") as output:
        busy, started = _busy(), time.monotonic()
        process = subprocess.Popen(  # noqa: S603  # the commands are our own
            [str(part) for part in command],
            cwd=folder,
            env={name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )  # modules are compiled once, as for everybody
        watch = _Watch(process.pid)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.end()
    cpu = usage.ru_utime + usage.ru_stime
    if process.returncode:
        end = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise CommandFailedError(f"{' '.join(map(str, command))} ended with {process.returncode}\n{end}")
    others = max(0.0, _busy() - busy - cpu - watch.cpu) / wall
    return Cost(wall, cpu, max(watch.peak, 0), others)


class _Watch(threading.Thread):
    """Adds up the memory of a process and of all below it, until it is told to end."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.peak = 0
        self.cpu = 0.0
        self._ended = threading.Event()

    def run(self) -> None:
        pause = 0.005
        while not self._ended.wait(pause):
            started = time.thread_time()
            self.peak = max(self.peak, sum(map(_memory, _family(self.pid))))
            took = time.thread_time() - started
            self.cpu += took
            pause = max(0.005, _SHARE * took)

    def end(self) -> None:
        self._ended.set()
        self.join()


def _family(pid: int) -> Iterator[int]:
    """A process and all that it and its children started, as far as they are still there."""
    yield pid
    try:
        children = [(task / "children").read_text(encoding="ascii") for task in Path(f"/proc/{pid}/task").iterdir()]
    except OSError:
        return
    for child in " ".join(children).split():
        yield from _family(int(child))


def _memory(pid: int) -> int:
    """The proportional share of the memory that a process uses, in bytes; nothing once it has gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def _busy() -> float:
    """The seconds that all cores together have worked since the system started."""
    fields = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()
    user, nice, system, _idle, _waiting, *interrupts = map(int, fields[1:9])
    return (user + nice + system + sum(interrupts)) / _TICKS
