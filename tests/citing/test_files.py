"""What is written in RIS and in BibTeX is read back by our own readers with the same values."""

from __future__ import annotations

import re
from types import ModuleType
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from synthesite.citing.bibtex import bibtex, escaped, escaped_title
from synthesite.citing.ris import ris, shown_abstract
from synthesite.extract import SourceText
from synthesite.model import AbstractPart, Person, Record
from synthesite.readers import bibtex as bibtex_reader
from synthesite.readers import ris as ris_reader
from synthesite.text.folding import fold
from synthesite.text.tex import tex_text, tex_title
from tests.text.properties import tries

WORDS = st.sampled_from(
    ["Study", "of", "naïve", "100%", "R&D", "C_2", "#1", "a–b", "x^2", "{braced}", "$5", "~", "it’s", "研究", "A--B",
     "``q''", "back\\slash", "don't", "€", "(2020)"]
)  # fmt: skip
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(lambda words: " ".join(["Of", *words, "it"]))
NAMES = st.builds(
    Person,
    family=st.sampled_from(["Doe", "van Rossum", "O’Neil-Ångström", "De la Cruz", "Müller"]),
    given=st.sampled_from(["Ada", "Jean-Luc", "Élise K.", "J. M.", "Bo"]),
)
RECORDS = st.builds(
    Record,
    id=st.just("doe-2020-a-study"),
    type=st.sampled_from(["article-journal", "chapter", "book", "report", "thesis", "paper-conference", "webpage"]),
    title=TEXTS,
    authors=st.lists(NAMES, min_size=1, max_size=4, unique_by=lambda person: person.name),
    year=st.integers(1900, 2030),
    publisher=st.none() | st.sampled_from(["Invented Press", "Nobody & Sons"]),
    volume=st.none() | st.sampled_from(["12", "12A", "Suppl 1"]),
    pages=st.sampled_from(["101-108", "e0319830", "S10–S20"]),
    doi=st.none() | st.sampled_from(["10.5555/abc_d(3)", "10.5555/x%y", "10.5555/a#b;c"]),
    pmid=st.none() | st.just("12345678"),
    language=st.none() | st.sampled_from(["en", "de", "fi", "zh"]),
    keywords=st.none() | st.lists(st.sampled_from(["peer work", "R&D", "naïve", "100% sure"]), min_size=1, unique=True),
)


def back(reader: ModuleType, text: str) -> list[dict[str, Any]]:
    source = SourceText("export.bib" if reader is bibtex_reader else "export.ris", text, "utf-8")
    extracts = [reader.read(item) for item in reader.items(source)]
    assert not [problem for extract in extracts for problem in extract.problems]
    return [extract.values for extract in extracts]


KEYS = ("type", "title", "authors", "year", "publisher", "volume", "doi", "pmid", "language", "keywords", "issn")


def compare(record: Record, read: dict[str, Any]) -> None:
    known = msgspec.to_builtins(record)
    assert {key: read.get(key) for key in KEYS} == {key: known.get(key) for key in KEYS}
    assert read.get("pages", "").replace("–", "-") == (record.pages or "").replace("–", "-")


@tries
@given(RECORDS)
def test_ris_is_read_back(record: Record) -> None:
    if record.type in {"book", "thesis"}:  # whose pages are a number of pages to the reader
        record = msgspec.structs.replace(record, pages=None)
    (read,) = back(ris_reader, ris(record))
    compare(record, read)


@tries
@given(RECORDS)
def test_bibtex_is_read_back(record: Record) -> None:
    (read,) = back(bibtex_reader, bibtex(record))
    compare(record, read)


@tries
@given(st.lists(RECORDS, min_size=2, max_size=4))
def test_files_of_several_studies_are_those_of_each_one_behind_the_other(records: list[Record]) -> None:
    for reader, write in ((ris_reader, ris), (bibtex_reader, bibtex)):
        read = back(reader, "".join(map(write, records)))
        assert [one["title"] for one in read] == [record.title for record in records]


@tries
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20))
@example("&amp; --- ``it'' $x$ {a} }{ \\emph{b} ~ a_b")
def test_no_character_has_a_meaning_for_tex(text: str) -> None:
    assert tex_text(escaped(text)) == fold(text)


@tries
@given(st.text(st.sampled_from("\\~^`<>'{}$&%#_-a ")))
def test_what_is_quicker_for_long_texts_gives_what_short_ones_are_given(text: str) -> None:
    assert escaped(f"{'x' * 200} {text}") == "x" * 199 + escaped(f"x {text}")


@pytest.mark.parametrize(
    "title",
    ["A <i>B. coli</i> study", "H<sub>2</sub>O & <b>x<sup>2</sup></b>", "5 < 6 <i>unclosed", "a <i> b </i> c", "x > y"],
)
def test_the_markup_of_titles_is_kept_where_it_is_balanced(title: str) -> None:
    assert re.sub(r"\s+(?=</)|(?<=[ib]>)\s+", "", tex_title(escaped_title(title))) == re.sub(
        r"\s+(?=</)|(?<=[ib]>)\s+", "", title
    )


def test_a_line_break_in_a_value_starts_no_field() -> None:
    (read,) = back(ris_reader, ris(Record(id="x", title="One\r\nAU  - Forged, Name\nER  - \nTY  - BOOK")))
    assert read["title"] == "One AU - Forged, Name ER - TY - BOOK"
    assert "authors" not in read


def test_nothing_of_a_value_ends_an_entry() -> None:
    (read,) = back(bibtex_reader, bibtex(Record(id="x", title="One}} @book{y, title = {Two", authors=[])))
    assert read["title"] == "One}} @book{y, title = {Two"


def test_an_abstract_of_which_only_the_beginning_may_be_shown_is_left_out() -> None:
    part = AbstractPart(text="The beginning", shortened=True)
    for record in (
        Record(id="x", title="T", abstract=[part]),
        Record(id="x", title="T", abstract=[AbstractPart(text="The beginning")], abstract_truncated=True),
    ):
        assert shown_abstract(record) == ""
        assert "beginning" not in ris(record) + bibtex(record)
    whole = Record(id="x", title="T", abstract=[AbstractPart(label="Aim", text="To know.")])
    assert "AB  - Aim: To know.\r\n" in ris(whole)
    assert "abstract = {Aim: To know.}" in bibtex(whole)


def test_organisations_stay_whole() -> None:
    record = Record(id="x", title="T", authors=[Person(literal="Institute of Invention and Research")])
    (read,) = back(bibtex_reader, bibtex(record))
    assert read["authors"] == [{"literal": "Institute of Invention and Research"}]
