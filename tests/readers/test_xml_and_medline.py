"""MEDLINE, PubMed, EndNote and JATS: which files they take, and what a broken record costs."""

from __future__ import annotations

import time

import pytest

from synthesite.extract import SourceText
from synthesite.readers import claims, medline
from tests.readers.support import pairs, read

RECORDS = 3000


def source(text: str) -> SourceText:
    return SourceText("content/sources/invented", text, "utf-8")


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        ("PMID- 1\nTI  - An invented study\n", "medline"),
        ("OWN - ERIC\nTI  - An invented study\n", "medline"),
        ("TY  - JOUR\nTI  - An invented study\nER  - \n", None),
        ("<PubmedArticleSet><PubmedArticle/></PubmedArticleSet>", "pubmed-xml"),
        ("<?xml version='1.0'?>\n<!-- x --><PubmedBookArticle></PubmedBookArticle>", "pubmed-xml"),
        ("<xml><records><record><ref-type name='Book'>6</ref-type></record></records></xml>", "endnote-xml"),
        ("<article xml:lang='en'><front></front></article>", "jats-xml"),
        ("<html><article><front></front></article></html>", None),
        ("<article>a page of something else</article>", None),
        ("<xml><records/></xml>", None),
    ],
)
def test_who_takes_a_file(text: str, reader: str | None) -> None:
    mine = {"medline", "pubmed-xml", "endnote-xml", "jats-xml"}
    assert set(claims(source(text))) & mine == ({reader} if reader else set())


@pytest.mark.parametrize("reader", ["medline", "pubmed_xml", "endnote_xml", "jats_xml"])
def test_no_other_reader_takes_these_files(reader: str) -> None:
    for pair in pairs(reader):
        assert set(claims(pair.source())) == {reader.replace("_", "-")}, pair


@pytest.mark.parametrize(
    ("before", "record", "after"),
    [
        ("", "PMID- {n}\nTI  - Study {n}\nAB  - Words.\n\n", ""),
        (
            "<PubmedArticleSet>",
            "<PubmedArticle><MedlineCitation><PMID>{n}</PMID><Article><ArticleTitle>Study {n}"
            "</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n",
            "</PubmedArticleSet>",
        ),
        (
            "<xml><records>",
            "<record><ref-type name='Book'>6</ref-type><titles><title>Study {n}</title></titles></record>\n",
            "</records></xml>",
        ),
        (
            "<pmc-articleset>",
            "<article article-type='letter'><front><article-meta><title-group><article-title>Study {n}"
            "</article-title></title-group></article-meta></front></article>\n",
            "</pmc-articleset>",
        ),
    ],
    ids=["medline", "pubmed", "endnote", "jats"],
)
def test_many_records_and_a_broken_one_among_them(before: str, record: str, after: str) -> None:
    """A record in which every tag is torn loses itself only, and time grows with the file, not faster."""
    records = [record.replace("{n}", str(n)) for n in range(1, RECORDS + 1)]
    whole = source(before + "".join(records) + after)
    records[RECORDS // 2] = records[RECORDS // 2].replace("</", "<").replace("TI  -", "TI ")
    torn = source(before + "".join(records) + after)
    start = time.process_time()
    titles = [extract.values.get("title") for extract in read(whole)[0]]
    assert time.process_time() - start < 5
    assert titles == [f"Study {n}" for n in range(1, RECORDS + 1)]
    left = [extract.values.get("title") for extract in read(torn)[0]]
    assert set(titles) - set(left) <= {f"Study {RECORDS // 2 + 1}"}


@pytest.mark.parametrize(
    "authors",
    [
        "FAU - Example, Ada B\nAU  - Example AB\nFAU - Beispiel, Bert\nAU  - Beispiel B\n",
        "AU  - Example AB\nAU  - Beispiel B\nFAU - Example, Ada B\nFAU - Beispiel, Bert\n",
    ],
)
def test_short_names_add_nothing_to_full_ones_wherever_they_stand(authors: str) -> None:
    text = f"PMID- 99999991\nTI  - An invented study of order.\n{authors}DP  - 2021\n"
    (item,) = medline.items(source(text))
    found = medline.read(item).values["authors"]
    assert [author["given"] for author in found] == ["Ada B", "Bert"]
