"""Names of journals."""

from __future__ import annotations

import pytest

from synthesite.text.journal_names import same_journal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Journal of Invented Results", "J. Invent. Results"),
        ("Journal of Invented Results", "Journal of invented results : official journal of the Invented Society"),
        ("Tides", "Tides (Online)"),
        ("Tides; a journal of invented seas", "TIDES"),
        ("Invented National Surgery", "Inv Natl Surg"),
        ("Annals & Archives of Tides", "Annals and Archives of Tides"),
        ("JITF", "Journal of Invented Tides and Foghorns"),
        ("JIT Journal of Invented Tides", "Journal of Invented Tides"),
        ("Invented Journal of Tides.Journal inventé des marées", "Invented Journal of Tides"),
        ("Journal of Invented Behaviour", "Journal of Invented Behavior"),
    ],
)
def test_one_journal_under_two_names(one: str, other: str) -> None:
    assert same_journal(one, other) is True
    assert same_journal(other, one) is True


@pytest.mark.parametrize(
    ("one", "other"),
    [("Tides", "Tides Care"), ("Journal of Invented Tides", "Journal of Real Towers"), ("Lancet", "Stroke")],
)
def test_two_journals(one: str, other: str) -> None:
    assert same_journal(one, other) is False
    assert same_journal(other, one) is False


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Proceedings of the 3rd Invented Conference", "Lecture Notes in Inventions"),
        ("Invented Tides Quarterly", "Invented Tides Quarterly for Keepers and Pilots"),
    ],
)
def test_where_it_cannot_be_told(one: str, other: str) -> None:
    assert same_journal(one, other) is None
    assert same_journal(other, one) is None
