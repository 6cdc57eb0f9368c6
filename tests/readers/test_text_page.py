"""Which texts the general reader of pages takes, and what it leaves to others or alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from synthesite.extract import SourceText
from synthesite.readers import all_readers, claims, is_general
from tests.readers.support import pairs, read

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"

PAGE = """An invented study of umbrellas in towers nobody built
Anna Niemand1, Bert Keiner2
Invented Journal of Towers, Vol. 7, No. 2, pp. 132-142 (2021)
https://doi.org/10.5555/ijt.2021.132
Abstract
Umbrellas were counted in towers that nobody built. There were as many as we wanted there to be.
"""
REFERENCES = "".join(
    f"{n}. Nobody E. An invented reference number {n}. J Nowhere. 2001;{n}(1):1-9. doi: 10.5555/jn.{n}\n"
    for n in range(1, 9)
)
NOT_PAGES = {
    "empty": "",
    "prose": "An invented story of a lighthouse.\nIt has no author, no journal and no abstract.\n" * 20,
    "results": "Showing 1 to 10 of 234 results\n" + PAGE + PAGE.replace("132", "143"),
    "results in German": "1-10 von 234\n234 Treffer\n" + PAGE,
    "references": REFERENCES,
    "two PMIDs": PAGE + "PMID: 39999991\n" + PAGE.replace("132", "143") + "PMID: 39999992\n",
    "CSV": "Title,Authors,Abstract,DOI\nAn invented study,Niemand,Text of the study,10.5555/x\n" * 3,
    "TSV": "Title\tAuthors\tAbstract\tDOI\nAn invented study\tNiemand\tText\t10.5555/x\n" * 3,
    "JSON": '{"title": "An invented study", "doi": "10.5555/x", "abstract": "Umbrellas were counted."}',
    "HTML": "<p>DOI: 10.5555/x</p>\n" + PAGE,
    "BibTeX": "@article{x,\n title = {An invented study},\n doi = {10.5555/x}\n}\n",
    "LaTeX": "\\documentclass{article}\n" + PAGE,
    "tagged": "FX  - 1\nTA  - An invented study\nAB  - Text\nDX  - 10.5555/x\nYY  - 2020\nZZ  - 1\n" + PAGE,
}


def source(text: str) -> SourceText:
    return SourceText("content/sources/page.txt", text, "utf-8")


def test_a_page_is_claimed_with_a_reason() -> None:
    assert list(claims(source(PAGE))) == ["text-page"]
    assert "plain text" in claims(source(PAGE))["text-page"]


@pytest.mark.parametrize("kind", NOT_PAGES)
def test_what_is_no_page_about_one_study_is_not_claimed(kind: str) -> None:
    assert all_readers()["text-page"].claims(source(NOT_PAGES[kind])) is None


@pytest.mark.parametrize("pair", pairs("text_page"), ids=str)
def test_no_reader_of_a_format_takes_a_page(pair) -> None:  # type: ignore[no-untyped-def]  # a Pair
    assert list(claims(pair.source())) == ["text-page"]


@pytest.mark.parametrize("pair", [pair for pair in pairs() if pair.reader not in {"text_page", "html_page"}], ids=str)
def test_the_general_reader_takes_nothing_from_the_others(pair) -> None:  # type: ignore[no-untyped-def]  # a Pair
    assert "text-page" not in claims(pair.source())


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are not here")
def test_the_seeds_go_to_their_own_readers() -> None:
    found = {path.name[:3]: list(claims(source(path.read_text("utf-8")))) for path in SEEDS.glob("*.txt")}
    assert found == {"000": ["scite-report"], "004": ["aggregator-page"]}


def test_general_readers_are_those_that_say_so() -> None:
    assert [name for name, reader in all_readers().items() if is_general(reader)] == ["text-page"]


def test_dois_of_other_works_are_not_taken() -> None:
    one = PAGE.replace("https://doi.org/10.5555/ijt.2021.132\n", "")
    (extract,), _ = read(source(one + "Keywords: towers\nReferences\n" + REFERENCES))
    assert "doi" not in extract.values


def test_two_dois_of_the_same_rank_are_a_conflict() -> None:
    (extract,), _ = read(source(PAGE + "DOI: 10.5555/other.1\n"))
    assert "doi" not in extract.values
    assert [conflict.field for conflict in extract.conflicts] == ["doi"]


def test_an_unclear_name_leaves_all_authors_out() -> None:
    (extract,), _ = read(source(PAGE.replace("Bert Keiner2", "Bert Keiner2, 14 others of the tower")))
    assert "authors" not in extract.values


def test_a_long_page_is_read_in_time() -> None:
    (extract,), _ = read(source(PAGE + ("Introduction\n" + "word, " * 400 + "\n") * 2000))
    assert extract.values["doi"] == "10.5555/ijt.2021.132"


@pytest.mark.parametrize("line", ["a" * 500_000, "1 " * 200_000, "A. " * 200_000, "Aa, " * 200_000, "(" * 200_000])
def test_a_long_line_is_read_in_time(line: str) -> None:
    (extract,), _ = read(source(PAGE + "Keywords: " + line + "\n" + line))
    assert extract.values["doi"] == "10.5555/ijt.2021.132"
