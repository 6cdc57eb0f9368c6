"""Lists that several sources add to."""

from __future__ import annotations

from typing import Any

import pytest

from synthesite.match import Match
from synthesite.merge import merge
from synthesite.model import Citations, How, Notice, Place, Record, Span
from tests.conftest import Site
from tests.test_remnants import extract

LONG = "We leave the invented lamps of the lighthouse unlit until the invented morning, and then"


def merged(*values: dict[str, Any], reader: str = "scite-report") -> Record:
    return merge("x", Match([extract(at, reader, one) for at, one in enumerate(values)], [None] * len(values)))


def citing(*values: list[dict[str, Any]]) -> tuple[Record, Citations]:
    record = merged(*({"citations.statements": one} for one in values))
    assert record.citations is not None
    return record, record.citations


def where(source: int, start: int, how: How = How.COPIED) -> Place:
    return Place(source=source, span=Span(start, start + 1), how=how)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (LONG, LONG.upper() + ".", LONG),
        ("“Lamps” are invented.", "'Lamps'  are invented", "“Lamps” are invented."),
        (LONG, f"{LONG} we sleep.", f"{LONG} we sleep."),
        (f"{LONG} we sleep.", LONG, f"{LONG} we sleep."),
        ("Keepers sle…", "Keepers sleep.", "Keepers sleep."),
        ("Keepers sleep", "Keepers sle...", "Keepers sleep"),
    ],
)
def test_a_statement_of_two_sources_is_one_and_its_text_the_whole_one(one: str, other: str, expected: str) -> None:
    _, citations = citing([{"text": one}], [{"text": other}])
    assert [statement.text for statement in citations.statements or []] == [expected]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Keepers sleep.", "Keepers sleep in."),
        ("Keepers sleep.", "Nobody sleeps."),
        (f"{LONG} we sleep", f"{LONG} we go"),
    ],
)
def test_different_statements_stay_two(one: str, other: str) -> None:
    _, citations = citing([{"text": one}], [{"text": other}])
    assert [statement.text for statement in citations.statements or []] == [one, other]


def test_what_one_source_lacks_comes_from_the_other_with_its_own_place() -> None:
    record, citations = citing(
        [{"text": "Others."}, {"text": LONG, "stance": "supporting", "seen": 2}],
        [{"text": LONG, "stance": "supporting", "section": "Discussion", "seen": 3}],
    )
    assert record.provenance is not None
    assert record.conflicts is None
    (_, statement) = citations.statements or []
    assert (statement.stance, statement.section, statement.seen) == ("supporting", "Discussion", 2)
    assert record.provenance["citations.statements"] == [where(0, 100), where(0, 101)]
    assert record.provenance["citations.statements.1.stance"] == where(0, 120)
    assert record.provenance["citations.statements.1.section"] == where(1, 111)


def test_differing_stances_are_a_conflict_that_names_the_statement() -> None:
    record, citations = citing(
        [{"text": "Others."}, {"text": LONG, "stance": "supporting"}],
        [{"text": LONG, "stance": "contrasting", "confidence": 0.9}],
    )
    (_, statement) = citations.statements or []
    assert (statement.stance, statement.confidence) == ("supporting", None)  # the confidence is in the other stance
    (conflict,) = record.conflicts or []
    assert conflict.field == "citations.statements.1.stance"
    assert [(side.source, side.value, side.span) for side in conflict.values] == [
        (0, "supporting", Span(120, 121)),
        (1, "contrasting", Span(110, 111)),
    ]


def test_a_statement_that_nobody_classified_contradicts_nobody() -> None:
    record, citations = citing([{"text": LONG, "stance": "unclassified"}], [{"text": LONG, "stance": "mentioning"}])
    assert record.conflicts is None
    assert [statement.stance for statement in citations.statements or []] == ["mentioning"]


def test_a_retraction_that_one_source_knows_is_never_lost() -> None:
    retracted = {"type": "retraction", "note": "An invented reason"}
    for values in ([{"notices": [{"type": "correction"}]}, {"notices": [retracted]}], [{}, {"notices": [retracted]}]):
        for order in (1, -1):
            assert Notice(**retracted) in (merged(*values[::order]).notices or [])


def test_a_notice_of_two_sources_is_one_with_what_each_knows() -> None:
    record = merged({"notices": [{"type": "retraction"}]}, {"notices": [{"type": "retraction", "date": "2025-01-02"}]})
    assert record.notices == [Notice(type="retraction", date="2025-01-02")]
    assert record.provenance == {"notices": [where(0, 100)], "notices.0.date": where(1, 100, How.DERIVED)}


def test_corrections_that_differ_are_two() -> None:
    dates = [{"type": "correction", "date": date} for date in ("2024-01-01", "2025-01-01")]
    assert len(merged({"notices": [dates[0]]}, {"notices": [dates[1]]}).notices or []) == 2


def test_keywords_and_serial_numbers_are_united_with_their_own_places() -> None:
    record = merged(
        {"keywords": ["Lamp"], "issn": ["1234-5679"]}, {"keywords": ["lamp", "Keeper"], "issn": ["2434-561X"]}
    )
    assert (record.keywords, record.issn) == (["Lamp", "Keeper"], ["1234-5679", "2434-561X"])
    assert record.provenance == {
        "issn": [where(0, 200), where(1, 200)],
        "keywords": [where(0, 100), where(1, 101)],
    }


def test_a_tally_is_one_sources_and_never_added_up() -> None:
    one = {"citations.tally.supporting": 2, "citations.tally.mentioning": 5, "citations.as_of": "2025-01-01"}
    two = {"citations.tally.supporting": 3, "citations.as_of": "2025-06-01"}
    for values in ((one, two), (two, one)):
        record = merged(*values)
        assert record.citations is not None
        assert record.citations.tally is not None
        assert (record.citations.tally.supporting, record.citations.tally.mentioning) == (3, None)
        assert record.citations.as_of == "2025-06-01"
        assert record.conflicts is None  # counts of another day


@pytest.mark.parametrize(("day", "expected"), [("2025-01-01", ["citations.tally"]), (None, []), ("2025-01-02", [])])
def test_tallies_of_one_day_that_differ_are_a_conflict(day: str | None, expected: list[str]) -> None:
    one = {"citations.tally.supporting": 2, "citations.as_of": "2025-01-01"}
    two = {"citations.tally.supporting": 3, **({"citations.as_of": day} if day else {})}
    assert [conflict.field for conflict in merged(one, two).conflicts or []] == expected


def test_counts_of_different_databases_are_no_conflict() -> None:
    record = merged({"citations.cited_by": 3, "citations.references": 1}, {"citations.cited_by": 30})
    assert record.conflicts is None
    assert record.citations == Citations(cited_by=30, references=1)


def test_what_is_united_can_be_verified(site: Site) -> None:
    """A derived element of a united list is found in its own source, where it stands at another index."""
    head = "TY  - JOUR\nTI  - An invented study of lamps\nDO  - 10.5555/lamps\nPY  - 2025\n"
    site.source("a.ris", f"{head}KW  - lamp\nKW  - keeper\nSN  - 12345679\nER  - \n")
    site.source("b.ris", f"{head}KW  - Keeper\nKW  - night\nSN  - 2434561X\nER  - \n")
    assert site.run("ingest") == 0
    (path,) = (site.root / "content" / "studies").rglob("*.yaml")
    record = site.record(path.stem)
    assert record["keywords"] == ["lamp", "keeper", "night"]
    assert record["issn"] == ["1234-5679", "2434-561X"]
    assert site.run("check") == 0
