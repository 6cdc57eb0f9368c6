"""What counts as a change in the evidence, and what of it is told."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.changes import LONGEST, compare, event, first_seen
from synthesite.model import (
    AbstractPart,
    Change,
    ChangeKind,
    Citations,
    Conflict,
    ConflictValue,
    How,
    JournalMetrics,
    Notice,
    Person,
    Place,
    Record,
    SampleGroup,
    SourceItem,
    Span,
    Statement,
    Tally,
)

ID = "example-2021-an-invented-study-of"
TITLE = "An invented study of lighthouse keepers"
SECRET = "Nobody but the invented author may repeat these words"


def item(path: str, sha256: str = "") -> SourceItem:
    return SourceItem(path=path, item=1, sha256=sha256 or path, reader="ris")


def record(**values: Any) -> Record:
    return Record(**{"id": ID, "title": TITLE, "sources": [item("content/sources/a.ris")]} | values)


def told(old: Record | None, new: Record, *merged: str) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(str(c.change), c.field, c.was, c.now) for c in compare(old, new, merged)]


def test_a_new_study_is_told_by_its_id_and_title_alone() -> None:
    assert compare(None, record(volume="7", citations=Citations(cited_by=3))) == [
        Change(change=ChangeKind.NEW, study=ID, title=TITLE)
    ]


def test_a_new_study_that_is_retracted_is_told_as_both_the_notice_first() -> None:
    new = record(notices=[Notice(type="retraction", date="2026-01-05")])
    assert told(None, new) == [("notice", "retraction", None, "2026-01-05"), ("new", None, None, None)]


def test_a_record_that_stayed_as_it_was_changed_in_nothing() -> None:
    assert compare(record(), record()) == []


@pytest.mark.parametrize(
    ("key", "was", "now", "as_text"),
    [
        ("volume", None, "7", (None, "7")),
        ("volume", "7", "8", ("7", "8")),
        ("volume", "7", None, ("7", None)),
        ("year", 2020, 2021, ("2020", "2021")),
        ("open_access", None, False, (None, "false")),
        ("doi", "10.5555/a.b", "10.5555/a-b", ("10.5555/a.b", "10.5555/a-b")),
        ("authors", [Person(family="Example", given="A.")], [Person(family="Example", given="Ada")],
         ("A. Example", "Ada Example")),
        ("authors", [Person(family="Example")], [Person(family="Example"), Person(literal="Keepers’ Group")],
         ("Example", "Example; Keepers’ Group")),
        ("keywords", ["lamps"], ["lamps", "fog"], ("lamps", "lamps; fog")),
        ("sample", None, [SampleGroup(group="keepers", n=0), SampleGroup(group="lamps")],
         (None, "keepers (0); lamps")),
    ],
)  # fmt: skip
def test_a_value_that_came_changed_or_went_is_told_with_both_texts(
    key: str, was: Any, now: Any, as_text: tuple[str | None, str | None]
) -> None:
    assert told(record(**{key: was}), record(**{key: now})) == [("changed", key, *as_text)]


@pytest.mark.parametrize(
    ("key", "was", "now"),
    [
        ("title", TITLE, "An  Invented Study of <i>lighthouse</i> keepers."),
        ("journal", "The Journal of Invented Results", "JOURNAL OF INVENTED RESULTS"),
        ("publisher", "Exámple Press", "Example Press"),
        ("authors", [Person(family="Example", given="ADA")], [Person(family="Example", given="Ada", orcid="0")]),
        ("keywords", ["lamps", "Fog"], ["fog", "lamps"]),
        ("pages", "e12", "E12"),
        ("abstract", [AbstractPart(text="Some  words")], [AbstractPart(text="some words")]),
        ("abstract_truncated", None, True),
        ("citations", Citations(as_of="2025-01-01"), Citations(as_of="2026-01-01")),
        ("citations", None, Citations(statements=[])),
        ("authors", None, []),
        ("extra", None, {"X1": ["a"]}),
        ("fingerprint", "a", "b"),
        ("summary_sha256", "a", "b"),
        ("provenance", None, {"title": Place(source=0, span=Span(0, 1), how=How.COPIED)}),
    ],
)
def test_form_and_what_the_program_keeps_for_itself_are_no_change(key: str, was: Any, now: Any) -> None:
    assert compare(record(**{key: was}), record(**{key: now})) == []


@pytest.mark.parametrize("key", ["findings", "limits"])
def test_prose_is_told_as_changed_and_never_repeated(key: str) -> None:
    changes = compare(record(), record(**{key: [SECRET], "abstract": [AbstractPart(text=SECRET)]}))
    assert [(c.field, c.was, c.now) for c in changes] == [("abstract", None, None), (key, None, None)]


def test_a_long_value_is_told_as_changed_only() -> None:
    (change,) = compare(record(volume="7"), record(volume="8" * (LONGEST + 1)))
    assert (change.field, change.was, change.now) == ("volume", None, None)
    (change,) = compare(record(volume="7"), record(volume="8" * LONGEST))
    assert change.now == "8" * LONGEST


def test_a_long_title_is_cut() -> None:
    (change,) = compare(None, record(title="word " * 200))
    assert change.title is not None
    assert len(change.title) <= LONGEST
    assert change.title.endswith("word …")


def test_a_changed_value_names_the_sources_it_comes_from() -> None:
    places = {"volume": Place(source=1, span=Span(0, 1), how=How.COPIED)}
    sources = [item("content/sources/a.ris"), item("content/sources/b.ris")]
    old = record(sources=sources)
    (change,) = compare(old, record(volume="7", sources=sources, provenance=places))
    assert change.sources == ["content/sources/b.ris"]


def statement(text: str, stance: str | None) -> Statement:
    return Statement(text=text, stance=stance)


def cited(*statements: Statement) -> Record:
    places = [Place(source=0, span=Span(0, 1), how=How.COPIED) for _ in statements]
    provenance: dict[str, Place | list[Place]] = {"citations.statements": places}
    return record(citations=Citations(statements=list(statements)), provenance=provenance)


def test_statements_are_counted_by_stance_with_their_source_and_without_their_words() -> None:
    old = cited(statement(SECRET, "supporting"))
    new = cited(statement(SECRET.upper(), "supporting"), statement("b", "supporting"), statement("c", None))
    changes = compare(old, new)
    assert [(c.change, c.field, c.was, c.now, c.sources) for c in changes] == [
        ("statements", "citations.statements.supporting", "1", "2", ["content/sources/a.ris"]),
        ("statements", "citations.statements.unclassified", "0", "1", ["content/sources/a.ris"]),
    ]


def test_a_statement_in_the_place_of_another_is_a_change_without_a_count() -> None:
    old, new = cited(statement("a", "mentioning")), cited(statement("b", "mentioning"))
    assert told(old, new) == [("statements", "citations.statements.mentioning", None, None)]


def test_tallies_and_counts_of_citations_are_told_noughts_too() -> None:
    old = record(citations=Citations(cited_by=35, tally=Tally(supporting=4)))
    new = record(citations=Citations(cited_by=0, tally=Tally(supporting=4, contrasting=0)))
    assert told(old, new) == [
        ("citations", "citations.cited_by", "35", "0"),
        ("citations", "citations.tally.contrasting", None, "0"),
    ]


def test_metrics_of_the_journal_are_values_like_others() -> None:
    new = record(journal_metrics=JournalMetrics(impact_factor=2.9))
    assert told(record(), new) == [("changed", "journal_metrics.impact_factor", None, "2.9")]


def conflict(field: str, *values: str) -> Conflict:
    return Conflict(field=field, values=[ConflictValue(source=0, value=value) for value in values])


def test_conflicts_come_change_and_are_settled() -> None:
    one, other = record(conflicts=[conflict("volume", "7", "8")]), record(conflicts=[conflict("volume", "7", "9")])
    assert told(record(), one) == [("conflict", "volume", None, "7; 8")]
    assert told(one, other) == [("conflict", "volume", "7; 8", "7; 9")]
    assert told(one, record()) == [("settled", "volume", "7; 8", None)]
    assert told(one, record(conflicts=[conflict("volume", "8 ", "7")])) == [], "the sides' order says nothing"


def test_a_conflict_about_prose_does_not_repeat_it() -> None:
    assert told(record(), record(conflicts=[conflict("abstract", SECRET, "b")])) == [
        ("conflict", "abstract", None, None)
    ]


def test_a_second_notice_is_new_and_a_fuller_one_is_a_change() -> None:
    correction, dated = Notice(type="correction"), Notice(type="correction", date="2025-02")
    later = Notice(type="correction", date="2026-01")
    assert told(record(notices=[correction]), record(notices=[dated])) == [
        ("changed", "notices", "correction", "correction")
    ]
    assert told(record(notices=[dated]), record(notices=[dated, later])) == [("notice", "correction", None, "2026-01")]
    assert told(record(notices=[dated]), record(notices=[later, dated])) == [("notice", "correction", None, "2026-01")]
    assert told(record(notices=[dated]), record()) == [("changed", "notices", "correction", None)]
    assert told(record(), record(notices=[correction, correction]))[0] == ("notice", "correction", None, None)


def test_sources_that_join_and_leave_are_told_and_renamed_or_saved_anew_ones_are_not() -> None:
    old = record(sources=[item("content/sources/a.ris", "1")])
    joined = record(sources=[item("content/sources/a.ris", "1"), item("content/sources/b.ris", "2")])
    assert told(old, joined) == [("source", "sources", None, "content/sources/b.ris")]
    assert told(joined, old) == [("source", "sources", "content/sources/b.ris", None)]
    assert told(old, record(sources=[item("content/sources/moved.ris", "1")])) == []
    assert told(old, record(sources=[item("content/sources/a.ris", "2")])) == []


def test_a_merged_record_is_told_by_its_id() -> None:
    changes = compare(record(), record(volume="7"), ["other-1", "other-2"])
    assert [(c.change, c.other) for c in changes] == [("merged", "other-1"), ("merged", "other-2"), ("changed", None)]


def test_every_kind_of_change_to_a_whole_study_can_be_told() -> None:
    assert event(ChangeKind.SPLIT, record(), "other") == Change(
        change=ChangeKind.SPLIT, study=ID, title=TITLE, other="other"
    )
    assert event(ChangeKind.FORGOTTEN, record(title=None)) == Change(change=ChangeKind.FORGOTTEN, study=ID)


def test_the_order_in_which_ids_were_given_is_that_of_their_first_mention() -> None:
    changes = [event(kind, Record(id=name)) for kind, name in
               [(ChangeKind.NEW, "b"), (ChangeKind.NEW, "a"), (ChangeKind.FORGOTTEN, "b"), (ChangeKind.CHANGED, "x"),
                (ChangeKind.NEW, "c"), (ChangeKind.NEW, "b")]]  # fmt: skip
    assert first_seen(changes) == {"b": 0, "a": 1, "c": 2}


WORDS = st.text(st.sampled_from("ab \u00e9\n;:-\x00"), max_size=8)
RECORDS = st.builds(
    Record,
    id=st.just(ID),
    title=st.none() | WORDS,
    volume=st.none() | WORDS,
    authors=st.none() | st.lists(st.builds(Person, family=WORDS), max_size=2),
    abstract=st.none() | st.lists(st.builds(AbstractPart, text=WORDS), max_size=2),
    notices=st.none() | st.lists(st.builds(Notice, type=WORDS, date=st.none() | WORDS), max_size=2),
    conflicts=st.none() | st.lists(st.builds(conflict, WORDS, WORDS, WORDS), max_size=2),
    citations=st.none() | st.builds(Citations, statements=st.lists(st.builds(statement, WORDS, WORDS), max_size=2)),
    sources=st.none() | st.lists(st.builds(item, WORDS, WORDS), max_size=2),
)


@given(RECORDS, RECORDS)
def test_any_two_records_can_be_compared_and_a_record_never_differs_from_itself(old: Record, new: Record) -> None:
    assert compare(old, old) == []
    for change in compare(old, new):
        assert msgspec.convert(msgspec.to_builtins(change), Change) == change
