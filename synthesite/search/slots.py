"""The number of each study in the search index, told from the ids alone and stable under small changes.

A study's slot is where its id falls in a hash table with ordered linear probing (O. Amble, D. E. Knuth, Ordered hash
tables, The Computer Journal 17 (1974) 135-142): the layout doesn't depend on the order in which ids come, and one id
more or less moves few others, where numbers in the order of the ids would move half of all.
"""

from __future__ import annotations

from collections.abc import Collection
from hashlib import blake2b

_SMALLEST = 64


def table_size(count: int) -> int:
    """How many slots so many studies have: at least half as many again, at most about three times as many."""
    size = _SMALLEST
    while size < count + count // 2:
        size = size * 3 // 2 if size & (size - 1) == 0 else size // 3 * 4
    return size


def slots_of(ids: Collection[str]) -> dict[str, int]:
    """The slot of each id, in the order of the slots. The last few may lie behind the size of the table."""
    wanted = sorted((_hash(one), one) for one in ids)
    size = table_size(len(wanted))
    found: dict[str, int] = {}
    free = 0
    for number, one in wanted:  # in the order of their hashes, so each takes the first free slot from its own on
        free = max(free, number * size >> 64)
        found[one] = free
        free += 1
    return found


def _hash(one: str) -> int:
    return int.from_bytes(blake2b(one.encode(), digest_size=8).digest(), "big")
