"""All statements over all studies, against counting one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from synthesite import statements
from synthesite.config import load_config
from synthesite.library import Library, load_library
from synthesite.model import Citations, Record, Tally
from synthesite.model import Statement as Told
from synthesite.said import STANCES, decoded, said_of
from synthesite.statements import Statements, address
from tests.conftest import Site, ris

SETTINGS = """title: An invented site
themes:
- {id: light, label: Light, keywords: [lamp]}
- {id: sea, label: Sea, keywords: [wave]}
"""
TOLD = {
    1: "{text: One., stance: supporting, section: Discussion, language: en},"
    "{text: Two., stance: mentioning, section: discussion, language: en-GB}",
    2: "{text: Three., stance: mentioning, section: Methods}, {text: Four.}",
}


@pytest.fixture
def library(site: Site) -> Library:
    """Three invented studies; two of them have two statements each."""
    (site.root / "config.yaml").write_text(SETTINGS, encoding="utf-8")
    titles = ["a lamp", "a lamp in the wave", "nothing"]
    site.source(
        "export.ris",
        "".join(
            ris(TI=f"An invented study of {title}", AU=f"Example{at}, Ada", PY=str(2000 + at), DO=f"10.5555/s.{at}")
            for at, title in enumerate(titles, 1)
        ),
    )
    assert site.run("--quiet") == 0
    for at, told in TOLD.items():
        (note,) = (site.root / "content" / "studies").rglob(f"example{at}-*.md")
        note.write_text(
            f'---\ncitations:\n  as_of: "2024-0{at}-01"\n  tally: {{supporting: 1, mentioning: 1}}\n'
            f"  statements: [{told}]\n---\nA summary.\n",
            encoding="utf-8",
        )
    return load_library(load_config(site.root))


def test_statements_divide_by_what_their_studies_and_sections_are(library: Library) -> None:
    found = Statements(library)
    lines = {table.name: {line.label or line.id: line.numbers for line in table.lines} for table in found.tables}
    assert lines["section"] == {"Discussion": [1, 1, 0, 0], "Methods": [0, 1, 0, 0], "all--none": [0, 0, 0, 1]}
    assert lines["themes"] == {"Light": [1, 2, 0, 1], "Sea": [0, 1, 0, 1]}
    assert lines["years"] == {"2002": [0, 1, 0, 1], "2001": [1, 1, 0, 0]}
    assert lines["language"] == {"en": [1, 1, 0, 0], "all--none": [0, 1, 0, 1]}
    overview = found.overview()
    assert overview.numbers == [1, 2, 0, 1]
    assert overview.counted == [2, 2, 0, 0]
    assert (overview.cited, overview.tallied, overview.silent, overview.undated) == (2, 2, 0, 0)
    assert overview.dates == ("2024-01-01", "2024-02-01")
    (differing,) = found.differing()
    assert (differing.counted, differing.given) == ([1, 1, 0, 0], [0, 1, 0, 1])


def test_every_statement_is_in_one_list_by_section(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "LONGEST", 0)
    monkeypatch.setattr(statements, "ROWS", 1)
    found = Statements(library)
    listed = [place for one in found.lists("section") for place in one.statements]
    every = [(study, at) for study in library.studies for at in range(len(library.studies.statements(study)))]
    assert sorted(listed) == sorted(every)
    assert len(every) == 4
    assert not list(found.lists("themes")), "these are too long"
    (table,) = (table for table in found.tables if table.name == "section")
    assert [line.id for line in table.lines] == ["discussion", "all--others", "all--none"]


def test_lists_have_addresses_of_their_own(library: Library) -> None:
    found = Statements(library)
    paths = [address(one.name, one.line.id, one.stance) for table in found.tables for one in found.lists(table.name)]
    assert len(set(paths)) == len(paths)
    assert all(one.stance in STANCES for table in found.tables for one in found.lists(table.name))


def test_statements_are_fetched_without_the_rest_and_are_the_same(library: Library) -> None:
    for study in library.studies:
        citations = library.studies[study].record.citations
        assert library.studies.statements(study) == ((citations and citations.statements) or [])


def test_what_is_said_changes_with_every_word_and_is_empty_without_statements(tmp_path: Path) -> None:
    assert said_of(Record(id="a", citations=Citations(cited_by=3))) == b""
    record = Record(
        id="a", citations=Citations(tally=Tally(mentioning=1), statements=[Told(text="One.", section=" A  b ")])
    )
    other = Record(
        id="a", citations=Citations(tally=Tally(mentioning=1), statements=[Told(text="Two.", section=" A  b ")])
    )
    assert said_of(record) != said_of(other)
    assert decoded(said_of(record)).statements == [(3, "A b", "")]
