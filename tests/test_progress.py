"""Progress is shown on a terminal and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")

WORK = """
import sys, time
sys.path.insert(0, sys.argv[1])
from synthesite.progress import Progress
advance = Progress(quiet=len(sys.argv) > 2).of("reading sources")
for _ in range(20):
    time.sleep(0.05)
    if advance:
        advance(20)
"""
ROOT = str(Path(__file__).resolve().parents[1])


def on_a_terminal(*arguments: str) -> str:
    import fcntl
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 90, 0, 0))
    subprocess.run([sys.executable, "-c", WORK, ROOT, *arguments], stderr=theirs, timeout=30, check=True)
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 65_536):
            shown += chunk
    except OSError:  # the end of a terminal whose other side is closed
        pass
    os.close(ours)
    return shown.decode()


def test_a_terminal_shows_what_is_done() -> None:
    assert "reading sources" in on_a_terminal()


def test_quiet_shows_nothing() -> None:
    assert on_a_terminal("quiet") == ""


def test_a_pipe_shows_nothing() -> None:
    done = subprocess.run([sys.executable, "-c", WORK, ROOT], capture_output=True, timeout=30, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")
