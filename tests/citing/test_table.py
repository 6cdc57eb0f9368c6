"""Studies as rows of a table."""

from __future__ import annotations

import csv
import io

from synthesite.citing.table import heading, row
from synthesite.model import Person, Record


def _read(record: Record) -> dict[str, str]:
    (read,) = csv.DictReader(io.StringIO(heading() + row(record), newline=""))
    return read


def test_a_row_says_what_is_known() -> None:
    authors = [Person(literal=f"Example, {letter}.") for letter in "ABCDE"]
    title = 'Paper boats, <i>invented</i>,\n"in a harbour"'
    read = _read(
        Record(id="x", title=title, authors=authors, year=2021, countries=["Atlantis", "Utopia"], open_access=False)
    )
    assert read == {
        "id": "x",
        "title": 'Paper boats, invented,\n"in a harbour"',
        "authors": "Example, A.; Example, B.; Example, C.; Example, D.; et al.",
        "year": "2021",
        "journal": "",
        "doi": "",
        "design": "",
        "countries": "Atlantis; Utopia",
        "open_access": "false",
        "language": "",
    }


def test_four_authors_are_named_without_others() -> None:
    assert _read(Record(id="x", authors=[Person(literal=f"Example, {letter}.") for letter in "ABCD"]))["authors"] == (
        "Example, A.; Example, B.; Example, C.; Example, D."
    )


def test_no_cell_is_a_formula() -> None:
    read = _read(Record(id="x", title='=HYPERLINK("http://x")', authors=[Person(literal="-Example, A")]))
    assert read["title"] == '\'=HYPERLINK("http://x")'
    assert read["authors"] == "'-Example, A"
