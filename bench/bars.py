"""The bars: what may take how long, as a share of what Hugo takes for the same."""

from __future__ import annotations

from typing import NamedTuple

from bench.subjects import Step

GIGABYTE = 1_000_000_000


class Row(NamedTuple):
    """A line of the table: a step of one of our sites beside a step of Hugo's.

    `wall`, `cpu` and `peak` are the largest shares of Hugo's figure that are allowed, `memory` is in bytes; without a
    limit a figure is only shown.
    """

    words: str
    subject: str
    step: Step
    beside: Step = Step.COLD
    wall: float | None = None
    cpu: float | None = None
    peak: float | None = None
    memory: float | None = None


TEN_THOUSAND = (
    Row("from content, no cache, Hugo's pages", "lean", Step.COLD, wall=0.45, cpu=0.55, peak=0.3),
    Row("the same with the `fast` extra", "fast", Step.COLD, wall=0.3),
    Row("from content, no cache, all our pages", "full", Step.COLD, wall=0.8),
    Row("nothing changed, Hugo's pages", "lean", Step.NOTHING, Step.NOTHING, wall=0.03),
    Row("nothing changed, all our pages", "full", Step.NOTHING, Step.NOTHING, wall=0.03),
    Row("one summary changed, Hugo's pages", "lean", Step.SUMMARY, Step.SUMMARY, wall=0.06),
    Row("one summary changed, all our pages", "full", Step.SUMMARY, Step.SUMMARY, wall=0.06),
    Row("one record's theme changed, Hugo's pages", "lean", Step.THEME, Step.SUMMARY, wall=0.06),
    Row("one record's theme changed, all our pages", "full", Step.THEME, Step.SUMMARY, wall=0.06),
    Row("the template of every page changed, Hugo's pages", "lean", Step.TEMPLATE, Step.TEMPLATE, wall=0.7),
    Row("the template of every page changed, all our pages", "full", Step.TEMPLATE, Step.TEMPLATE, wall=0.7),
    Row("from RIS to content, no cache", "ris", Step.INGEST, wall=1.5),
    Row("one new source of 50 studies, all our pages", "added", Step.SOURCE, wall=0.15),
)
"""What `make bench` measures. Hugo's time for one changed file stands beside both kinds of change of one."""

HUNDRED_THOUSAND = (
    Row("from content, no cache, Hugo's pages", "lean", Step.COLD, wall=0.2),
    Row("from content, no cache, all our pages", "full", Step.COLD, wall=0.4, memory=2 * GIGABYTE),
    Row("nothing changed, Hugo's pages", "lean", Step.NOTHING, Step.NOTHING, wall=0.01),
    Row("nothing changed, all our pages", "full", Step.NOTHING, Step.NOTHING, wall=0.01),
    Row("one summary changed, Hugo's pages", "lean", Step.SUMMARY, Step.SUMMARY, wall=0.015),
    Row("one summary changed, all our pages", "full", Step.SUMMARY, Step.SUMMARY, wall=0.015),
)
"""What `make bench-large` measures."""

SETS = {"10000": TEN_THOUSAND, "100000": HUNDRED_THOUSAND}
