"""References are those of citeproc-py, but for what it gets wrong."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthesite.citing import Citation, citations
from synthesite.citing.names import bare_initials, initials
from synthesite.citing.pieces import pages_chicago, pages_minimal
from synthesite.model import Person, Record
from synthesite.store.records import load_record
from synthesite.text.folding import fold
from synthesite.text.markup import plain_title
from tests.citing.by_citeproc import END, START, STYLES, reference
from tests.text.properties import tries

ROOT = Path(__file__).resolve().parents[2]

WORDS = st.sampled_from(
    [
        "A",
        "An",
        "the",
        "of",
        "and",
        "in",
        "Study",
        "Trial",
        "studies",
        "WHO",
        "NASA",
        "vs.",
        "co-produced",
        "iPad",
        "naïve",
        "2020",
        "(brief)",
        "“a_lived",
        "R&D",
        "E.",
        "x",
    ]
).map(lambda word: word.replace("_", "” "))
TITLES = st.builds(
    lambda words, end: f"{' '.join(words)}{end}",
    st.lists(st.one_of(WORDS, WORDS.map(lambda word: f"{word}:")), min_size=1, max_size=9),
    st.sampled_from(["", "", "?", "!", "."]),
)
FAMILIES = st.sampled_from(["Doe", "van Rossum", "O’Neil-Ångström", "de la Cruz", "Li", "X"])
GIVEN = st.lists(
    st.sampled_from(["Ada", "Jean-Luc", "Élise", "K.", "Q.-R.", "Bo", "M. N."]), min_size=1, max_size=3
).map(" ".join)
NAMES = st.one_of(
    st.builds(Person, family=FAMILIES, given=GIVEN),
    st.builds(Person, family=FAMILIES),
    st.builds(Person, literal=st.sampled_from(["World Health Organization", "Trial Group of 2020", "Acme Inc."])),
)
NUMBERS = st.one_of(
    st.integers(1, 3000).map(str), st.sampled_from(["12A", "Suppl 1", "Suppl. 2", "10-11", "2-3", "S1", "CD0012"])
)


@st.composite
def ranges(draw: st.DrawFn) -> str:
    """Pages of which citeproc-py can make something: not `1-12` (it says `1–2`), nor `301-3` (`301–`)."""
    first = draw(st.integers(1, 20000).filter(lambda page: set(str(page)) != {"9"}))
    last = draw(st.integers(first + 1, 10 ** len(str(first)) - 1))
    letter, dash = draw(st.sampled_from(["", "", "", "S", "e"])), draw(st.sampled_from(["-", "–", " - "]))
    return f"{letter}{first}{dash}{letter}{last}"


PAGES = st.one_of(ranges(), st.sampled_from(["e0319830", "CD004807", "12", "iv-xii", "1-9, 12", "12-14-16"]))
KNOWN = {
    "id": st.just("x"),
    "title": TITLES,
    "authors": st.one_of(st.lists(NAMES, min_size=1, max_size=8), st.lists(NAMES, min_size=19, max_size=23)),
    "year": st.one_of(st.none(), st.integers(1900, 2030)),
    "doi": st.one_of(st.none(), st.just("10.5555/an.invented-one(3)")),
    "url": st.one_of(st.none(), st.just("https://example.org/a?b=c")),
    "language": st.sampled_from([None, "en", "en-GB", "de", "fi"]),
    "publisher": st.one_of(st.none(), st.sampled_from(["Invented Press", "Nobody & Sons Ltd."])),
}


def dated(record: Record) -> Record:
    """Of what has no date and stands on the web, citeproc-py says “Retrieved”, and not when."""
    return record if record.year else msgspec.structs.replace(record, url=None)


ARTICLES = st.builds(
    Record,
    type=st.sampled_from([None, "article-journal"]),
    journal=st.sampled_from(["Journal of Invented Results", "invented letters", "Acta inv. med.", "Zeitschrift für X"]),
    volume=st.one_of(st.none(), NUMBERS),
    issue=st.one_of(st.none(), NUMBERS),
    pages=st.one_of(st.none(), PAGES),
    **KNOWN,
).map(dated)
CHAPTERS = st.builds(
    Record, type=st.just("chapter"), journal=st.just("A book of inventions"), pages=st.one_of(st.none(), PAGES), **KNOWN
).map(dated)
WHOLE = st.builds(Record, type=st.sampled_from(["book", "report"]), **KNOWN).map(dated)


def marked(citation: Citation) -> str:
    text = "".join(f"{START}{part.text}{END}" if part.italic else part.text for part in citation.parts)
    return text.replace(f"{END}{START}", "")


def compare(record: Record) -> None:
    made = citations(record)
    assert [one.style for one in made] == list(STYLES)
    for one in made:
        assert marked(one) == reference(one.style, record), one.style


few = settings(tries, max_examples=40)
"""citeproc-py takes 30 ms a record."""


@few
@given(ARTICLES)
def test_articles(record: Record) -> None:
    compare(record)


@few
@given(CHAPTERS)
def test_chapters(record: Record) -> None:
    compare(record)


@few
@given(WHOLE)
def test_books_and_reports(record: Record) -> None:
    compare(record)


STUDIES = sorted((ROOT / "content" / "studies").rglob("*.yaml"))


def test_the_studies_of_the_demonstration_site() -> None:
    assert STUDIES
    for path in STUDIES:
        loaded, _ = load_record(path, path.name, Record)
        assert loaded
        compare(msgspec.structs.replace(loaded.record, title=fold(plain_title(loaded.record.title or ""))))


AUTHORS = [Person(family="Example", given="Ada")]


@pytest.mark.parametrize(
    ("given", "dotted", "bare"),
    [
        ("JM", "J. M.", "JM"),  # databases write initials so
        ("小明", "小明", "小明"),
        ("José de", "J. de", "J de"),
        ("jean-luc", "jean-luc", "jean luc"),
        ("Ada (Addie)", "A. (Addie)", "A (Addie)"),
        ("ANNA", "A.", "A"),
    ],
)
def test_names_that_citeproc_breaks(given: str, dotted: str, bare: str) -> None:
    assert (initials(given), bare_initials(given)) == (dotted, bare)


def text(record: Record) -> list[str]:
    return [one.text for one in citations(record)]


def test_without_an_author_the_title_comes_first_and_once() -> None:
    assert text(Record(id="x", title="A title", journal="Journal", year=2020, language="en")) == [
        "A title. (2020). Journal.",
        "A title. Journal. 2020.",
        "“A Title.” 2020. Journal.",
    ]


def test_whether_a_study_is_ahead_of_print_is_not_guessed() -> None:
    assert all("ahead" not in one for one in text(Record(id="x", title="A", authors=AUTHORS, journal="J", year=2020)))


@pytest.mark.parametrize(
    ("pages", "minimal", "chicago"),
    [("1-12", "1–12", "1–12"), ("301-3", "301–3", "301–3"), ("5-5", "5–5", "5–5"), ("S9-S12", "S9–12", "S9–S12")],
)
def test_pages_that_citeproc_breaks(pages: str, minimal: str, chicago: str) -> None:
    assert (pages_minimal(pages), pages_chicago(pages)) == (minimal, chicago)


def test_a_title_keeps_its_language_in_every_style() -> None:
    record = Record(id="x", title="Etwas ganz Neues", authors=AUTHORS, journal="Acta", year=2020, language="de")
    for one in citations(record):
        (title,) = [part for part in one.parts if part.language]
        assert (title.language, title.text.rstrip(".")) == ("de", record.title)


def test_an_address_that_is_no_web_address_is_not_given() -> None:
    assert all("script" not in one for one in text(Record(id="x", title="A", url="javascript:alert(1)")))


def test_without_a_title_there_is_nothing_to_cite() -> None:
    assert citations(Record(id="x", authors=AUTHORS)) == []
