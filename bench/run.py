"""Builds the same invented studies with Hugo and with Synthesite in turn, and prints how they compare.

    python -m bench.run [--studies N] [--bars 10000|100000] [--turns N] [--only STEP ...] [--apart]

Every figure is of whole processes, with all that they started: time from start to end, processor time, and the largest
sum of memory (PSS). Everything is written to a tmpfs, into a folder that didn't exist before, and removed outside the
time that is measured. A row's ratio is the median of the ratios of its turns. The exit status is 0 whatever the ratios.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

from bench.bars import SETS, Row
from bench.corpus import Corpus
from bench.measure import Cost, measure
from bench.report import disturbance, missed, sizes, table
from bench.site_counts import SiteCounts, count_site, differences
from bench.subjects import ROOT, FromSource, Hugo, Ours, Step, Subject
from synthesite import __version__

MEMORY_DISK = Path("/dev/shm")  # noqa: S108  # a tmpfs: what a disk does to new files is not what is measured
RESULTS = ROOT / ".cache" / "bench"

_COUNTED = {"hugo", "lean", "full"}
"""The sites whose files are counted."""

Costs = dict[tuple[str, str], list[Cost]]


def main() -> None:
    """Measures what the options ask for, prints the tables, and keeps the figures as JSON."""
    options = _options()
    rows = SETS[options.bars]
    if options.only:
        rows = tuple(row for row in rows if row.step in options.only)
    RESULTS.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="synthesite-bench-", dir=options.folder))
    started = time.monotonic()
    try:
        costs, counts = _measured(options, rows, folder)
    finally:
        shutil.rmtree(folder)
    print(f"\n{options.studies:,} studies, {options.turns} turns, Synthesite {__version__}, Python {sys.version}\n")
    print("\n".join(table(rows, costs)))
    print()
    print("\n".join(sizes(counts, options.studies)))
    print(f"\n{disturbance(costs)}")
    if "hugo" in counts and "lean" in counts:
        print("Hugo's site (first) beside ours with Hugo's pages (second):")
        print("\n".join(f"- {line}" for line in differences(counts["hugo"], counts["lean"])) or "- no differences")
    print(f"\n{missed(rows, costs)} rows miss a bar. This took {time.monotonic() - started:.0f} seconds.")
    _keep(options.studies, costs, counts)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--bars", choices=SETS, default="10000", help="which table of bars (default: 10000)")
    parser.add_argument("--studies", type=int, help="how many studies (default: as many as the bars are for)")
    parser.add_argument("--turns", type=int, default=5, help="how often each step is measured (default: 5)")
    parser.add_argument("--only", nargs="+", type=Step, metavar="STEP", help=f"only these of {', '.join(Step)}")
    parser.add_argument("--hugo", type=Path, help="Hugo's binary (default: the one in .cache/hugo/, else in the PATH)")
    parser.add_argument("--fast", type=Path, help="a Python with the optional compiled parsers, for their row")
    parser.add_argument("--apart", action="store_true", help="one site after another, for less room: not in turn")
    parser.add_argument("--folder", type=Path, default=MEMORY_DISK, help="where to build (default: /dev/shm, a tmpfs)")
    options = parser.parse_args()
    options.studies = options.studies or int(options.bars)
    options.hugo = options.hugo or find_hugo()
    if not options.hugo:
        parser.error("there is no Hugo: make bench installs it, or name its binary with --hugo")
    return options


def find_hugo() -> Path | None:
    """The binary of the package; the script that the package installs would only start it later."""
    found = sorted((ROOT / ".cache" / "hugo").glob("lib/python*/site-packages/hugo/binaries/hugo"))
    on_path = shutil.which("hugo")
    return found[0] if found else Path(on_path) if on_path else None


def _measured(options: argparse.Namespace, rows: Sequence[Row], folder: Path) -> tuple[Costs, dict[str, SiteCounts]]:
    """All runs by subject and step, and what the sites consist of."""
    wanted = {(row.subject, row.step) for row in rows} | {("hugo", row.beside) for row in rows}
    subjects = list(_subjects(options, Corpus(options.studies), folder, {name for name, _ in wanted}))
    _warm_up(list(_subjects(options, Corpus(20), folder / "warm", {"lean"})), folder)
    costs: Costs = defaultdict(list)
    counts: dict[str, SiteCounts] = {}
    for together in [[one] for one in subjects] if options.apart else [subjects]:
        for subject in together:
            _prepare(subject, {step for name, step in wanted if name == subject.name}, folder)
        for turn, step, subject in product(range(options.turns), Step, together):
            if (subject.name, step) in wanted:
                cost = _run(subject, step, turn, folder)
                costs[subject.name, step].append(cost)
                _say(f"turn {turn + 1}, {step}, {subject.name}: {cost.wall:.2f} s, {cost.peak / 1e6:.0f} MB")
        counts |= {one.name: count_site(one.output) for one in together if one.name in _COUNTED}
        for subject in together:
            shutil.rmtree(folder / subject.name)
    return costs, counts


def _subjects(options: argparse.Namespace, corpus: Corpus, folder: Path, wanted: set[str]) -> Iterator[Subject]:
    yield Hugo(corpus, folder / "hugo", options.hugo)
    if options.fast and "fast" in wanted:
        yield Ours(corpus, folder / "fast", "lean", "fast", options.fast)
    for kind in ("lean", "full"):
        if kind in wanted:
            yield Ours(corpus, folder / kind, kind)
    for name in ("ris", "added"):
        if name in wanted:
            yield FromSource(corpus, folder / name, "full", name)


def _warm_up(subjects: Sequence[Subject], folder: Path) -> None:
    """Builds small sites, so that the files of the programs are in memory before anything is measured."""
    for subject in subjects:
        subject.lay_out()
        measure(subject.command(Step.COLD), subject.folder, folder / "log.txt")
    shutil.rmtree(folder / "warm")


def _prepare(subject: Subject, steps: set[Step], folder: Path) -> None:
    """Lays a site out, and builds it where no measured step starts from nothing."""
    _say(f"laying out {subject.name}")
    subject.lay_out()
    if not steps & {Step.COLD, Step.INGEST}:
        measure(subject.command(Step.COLD), subject.folder, folder / "log.txt")


def _run(subject: Subject, step: Step, turn: int, folder: Path) -> Cost:
    subject.prepare(step, turn)
    cost = measure(subject.command(step), subject.folder, folder / "log.txt")
    subject.confirm(step, turn)
    return cost


def _keep(studies: int, costs: Costs, counts: dict[str, SiteCounts]) -> None:
    data = {
        "studies": studies,
        "version": __version__,
        "runs": [
            {"subject": subject, "step": str(step), "turn": turn, **cost._asdict()}
            for (subject, step), found in costs.items()
            for turn, cost in enumerate(found)
        ],
        "sites": {name: {"files": site.files, "bytes": site.size} for name, site in counts.items()},
    }
    path = RESULTS / f"{studies}.json"
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    print(f"The figures are in {path.relative_to(ROOT)}.")


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
