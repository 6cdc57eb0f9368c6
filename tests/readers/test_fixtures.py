"""Every fixture beside what it must become; the pairs under fixtures/<reader module>/ are found by themselves.

An expected file holds `items` (the record of each, without sources and provenance; `journal_record` is what the item
says about the journal) and `problems` as `line: severity code message`, where `…` stands for any words.
"""

from __future__ import annotations

import json

import pytest

from synthesite.extract import SourceText
from synthesite.model import Extract, Problem
from synthesite.readers import all_readers
from synthesite.sources import read_file
from tests.readers.support import FIXTURES, Pair, fits, pairs, plain, read, shown_problem, untraced, untrue

PAIRS = pairs()
EXPORTS = pairs("ris")
each_pair = pytest.mark.parametrize("pair", PAIRS, ids=str)


@each_pair
def test_a_fixture_becomes_what_is_expected(pair: Pair) -> None:
    assert len(pair.documents) == 1, f"{pair} needs one document beside {pair.expected.name}"
    assert pair.expected.is_file(), f"{pair.document} needs {pair.expected.name} beside it"
    expected = json.loads(pair.expected.read_text(encoding="utf-8"))
    assert set(expected) <= {"items", "problems"}
    found = read_file(pair.document, pair.shown)
    extracts = [one for one in found if isinstance(one, Extract)]
    problems = [shown_problem(one) for one in found if isinstance(one, Problem)]
    assert [plain(extract) for extract in extracts] == expected["items"]
    patterns = expected.get("problems", [])
    assert len(problems) == len(patterns), problems
    for problem, pattern in zip(sorted(problems), sorted(patterns), strict=True):
        assert fits(problem, pattern), f"{problem}\nis not\n{pattern}"
    assert {extract.source.reader for extract in extracts} <= {pair.reader.replace("_", "-")}


@each_pair
def test_every_value_stands_where_the_record_says(pair: Pair) -> None:
    source = pair.source()
    assert [fault for extract in read(source)[0] for fault in untrue(extract, source)] == []


@each_pair
def test_every_value_says_where_it_comes_from(pair: Pair) -> None:
    assert [fault for extract in read(pair.source())[0] for fault in untraced(extract)] == []


@pytest.mark.parametrize(
    ("pair", "line_end"), [*((pair, "\r\n") for pair in PAIRS), *((pair, "\r") for pair in EXPORTS)], ids=str
)
def test_line_ends_make_no_difference(pair: Pair, line_end: str) -> None:
    source = pair.source()
    text = source.text.replace("\r\n", "\n").replace("\r", "\n")
    one, other = (read(source._replace(text=text.replace("\n", end))) for end in ("\n", line_end))
    assert [plain(extract) for extract in other[0]] == [plain(extract) for extract in one[0]]
    assert [(p.line, p.code) for p in other[1]] == [(p.line, p.code) for p in one[1]]


@pytest.mark.parametrize("pair", EXPORTS, ids=str)
def test_an_item_says_the_same_in_another_place_of_another_file(pair: Pair) -> None:
    """Its hash and its spans depend on nothing in front of it."""
    source = pair.source()
    first = "TY  - JOUR\nTI  - An invented study in front of others\nER  - \n\n"
    moved = read(SourceText("elsewhere.ris", first + source.text, source.encoding))[0][1:]
    before = read(source)[0]
    assert [extract.source.sha256 for extract in moved] == [extract.source.sha256 for extract in before]
    assert [extract.places for extract in moved] == [extract.places for extract in before]
    assert [extract.line for extract in moved] == [extract.line + 4 for extract in before]


def test_every_reader_has_fixtures_and_every_folder_a_reader() -> None:
    modules = {name.replace("-", "_") for name in all_readers()}
    assert {folder.name for folder in FIXTURES.iterdir()} == modules
    assert {pair.reader for pair in PAIRS} == modules
