"""All statements over all studies, against counting one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite import statements
from synthesite.blocks import Entry
from synthesite.cards import card_of
from synthesite.config import Settings, load_config
from synthesite.groups import Group
from synthesite.library import Library, load_library
from synthesite.model import Citations, Notice, Record, Tally
from synthesite.model import Statement as Told
from synthesite.said import STANCES, decoded, said_of, stance_at
from synthesite.statements import Statements, address, known_of
from synthesite.study import Study
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


def said_in(record: Record) -> bytes:
    """What `said_of` gives of a study with this record."""
    study = Study(record, "", [], "", summary_is_generated=True, curated=frozenset(), notes="", withheld={})
    return said_of(card_of(study), record.citations)


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
    found = Statements(library, known_of(library))
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
    found = Statements(library, known_of(library))
    listed = [place for one in found.lists("section") for place in one.statements]
    every = [(study, at) for study in library.studies for at in range(len(library.studies.statements(study)))]
    assert sorted(listed) == sorted(every)
    assert len(every) == 4
    assert not list(found.lists("themes")), "these are too long"
    (table,) = (table for table in found.tables if table.name == "section")
    assert [line.id for line in table.lines] == ["discussion", "all--others", "all--none"]


def test_lists_have_addresses_of_their_own(library: Library) -> None:
    found = Statements(library, known_of(library))
    paths = [address(one.name, one.line.id, one.stance) for table in found.tables for one in found.lists(table.name)]
    assert len(set(paths)) == len(paths)
    assert all(one.stance in STANCES for table in found.tables for one in found.lists(table.name))


def test_statements_are_fetched_without_the_rest_and_are_the_same(library: Library) -> None:
    for study in library.studies:
        citations = library.studies[study].record.citations
        assert library.studies.statements(study) == ((citations and citations.statements) or [])


def test_what_is_said_changes_with_every_word_and_is_empty_without_statements(tmp_path: Path) -> None:
    assert said_in(Record(id="a", citations=Citations(cited_by=3))) == b""
    record = Record(
        id="a", citations=Citations(tally=Tally(mentioning=1), statements=[Told(text="One.", section=" A  b ")])
    )
    other = Record(
        id="a", citations=Citations(tally=Tally(mentioning=1), statements=[Told(text="Two.", section=" A  b ")])
    )
    assert said_in(record) != said_in(other)
    assert decoded(said_in(record)).statements == [(3, "A b", "")]


def test_what_is_said_changes_with_what_lists_show_of_the_study_and_with_nothing_else() -> None:
    told = Citations(statements=[Told(text="One.")])
    record = Record(id="a", title="T", year=2001, citations=told)
    assert said_in(record) == said_in(msgspec.structs.replace(record, design="cohort", journal="J"))
    changes: list[dict[str, Any]] = [
        {"title": "U"},
        {"year": 2002},
        {"language": "fi"},
        {"notices": [Notice(type="x")]},
    ]
    assert len({said_in(msgspec.structs.replace(record, **change)) for change in [{}, *changes]}) == 5


_SAID = st.lists(
    st.tuples(
        st.sampled_from([*STANCES, None]),
        st.sampled_from(["Methods", "methods", "Results", None]),
        st.sampled_from(["en", "fi-FI", None]),
    ).map(lambda one: Told(text="One.", stance=one[0], section=one[1], language=one[2])),
    max_size=3,
)
_COUNT = st.sampled_from([None, 0, 1, 2])
_TALLIES = st.one_of(st.none(), st.tuples(_COUNT, _COUNT).map(lambda one: Tally(supporting=one[0], mentioning=one[1])))
_THEMES, _YEARS = ("a", "b"), ("2001", "2002")


def _library(told: list[tuple[list[Told], Tally | None, tuple[str, ...], str]]) -> Library:
    """What statements need of a library of invented studies."""
    members: dict[str, defaultdict[str, list[str]]] = {"themes": defaultdict(list), "years": defaultdict(list)}
    entries, left = {}, defaultdict(list)
    for at, (said, tally, themes, year) in enumerate(told):
        record = Record(id=f"s{at}", citations=Citations(statements=said or None, tally=tally))
        entries[record.id] = Entry(id=record.id, path="", key=b"", said=said_in(record))
        for kind, names in (("themes", themes), ("years", (year,) if year else ())):
            for name in names:
                members[kind][name].append(record.id)
            if not names:
                left[kind].append(record.id)
    groups = {
        kind: [Group(kind, name, name, name, size=len(members[kind][name])) for name in names if members[kind][name]]
        for kind, names in (("themes", _THEMES), ("years", _YEARS[::-1]))
    }
    library = SimpleNamespace(
        settings=Settings(title="T"),
        studies=SimpleNamespace(entries=entries),
        groups=groups,
        grouped={kind: SimpleNamespace(members=members[kind]) for kind in members},
        members=lambda group: members[group.kind][group.id],
        left=lambda kind: left[kind],
    )
    return cast("Library", library)


@given(
    st.lists(
        st.tuples(_SAID, _TALLIES, st.sampled_from([(), ("a",), ("a", "b")]), st.sampled_from(["", *_YEARS])),
        max_size=8,
    )
)
def test_numbers_are_those_of_counting_one_by_one(
    told: list[tuple[list[Told], Tally | None, tuple[str, ...], str]],
) -> None:
    library = _library(told)
    found = Statements(library, known_of(library))
    lines_of: dict[str, Callable[[Told, tuple[str, ...], str], Iterable[str]]] = {
        "section": lambda one, themes, year: [(one.section or "all--none").lower()],
        "language": lambda one, themes, year: [(one.language or "all--none").partition("-")[0] or "all"],
        "themes": lambda one, themes, year: themes or ["all--none"],
        "years": lambda one, themes, year: [year or "all--none"],
    }
    for table in found.tables:
        every: defaultdict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
        for at, (said, _, themes, year) in enumerate(told):
            for place, one in enumerate(said):
                for line in lines_of[table.name](one, themes, year):
                    name = "all--none" if line == "all" else line
                    every[name, stance_at(one.stance)].append((f"s{at}", place))
        listed = {(one.line.id, STANCES.index(one.stance)): one.statements for one in found.lists(table.name)}
        assert listed == every
        numbers = {(line.id, at): n for line in table.lines for at, n in enumerate(line.numbers) if n}
        assert numbers == {cell: len(places) for cell, places in every.items()}
    overview = found.overview()
    said_by = [[stance_at(one.stance) for one in said] for said, _, _, _ in told]
    assert overview.numbers == [sum(one.count(at) for one in said_by) for at in range(4)]
    tallies = [tally for _, tally, _, _ in told if tally]
    assert overview.counted == [sum(getattr(tally, stance) or 0 for tally in tallies) for stance in STANCES]
    assert (overview.cited, overview.tallied) == (sum(map(bool, said_by)), len(tallies))
    assert overview.silent == sum(bool(tally and tally.total and not said) for said, tally, _, _ in told)
    expected = [
        f"s{at}"
        for at, (said, tally, _, _) in enumerate(told)
        if tally
        and said
        and [getattr(tally, stance) or 0 for stance in STANCES] != [said_by[at].count(n) for n in range(4)]
    ]
    assert [one.id for one in found.differing()] == expected
