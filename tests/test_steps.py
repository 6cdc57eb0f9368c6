"""Things that are made of all studies and kept."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

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


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_not_kept_may_be_made_in_another_process(jobs: int, tmp_path: Path) -> None:
    table, kept, make = Cache(tmp_path).table("steps"), Making(), Making()
    step(table, "key", kept, "kept").value()
    steps = [step(table, "key", kept, "kept"), step(table, "key", make, "one"), step(table, "key", make, "other")]
    wait = made_aside(steps, jobs)
    wait()
    assert [one.is_kept for one in steps] == [True, jobs > 1, jobs > 1]
    here = [one.value() == [os.getpid()] for one in steps]
    assert here == [True, jobs == 1, jobs == 1]
    assert (kept.times, make.times) == (1, 2 if jobs == 1 else 0)


def test_this_process_may_make_half_while_it_waits(tmp_path: Path) -> None:
    table, make = Cache(tmp_path).table("steps"), Making()
    steps = [step(table, "key", make, name) for name in ("one", "other", "third")]
    made_aside(steps, jobs=2, halved=True)()
    assert all(one.is_kept for one in steps)
    assert [one.value() == [os.getpid()] for one in steps] == [False, True, False]


def test_what_is_kept_but_damaged_is_made_anew(tmp_path: Path) -> None:
    table, make = Cache(tmp_path).table("steps"), Making()
    table.put("numbers", digest("key"), b"damaged")
    assert step(table, "key", make).value() == [os.getpid()]
