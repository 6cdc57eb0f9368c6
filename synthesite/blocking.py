"""Which descriptions are worth comparing: those that share something rare, so that the work grows with their number.

Each description has a few keys; those that share a key are compared with each other, and where too many share one, only
with those that share more, or stand next to each other in the order of their titles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from synthesite.text.page_ranges import page_number
from synthesite.text.work_titles import SMALL_WORDS
from synthesite.traits import Traits

_FULL = 24
"""How many may share a key and all be compared."""
_NEIGHBOURS = 6
"""With how many behind it each is compared where more share a key."""

Key = tuple[str | int, ...]


def candidate_pairs(described: Sequence[Traits]) -> set[tuple[int, int]]:
    """Pairs of indices, the lower first, that may be of one study; the same pairs whatever the order."""
    common = Counter(word for traits in described for word in set(traits.title.words))
    blocks: dict[Key, list[int]] = {}
    for at, traits in enumerate(described):
        for key in set(_keys(traits, common)):
            blocks.setdefault(key, []).append(at)
    pairs: set[tuple[int, int]] = set()
    for block in blocks.values():
        if len(block) > 1:
            pairs.update(_pairs(block, described))
    return pairs


def _keys(traits: Traits, common: Counter[str]) -> Iterator[Key]:
    title, first = traits.title, page_number(traits.pages.first)
    for name in ("doi", "pmid", "pmcid"):
        if value := getattr(traits, name):
            yield name, value
    if title.compact:
        yield "title", title.compact
        yield "begin", title.compact[:20]
        yield "end", title.compact[-20:]
        if title.main:
            yield "title", title.main
        if len(title.bare) >= 12 and title.kind:
            yield "begin", title.bare[:20]
        shared = ((common[word], word) for word in set(title.words) if len(word) > 3 and word not in SMALL_WORDS)
        rare = [word for _, word in sorted(one for one in shared if one[0] > 1)[:4]]
        for at, one in enumerate(rare):
            for other in rare[at + 1 :]:
                yield ("words", *sorted((one, other)))
    author = max(traits.authors[0].family, key=lambda word: (len(word), word)) if traits.authors else ""
    if first:
        if author:
            yield "author page", author, first
        if traits.volume:
            yield "place", traits.volume, first, traits.pages.last
    if author and traits.year and traits.volume:
        yield "author volume", author, traits.year, traits.volume


def _pairs(block: list[int], described: Sequence[Traits]) -> Iterator[tuple[int, int]]:
    if len(block) <= _FULL:
        yield from _all(block)
        return
    for features in (_by_place, _by_author):
        finer: dict[Key, list[int]] = {}
        for at in block:
            if feature := features(described[at]):
                finer.setdefault(feature, []).append(at)
        for part in finer.values():
            yield from _all(part) if len(part) <= _FULL else _windows(part, described)
    yield from _windows(block, described)


def _by_place(traits: Traits) -> Key | None:
    return (traits.volume, traits.pages.first) if traits.pages.first else None


def _by_author(traits: Traits) -> Key | None:
    return (*sorted(traits.authors[0].family), traits.year) if traits.authors else None


def _windows(block: list[int], described: Sequence[Traits]) -> Iterator[tuple[int, int]]:
    ordered = sorted(block, key=lambda at: (described[at].title.compact, described[at].year, described[at].key))
    for start in range(len(ordered)):
        for other in ordered[start + 1 : start + 1 + _NEIGHBOURS]:
            yield _pair(ordered[start], other)


def _all(block: Iterable[int]) -> Iterator[tuple[int, int]]:
    members = list(block)
    for start, one in enumerate(members):
        for other in members[start + 1 :]:
            yield _pair(one, other)


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)
