"""Which descriptions are worth comparing: those that share something rare, so that the work grows with their number.

Each description has a few keys; those that share a key are compared with each other, and where too many share one, only
with those that share more, or stand next to each other in the order of their titles.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations

import msgspec

from synthesite.text.page_ranges import page_number
from synthesite.text.work_titles import SMALL_WORDS
from synthesite.traits import Traits

_FULL = 24
"""How many may share a key and all be compared."""
_NEIGHBOURS = 6
"""With how many behind it each is compared where more share a key."""
_SLIPS = 12
"""By how many letters titles differ at most that are the same but for slips."""


class Sketch(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What of a description tells with which others it is compared; made once for each, and kept."""

    key: str
    """That of its traits."""
    doi: str
    pmid: str
    pmcid: str
    preprint: bool
    compact: str
    """Its title's words without anything between them."""
    numbers: list[str]
    """The numbers in its title, sorted."""
    year: int
    place: str
    """Volume and first page, as one text; empty where the page isn't known."""
    author: str
    """The first author's family name and the year, as one text; empty without an author."""
    words: list[str]
    """The words of its title that may be rare, each once."""
    keys: list[str]
    """The keys under which it is compared, but for those of its rare words."""


def sketch(traits: Traits) -> Sketch:
    """The sketch of a description."""
    words = (word for word in traits.title.words if len(word) > 3 and word not in SMALL_WORDS)
    return Sketch(
        key=traits.key,
        doi=traits.doi,
        pmid=traits.pmid,
        pmcid=traits.pmcid,
        preprint=traits.preprint,
        compact=traits.title.compact,
        numbers=sorted(traits.title.numbers),
        year=traits.year,
        place="\t".join((traits.volume, traits.pages.first)) if traits.pages.first else "",
        author="\t".join([*sorted(traits.authors[0].family), str(traits.year)]) if traits.authors else "",
        words=list(dict.fromkeys(words)),
        keys=list(dict.fromkeys("\t".join(map(str, key)) for key in _keys(traits))),
    )


def candidate_pairs(described: Sequence[Sketch]) -> set[tuple[int, int]]:
    """Pairs of indices, the lower first, that may be of one study; the same pairs whatever the order."""
    common = Counter(chain.from_iterable(one.words for one in described))
    shared = {word: (count, word) for word, count in common.items() if count > 1}
    blocks: defaultdict[str | tuple[str, str], list[int]] = defaultdict(list)
    for at, one in enumerate(described):
        for key in one.keys:
            blocks[key].append(at)
        rare = sorted([shared[word] for word in one.words if word in shared])[:4]
        for first, other in combinations(sorted([word for _, word in rare]), 2):
            blocks[first, other].append(at)
    pairs: set[tuple[int, int]] = set()
    for block in blocks.values():
        if len(block) > 1:
            pairs.update(_pairs(block, described))
    return pairs


def may_be_one(one: Sketch, other: Sketch) -> bool:
    """Whether two descriptions may be of one study, or look like it, by what is told at once; nearly none may.

    Identifiers that differ keep apart but for titles that are the same, or the same but for slips.
    """
    if (
        (one.doi and one.doi == other.doi)
        or (one.pmid and one.pmid == other.pmid)
        or (one.pmcid and one.pmcid == other.pmcid)
    ):
        return True
    if one.preprint != other.preprint:
        return False
    a, b = one.doi, other.doi
    if (one.pmid and other.pmid) or (a and b and not (a.startswith(b) or b.startswith(a))):
        if one.compact == other.compact:
            return True
        return abs(len(one.compact) - len(other.compact)) <= _SLIPS and one.numbers == other.numbers
    return True


def _keys(traits: Traits) -> Iterator[tuple[str | int, ...]]:
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
    author = max(traits.authors[0].family, key=lambda word: (len(word), word)) if traits.authors else ""
    if first:
        if author:
            yield "author page", author, first
        if traits.volume:
            yield "place", traits.volume, first, traits.pages.last
    if author and traits.year and traits.volume:
        yield "author volume", author, traits.year, traits.volume


def _pairs(block: list[int], described: Sequence[Sketch]) -> Iterator[tuple[int, int]]:
    if len(block) <= _FULL:
        yield from _all(block)
        return
    for name in ("place", "author"):
        finer: dict[str, list[int]] = {}
        for at in block:
            if feature := getattr(described[at], name):
                finer.setdefault(feature, []).append(at)
        for part in finer.values():
            yield from _all(part) if len(part) <= _FULL else _windows(part, described)
    yield from _windows(block, described)


def _windows(block: list[int], described: Sequence[Sketch]) -> Iterator[tuple[int, int]]:
    ordered = sorted(block, key=lambda at: (described[at].compact, described[at].year, described[at].key))
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
