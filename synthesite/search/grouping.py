"""The postings of many studies, by term: the work of `levels_of` and `coding.encoded` on all at once, with numpy."""

from __future__ import annotations

import sys
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import count
from typing import TYPE_CHECKING

from synthesite.search.coding import BASE, CHARACTERS
from synthesite.search_entries import LEVELS, norm_of
from synthesite.text.search_words import stems_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int32]

_COUNT = 8
"""Bits of a study's slot and a word's count, in one number of four bytes, that are the count."""
_SORTED = 1 << 20
"""Postings that are sorted together, by terms of which all are among them: it takes some forty bytes for each."""
_CODED = 1 << 18
"""Postings that are coded together: it takes some forty bytes for each."""
_SMALL = 1 << 16
"""The number from which on codes are worked out for each posting: most are smaller, and their codes at hand."""


class _Numbers(dict[str, bytes]):
    """The number of the term that each word of one language comes to, as `number` gives it: four bytes."""

    def __init__(self, language: str, number: Callable[[str], int]) -> None:
        super().__init__()
        self._term = stems_of(language).made
        self._number = number

    def __missing__(self, word: str) -> bytes:
        made = self[word] = self._number(self._term(word)).to_bytes(4, sys.byteorder)
        return made


def grouped(studies: Iterable[tuple[int, str, list[str], bytes]]) -> Iterator[tuple[str, str]]:
    """The terms in their order, each with its postings.

    Studies come as their slot, their language, their words and how often each counts, in the order of their slots.
    """
    import numpy as np  # a build that changes a few postings does without

    # a word of marks alone comes to the first, which is no term
    numbers: defaultdict[str, int] = defaultdict(count(1).__next__, {"": 0})
    numbers_of = cache(lambda language: _Numbers(language, numbers.__getitem__))
    found, all_counts = bytearray(), bytearray()
    sizes, slots, norms = array("i"), array("i"), array("d")
    for slot, language, words, counts in studies:
        found += b"".join(map(numbers_of(language).__getitem__, words))
        all_counts += counts
        sizes.append(len(words))
        slots.append(slot)
        norms.append(norm_of(sum(counts)))
    if not found:
        return
    in_order = sorted(numbers)
    rank = np.empty(len(in_order), np.int32)
    rank[[numbers[term] for term in in_order]] = np.arange(len(in_order), dtype=np.int32)
    of_term = np.frombuffer(found, np.int32)
    sizes_of = np.zeros(len(in_order), np.int64)
    for at in range(0, len(of_term), _SORTED):  # in its place, and some at once: numpy takes eight bytes for an index
        some = of_term[at : at + _SORTED]
        some[:] = rank[some]
        sizes_of += np.bincount(some, minlength=len(in_order))
    sizes_of = sizes_of[1:]
    counts_of, slot_of = np.frombuffer(all_counts, np.uint8), np.frombuffer(slots, np.int32)
    ends_of_studies = np.cumsum(np.frombuffer(sizes, np.int32))
    norm = np.zeros(slots[-1] + 1)
    norm[slot_of] = norms
    for first, last in _ranges(sizes_of, _SORTED):
        there = np.flatnonzero((of_term > first) & (of_term <= last))
        counted = slot_of[np.searchsorted(ends_of_studies, there, "right")] << _COUNT
        counted += counts_of[there]
        some = counted[_in_order(of_term[there] - first)]
        del there, counted
        some, ends = _postings(some, np.cumsum(sizes_of[first:last]), norm)
        start = 0
        for begin, end in _ranges(np.diff(ends, prepend=0), _CODED):
            codes = _coded(some[start : ends[end - 1]], ends[begin:end] - start)
            yield from zip(in_order[first + begin + 1 : first + end + 1], codes, strict=True)
            start = int(ends[end - 1])


def _postings(
    counted: Numbers, ends: NDArray[np.int64], norm: NDArray[np.float64]
) -> tuple[Numbers, NDArray[np.int64]]:
    """The postings of terms, and where those of each term end, from the same of words: some come to one term."""
    import numpy as np

    slots = counted >> _COUNT
    is_first = np.ones(len(slots), bool)
    is_first[1:] = slots[1:] != slots[:-1]
    is_first[ends[:-1]] = True
    firsts = np.flatnonzero(is_first)
    counts = np.add.reduceat(counted & (1 << _COUNT) - 1, firsts)
    slots = slots[firsts]
    levels = (LEVELS * counts / (counts + norm[slots])).astype(np.int32)
    return slots * LEVELS + levels, np.searchsorted(firsts, ends)


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
    codes = _codes_of_small()[np.minimum(rest, _SMALL - 1)]
    large = np.flatnonzero(rest >= _SMALL)
    codes[large] = _codes_of(rest[large])
    text = codes.tobytes().translate(None, b"\0").decode()
    lengths, least, most = np.ones(len(rest), np.uint8), BASE, int(rest.max())
    while least <= most:
        lengths += rest >= least
        least = (least + 1) * BASE
    start = 0
    for end in np.cumsum(lengths)[ends - 1].tolist():
        yield text[start:end]
        start = end


def _codes_of(numbers: Numbers) -> NDArray[np.uint64]:
    """The characters of each number, the first one in the lowest byte, with noughts behind the last."""
    import numpy as np

    alphabet = np.frombuffer(CHARACTERS.encode(), np.uint8).astype("<u8")
    more = numbers // BASE
    codes: NDArray[np.uint64] = alphabet[numbers - more * BASE]
    while more.any():
        rest = more - 1  # of what has no further digit -1, which stands for any digit here
        more = rest // BASE
        codes = np.where(rest < 0, codes, codes << 8 | alphabet[rest - more * BASE + BASE])
        more = np.maximum(more, 0)
    return codes


@cache
def _codes_of_small() -> NDArray[np.uint64]:
    import numpy as np

    return _codes_of(np.arange(_SMALL, dtype=np.int32))
