"""What stands around a passage: known values of its line, and the few words that join them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text.surroundings import AROUND, around
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
