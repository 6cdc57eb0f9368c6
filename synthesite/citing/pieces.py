"""Pieces of references: full stops, titles in title case, pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_STOP_WORDS = frozenset(
    {
        "a", "an", "and", "as", "at", "but", "by", "down", "for", "from", "in", "into", "nor", "of", "on", "onto",
        "or", "over", "so", "the", "till", "to", "up", "via", "with", "yet",
    }
)  # fmt: skip
"""The words that CSL leaves small in titles, but for the first one and one after a colon or a full stop."""
_RANGE = re.compile(r"(.+?)\s*[-–]\s*([^-–]+)")
_NUMBERED = re.compile(r"([^\W\d]*)(\d+)")


def stopped(text: str) -> str:
    """A text with a full stop at its end, unless it ends a sentence already."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


@lru_cache(maxsize=16384)
def title_case(title: str) -> str:
    """An English title with capitals at all words but the small ones; words with capitals of their own stay."""
    words = []
    before = ":"
    for word in title.split():
        is_small = word in _STOP_WORDS and before not in ":."
        words.append(word[0].upper() + word[1:] if word.islower() and not is_small else word)
        before = word[-1]
    return " ".join(words)


def pages_expanded(pages: str) -> str:
    """`101–108`, as a record has it, with dashes for hyphens."""
    return _each_range(pages, _whole)


def _whole(_: str, last: str) -> str:
    return last


def pages_minimal(pages: str) -> str:
    """`101–8`: of the last page only the digits that differ."""
    return _each_range(pages, lambda first, last: _without_common(first, last, 1))


def pages_chicago(pages: str) -> str:
    """Pages by the Chicago Manual of Style, 16th edition (9.60): `3–10`, `100–104`, `107–8`, `321–28`, `1496–1504`."""
    return _each_range(pages, _chicago)


def _chicago(first: str, last: str) -> str:
    number = _NUMBERED.fullmatch(first)
    if not number or int(number[2]) < 100 or int(number[2]) % 100 == 0:
        return last
    if len(first) >= 4 and first[:2] != last[:2]:
        return last
    return _without_common(first, last, 1 if int(number[2]) % 100 < 10 else 2)


def _without_common(first: str, last: str, least: int) -> str:
    """A last page without the beginning that it shares with the first; `least` characters are left at least."""
    one, other = _NUMBERED.fullmatch(first), _NUMBERED.fullmatch(last)
    if not one or not other or one[1] != other[1] or first == last:
        return last
    if len(first) != len(last):
        return other[2] if least == 1 else last
    common = next(at for at, (a, b) in enumerate(zip(first, last, strict=True)) if a != b)
    return last[min(common, len(last) - least) :]


def _each_range(pages: str, shorten: Callable[[str, str], str]) -> str:
    parts = []
    for part in pages.split(","):
        found = _RANGE.fullmatch(part.strip())
        if found and not re.search("[-–]", found[1]):
            parts.append(f"{found[1]}–{shorten(found[1], found[2])}")
        else:
            parts.append(part.strip())
    return ", ".join(parts)
