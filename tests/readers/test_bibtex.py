"""BibTeX: what an entry takes from the rest of its file, and from where it says it has that."""

from __future__ import annotations

import pytest

from synthesite.extract import SourceText
from synthesite.model import Extract, How, Place
from synthesite.readers import bibtex
from tests.readers.support import untrue

FILE = """\
@string{jil = {Journal of Invented Lighthouses}}
@string{who = "Made, Up and Fiction, Ann"}
@article{one, title = {An invented study}, journal = jil # {, Series B}, author = who # { and Third, C.}}
@incollection{two, title = {An invented chapter}, crossref = {whole}}
@collection{whole, title = {The Whole}, publisher = {Invented Press}, doi = {10.5555/whole}, pages = {1-300}}
"""


def source(text: str, path: str = "invented.bib") -> SourceText:
    return SourceText(path, text, "utf-8")


def extracts(text: str) -> list[Extract]:
    return [bibtex.read(item) for item in bibtex.items(source(text))]


def place(extract: Extract, key: str) -> Place:
    found = extract.places[key]
    return found if isinstance(found, Place) else found[0]


def test_an_abbreviation_is_derived_from_where_it_is_named() -> None:
    one = extracts(FILE)[0]
    item = bibtex.items(source(FILE))[0]
    assert one.values["journal"] == "Journal of Invented Lighthouses, Series B"
    assert place(one, "journal").how == How.DERIVED
    assert item.text[slice(*place(one, "journal").span)] == "jil"
    assert [author["family"] for author in one.values["authors"]] == ["Made", "Fiction", "Third"]
    assert untrue(one, source(FILE)) == []


def test_an_inherited_value_is_derived_from_the_crossref() -> None:
    two = extracts(FILE)[1]
    item = bibtex.items(source(FILE))[1]
    assert two.values["journal"] == "The Whole"
    assert two.values["publisher"] == "Invented Press"
    assert place(two, "journal").how == How.DERIVED
    assert item.text[slice(*place(two, "journal").span)] == "whole"
    assert {"doi", "pages"} & set(two.values) == set()
    assert untrue(two, source(FILE)) == []


def test_an_item_without_the_rest_of_its_file_is_still_read() -> None:
    item = bibtex.items(source(FILE))[1]._replace(context=None)
    extract = bibtex.read(item)
    assert extract.values["title"] == "An invented chapter"
    assert [problem.code for problem in extract.problems] == ["unknown-crossref"]


def test_an_item_says_the_same_behind_others() -> None:
    text = "@article{only, title = {An invented {\\'e}tude}, year = 2031}\n"
    (before,) = extracts(text)
    after = extracts("@article{first, title = {Another}}\n" + text)[1]
    assert (after.source.sha256, after.places, after.values) == (before.source.sha256, before.places, before.values)
    assert after.line == before.line + 1


@pytest.mark.parametrize(
    ("path", "text", "is_ours"),
    [
        ("a.bib", "@article{k, title = {x}}", True),
        ("a.bib", "A long remark. " * 200 + "\n@article{k, title = {x}}", True),
        ("a.txt", "@article{k, title = {x}}", True),
        ("a.txt", "% a comment\n@string{a = {b}}\n", True),
        ("a.txt", "A page that shows how to cite it. " * 200 + "\n@article{k, title = {x}}", False),
        ("a.json", '{"bibtex": "\n@article{k, title = {x}}"}', False),
        ("a.html", "<pre>\n@article{k, title = {x}}</pre>", False),
        ("a.txt", "Write to\n@nobody (of course)", False),
        ("a.bib", "TY  - JOUR\nTI  - An invented study\nER  - \n", False),
    ],
)
def test_what_it_takes_for_its_own(path: str, text: str, is_ours: bool) -> None:
    assert bool(bibtex.claims(source(text, path))) is is_ours


def test_what_a_record_has_no_place_for_is_kept() -> None:
    (extract,) = extracts("@article{k, title = {x}, file = {a:b}, title = {y}, doi = {none}, year = {in press}}")
    assert extract.extra == {"file": ["a:b"], "title": ["y"], "doi": ["none"], "year": ["in press"]}


def test_abbreviations_that_double_come_to_an_end() -> None:
    text = "@string{a = {invented }}\n" + "@string{a = a # a}\n" * 60 + "@book{k, title = a}"
    (extract,) = extracts(text)
    assert len(extract.values["title"]) <= 20_000
    assert "long-abbreviation" in {problem.code for problem in extract.problems}
