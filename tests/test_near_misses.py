"""Pairs that look alike, and what they are to each other where that is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from synthesite.model import Record
from synthesite.near_misses import NearMiss, near_miss_traits, near_misses
from synthesite.same_study import relation
from synthesite.traits import traits_of
from tests.test_match import DIFFERENT, KEEPERS, OTHERS, SAME, Values, without

FULL = without(doi="10.5555/keepers")


def misses(described: Sequence[Values]) -> list[NearMiss]:
    return near_misses(list(map(traits_of, described)))


def test_one_text_in_two_journals_of_one_year_is_a_near_miss() -> None:
    (miss,) = misses([KEEPERS, {"title": "Foghorns"}, without(journal="Tides", volume="4", pages="17-24")])
    assert (miss.one, miss.other) == (0, 2)
    assert miss.reason == "title, authors, year agree; journal, volume, pages differ"


def test_a_study_that_lacks_its_place_is_a_near_miss() -> None:
    (miss,) = misses([FULL, without("volume", "issue", "pages", "journal", doi="10.5555/other", year=2019)])
    assert miss.reason == "title, authors agree; doi differ"


@pytest.mark.parametrize("case", ["a preprint", "parts", "a protocol", "a correction", "two updates of a review"])
def test_what_is_known_to_be_something_else_is_none(case: str) -> None:
    assert misses(DIFFERENT[case]) == []


@pytest.mark.parametrize("case", SAME)
def test_what_would_be_merged_and_was_not_is_one(case: str) -> None:
    assert len(misses(SAME[case])) == 1


def test_other_studies_are_none() -> None:
    assert misses([KEEPERS, without(title="Foghorns and their invented listeners", authors=OTHERS)]) == []


RELATIONS: list[tuple[str, Values, Values]] = [
    ("version", *DIFFERENT["a preprint"]),
    ("version", *DIFFERENT["a preprint by its DOI"]),
    ("version", *DIFFERENT["two updates of a review"]),
    ("protocol", *DIFFERENT["a protocol"]),
    ("part", *DIFFERENT["parts"]),
    ("notice", *DIFFERENT["a correction"]),
]


@pytest.mark.parametrize(("expected", "one", "other"), RELATIONS)
def test_relations(expected: str, one: Values, other: Values) -> None:
    assert relation(traits_of(one), traits_of(other)) == expected
    assert relation(traits_of(other), traits_of(one)) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (KEEPERS, KEEPERS),
        (KEEPERS, without(title="Foghorns and their invented listeners")),
        (KEEPERS, without(title="Foghorns: study protocol for a randomised trial of invented listeners")),
        (without(journal="medRxiv"), without(title="Foghorns and their invented listeners", journal="Tides")),
        DIFFERENT["a letter about it"],
    ],
)
def test_no_relation(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert relation(traits_of(one), traits_of(other)) is None


@pytest.mark.parametrize("cases", [SAME, DIFFERENT])
def test_pairs_that_are_not_compared_would_not_be_found(
    cases: dict[str, list[Values]], monkeypatch: pytest.MonkeyPatch
) -> None:
    described = [values for case in cases.values() for values in case]
    described += [values | {"doi": f"10.5555/{at}", "pmid": None} for at, values in enumerate(described)]
    described += [values | {"doi": None, "pmid": str(at)} for at, values in enumerate(described[::3])]
    found = misses(described)
    assert found
    monkeypatch.setattr("synthesite.near_misses._worth_comparing", lambda *_: True)
    monkeypatch.setattr("synthesite.near_misses.may_be_one", lambda *_: True)
    assert misses(described) == found


def test_what_is_compared_is_the_same_from_a_record_as_from_its_values() -> None:
    values = {"title": "Foghorns", "year": 2020}
    assert near_miss_traits(Record(id="x", title="Foghorns", year=2020)) == traits_of(values)
