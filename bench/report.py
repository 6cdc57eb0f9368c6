"""What was measured, as tables in Markdown: ours beside Hugo's, and the ratio beside its bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import median

from bench.bars import GIGABYTE, Row
from bench.measure import Cost
from bench.site_counts import SiteCounts

Costs = Mapping[tuple[str, str], Sequence[Cost]]
"""The runs by subject and step, a cost for each turn."""

MISSED = "**missed**"
_QUIET = 0.2


def table(rows: Sequence[Row], costs: Costs) -> Iterator[str]:
    """The lines of the table; a row that wasn't measured says so."""
    yield "| what | Hugo, s | ours, s | time | processor | memory | others, cores |"
    yield "|---|---|---|---|---|---|---|"
    for row in rows:
        ours, hugo = costs.get((row.subject, row.step)), costs.get(("hugo", row.beside))
        if not ours or not hugo:
            yield f"| {row.words} | not measured | | | | | |"
            continue
        cells = [
            row.words,
            f"{_seconds(hugo)}",
            f"{_seconds(ours)}",
            _ratio(ours, hugo, lambda cost: cost.wall, row.wall),
            _ratio(ours, hugo, lambda cost: cost.cpu, row.cpu),
            _memory(ours, hugo, row),
            f"{max(cost.others for cost in (*ours, *hugo)):.2f}",
        ]
        yield f"| {' | '.join(cells)} |"


def missed(rows: Sequence[Row], costs: Costs) -> int:
    """How many rows miss a bar."""
    return sum(MISSED in line for line in table(rows, costs))


def sizes(counts: Mapping[str, SiteCounts], studies: int) -> Iterator[str]:
    """The lines of a table of what each site consists of."""
    yield "| site | files | MB | files per study | KB per study | dead links |"
    yield "|---|---|---|---|---|---|"
    for name, site in counts.items():
        per_study = f"{site.files / studies:.2f} | {site.size / studies / 1000:.1f}"
        yield f"| {name} | {site.files:,} | {site.size / 1e6:,.0f} | {per_study} | {len(site.dead)} |"


def disturbance(costs: Costs) -> str:
    """A sentence on what else used the machine."""
    others = [cost.others for runs in costs.values() for cost in runs]
    loud = sum(one > _QUIET for one in others)
    words = f"Everything else used {median(others):.2f} cores (median), at most {max(others):.2f}."
    if not loud:
        return words
    return f"{words} In {loud} of {len(others)} runs it was more than {_QUIET}: compare processor time there, not time."


def _ratio(ours: Sequence[Cost], hugo: Sequence[Cost], of: Callable[[Cost], float], bar: float | None) -> str:
    """The median of the turns' ratios, their range and the bar."""
    ratios = sorted(of(one) / max(of(other), 1e-9) for one, other in zip(ours, hugo, strict=False))
    middle = median(ratios)
    words = f"{middle:.3f} [{ratios[0]:.3f}–{ratios[-1]:.3f}]" if len(ratios) > 1 else f"{middle:.3f}"
    return words + _against(middle, bar, f"{bar}")


def _memory(ours: Sequence[Cost], hugo: Sequence[Cost], row: Row) -> str:
    peak = median(cost.peak for cost in ours)
    words = _ratio(ours, hugo, lambda cost: cost.peak, row.peak)
    return f"{words}, {peak / GIGABYTE:.2f} GB{_against(peak, row.memory, f'{(row.memory or 0) / GIGABYTE:g} GB')}"


def _against(value: float, bar: float | None, shown: str) -> str:
    if bar is None:
        return ""
    return f" (≤ {shown}{'' if value <= bar else f': {MISSED}'})"


def _seconds(costs: Sequence[Cost]) -> str:
    return f"{median(cost.wall for cost in costs):.2f}"
