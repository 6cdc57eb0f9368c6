"""Whatever happens to a document: no exception, and no value that doesn't stand where the record says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from synthesite.extract import SourceText
from synthesite.model import Place
from synthesite.readers import claims
from tests.readers.support import Pair, faults, item_of, pairs, read

READERS = sorted({pair.reader for pair in pairs()})
RICHEST = {
    "scite_report": "structured_and_truncated",
    "aggregator_page": "labelled_with_conflicts",
    "bibtex": "several_entries",
    "ris": "several_references",
    "table": "scopus",
    "text_page": "pubmed_page",
    "pubmed_text": "one_record",
    "openalex_json": "article",
    "europe_pmc_json": "core_answer",
    "semantic_scholar_json": "paper",
    "datacite_json": "resource",
    "medline": "pubmed_record",
    "pubmed_xml": "article",
    "endnote_xml": "styles",
    "jats_xml": "sections_and_group_author",
}

HAZARDS = {
    "quotation marks": ["“", "”", '"', "'", '\\"', "…"],
    "white space": ["\n", "\r", "\r\n", "\n\n", "\t", "\u00a0", "\u2028", "\u0085", "\x0b", "\x1c", "\ufeff", "\u200b"],
    "letters of two": ["e\u0301", "🌂", "ﬁ", "İ", "ß", "汉"],
    "digits": ["٣", "²", "1,2", "-1", "1e999", "00", "9" * 30, "9" * 4400],
    "brackets": ["(", ")", "{", "}", "[", "]", "<", ">", "&", "\\", "/", ":", ";", ",", ".", "-", "|"],
    "HTML": ["<p>", "</p>", "<br>", "<b>Aim:</b>", "<![x", "<!x>", "<?x>", "<!--", "<script>", "<a href='",
             "&#0;", "&#xd800;", "&amp", "&lt;i&gt;"],
    "JSON": ["\\ud83d", "\\u0000", "\\/", "\\n", "\\x", "null", "[" * 101, '","title":"', '":{"'],
    "control characters": ["\x00", "\x07", "\x1b[31m", "\x7f"],
    "BibTeX": ["\n@article{x,", "@", "#", "}", "\\'", "\\emph{", "$", "$^", " and ", "\\&", "\ntitle = {", "%", "``"],
    "RIS": ["\nTY  - JOUR\n", "\nER  - \n", "\nDO  - ", "\nPY  - ", "\nXX  - "],
    "XML": ["<i>", "</i>", "<x y='", "/>", "</title>", "<![CDATA[", "]]>", "<sub>2</sub>", "&#x1;", "&bomb;",
            "<!DOCTYPE x [", "<PubmedArticle>", "</record>", "<fn>", "<a><b></a></b>", "&#50;"],
    "MEDLINE": ["\nPMID- 1\n", "\n\nOWN - ", "\nTI  - ", "\nDP  - ", "\nAID - 10.5555/x [doi]\n", "\n      "],
    "scite": ["\nSection: Xsupporting\n", "Abstract: ", "… Show more", "\nYear Published\n",
              "\nconfidence: 999%\n", "Aim: "],
}  # fmt: skip


MOST_PLACES, MOST_CUTS = 12, 50
"""So many of the places in a document are tried, evenly spread; more takes long."""


def rich(reader: str) -> Pair:
    wanted = RICHEST.get(reader)
    return next(pair for pair in pairs(reader) if wanted in {None, pair.name})


def faults_if_claimed(source: SourceText) -> list[str]:
    """The faults of a mutated text; one that no reader or another one takes is nothing to say about."""
    return faults(source) if len(claims(source)) == 1 else []


def value_spans(source: SourceText) -> Iterator[tuple[int, int]]:
    """Where the values of a source stand in its text."""
    for extract in read(source)[0]:
        offset = source.text.index(item_of(extract, source).text)
        for places in extract.places.values():
            for place in [places] if isinstance(places, Place) else places:
                yield offset + place.span.start, offset + place.span.end


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("hazard", HAZARDS)
def test_hazards_at_the_edges_and_in_the_middle_of_every_value(reader: str, hazard: str) -> None:
    """Each hazard at every fourth of the places, each place with every fourth of the hazards: all of both in turn."""
    source = rich(reader).source()
    wrong = {}
    places = sorted({at for span in value_spans(source) for at in (span[0], sum(span) // 2, span[1])})
    for turn, at in enumerate(places[:: 1 + len(places) // MOST_PLACES]):
        for token in HAZARDS[hazard][turn % 4 :: 4]:
            text = source.text[:at] + token + source.text[at:]
            found = faults_if_claimed(source._replace(text=text))
            if found:
                wrong[f"{token[:20]!r} after {source.text[max(0, at - 20) : at]!r}"] = found
    assert wrong == {}


@pytest.mark.parametrize("reader", READERS)
def test_a_document_cut_anywhere(reader: str) -> None:
    source = rich(reader).source()
    wrong = {
        at: faults_if_claimed(source._replace(text=source.text[:at]))
        for at in range(0, len(source.text), 1 + len(source.text) // MOST_CUTS)
    }
    assert {at: found for at, found in wrong.items() if found} == {}


@pytest.mark.parametrize("reader", READERS)
def test_a_document_without_one_of_its_lines_or_with_one_twice(reader: str) -> None:
    source = rich(reader).source()
    lines = source.text.splitlines(keepends=True)
    wrong = {}
    for at, line in enumerate(lines):
        for what, piece in (("without", []), ("twice", [line, line])):
            text = "".join([*lines[:at], *piece, *lines[at + 1 :]])
            found = faults_if_claimed(source._replace(text=text))
            if found:
                wrong[f"{what} line {at + 1}"] = found
    assert wrong == {}


class Change(NamedTuple):
    """One change to a text: what, where (modulo its length), how much, and what is put in."""

    kind: str
    at: int
    length: int
    text: str

    def apply(self, text: str) -> str:
        return CHANGES[self.kind](text, self.at % (len(text) + 1), self.length, self.text)


def of_lines(change: Callable[[list[str], int], list[str]]) -> Callable[[str, int, int, str], str]:
    def apply(text: str, at: int, length: int, token: str) -> str:
        lines = text.splitlines(keepends=True)
        return "".join(change(lines, at % len(lines))) if lines else text

    return apply


CHANGES: dict[str, Callable[[str, int, int, str], str]] = {
    "delete": lambda text, at, length, token: text[:at] + text[at + length :],
    "insert": lambda text, at, length, token: text[:at] + token + text[at:],
    "replace": lambda text, at, length, token: text[:at] + token + text[at + length :],
    "duplicate": lambda text, at, length, token: text[: at + length] + text[at:],
    "truncate": lambda text, at, length, token: text[:at],
    "delete line": of_lines(lambda lines, at: [*lines[:at], *lines[at + 1 :]]),
    "duplicate line": of_lines(lambda lines, at: [*lines[:at], lines[at], *lines[at:]]),
    "move line to the end": of_lines(lambda lines, at: [*lines[:at], *lines[at + 1 :], lines[at]]),
}

tokens = st.one_of(st.sampled_from([token for group in HAZARDS.values() for token in group]), st.text(max_size=4))
changes = st.lists(
    st.builds(Change, st.sampled_from(sorted(CHANGES)), st.integers(0, 10_000), st.integers(1, 60), tokens),
    min_size=1,
    max_size=6,
)


@pytest.mark.parametrize("reader", READERS)
def test_fixtures_with_anything_done_to_them(reader: str) -> None:
    sources = [pair.source() for pair in pairs(reader)]

    @settings(
        max_examples=60,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.nested_given],
    )
    @given(st.sampled_from(sources), changes)
    def run(source: SourceText, todo: list[Change]) -> None:
        text = source.text
        for change in todo:
            text = change.apply(text)
        assert faults_if_claimed(source._replace(text=text.encode("utf-8", "replace").decode())) == []

    run()
