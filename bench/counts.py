"""Counts what a study costs in figures that don't depend on the machine, and holds them against the committed ones.

    python -m bench.counts [--accept]

- *Instructions*: those of a build of more studies less those of a build of fewer, for each study between, so that
  starting up cancels out. Counted by valgrind's cachegrind without its caches, which counts as callgrind does in a
  third of the time; without valgrind this part is left out, and said so.
- *Bytes held*: the most bytes of Python objects at one time (tracemalloc), again as a difference; nought would be
  memory that doesn't grow with the site.

Each build starts from content, without cache, with all pages, in one process and with a fixed hash seed. The exit
status is 1 if a figure is more than a tenth above the one in `bench/counts.json` for this version of Python;
`--accept` writes the new figures there.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from bench.corpus import Corpus
from bench.layout import lay_out
from bench.subjects import ROOT

COMMITTED = ROOT / "bench" / "counts.json"
ALLOWED = 1.1
_REFERENCES = re.compile(r"I\s+refs:\s+([\d,]+)")

Figures = dict[str, int]


class Count(NamedTuple):
    """A figure: its name, how it is taken of a site's folder, and the sizes of the two sites that are compared."""

    name: str
    take: Callable[[Path], int]
    fewer: int
    more: int


def main() -> None:
    """Takes the figures, prints them beside the committed ones, and exits with 1 if one has risen too far."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--accept", action="store_true", help=f"write the figures to {COMMITTED.relative_to(ROOT)}")
    options = parser.parse_args()
    counts = [Count("bytes held", peak, 100, 400)]
    if shutil.which("valgrind"):
        counts.insert(0, Count("instructions", instructions, 50, 150))
    else:
        print("valgrind isn't here: instructions are not counted")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    committed: dict[str, Figures] = json.loads(COMMITTED.read_text(encoding="utf-8")) if COMMITTED.exists() else {}
    figures = take(counts)
    rises = list(risen(figures, committed.get(version, {})))
    for name, figure in figures.items():
        before = committed.get(version, {}).get(name)
        print(f"{name} per study: {figure:,} ({_beside(figure, before)})")
    if options.accept:
        text = json.dumps(committed | {version: committed.get(version, {}) | figures}, indent=2, sort_keys=True)
        COMMITTED.write_text(f"{text}\n", encoding="utf-8")
        return
    for rise in rises:
        print(rise, file=sys.stderr)
    sys.exit(bool(rises))


def _beside(figure: int, before: int | None) -> str:
    if before is None:
        return "nothing is committed for this version of Python"
    fallen = figure * ALLOWED < before
    return f"committed: {before:,}{'; keep what was won: commit the new figure, with --accept' if fallen else ''}"


def risen(figures: Mapping[str, int], committed: Mapping[str, int]) -> Iterator[str]:
    """What to say of each figure that is more than a tenth above the committed one."""
    for name, figure in figures.items():
        before = committed.get(name)
        if before is not None and figure > before * ALLOWED:
            more = f"{figure:,} {name} per study are {figure / before - 1:.0%} more than the {before:,} committed"
            yield f"{more}; find out why, or write the new figure with python -m bench.counts --accept"


def take(counts: list[Count]) -> Figures:
    """All figures per study, the builds side by side on all cores: they are counted, not timed."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        _compile(Path(folder, "first"))
        builds: dict[tuple[str, int], Future[int]] = {}
        for count in counts:
            for size in (count.more, count.fewer):
                root = Path(folder, f"{count.name} {size}")
                lay_out(Corpus(size), root, "full")
                builds[count.name, size] = pool.submit(count.take, root)
        return {
            count.name: (builds[count.name, count.more].result() - builds[count.name, count.fewer].result())
            // (count.more - count.fewer)
            for count in counts
        }


def instructions(root: Path) -> int:
    """How many instructions a build of the site takes."""
    log = root / "valgrind.txt"
    watcher = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    _run([*watcher, f"--log-file={log}", sys.executable, *_build(root)])
    found = _REFERENCES.search(log.read_text(encoding="utf-8"))
    if not found:
        raise RuntimeError(f"valgrind said nothing of instructions: {log.read_text(encoding='utf-8')}")
    return int(found[1].replace(",", ""))


def peak(root: Path) -> int:
    """How many bytes of Python objects there are at most while the site is built."""
    return int(_run([sys.executable, "-m", "bench.peak", str(root)]))


def _compile(root: Path) -> None:
    """Builds a site, so that all modules are compiled before anything is counted."""
    lay_out(Corpus(5), root, "full")
    _run([sys.executable, *_build(root)])


def _build(root: Path) -> list[str]:
    return ["build.py", "build", "--root", str(root), "--jobs", "1", "--quiet"]


def _run(command: list[str]) -> str:
    environment = os.environ | {"PYTHONHASHSEED": "0"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  # our own
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}\n{done.stderr[-2000:]}")
    return done.stdout


if __name__ == "__main__":
    main()
