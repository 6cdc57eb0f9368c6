"""What stands around a passage: known values of its line, and the few words that join them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text.surroundings import AROUND, Surroundings, around
from tests.text.properties import tries

LINES = st.lists(st.text("ab <&", max_size=90), min_size=1, max_size=4)


@tries
@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]), st.data())
def test_what_stands_around_a_span_is_of_its_line_and_short(lines: list[str], end: str, data: st.DataObject) -> None:
    text = end.join(lines)
    at = data.draw(st.integers(0, len(lines) - 1))
    offset = len(end.join([*lines[:at], ""]))
    start = data.draw(st.integers(0, len(lines[at])))
    stop = data.draw(st.integers(start, len(lines[at])))
    known = [(0, offset + start), (offset + stop, len(text))]
    before, after = around(text, (offset + start, offset + stop), known)
    wanted_before, wanted_after = lines[at][:start], lines[at][stop:]
    assert before == (wanted_before if start <= AROUND else "…" + wanted_before[-AROUND:])
    assert after == (wanted_after if len(wanted_after) <= AROUND else wanted_after[:AROUND] + "…")


@tries
@given(st.text("ab \n", max_size=120), st.data())
def test_nothing_is_shown_that_stands_between_no_known_values(text: str, data: st.DataObject) -> None:
    at = st.integers(0, len(text))
    ranges = st.tuples(at, at).map(lambda two: (min(two), max(two)))
    span, known = data.draw(ranges), data.draw(st.lists(ranges, max_size=4))
    before, after = around(text, span, known)
    first = min([start for start, end in known if end <= span[0]], default=span[0])
    last = max([end for start, end in known if start >= span[1]], default=span[1])
    assert text[first : span[0]].endswith(before.removeprefix("…"))
    assert text[span[1] : last].startswith(after.removesuffix("…"))
    assert around(text, span, []) == ("", "")


@tries
@given(st.text("ab \n", max_size=200), st.data())
def test_one_look_at_all_known_ranges_gives_the_same(text: str, data: st.DataObject) -> None:
    at = st.integers(0, len(text))
    ranges = st.tuples(at, at).map(lambda two: (min(two), max(two)))
    known = data.draw(st.lists(ranges, max_size=8))
    kept_back = data.draw(st.sets(at, max_size=3))

    def may_show(start: int, end: int) -> bool:
        return not kept_back & set(range(start, end))

    surroundings = Surroundings(text, known, may_show)
    for span in data.draw(st.lists(ranges, min_size=1, max_size=3)):
        assert surroundings.around(span) == plainly_around(text, span, known, may_show)


def plainly_around(
    text: str, span: tuple[int, int], known: list[tuple[int, int]], may_show: Callable[[int, int], bool]
) -> tuple[str, str]:
    """The same rule, range by range."""
    start, end = span
    after_to, before_from = end, start
    for first, last in sorted(known):
        if after_to <= first and after_to < end + AROUND:
            if not leads(text, after_to, first) or not may_show(after_to, first):
                break
            after_to = last
    for first, last in sorted(known, key=lambda one: (-one[1], one[0])):
        if last <= before_from and before_from > start - AROUND:
            if not leads(text, last, before_from) or not may_show(last, before_from):
                break
            before_from = first
    before = re.split(r"[\r\n]", text[before_from:start])[-1]
    after = re.split(r"[\r\n]", text[end:after_to])[0]
    return (
        before if len(before) <= AROUND else f"…{before[-AROUND:]}",
        after if len(after) <= AROUND else f"{after[:AROUND]}…",
    )


def leads(text: str, start: int, end: int) -> bool:
    between = text[start:end]
    return end - start <= AROUND and len(between.split()) <= 3 and not re.search(r"[\r\n]", between)


@pytest.mark.parametrize(
    ("between", "is_shown"),
    [
        ('","author":[{"family":"', True),
        ("", True),
        (" one two three ", True),
        (" one two three four ", False),
        ("\n", False),
        ("x" * AROUND, True),
        ("x" * (AROUND + 1), False),
    ],
)
def test_a_few_words_may_join_two_values_and_no_sentence_may(between: str, is_shown: bool) -> None:
    text = f"10.5555/1{between}Ada"
    start = text.index("Ada") if between == "" else len("10.5555/1" + between)
    before, after = around(text, (0, 9), [(start, len(text))])
    assert before == ""
    assert bool(after) == is_shown
    assert around(text, (start, len(text)), [(0, 9)])[0] == ("" if not is_shown else _cut(text[:start]))


def _cut(text: str) -> str:
    return text if len(text) <= AROUND else f"…{text[-AROUND:]}"


def test_who_asks_may_forbid_what_joins_two_values() -> None:
    text = "1 secret 2 and 3"
    asked: list[str] = []

    def may_show(start: int, end: int) -> bool:
        asked.append(text[start:end])
        return "secret" not in text[start:end]

    assert around(text, (9, 10), [(0, 1), (15, 16)], may_show) == ("", " and 3")
    assert asked == [" and ", " secret "]
