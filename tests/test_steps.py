"""Things that are made of all studies and kept."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from synthesite.keys import digest
from synthesite.steps import Step, made_aside
from synthesite.store.cache import Cache, Table

NUMBERS = msgspec.msgpack.Decoder(list[int])


class Making:
    """Makes a list of one number: that of the process it is made in."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> bytes:
        self.times += 1
        return msgspec.msgpack.encode([os.getpid()])


def step(table: Table, key: str, make: Making, name: str = "numbers") -> Step[list[int]]:
    return Step(table, name, digest(key), NUMBERS, make)


def test_what_is_kept_is_not_made_again(tmp_path: Path) -> None:
    cache, make = Cache(tmp_path), Making()
    one = step(cache.table("steps"), "as it is", make)
    assert not one.is_kept
    assert one.value() == one.value() == [os.getpid()]
    cache.save()
    again = step(Cache(tmp_path).table("steps"), "as it is", make)
    assert again.is_kept
    assert again.value() == [os.getpid()]
    assert make.times == 1
    assert not step(Cache(tmp_path).table("steps"), "another", make).is_kept


def test_what_is_not_kept_may_be_made_in_another_process(tmp_path: Path) -> None:
    table, kept, make = Cache(tmp_path).table("steps"), Making(), Making()
    step(table, "key", kept, "kept").value()
    steps = [step(table, "key", kept, "kept"), step(table, "key", make, "one"), step(table, "key", make, "other")]
    made_aside(steps, jobs=1)()
    assert [one.is_kept for one in steps] == [True, False, False]
    made_aside(steps, jobs=2)()
    assert [one.is_kept for one in steps] == [True, True, True]
    assert sum(one.value() == [os.getpid()] for one in steps[1:]) == make.times, "some by this one while it waits"
    assert kept.times == 1


def test_what_is_kept_but_damaged_is_made_anew(tmp_path: Path) -> None:
    table, make = Cache(tmp_path).table("steps"), Making()
    table.put("numbers", digest("key"), b"damaged")
    assert step(table, "key", make).value() == [os.getpid()]
