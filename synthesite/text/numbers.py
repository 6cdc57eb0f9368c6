"""Figures in words, and ranges of pages."""

from __future__ import annotations

import re

_RANGE = re.compile(r"^(\d+)\s*[-–—]+\s*(\d+)$")
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def expand_pages(pages: str) -> str:
    """A range with its end written out and a plain hyphen: `132–42` is `132-142`; anything else as it is."""
    match = _RANGE.match(pages.strip())
    if not match:
        return re.sub(r"\s*[-–—]+\s*", "-", pages.strip().lower())
    first, last = match.groups()
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return f"{first}-{last}"


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """A number with its noun, small ones in words: `no studies`, `one study`, `four studies`, `35 studies`."""
    noun = singular if number == 1 else plural or f"{singular}s"
    return f"{_SMALL[number] if number < len(_SMALL) else f'{number:,}'} {noun}"
