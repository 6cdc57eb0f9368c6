"""Rows and cells: as Python's csv module reads them where they are well-formed, and what becomes of broken quotes."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text.table_syntax import rows, stated_separator, undouble

cells = st.text(alphabet='ab ,;"\n\r', max_size=6)


def said(text: str, separator: str = ",") -> list[list[str]]:
    return [
        [undouble(text[c.start : c.end]) if c.quoted else text[c.start : c.end] for c in row.cells]
        for row in rows(text, separator)
    ]


@given(st.lists(st.lists(cells, min_size=1, max_size=4), max_size=5), st.sampled_from(",;\t|"))
def test_what_csv_writes_is_read_as_it_was(table: list[list[str]], separator: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(table)
    assert said(out.getvalue(), separator) == table


@given(st.text(alphabet='ab,"\n ', max_size=60))
def test_any_text_is_split_into_rows_that_cover_it(text: str) -> None:
    found = list(rows(text, ","))
    at = 0
    for row in found:
        assert at <= row.start < row.end
        assert not text[at : row.start].strip()
        assert all(row.start <= cell.start <= cell.end <= row.end for cell in row.cells)
        at = row.end
    assert not text[at:].strip()


@given(st.text(alphabet='ab,"\n ', max_size=60))
def test_a_row_alone_has_the_same_cells(text: str) -> None:
    for row in rows(text, ","):
        alone = list(rows(text[row.start : row.end], ","))
        assert [c._replace(start=c.start + row.start, end=c.end + row.start) for c in alone[0].cells] == row.cells
        assert len(alone) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a,"b ""c"" d",e', [["a", 'b "c" d', "e"]]),
        ('a, "b, c" ,d', [["a", "b, c", "d"]]),
        ('a,5" pipe,c', [["a", '5" pipe', "c"]]),
        ('"a "b" c",d', [['a "b" c', "d"]]),
        ('"","""",x', [["", '"', "x"]]),
        ('"a\n\nb",c\nd,e', [["a\n\nb", "c"], ["d", "e"]]),
        ('"a,b\n"c",d', [["a,b"], ["c", "d"]]),
        ('a,"b,c\nd,"e"\nf,g', [["a", "b,c"], ["d", "e"], ["f", "g"]]),
        ("a,b\r\n\r\n  \rc", [["a", "b"], ["c"]]),
        ("", []),
    ],
)
def test_quotes(text: str, expected: list[list[str]]) -> None:
    assert said(text) == expected


def test_a_quote_that_is_never_closed_is_marked() -> None:
    assert [[cell.closed for cell in row.cells] for row in rows('a,"b\nc,"d"\n', ",")] == [[True, False], [True, True]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sep=;\nTitle", (";", 6)),
        ('"sep=,"\r\nTitle', (",", 9)),
        ("sep=\t\nTitle", ("\t", 6)),
        ("separator\n", ("", 0)),
    ],
)
def test_the_separator_that_excel_states(text: str, expected: tuple[str, int]) -> None:
    assert stated_separator(text) == expected
