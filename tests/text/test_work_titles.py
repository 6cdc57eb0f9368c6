"""What a title says its publication is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text.work_titles import work_title
from tests.text.properties import tries


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Erratum", "notice"),
        ("Erratum to: An invented study", "notice"),
        ("Author Correction: An invented study", "notice"),
        ("Retraction notice for An invented study", "notice"),
        ("An invented study (Corrigendum)", "notice"),
        ("Correction of invented tremors by foghorns", "notice"),
        ("Corrections officers in an invented prison", ""),
        ("RETRACTED: An invented study", ""),
        ("An invented study. [Erratum appears in Tides. 2020;(4):5]", ""),
        ("Re: An invented study", "comment"),
        ("Reply to Example et al", "comment"),
        ("An invented study: authors' reply", "comment"),
        ("Letters from an invented lighthouse", ""),
        ("Response of invented tides to the moon", ""),
        ("An invented study: study protocol for a randomised trial", "protocol"),
        ("Rationale and design of an invented trial", "protocol"),
        ("An invented study", ""),
    ],
)
def test_kinds(title: str, kind: str) -> None:
    assert work_title(title).kind == kind


@pytest.mark.parametrize(
    ("title", "part"),
    [("Invented tides. Part II: ebb", "2"), ("Invented tides, part 2", "2"), ("Invented tides II", "2"), ("Tides", "")],
)
def test_parts(title: str, part: str) -> None:
    assert work_title(title).part == part


def test_greek_letters_are_their_names() -> None:
    assert work_title("Invented β-tides").compact == work_title("Invented beta tides").compact


@pytest.mark.parametrize(
    "title", ["Editorial", "Guest editorial", "Editor's comments", "Book reviews", "Annual report 2020"]
)
def test_headings_recur(title: str) -> None:
    assert work_title(title).recurs
    assert not work_title(title).is_distinctive


def test_a_whole_title_does_not_recur() -> None:
    assert work_title("An invented editorial on lighthouse keepers").is_distinctive


@tries
@given(st.text(max_size=60))
def test_any_title_is_read(title: str) -> None:
    found = work_title(title)
    assert found.compact == "".join(found.words)
    assert work_title(title.upper()).compact.casefold() == work_title(title.upper().lower()).compact.casefold()
