from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.measure import CommandFailedError, measure

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
HOLD = "import time; held = b'x' * 90_000_000; time.sleep(0.5)"


def test_memory_of_all_processes_counts_together(tmp_path: Path) -> None:
    program = (
        f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {HOLD!r}]); {HOLD}; child.wait()"
    )
    cost = measure([sys.executable, "-c", program], tmp_path, tmp_path / "log.txt")
    assert cost.peak > 180_000_000
    assert 0 < cost.cpu < 10
    assert cost.wall >= 0.5


def test_a_command_that_fails_is_not_measured(tmp_path: Path) -> None:
    with pytest.raises(CommandFailedError, match=r"ended with 3\n.*out of ink"):
        measure([sys.executable, "-c", "print('out of ink'); raise SystemExit(3)"], tmp_path, tmp_path / "log.txt")
