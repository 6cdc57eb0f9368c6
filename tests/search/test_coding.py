"""Lists of numbers as text: what is written is read again, at once and by numpy alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthesite.search import grouping
from synthesite.search.coding import count_of, decoded, encoded, encoded_slots, with_changes
from synthesite.search.grouping import grouped
from synthesite.search_entries import LEVELS, Indexed, Traits, levels_of

slots = st.lists(st.integers(0, 1 << 21), unique=True, max_size=60).map(sorted)
postings = slots.flatmap(
    lambda some: st.tuples(*(st.integers(slot * LEVELS, slot * LEVELS + LEVELS - 1) for slot in some)).map(list)
)
_WORDS = ["study", "studies", "studi", "studien", "house", "houses", "häuser", "支持", "\u0301"]
"""Several that come to one term, in one language or another, and one that comes to none."""


@given(postings)
def test_postings_come_back(some: list[int]) -> None:
    code = encoded(some)
    assert decoded(code) == some
    assert count_of(code) == len(some)


@given(slots)
def test_slots_without_weights_come_back(some: list[int]) -> None:
    found, least, number = [], 0, 0
    for character in encoded_slots(some):
        digit = "!#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~".index(
            character
        )
        if digit >= 46:
            number = number * 46 + digit - 45
        else:
            found.append(least + number * 46 + digit)
            least, number = found[-1] + 1, 0
    assert found == some


@given(postings)
def test_a_code_can_stand_in_a_script_as_it_is(some: list[int]) -> None:
    assert encoded(some).isascii()
    assert not set(encoded(some)) & {'"', "\\", " ", "\n"}


@given(postings, st.dictionaries(st.integers(0, 1 << 21), st.integers(-1, LEVELS - 1), max_size=12), st.data())
def test_changed_postings_are_as_if_all_were_coded_anew(
    some: list[int], levels: dict[int, int], data: st.DataObject
) -> None:
    for posting in some:
        if data.draw(st.booleans()):
            levels[posting // LEVELS] = data.draw(st.integers(-1, LEVELS - 1))
    changes = {slot: slot * LEVELS + level if level >= 0 else -1 for slot, level in levels.items()}
    now = {posting // LEVELS: posting for posting in some} | changes
    assert with_changes(encoded(some), changes) == encoded(sorted(one for one in now.values() if one >= 0))


def test_small_numbers_take_one_character() -> None:
    assert len(encoded([3, 9, 17])) == 3
    assert len(encoded([46])) == 2


@settings(deadline=None)  # the first example imports numpy
@given(
    st.dictionaries(
        st.integers(0, 100_000),
        st.tuples(
            st.sampled_from(["", "en", "de"]),
            st.lists(st.tuples(st.sampled_from(_WORDS), st.integers(1, 12) | st.integers(1, 255)), max_size=12),
        ),
        max_size=30,
    ),
    st.sampled_from([(grouping._SORTED, grouping._CODED), (20, 6), (2, 1)]),
)
def test_all_terms_at_once_are_coded_as_one_by_one(
    studies: dict[int, tuple[str, list[tuple[str, int]]]], at_once: tuple[int, int]
) -> None:
    given_in, expected = [], dict[str, list[int]]()
    for slot, (language, counted) in sorted(studies.items()):
        words, counts = [word for word, _ in counted], bytes([n for _, n in counted])
        given_in.append((slot, language, words, counts))
        one = Indexed("\n".join(words), counts, b"", Traits(0, False, language, []))
        for term, level in levels_of(one, "").items():
            expected.setdefault(term, []).append(slot * LEVELS + level)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grouping, "_SORTED", at_once[0])
        patch.setattr(grouping, "_CODED", at_once[1])
        found = list(grouped(given_in))
    assert found == [(term, encoded(some)) for term, some in sorted(expected.items())]


@given(st.lists(st.integers(0, 1 << 18), max_size=40) | st.lists(st.integers(0, 5), max_size=40))
def test_numbers_sorted_by_halves_are_sorted_and_equal_ones_stay_in_order(numbers: list[int]) -> None:
    found = grouping._in_order(np.array(numbers, np.int32)).tolist()
    assert found == sorted(range(len(numbers)), key=numbers.__getitem__)


@given(st.lists(st.integers(0, (1 << 31) - 1), min_size=1, max_size=40))
def test_numbers_of_any_size_have_the_same_characters_at_once_and_one_by_one(numbers: list[int]) -> None:
    found = grouping._codes_of(np.array(numbers, np.int32))
    assert [int(one).to_bytes(8, "little").rstrip(b"\0").decode() for one in found] == [encoded([n]) for n in numbers]
