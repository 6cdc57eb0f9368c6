"""Ids in parts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from synthesite.parts import in_parts


@given(st.sets(st.text("abcdefgh-", min_size=1, max_size=8), max_size=600), st.text("xyz", min_size=1))
def test_one_more_moves_no_other(ids: set[str], more: str) -> None:
    before = {one: part for part, some in in_parts(sorted(ids)) for one in some}
    after = {one: part for part, some in in_parts([*sorted(ids), more]) for one in some}
    assert before.keys() == ids
    assert after.keys() == {*ids, more}
    same_count = {part.split(" of ")[1] for part in before.values()} == {
        part.split(" of ")[1] for part in after.values()
    }
    assert not same_count or before == {one: part for one, part in after.items() if one != more}


def test_parts_are_many_where_ids_are() -> None:
    parts = dict(in_parts([f"study-{number}" for number in range(5_000)]))
    assert 16 <= len(parts) <= 64
    assert max(map(len, parts.values())) < 400
