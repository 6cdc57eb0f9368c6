"""Pairs that were compared are not compared again, and nothing else comes of it."""

from __future__ import annotations

from random import Random
from typing import Any, NamedTuple

import pytest

from synthesite import judged as judged_module
from synthesite.blocking import Sketch, sketch
from synthesite.judged import Edge, Judged
from synthesite.traits import Traits, traits_of


class Described(NamedTuple):
    key: bytes | None
    sketch: Sketch
    traits: Traits


def described(at: int) -> Described:
    """One of six invented studies in one of a few forms."""
    title = f"An invented study of the {['foghorns', 'sluices', 'weirs'][at % 3]} and of their {at % 2} keepers"
    values: dict[str, Any] = {"title": title, "year": 2020, "journal": "Invented Annals", "volume": str(at % 6)}
    values |= {"doi": f"10.5555/{at % 6}"} if at % 4 else {}
    traits = traits_of(values)
    return Described(b"%d" % at if at % 5 else None, sketch(traits), traits)


def plain(edges: list[Edge]) -> set[tuple[int, int, int, str]]:
    return {(edge.one, edge.other, edge.strength, edge.reason) for edge in edges}


@pytest.mark.parametrize("seed", range(20))
def test_what_is_kept_changes_no_pair(seed: int) -> None:
    random = Random(seed)
    kept = Judged()
    for _ in range(6):
        some = [described(at) for at in sorted(random.sample(range(60), random.randrange(2, 50)))]
        expected = plain(list(Judged().edges(some)))
        assert plain(list(kept.edges(some))) == expected
        kept = Judged(kept.dump())


def test_only_new_pairs_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    some = [described(at) for at in range(60) if at % 5]
    first = Judged()
    assert list(first.edges(some))
    assert first.changed
    monkeypatch.setattr(judged_module, "judge", None)
    again = Judged(first.dump())
    assert list(again.edges(some))
    assert not again.changed


def test_what_is_no_data_is_as_nothing() -> None:
    assert list(Judged(b"nothing").edges([described(1), described(7)])) == list(
        Judged().edges([described(1), described(7)])
    )
