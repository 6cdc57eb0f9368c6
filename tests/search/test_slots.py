"""The numbers of studies in the index."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from synthesite.search.slots import slots_of, table_size

ids = st.lists(st.text("abcdef0123456789-", min_size=1, max_size=12), unique=True, max_size=80)


@given(ids)
def test_each_study_has_a_slot_of_its_own_whatever_the_order_they_come_in(some: list[str]) -> None:
    slots = slots_of(some)
    assert sorted(slots) == sorted(some)
    assert len(set(slots.values())) == len(some)
    assert list(slots.values()) == sorted(slots.values())
    assert slots_of(some[::-1]) == slots


def test_one_study_more_moves_few_others() -> None:
    some = [f"invented-2021-study-{number}" for number in range(1000)]
    before = slots_of(some)
    moved = []
    for extra in range(50):
        after = slots_of([*some, f"added-2022-{extra}"])
        moved.append(sum(after[one] != slot for one, slot in before.items()))
    assert sum(moved) / len(moved) < 4


def test_there_are_between_one_and_a_half_and_three_times_as_many_slots_as_studies() -> None:
    for count in [50, 99, 100, 1000, 8191, 10_000, 100_000]:
        assert 1.5 * count - 1 <= table_size(count) <= 3 * count
