"""Which extracts are about the same study, and which record is theirs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.match import Known, Match, assign_records, group_extracts
from synthesite.model import Extract, SourceItem
from tests.text.properties import tries


def extract(number: int = 0, **values: Any) -> Extract:
    """What a reader found in the source of this number."""
    source = SourceItem(path=f"content/sources/{number}.ris", item=1, sha256=str(number), reader="ris")
    return Extract(source=source, line=1, values=values, places={}, conflicts=[], problems=[])


def groups(extracts: list[Extract]) -> list[list[int]]:
    """The groups as lists of the extracts' numbers."""
    return [[int(e.source.sha256) for e in match.extracts] for match in group_extracts(extracts)]


def test_extracts_without_identifiers_stay_alone() -> None:
    assert groups([extract(0, title="An invented study"), extract(1, title="An invented study")]) == [[0], [1]]


@pytest.mark.parametrize("key", ["doi", "pmid"])
def test_the_same_identifier_is_the_same_study_and_the_reason_is_kept(key: str) -> None:
    found = group_extracts([extract(0, **{key: "1"}), extract(1, **{key: "2"}), extract(2, **{key: "1"})])
    assert [match.reasons for match in found] == [[None, key], [None]]


def test_a_doi_is_never_taken_for_a_pmid() -> None:
    assert groups([extract(0, doi="1"), extract(1, pmid="1")]) == [[0], [1]]


def test_extracts_belong_together_by_way_of_others() -> None:
    chain = [extract(0, doi="a"), extract(1, doi="a", pmid="1"), extract(2, pmid="1", doi="b"), extract(3, doi="b")]
    assert groups(chain) == [[0, 1, 2, 3]]


def test_two_groups_that_a_later_extract_joins_are_one_in_their_order() -> None:
    assert groups([extract(0, doi="a"), extract(1), extract(2, pmid="1"), extract(3, pmid="1", doi="a")]) == [
        [0, 2, 3],
        [1],
    ]


def test_an_extract_that_a_later_one_brings_in_has_a_reason_too() -> None:
    (match,) = group_extracts([extract(0, doi="a"), extract(1, pmid="1"), extract(2, pmid="1", doi="a")])
    assert match.reasons[0] is None
    assert match.reasons[1] == "pmid", "it shares the PMID of the third"
    assert match.reasons[2] == "doi"


IDENTIFIED = st.fixed_dictionaries(
    {}, optional={"doi": st.sampled_from(["a", "b", "c", "d"]), "pmid": st.sampled_from(["1", "2", "3", "4"])}
)


@tries
@given(st.lists(IDENTIFIED, max_size=10))
def test_grouping_is_by_shared_identifiers_and_nothing_else(values: list[dict[str, str]]) -> None:
    extracts = [extract(at, **value) for at, value in enumerate(values)]
    found = groups(extracts)
    assert sorted(at for group in found for at in group) == list(range(len(values))), "each extract once"
    assert all(group == sorted(group) for group in found), "the extracts in their order"
    assert [group[0] for group in found] == sorted(group[0] for group in found), "and the groups in theirs"
    keys = [{key for at in group for key in values[at].items()} for group in found]
    for at, mine in enumerate(keys):
        assert not any(mine & other for other in keys[:at]), "what shares an identifier is together"
    for group in found:
        reached = {group[0]}
        for _ in group:
            known = {key for at in reached for key in values[at].items()}
            reached |= {at for at in group if known & set(values[at].items())}
        assert reached == set(group), "and what is together shares identifiers, directly or by way of others"


@tries
@given(st.lists(IDENTIFIED, max_size=10))
def test_all_of_a_group_but_the_first_have_a_reason(values: list[dict[str, str]]) -> None:
    for match in group_extracts([extract(at, **value) for at, value in enumerate(values)]):
        assert match.reasons[0] is None
        assert all(reason in {"doi", "pmid"} for reason in match.reasons[1:])


def known(record_id: str, **values: Any) -> Known:
    return Known(**{"id": record_id, "doi": None, "pmid": None, "items": [], "title": None, "year": None} | values)


def take(records: list[Known], *extracts: Extract) -> str | None:
    return assign_records([Match(list(extracts), [None] * len(extracts))], records)[0]


def test_a_record_is_found_by_its_doi_before_anything_else() -> None:
    records = [known("a", pmid="1"), known("b", doi="d"), known("c", items=[("content/sources/0.ris", "0")])]
    assert take(records, extract(0, doi="d", pmid="1")) == "b"


def test_a_record_is_found_by_an_identifier_of_any_of_its_extracts() -> None:
    assert take([known("a", pmid="1")], extract(0, doi="d"), extract(1, pmid="1")) == "a"


def test_a_record_is_found_by_the_item_it_was_made_from() -> None:
    records = [known("a", items=[("content/sources/0.ris", "0")])]
    assert take(records, extract(0, title="A corrected title")) == "a"
    assert take(records, extract(1, title="A corrected title")) is None


def test_a_record_without_identifiers_is_found_by_title_and_year() -> None:
    records = [known("a", title="The <i>invented</i> Study.", year=2025)]
    assert take(records, extract(0, title="An invented study", year=2025)) == "a"
    assert take(records, extract(0, title="An invented study", year=2024)) is None
    assert take(records, extract(0, title="An invented study")) is None


def test_a_record_with_another_doi_is_not_found_by_its_title() -> None:
    assert (
        take(
            [known("a", title="An invented study", year=2025, doi="d")],
            extract(0, title="An invented study", year=2025),
        )
        is None
    )


def test_a_record_is_given_out_once() -> None:
    records = [known("b", title="T", year=2025), known("a", title="T", year=2025)]
    matches = [Match([extract(at, title="T", year=2025)], [None]) for at in range(3)]
    assert assign_records(matches, records) == ["a", "b", None]


def test_a_newcomer_takes_no_record_that_better_evidence_gives_to_another() -> None:
    records = [known("a", title="Editorial", year=2020, items=[("content/sources/1.ris", "1")])]
    newcomer = Match([extract(0, title="Editorial", year=2020, doi="10.5555/new")], [None])
    owner = Match([extract(1, title="Editorial", year=2020)], [None])
    assert assign_records([newcomer, owner], records) == [None, "a"]


def test_a_title_alone_does_not_make_two_authors_one() -> None:
    records = [known("a", title="Editorial", year=2020, first_author="example")]
    other = extract(0, title="Editorial", year=2020, authors=[{"family": "Beispiel"}])
    same = extract(0, title="Editorial", year=2020, authors=[{"family": "Example"}])
    assert take(records, other) is None
    assert take(records, same) == "a"


def test_a_renamed_source_is_known_by_its_items() -> None:
    assert take([known("a", items=[("content/sources/old.ris", "0")])], extract(0, title="T")) == "a"
