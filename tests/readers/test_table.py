"""Tables: what the settings say of columns, what is no table, the numbers of rows, and files of any size."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest

from synthesite import readers
from synthesite.extract import SourceText
from synthesite.model import Extract, Problem
from synthesite.readers import claims, read_source, table
from synthesite.readers._table_names import RECORD_KEYS
from tests.conftest import Site
from tests.readers.support import Pair, pairs, plain, read_site, untraced, untrue

ROWS = "Nr;Thema;Wer;Wann;Land\n1;Eine erfundene Studie über Äpfel;Beispiel, Berta;1999;Nirgendwo; \n"
NO_COLUMNS: Mapping[str, str] = {}


def source(text: str, columns: Mapping[str, str] = NO_COLUMNS) -> SourceText:
    return SourceText("content/sources/list.csv", text, "utf-8", columns)


def found(text: str, columns: Mapping[str, str] = NO_COLUMNS, forced: str = "") -> tuple[list[Extract], list[Problem]]:
    everything = list(read_source(source(text, columns), forced))
    return [x for x in everything if isinstance(x, Extract)], [x for x in everything if isinstance(x, Problem)]


def test_the_settings_name_columns_that_have_no_known_name() -> None:
    columns = {"thema": "title", "WER": "authors", "Wann": "year", "Land": "countries"}
    extracts, problems = found(ROWS, columns)
    assert problems == []
    assert [plain(extract) for extract in extracts] == [
        {
            "title": "Eine erfundene Studie über Äpfel",
            "authors": [{"family": "Beispiel", "given": "Berta"}],
            "year": 1999,
            "published": "1999",
            "countries": ["Nirgendwo"],
        }
    ]
    assert not untrue(extracts[0], source(ROWS, columns)) + untraced(extracts[0])
    assert "table" not in claims(source(ROWS))


def test_the_settings_go_before_known_names() -> None:
    text = "Title;Original title;Year;Journal\nAn invented translation;Eine erfundene Vorlage;2001;Invented Letters\n"
    columns = {"Original title": "title", "Journal": ""}
    assert plain(found(text, columns)[0][0]) == {
        "title": "Eine erfundene Vorlage", "year": 2001, "published": "2001",
    }  # fmt: skip
    assert found(text, columns)[0][0].extra["Journal"] == ["Invented Letters"]


@pytest.mark.parametrize("key", RECORD_KEYS)
def test_a_column_can_be_given_to_every_key_that_is_allowed(key: str) -> None:
    text = "Title;x\nAn invented study;2001\n"
    extracts, problems = found(text, {"x": key}, "table")
    assert {problem.code for problem in problems} <= {"bad-doi"}
    assert not untrue(extracts[0], source(text, {"x": key}))


def test_settings_that_do_not_fit_are_reported_once_at_the_header() -> None:
    text = "\n\nTitle;Year\nAn invented study;2001\nAnother invented study;2002\n"
    _, problems = found(text, {"Titel": "title", "Year": "yaer"})
    assert [(problem.line, problem.code) for problem in problems] == [(3, "missing-column"), (3, "unknown-key")]
    assert "did you mean 'title'?" in problems[0].message
    assert "did you mean 'year'?" in problems[1].message


def test_a_forced_table_without_a_known_header_is_an_error() -> None:
    for text in ("a;b\n1;2\n", "Title;Year\n", "nothing at all"):
        extracts, problems = found(text, forced="table")
        assert extracts == []
        assert [problem.code for problem in problems] == ["no-table"]


def test_a_forced_table_without_titles_says_so_once() -> None:
    extracts, problems = found("Year;DOI\n2001;10.5555/invented.a\n2002;10.5555/invented.b\n", forced="table")
    assert [extract.values["doi"] for extract in extracts] == ["10.5555/invented.a", "10.5555/invented.b"]
    assert [(problem.line, problem.code) for problem in problems] == [(1, "no-title-column")]


@pytest.mark.parametrize(
    "text",
    [
        "Title,Year\n",
        "Title\nAn invented study\n",
        "An invented study,2001\nAnother,2002\n",
        "| Title | Year |\n|---|---|\n| An invented study | 2001 |\n",
        "TY  - JOUR\nTI  - Title, Year\nER  - \n",
        "Title, authors and year are on this page\nAn invented study, by Ada Example, 2001\n",
        '{"Title": 1, "Year": 2}\n',
        "FN Clarivate\nVR 1.0\nPT J\nTI Title\tYear\nER\n",
        "@article{x,\n title = {Title, Year}}\n",
        "<p>Title,Year\nAn invented study,2001</p>\n",
        "",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert table.claims(source(text)) is None


@pytest.mark.parametrize("pair", [pair for pair in pairs() if pair.reader != "table"], ids=str)
def test_what_other_readers_read_is_no_table(pair: Pair) -> None:
    assert table.claims(pair.source()) is None


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("stated", [False, True])
def test_separators_line_ends_and_what_excel_writes_above(separator: str, line_end: str, stated: bool) -> None:
    lines = [f"sep={separator}"] * stated + ["Title|Authors|Year", '"An invented |;,\t study"|"Example, Ada"|2001']
    text = line_end.join([*(line if line.startswith("sep") else line.replace("|", separator) for line in lines), ""])
    (extract,) = found(text)[0]
    assert extract.values["year"] == 2001
    assert extract.values["authors"] == [{"family": "Example", "given": "Ada"}]
    assert extract.line == 2 + stated


def test_items_are_numbered_by_row_and_only_lines_with_nothing_on_them_do_not_count(site: Site) -> None:
    text = 'Title,Year\n\nAn invented first study,2001\n   \n,\n\n"An invented\n\nsecond study",2002\nA third,2003'
    site.source("list.csv", text)
    reading = read_site(site.root)
    assert [(extract.source.item, extract.line) for extract in reading.extracts] == [(1, 3), (3, 7), (4, 10)]
    assert reading.problems == []


def test_a_row_says_the_same_wherever_it_stands() -> None:
    head, row = "Title,Authors,Year\n", 'An invented study,"Example, Ada",2001\n'
    (alone,), (_, second) = found(head + row)[0], found(head + "Another invented study,,\n" + row)[0]
    assert alone.source.sha256 == second.source.sha256
    assert alone.places == second.places


@pytest.mark.parametrize(
    "row",
    [
        "An invented study,2001,10.5555/invented.x\n",
        '"x, never closed\n',
        '""" x,a,2\n',
        '""x"",a,2\n',
        '"a,""b\n',
        '"An invented study","Example, A and \n',
    ],
)
def test_large_tables_are_split_in_linear_time(row: str) -> None:
    text = "Title,Year,DOI\nAn invented study,2001,10.5555/invented.x\n" + row * 60_000
    before = time.process_time()
    assert len(table.items(source(text))) > 1
    assert time.process_time() - before < 5


@pytest.mark.parametrize(
    "part", ["A B.C ", ", ", ". ", "A and ", "A; ", "Example, A., ", "A" * 50, "&amp;", "| ", "\n"]
)
def test_large_cells_are_read_in_linear_time(part: str) -> None:
    cell = part * (200_000 // len(part))
    text = f'Title,Authors,Year,Keywords,Pages,Source,Abstract\nx,"{cell}",2001,"{cell}","{cell}","{cell}","{cell}"\n'
    before = time.process_time()
    found(text)
    assert time.process_time() - before < 5


def test_two_readers_never_claim_a_fixture() -> None:
    assert {name: list(claims(pair.source())) for pair in pairs("table") for name in [pair.name]} == {
        pair.name: ["table"] for pair in pairs("table")
    }
    assert readers.label("table") == "table (CSV or TSV)"
