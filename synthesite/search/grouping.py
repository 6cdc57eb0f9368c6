"""The postings of many studies, by term: the work of `coding.encoded` on all terms at once, with numpy."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import count
from typing import TYPE_CHECKING

from synthesite.search.coding import BASE, CHARACTERS
from synthesite.search_entries import LEVELS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int32]

_SORTED = 1 << 20
"""Postings that are sorted together, by terms of which all are among them: it takes some forty bytes for each."""
_CODED = 1 << 18
"""Postings that are coded together: it takes some sixty bytes for each."""


def grouped(studies: Iterable[tuple[int, list[str], bytes]]) -> Iterator[tuple[str, str]]:
    """The terms in their order, each with its postings.

    Studies come as their slot, their terms and the terms' levels, in the order of their slots.
    """
    import numpy as np  # a build that changes a few postings does without

    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    found, sizes, slots = array("i"), array("i"), array("i")
    all_levels = bytearray()
    for slot, terms, levels in studies:
        found.extend(map(numbers.__getitem__, terms))
        all_levels += levels
        sizes.append(len(terms))
        slots.append(slot)
    if not found:
        return
    in_order = sorted(numbers)
    rank = np.empty(len(in_order), np.int32)
    rank[[numbers[term] for term in in_order]] = np.arange(len(in_order), dtype=np.int32)
    of_term = rank[np.frombuffer(found, np.int32)]
    postings = np.repeat(np.frombuffer(slots, np.int32) * LEVELS, np.frombuffer(sizes, np.int32))
    postings += np.frombuffer(all_levels, np.uint8)
    del found, all_levels
    counts = np.bincount(of_term, minlength=len(in_order))
    for first, last in _ranges(counts, _SORTED):
        there = np.flatnonzero((of_term >= first) & (of_term < last))
        some = postings[there[_in_order(of_term[there] - first)]]
        del there
        start = 0
        for begin, end in _ranges(counts[first:last], _CODED):
            ends = np.cumsum(counts[first + begin : first + end])
            codes = _coded(some[start : start + int(ends[-1])], ends)
            yield from zip(in_order[first + begin : first + end], codes, strict=True)
            start += int(ends[-1])


def _ranges(counts: NDArray[np.int64], most: int) -> Iterator[tuple[int, int]]:
    """Neighbours that count at most so much together, one after the other; what counts more by itself is alone."""
    import numpy as np

    ends = np.cumsum(counts)
    first = 0
    while first < len(ends):
        start = int(ends[first - 1]) if first else 0
        last = max(int(np.searchsorted(ends, start + most, "right")), first + 1)
        yield first, last
        first = last


def _in_order(numbers: Numbers) -> NDArray[np.int64]:
    """What sorts numbers from nought up, equal ones in their order: by halves, which numpy sorts by their digits."""
    import numpy as np

    order = np.argsort(numbers.astype(np.uint16), kind="stable")
    upper = (numbers >> 16).astype(np.uint16)
    return order[np.argsort(upper[order], kind="stable")] if upper.any() else order


def _coded(postings: Numbers, ends: NDArray[np.int64]) -> Iterator[str]:
    """The codes of terms whose postings stand one behind the other; `ends` says where those of each end."""
    import numpy as np

    rest = postings.copy()
    rest[1:] -= (postings[:-1] | LEVELS - 1) + 1
    rest[ends[:-1]] = postings[ends[:-1]]
    digits = [(rest % BASE).astype(np.uint8)]
    rest = rest // BASE
    while rest.any():
        rest -= 1
        # what has no further digit is -1 now: its digit is marked, and it stays at nought
        digits.append(np.where(rest < 0, 255, rest % BASE + BASE).astype(np.uint8))
        rest = np.where(rest < 0, 0, rest // BASE)
    table = np.stack(digits[::-1], axis=1)
    there = table != 255
    alphabet = np.frombuffer(CHARACTERS.encode(), np.uint8)
    text = alphabet[table[there]].tobytes().decode()
    lengths = np.cumsum(there.sum(axis=1))
    start = 0
    for end in lengths[ends - 1].tolist():
        yield text[start:end]
        start = end
