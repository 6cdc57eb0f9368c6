"""From the extracts about one study to its record."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from synthesite.match import Match
from synthesite.merge import merge, without_id
from synthesite.model import (
    AbstractPart,
    Conflict,
    ConflictValue,
    Extract,
    How,
    Person,
    Place,
    Record,
    SourceItem,
    Span,
    Statement,
    Tally,
)
from synthesite.trust import unit_of


def place(start: int) -> Place:
    return Place(source=0, span=Span(start, start + 5), how=How.COPIED)


def extract(number: int, values: dict[str, Any], places: dict[str, Any] | None = None, *conflicts: Conflict) -> Extract:
    """What a reader found in the source of this number; a place for each value."""
    source = SourceItem(path=f"content/sources/{number}.ris", item=1, sha256=str(number), reader="ris")
    known: dict[str, Place | list[Place]] = {key: place(10 * number) for key in values}
    return Extract(
        source=source, line=1, values=values, places=known | (places or {}), conflicts=[*conflicts], problems=[]
    )


def merged(*values: dict[str, Any]) -> Record:
    """The record of as many extracts with these values."""
    reasons = [None, *["doi"] * (len(values) - 1)]
    return merge("x", Match([extract(at, value) for at, value in enumerate(values)], reasons))


ADA, BERT = {"family": "Example", "given": "Ada"}, {"family": "Beispiel", "given": "Bert"}
INITIAL = {"family": "Example", "given": "A."}
WHOLE, CUT = [{"text": "We invented a study."}], [{"text": "We invented a study and then we broke off in the…"}]


@pytest.mark.parametrize(
    ("key", "first", "second", "expected"),
    [
        ("title", "An invented study", "An invented study of lighthouses", "An invented study"),
        ("title", "AN INVENTED STUDY", "An invented study", "An invented study"),
        ("journal", "INVENTED RESULTS", "Invented Results", "Invented Results"),
        ("published", "2025", "2025-04-01", "2025-04-01"),
        ("published", "2025-04", "2025", "2025-04"),
        ("authors", [ADA], [ADA, BERT], [ADA, BERT]),
        ("authors", [INITIAL, BERT], [ADA, BERT], [ADA, BERT]),
        ("authors", [ADA, BERT], [INITIAL, BERT], [ADA, BERT]),
        ("abstract", [{"text": "Short."}], WHOLE, WHOLE),
        ("keywords", ["a", "b"], ["c", "B", "e"], ["a", "b", "c", "e"]),
        ("issn", ["1234-5679"], ["1234-5679", "2434-561X"], ["1234-5679", "2434-561X"]),
        ("open_access", False, True, False),
        ("volume", "7", "8", "7"),
    ],
)
def test_the_more_complete_value_wins_and_of_equals_the_first(key: str, first: Any, second: Any, expected: Any) -> None:
    record = merged({key: first}, {key: second})
    assert getattr(record, key) == getattr(merged({key: expected}), key)


def test_a_whole_abstract_wins_over_a_longer_one_that_is_cut() -> None:
    for order in (1, -1):
        values: list[dict[str, Any]] = [{"abstract": CUT, "abstract_truncated": True}, {"abstract": WHOLE}]
        assert merged(*values[::order]).abstract == [AbstractPart(text="We invented a study.")]


def test_a_whole_abstract_is_not_called_cut_because_another_source_cuts_it() -> None:
    for order in (1, -1):
        values: list[dict[str, Any]] = [{"abstract": CUT, "abstract_truncated": True}, {"abstract": WHOLE}]
        assert not merged(*values[::order]).abstract_truncated


def test_an_abstract_that_every_source_cuts_is_called_cut() -> None:
    record = merged({"abstract": CUT, "abstract_truncated": True}, {"abstract": CUT, "abstract_truncated": True})
    assert record.abstract_truncated is True


def test_the_year_is_that_of_the_date_that_won() -> None:
    record = merged({"year": 2024, "published": "2024"}, {"year": 2025, "published": "2025-01-02"})
    assert record.published is not None
    assert record.published.startswith(str(record.year))


def test_each_value_comes_from_whoever_has_it() -> None:
    record = merged({"title": "An invented study", "volume": "7"}, {"doi": "10.5555/a", "issue": "0"}, {"year": 2025})
    assert (record.title, record.volume, record.doi, record.issue, record.year) == (
        "An invented study",
        "7",
        "10.5555/a",
        "0",
        2025,
    )


def test_nought_and_false_are_values() -> None:
    record = merged({"open_access": False, "citations.cited_by": 0, "citations.tally": {"contrasting": 0}})
    assert record.open_access is False
    assert record.citations is not None
    assert (record.citations.cited_by, record.citations.tally) == (0, Tally(contrasting=0))


def test_what_is_said_about_citations_is_taken_part_by_part() -> None:
    one = {"citations.cited_by": 3, "citations.statements": [{"text": "A."}]}
    two = {"citations.cited_by": 4, "citations.references": 9, "citations.statements": [{"text": "A."}, {"text": "B."}]}
    citations = merged(one, two).citations
    assert citations is not None
    assert (citations.cited_by, citations.references) == (4, 9)
    assert citations.statements == [Statement(text="A."), Statement(text="B.")]


def test_what_describes_the_journal_is_not_in_the_record() -> None:
    record = merged({"title": "T", "journal_record.abbreviation": "J Inv"})
    assert record.provenance is not None
    assert list(record.provenance) == ["title"]


def test_a_record_names_its_sources_in_their_order_and_why_they_are_together() -> None:
    sources = merged({"title": "T"}, {"title": "T"}, {"title": "T"}).sources
    assert sources is not None
    assert [(source.path, source.matched) for source in sources] == [
        ("content/sources/0.ris", None),
        ("content/sources/1.ris", "doi"),
        ("content/sources/2.ris", "doi"),
    ]


def test_the_provenance_names_the_source_that_each_value_came_from() -> None:
    first = extract(0, {"title": "T", "authors": [INITIAL]}, {"authors": [place(1)]})
    second = extract(
        1,
        {"title": "T", "authors": [ADA, BERT], "abstract": [{"label": "Aims", "text": "A."}], "citations.cited_by": 0},
        {"authors": [place(2), place(3)], "abstract.0.label": place(4)},
    )
    provenance = merge("x", Match([first, second], [None, "pmid"])).provenance
    assert provenance == {
        "title": place(0),
        "authors": [Place(source=1, span=Span(at, at + 5), how=How.COPIED) for at in (2, 3)],
        "abstract": Place(source=1, span=Span(10, 15), how=How.COPIED),
        "abstract.0.label": Place(source=1, span=Span(4, 9), how=How.COPIED),
        "citations.cited_by": Place(source=1, span=Span(10, 15), how=How.COPIED),
    }


@pytest.mark.parametrize(
    ("key", "one", "other"),
    [
        ("title", "An invented study", "An Invented Study."),
        ("title", "Fact & fiction: a study", "Fact and Fiction – A Study"),
        ("title", "<i>Invented</i> study", "Invented study"),
        ("authors", [ADA, BERT], [INITIAL, {"family": "BEISPIEL", "given": "B"}]),
        ("authors", [{"family": "Ruiz-Pérez", "given": "G."}], [{"family": "Ruiz Perez", "given": "Guillermo"}]),
        ("authors", [{"literal": "The Invented Group"}], [{"literal": "The invented group."}]),
        ("published", "2025", "2025-04-01"),
        ("published", "2025-04-01", "2025-04"),
        ("journal", "The Journal of Invented Results", "journal of invented results"),
        ("journal", "Journal of Invented Results", "J Invent Results"),
        ("journal", "Journal of Invented Results", "J. Invent. Res."),
        ("pages", "132–42", "132-142"),
        ("pages", "S12–S15", "S12-S15"),
        ("pages", "E0319830", "e0319830"),
        ("licence", "CC-BY-4.0", "cc-by-4.0"),
        ("issue", "Suppl. 1", "suppl 1"),
        ("year", 2025, 2025),
        ("open_access", True, True),
        ("keywords", ["a"], ["b"]),
        ("publisher", "Invented Press", "Imaginary Press"),
    ],
)
def test_a_difference_of_form_is_no_conflict(key: str, one: Any, other: Any) -> None:
    assert merged({key: one}, {key: other}).conflicts is None
    assert merged({key: other}, {key: one}).conflicts is None


@pytest.mark.parametrize(
    ("key", "one", "other"),
    [
        ("title", "An invented study", "Another invented study"),
        ("authors", [ADA, BERT], [BERT, ADA]),
        ("year", 2024, 2025),
        ("published", "2025-04", "2025-05-01"),
        ("journal", "Journal of Invented Results", "Journal of Imaginary Results"),
        ("volume", "7", "8"),
        ("pages", "132-142", "132-143"),
        ("doi", "10.5555/a", "10.5555/b"),
        ("open_access", False, True),
        ("language", "de", "en"),
    ],
)
def test_a_real_difference_is_a_conflict_with_both_values(key: str, one: Any, other: Any) -> None:
    (conflict,) = merged({key: one}, {key: other}).conflicts or []
    assert conflict.field == key
    assert [(value.source, value.span) for value in conflict.values] == [(0, Span(0, 5)), (1, Span(10, 15))]
    assert conflict.values[0].value != conflict.values[1].value


def test_a_conflict_names_only_the_sources_that_differ_from_the_value_that_won() -> None:
    (conflict,) = merged({"volume": "7"}, {"volume": "7"}, {"title": "T"}, {"volume": "8"}).conflicts or []
    assert [(value.source, value.value) for value in conflict.values] == [(0, "7"), (3, "8")]


def test_a_conflict_shows_authors_by_name_and_truth_values_as_written() -> None:
    shown = merged(
        {"authors": [ADA, {"literal": "A Group"}], "open_access": False}, {"authors": [BERT], "open_access": True}
    )
    assert [[value.value for value in conflict.values] for conflict in shown.conflicts or []] == [
        ["Ada Example; A Group", "Bert Beispiel"],
        ["false", "true"],
    ]


def test_what_a_source_says_against_itself_is_kept_with_its_own_source() -> None:
    sides = [ConflictValue(source=0, value="2024", span=Span(1, 5)), ConflictValue(source=0, value="2025")]
    own = Conflict(field="year", values=sides)
    record = merge("x", Match([extract(0, {"title": "T"}), extract(1, {"title": "T"}, None, own)], [None, "doi"]))
    (conflict,) = record.conflicts or []
    assert [(value.source, value.value, value.span) for value in conflict.values] == [
        (1, "2024", Span(1, 5)),
        (1, "2025", None),
    ]


@pytest.mark.parametrize(
    ("key", "unit"),
    [
        ("title", "title"),
        ("abstract.0.label", "abstract"),
        ("citations.cited_by", "citations.cited_by"),
        ("citations.tally.supporting", "citations.tally"),
        ("journal_metrics.quartile", "journal_metrics.quartile"),
    ],
)
def test_a_unit_is_what_is_taken_from_one_source_as_a_whole(key: str, unit: str) -> None:
    assert unit_of(key) == unit


def test_one_extract_alone_gives_plain_data_without_an_id() -> None:
    data = without_id(extract(0, {"title": "An invented study", "authors": [ADA], "citations.cited_by": 0}))
    assert "id" not in data
    assert (data["title"], data["authors"], data["citations"]) == ("An invented study", [ADA], {"cited_by": 0})


def test_a_merged_record_keeps_nothing_of_its_own() -> None:
    assert merged({"title": "T"}, {"authors": [ADA]}).authors == [Person(family="Example", given="Ada")]


def with_extra(number: int, **extra: list[str]) -> Extract:
    return msgspec.structs.replace(extract(number, {"title": "T"}), extra=extra)


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        ([], None),
        (["N1"], {"N1": ["a", "b"]}),
        (["N*"], {"N1": ["a", "b"], "N2": ["c"]}),
        (["*"], {"M3": ["d"], "N1": ["a", "b"], "N2": ["c"]}),
        (["n1", "X"], None),
    ],
)
def test_a_sources_own_keys_are_kept_where_the_settings_ask_for_them(kept: list[str], expected: Any) -> None:
    extracts = [with_extra(0, N2=["c"], N1=["a"]), with_extra(1, N1=["b", "a"], M3=["d"])]
    record = merge("x", Match(extracts, [None, "doi"]), kept)
    assert record.extra == expected
    assert list(record.extra or {}) == sorted(record.extra or {})
