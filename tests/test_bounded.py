"""Dictionaries that let the oldest go."""

from __future__ import annotations

from synthesite.bounded import Bounded


def test_the_oldest_goes_where_there_are_too_many() -> None:
    held = Bounded[str, int](2)
    for at, name in enumerate("aba" + "cd"):
        held[name] = at
    assert dict(held) == {"c": 3, "d": 4}


def test_what_is_put_in_again_takes_no_place_of_another() -> None:
    held = Bounded[str, int](2)
    for at, name in enumerate("abb"):
        held[name] = at
    assert dict(held) == {"a": 0, "b": 2}
