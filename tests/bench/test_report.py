from __future__ import annotations

from bench.bars import Row
from bench.measure import Cost
from bench.report import disturbance, missed, table
from bench.subjects import Step

HUGO = [Cost(10.0, 12.0, 800_000_000, 0.1), Cost(8.0, 12.0, 800_000_000, 0.0), Cost(20.0, 12.0, 800_000_000, 0.5)]
OURS = [Cost(4.0, 6.0, 80_000_000, 0.1), Cost(4.0, 6.0, 80_000_000, 0.1), Cost(4.0, 6.0, 80_000_000, 0.1)]
COSTS = {("hugo", "cold"): HUGO, ("lean", "cold"): OURS}


def line(row: Row) -> str:
    return list(table([row], COSTS))[2]


def test_a_row_has_the_median_of_the_ratios_of_its_turns_beside_its_bar() -> None:
    shown = line(Row("cold", "lean", Step.COLD, wall=0.4, cpu=0.4, peak=0.3))
    assert "| cold | 10.00 | 4.00 | 0.400 [0.200–0.500] (≤ 0.4) |" in shown
    assert "0.500 [0.500–0.500] (≤ 0.4: **missed**)" in shown
    assert "0.100 [0.100–0.100] (≤ 0.3), 0.08 GB | 0.50 |" in shown


def test_memory_may_be_limited_in_bytes() -> None:
    assert "0.08 GB (≤ 0.05 GB: **missed**)" in line(Row("cold", "lean", Step.COLD, memory=50_000_000))
    assert "0.08 GB (≤ 2 GB)" in line(Row("cold", "lean", Step.COLD, memory=2_000_000_000))


def test_a_row_without_runs_says_so() -> None:
    assert "not measured" in line(Row("fast", "fast", Step.COLD, wall=0.1))


def test_missed_rows_are_counted() -> None:
    rows = [Row("a", "lean", Step.COLD, wall=0.4), Row("b", "lean", Step.COLD, wall=0.3, cpu=0.1)]
    assert missed(rows, COSTS) == 1


def test_what_else_used_the_machine_is_said() -> None:
    assert disturbance(COSTS).startswith("Everything else used 0.10 cores (median), at most 0.50. In 1 of 6 runs")
