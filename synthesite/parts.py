"""Ids in parts that stay as they are when there is one more, so that little has to be looked at again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from zlib import crc32

_SIZE = 128
"""How many ids a part has, or up to twice as many."""


def in_parts(ids: Iterable[str], least: int = 0) -> list[tuple[str, list[str]]]:
    """Ids in parts, each with its name, in the order given in each; how many there are changes only when ids double.

    There are at least half of `least`, where that is no more than there are ids.
    """
    every = list(ids)
    count = 1 << max(0, max(len(every) // _SIZE, min(least, len(every))).bit_length() - 1)
    parts: defaultdict[int, list[str]] = defaultdict(list)
    for one in every:
        parts[crc32(one.encode("utf-8", "surrogateescape")) & (count - 1)].append(one)
    return [(f"{number + 1} of {count}", parts[number]) for number in sorted(parts)]
