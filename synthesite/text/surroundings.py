"""What stands around a passage in its line, as far as it is known what it is."""

from __future__ import annotations

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
    start, end = span
    ranges = sorted(known)
    reached = end
    for first, last in ranges:
        if first >= reached and reached < end + AROUND:
            if not _joined(text, reached, first) or (may_show and not may_show(reached, first)):
                break
            reached = last
    after = text[end:reached]
    reached = start
    for first, last in sorted(ranges, key=lambda one: -one[1]):
        if last <= reached and reached > start - AROUND:
            if not _joined(text, last, reached) or (may_show and not may_show(last, reached)):
                break
            reached = first
    before = text[reached:start]
    before = before[max(before.rfind(mark) for mark in "\r\n") + 1 :]
    after = after[: min((at for mark in "\r\n" if (at := after.find(mark)) >= 0), default=len(after))]
    cut_before, cut_after = len(before) > AROUND, len(after) > AROUND
    return "…" * cut_before + before[-AROUND:], after[:AROUND] + "…" * cut_after


def _joined(text: str, start: int, end: int) -> bool:
    """Whether nothing but a few words of one line stands between two places."""
    if end - start > AROUND:
        return False
    between = text[start:end]
    return len(between.split()) <= _GLUE and not set(between) & {"\r", "\n"}
