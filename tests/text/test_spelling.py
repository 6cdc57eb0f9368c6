"""British and American spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text import spelling
from synthesite.text.spelling import american
from tests.text.properties import tries


@pytest.mark.parametrize(
    ("british", "theirs"),
    [
        ("behaviour", "behavior"),
        ("organisation", "organization"),
        ("analysed", "analyzed"),
        ("centre", "center"),
        ("counselling", "counseling"),
        ("programme", "program"),
        ("paediatric", "pediatric"),
        ("ageing", "aging"),
    ],
)
def test_the_spellings_of_a_word_are_one(british: str, theirs: str) -> None:
    assert american(british) == american(theirs)


@pytest.mark.parametrize(("one", "other"), [("our", "or"), ("four", "for"), ("lamp", "lamps"), ("hour", "hor")])
def test_other_words_stay_two(one: str, other: str) -> None:
    assert american(one) != american(other)


PARTS = [
    "pro",
    "gramme",
    "centr",
    "ed",
    "ana",
    "lys",
    "is",
    "ation",
    "s",
    "our",
    "l",
    "ll",
    "ing",
    "re",
    "ae",
    "ageing",
]


@tries
@given(st.lists(st.sampled_from([*PARTS, "practis", "e", "scept", "ic", "paedi", "enrolment", "fulfill"]), max_size=4))
def test_looking_for_any_change_first_changes_nothing(parts: list[str]) -> None:
    word = slow = "".join(parts)
    for pattern, ours in spelling._BRITISH:
        slow = pattern.sub(ours, slow)
    assert american(word) == slow
