"""How alike the titles of two works are: equal, equal but for slips, the beginning of one another, similar."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from synthesite.text.patterns import lazy
from synthesite.text.work_titles import SMALL_WORDS, WorkTitle


class Likeness(Enum):
    """How two titles stand to each other."""

    EQUAL = "equal but for form"
    SLIPS = "equal but for slips of the pen"
    PART = "one is the beginning of the other"
    SIMILAR = "similar"
    OTHER = "different"
    UNKNOWN = "one is missing"


SAME_TITLE = frozenset({Likeness.EQUAL, Likeness.SLIPS})
_SIGN = lazy("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
"""Chinese, Japanese and Korean signs, each of which says as much as several letters."""
_OPPOSITES = (
    *(("hyper", "hypo"), ("inter", "intra"), ("macro", "micro"), ("mater", "pater"), ("ab", "ad"), ("af", "ef")),
    ("", "a"),
)
"""Beginnings of words that are opposites and a letter or two apart: `maternal` and `paternal`, `asymptomatic`."""


@lru_cache(maxsize=65536)
def title_likeness(a: WorkTitle, b: WorkTitle) -> Likeness:
    """How two titles stand to each other; numbers that clash keep apart what is similar."""
    if not a.words or not b.words:
        return Likeness.UNKNOWN
    if a.compact == b.compact:
        return Likeness.EQUAL
    short, long = (a, b) if len(a.compact) <= len(b.compact) else (b, a)
    clash = bool(a.numbers - b.numbers and b.numbers - a.numbers)
    if not clash and a.numbers == b.numbers and _only_slips(a, b):
        return Likeness.SLIPS
    if not clash and short.compact == long.main and len(short.compact) >= 5:
        return Likeness.PART
    if not clash and len(short.compact) >= 20 and len(short.words) >= 3:
        if long.compact.startswith(short.compact) or (len(short.words) >= 4 and long.compact.endswith(short.compact)):
            return Likeness.PART
        if a.main and a.main == b.main and len(a.main) >= 30:
            return Likeness.SIMILAR
    ratio = fuzz.ratio(short.compact, long.compact)
    if ratio >= (92 if clash else 75):
        return Likeness.SIMILAR
    if not clash and len(short.words) >= 5 and fuzz.token_set_ratio(" ".join(a.words), " ".join(b.words)) >= 92:
        return Likeness.SIMILAR
    return Likeness.OTHER


def _only_slips(a: WorkTitle, b: WorkTitle) -> bool:
    """Whether titles differ in small words, letters here and there, and how they are set only."""
    if abs(len(a.compact) - len(b.compact)) > 12:
        return False
    mine = [word for word in a.words if word not in SMALL_WORDS]
    theirs = [word for word in b.words if word not in SMALL_WORDS]
    if "".join(mine) == "".join(theirs):
        return True
    only_mine, only_theirs = _without(mine, theirs), _without(theirs, mine)
    joined, other = "".join(only_mine), "".join(only_theirs)
    if joined == other:
        return True
    if len(only_mine) == len(only_theirs) <= 3:
        return all(map(_slip, only_mine, only_theirs))
    return len(joined) >= 8 and len(only_mine) + len(only_theirs) <= 4 and _slip(joined, other)


def _without(words: list[str], others: list[str]) -> list[str]:
    left = list(others)
    found = []
    for word in words:
        if word in left:
            left.remove(word)
        else:
            found.append(word)
    return found


def _slip(one: str, other: str) -> bool:
    """Whether two words are one with a letter wrong, missing or too many; in long words, two behind the third."""
    if min(len(one), len(other)) < 4 or _SIGN.search(one + other) or _opposite(one, other) or _opposite(other, one):
        return False
    distance = Levenshtein.distance(one, other, score_cutoff=2)
    return distance <= 1 or (distance == 2 and min(len(one), len(other)) >= 9 and one[:3] == other[:3])


def _opposite(one: str, other: str) -> bool:
    return any(one.startswith(a) and other.startswith(b) and one[len(a) :] == other[len(b) :] for a, b in _OPPOSITES)
