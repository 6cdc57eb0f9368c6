from __future__ import annotations

from bench.counts import risen


def test_a_rise_of_more_than_a_tenth_is_told() -> None:
    committed = {"instructions": 1000, "bytes held": 500}
    assert list(risen({"instructions": 1100, "bytes held": 400}, committed)) == []
    (told,) = risen({"instructions": 1101, "bytes held": 400}, committed)
    assert told.startswith("1,101 instructions per study are 10% more than the 1,000 committed")


def test_without_committed_figures_nothing_has_risen() -> None:
    assert list(risen({"instructions": 5}, {})) == []
