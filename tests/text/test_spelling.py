"""British and American spelling."""

from __future__ import annotations

import pytest

from synthesite.text.spelling import american


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
