"""Whom to believe, by the table and by the settings."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from synthesite.match import Match
from synthesite.merge import merge
from synthesite.model import Record
from synthesite.readers import all_readers
from synthesite.trust import DEFAULT, TRUST, UNITS, Trust, trust_faults
from tests.test_remnants import extract


def from_readers(trust: Trust, **values: Any) -> Record:
    """The record of what readers say, as `reader={...}` with underscores, in this order."""
    extracts = [extract(at, name.replace("_", "-"), found) for at, (name, found) in enumerate(values.items())]
    return merge("x", Match(extracts, [None] * len(extracts)), (), trust)


def test_the_table_names_every_reader_once_in_its_default_row_and_none_that_is_not() -> None:
    named = [reader for tier in TRUST[DEFAULT] for reader in tier]
    assert sorted(named) == sorted(all_readers())
    for row in TRUST.values():
        readers = [reader for tier in row for reader in tier]
        assert set(readers) <= set(named)
        assert len(readers) == len(set(readers))


def test_the_table_has_rows_for_fields_only() -> None:
    assert {*TRUST} - {DEFAULT} <= set(UNITS)


def test_a_publishers_word_goes_before_an_exports_and_an_exports_before_a_pages() -> None:
    for order in itertools.permutations([("crossref_json", "1"), ("ris", "2"), ("text_page", "3")]):
        record = from_readers(Trust(), **{reader: {"volume": volume} for reader, volume in order})
        assert record.volume == "1"


def test_whoever_is_good_at_a_field_is_trusted_for_it_only() -> None:
    record = from_readers(
        Trust(),
        crossref_json={"type": "article-journal", "volume": "1"},
        pubmed_xml={"type": "review", "volume": "2"},
    )
    assert (record.type, record.volume) == ("review", "1")


@pytest.mark.parametrize(
    ("key", "trusted", "other"),
    [
        ("title", "AN INVENTED STUDY OF LAMPS", "An invented study of lamps"),
        ("title", "An invented study of…", "An invented study of lamps"),
        ("journal", "J. Invent. Results", "Journal of Invented Results"),
        ("published", "2025", "2025-04"),
        ("authors", [{"family": "Example", "given": "A"}], [{"family": "Example", "given": "Ada"}]),
        ("authors", [{"family": "EXAMPLE", "given": "Ada"}], [{"family": "Example", "given": "Ada"}]),
        (
            "authors",
            [{"family": "Example", "given": "Ada"}],
            [{"family": "Example", "given": "Ada"}, {"family": "Beispiel", "given": "Bert"}],
        ),
        ("abstract", [{"text": "We left the lamps…"}], [{"text": "We left."}]),
        ("pages", "132", "132-142"),
    ],
)
def test_a_damaged_value_stands_behind_a_whole_one_whoever_gives_it(key: str, trusted: Any, other: Any) -> None:
    for first, second in (("crossref_json", "table"), ("table", "crossref_json")):
        values = {"crossref_json": {key: trusted}, "table": {key: other}}
        record = from_readers(Trust(), **{first: values[first], second: values[second]})
        assert getattr(record, key) == getattr(from_readers(Trust(), table={key: other}), key)


def test_a_source_that_joins_does_not_take_over_by_the_name_of_its_file() -> None:
    known = {"crossref_json": {"volume": "1", "issue": "2"}, "ris": {"volume": "7", "pages": "1-2"}}
    alone = from_readers(Trust(), **known)
    for new in ("table", "text_page", "a_reader_to_come"):
        for joined in ({new: {"volume": "9", "issue": "9"}} | known, known | {new: {"volume": "9", "issue": "9"}}):
            record = from_readers(Trust(), **joined)
            assert (record.volume, record.issue, record.pages) == (alone.volume, alone.issue, alone.pages)


def test_the_settings_go_before_the_table_and_who_is_not_named_comes_after() -> None:
    trust = Trust({"volume": ["table", ["ris", "bibtex"]]})
    values = {"crossref_json": {"volume": "1"}, "bibtex": {"volume": "2"}, "table": {"volume": "3"}}
    assert from_readers(trust, **values).volume == "3"
    del values["table"]
    assert from_readers(trust, **values).volume == "2"
    del values["bibtex"]
    assert from_readers(trust, **values, medline={"volume": "4"}).volume == "1"


def test_readers_of_one_tier_are_trusted_alike() -> None:
    authors = [{"family": "Example", "given": "Ada"}, {"family": "Beispiel", "given": "Bert"}]
    shorter = [{"family": "Other", "given": "Olga"}]
    values = {"ris": {"authors": shorter}, "table": {"authors": authors}}
    assert len(from_readers(Trust({"authors": [["table", "ris"]]}), **values).authors or []) == 2
    assert len(from_readers(Trust({"authors": ["ris", "table"]}), **values).authors or []) == 1


def test_the_default_of_the_settings_is_for_every_field_they_do_not_name() -> None:
    trust = Trust({"default": ["text-page"], "issue": ["ris"]})
    values = {
        "crossref_json": {"volume": "1", "issue": "1"},
        "ris": {"volume": "2", "issue": "2"},
        "text_page": {"volume": "3", "issue": "3"},
    }
    record = from_readers(trust, **values)
    assert (record.volume, record.issue) == ("3", "2")


def test_a_part_of_citations_can_be_trusted_by_itself_or_with_the_others() -> None:
    values = {
        "crossref_json": {"citations.cited_by": 9, "citations.references": 9},
        "ris": {"citations.cited_by": 1, "citations.references": 1},
    }
    both = from_readers(Trust({"citations": ["ris"]}), **values).citations
    one = from_readers(Trust({"citations.references": ["ris"]}), **values).citations
    assert both is not None
    assert one is not None
    assert (both.cited_by, both.references, one.cited_by, one.references) == (1, 1, 9, 1)


@pytest.mark.parametrize(
    ("setting", "path", "said"),
    [
        ({"titel": ["ris"]}, ["titel"], "there is no field 'titel' to trust anybody for; did you mean 'title'?"),
        ({"title": ["pubmed_xml"]}, ["title", 0], "there is no reader 'pubmed_xml'; did you mean 'pubmed-xml'?"),
        ({"title": [["ris", "bibtx"]]}, ["title", 0, 1], "did you mean 'bibtex'?"),
        ({"title": ["ris", ["table", "ris"]]}, ["title", 1, 1], "the reader 'ris' stands here a second time"),
        ({"id": ["ris"]}, ["id"], "there is no field 'id'"),
    ],
)
def test_a_wrong_word_is_named_with_its_place_and_the_right_one(setting: Any, path: list[str | int], said: str) -> None:
    ((where, message),) = trust_faults(setting)
    assert where == path
    assert said in message


def test_a_right_setting_has_no_fault() -> None:
    assert trust_faults({"default": ["ris"], "citations.tally": [["scite-report", "table"]], "citations": []}) == []
