"""Lists of rising numbers as short ASCII text, which a script decodes with a few lines.

A posting is `slot * LEVELS + level`.
Each number is written as its distance from what could stand next at the least, in base 46: the last digit is one of 46
characters, the digits before it are of 46 others. The 92 characters are those of ASCII that need no escape in a
JavaScript string, so a list can stand in one as it is, and compresses as well as bytes do.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from itertools import accumulate

from synthesite.search_entries import LEVELS

CHARACTERS = "".join(chr(code) for code in range(33, 127) if chr(code) not in '"\\')
BASE = 46
"""The digits: first those that end a number, then those that others follow."""
_LAST, _MORE = CHARACTERS[:BASE], CHARACTERS[BASE:]


_VALUES = {character: digit for digit, character in enumerate(CHARACTERS)}


class _Digits(dict[int, str]):
    """The digits of each number, worked out once."""

    def __missing__(self, number: int) -> str:
        digits, rest = _LAST[number % BASE], number // BASE
        while rest:
            rest -= 1
            digits = _MORE[rest % BASE] + digits
            rest //= BASE
        if number < 1 << 16:
            self[number] = digits
        return digits


_DIGITS = _Digits()


def encoded(postings: list[int]) -> str:
    """Postings, at most one a slot, in the order of their slots."""
    least = [(posting | LEVELS - 1) + 1 for posting in postings[:-1]]
    return "".join(map(_DIGITS.__getitem__, map(int.__sub__, postings, [0, *least]))) if postings else ""


def decoded(text: str) -> list[int]:
    """What `encoded` was given."""
    found: list[int] = []
    number, least = 0, 0
    for character in text:
        digit = _VALUES[character]
        if digit >= BASE:
            number = number * BASE + digit - BASE + 1
        else:
            posting = least + number * BASE + digit
            found.append(posting)
            number, least = 0, (posting | LEVELS - 1) + 1
    return found


_NUMBER = re.compile(f"[{re.escape(_MORE)}]*[{re.escape(_LAST)}]")


class _Steps(dict[str, int]):
    """How far each number in a text leads from the end of the slot before it to the end of its own."""

    def __missing__(self, digits: str) -> int:
        step = decoded(digits)[0] // LEVELS + 1
        if len(digits) < _KEPT:
            self[digits] = step
        return step


_KEPT = 4
"""Digits of the numbers that are worked out anew each time."""
_STEPS = _Steps()


def with_changes(text: str, changes: Mapping[int, int]) -> str:
    """The code of the postings in `text`, some of them changed: by slots the postings now, -1 for none.

    The same as if all were decoded and encoded again; but numbers that stay are not looked into.
    """
    numbers = _NUMBER.findall(text)
    ends = list(accumulate(map(_STEPS.__getitem__, numbers)))
    for slot in sorted(changes, reverse=True):  # from behind, so what is before stays where it is
        posting, end = changes[slot], slot + 1
        at = bisect_left(ends, end)
        least = ends[at - 1] if at else 0
        after = at + (at < len(ends) and ends[at] == end)
        if after < len(ends):
            level = decoded(numbers[after])[0] % LEVELS
            start = least if posting < 0 else end
            numbers[after] = _DIGITS[(ends[after] - 1 - start) * LEVELS + level]
        numbers[at:after] = [_DIGITS[posting - least * LEVELS]] if posting >= 0 else []
        ends[at:after] = [end] if posting >= 0 else []
    return "".join(numbers)


def encoded_slots(numbers: list[int]) -> str:
    """Different slots in their order, without weights."""
    least = [number + 1 for number in numbers[:-1]]
    return "".join(map(_DIGITS.__getitem__, map(int.__sub__, numbers, [0, *least]))) if numbers else ""


def count_of(text: str) -> int:
    """How many numbers a text holds."""
    return len(text.translate(_WITHOUT_MORE))


_WITHOUT_MORE = dict.fromkeys(map(ord, _MORE))
