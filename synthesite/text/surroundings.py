"""What stands around a passage in its line, as far as it is known what it is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable

AROUND = 60
"""How many characters of its line may stand on each side of a marked passage."""
_GLUE = 3
"""How many words may stand between two values: the names of fields, and no sentence."""

Range = tuple[int, int]


def around(
    text: str, span: Range, known: Iterable[Range], may_show: Callable[[int, int], bool] | None = None
) -> tuple[str, str]:
    """What stands before and after a span in its line, at most so many characters (`AROUND`); `…` where it is cut.

    It ends at the last of the `known` ranges that is joined to the span by nothing but known ones and the few words
    between two of them; `may_show` says whether those between may be shown.
    """
    return Surroundings(text, known, may_show).around(span)


class Surroundings:
    """What stands around the spans of one text; see `around`."""

    def __init__(self, text: str, known: Iterable[Range], may_show: Callable[[int, int], bool] | None = None) -> None:
        self._text = text
        self._may_show = may_show
        self._by_start = sorted(known)
        self._by_end = sorted(self._by_start, key=_longest_last)

    def around(self, span: Range) -> tuple[str, str]:
        """What stands before and after a span."""
        start, end = span
        reached = end
        for at in range(bisect_left(self._by_start, end, key=_start), len(self._by_start)):
            first, last = self._by_start[at]
            if reached >= end + AROUND:
                break
            if first >= reached:
                if not self._leads(reached, first):
                    break
                reached = last
        after = self._text[end:reached]
        reached = start
        for at in range(bisect_right(self._by_end, start, key=_end) - 1, -1, -1):
            first, last = self._by_end[at]
            if reached <= start - AROUND:
                break
            if last <= reached:
                if not self._leads(last, reached):
                    break
                reached = first
        before = self._text[reached:start]
        before = before[max(before.rfind(mark) for mark in "\r\n") + 1 :]
        after = after[: min((at for mark in "\r\n" if (at := after.find(mark)) >= 0), default=len(after))]
        cut_before, cut_after = len(before) > AROUND, len(after) > AROUND
        return "…" * cut_before + before[-AROUND:], after[:AROUND] + "…" * cut_after

    def _leads(self, start: int, end: int) -> bool:
        """Whether one may go on from one place to the next."""
        return _joined(self._text, start, end) and (self._may_show is None or self._may_show(start, end))


def _start(span: Range) -> int:
    return span[0]


def _end(span: Range) -> int:
    return span[1]


def _longest_last(span: Range) -> Range:
    return span[1], -span[0]


def _joined(text: str, start: int, end: int) -> bool:
    """Whether nothing but a few words of one line stands between two places."""
    if end - start > AROUND:
        return False
    between = text[start:end]
    return len(between.split()) <= _GLUE and not set(between) & {"\r", "\n"}
