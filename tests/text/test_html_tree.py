"""An HTML page as elements, attributes and runs of text, each with its place."""

from __future__ import annotations

import html
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text.html_tree import Page, parse_html
from tests.text.properties import tries

PAGE = """<!DOCTYPE html>
<html lang=en><head><title>An invented &amp; study</title><meta name="citation_doi" content='10.5555/a'></head>
<body><!-- a remark --><div class="articleAbstract main" id=x><h2>Aims</h2><p>One<br>two<p>three</div>
<script>if (a < b) "<p>no</p>"</script><ul><li>a<li>b</ul></body></html>"""


def texts(page: Page) -> list[tuple[str, str]]:
    """The runs that are not blank, each with the tag around it."""
    return [(run.parent.tag if run.parent else "", run.passage.folded) for run in page.runs if run.passage.folded]


def test_all_text_is_found_in_its_element() -> None:
    assert texts(parse_html(PAGE)) == [
        ("title", "An invented & study"),
        ("h2", "Aims"),
        ("p", "One"),
        ("p", "two"),
        ("p", "three"),
        ("script", 'if (a < b) "<p>no</p>"'),
        ("li", "a"),
        ("li", "b"),
    ]


def test_attributes_have_their_places_however_they_are_quoted() -> None:
    page = parse_html(PAGE)
    meta = next(element for element in page.elements if element.tag == "meta")
    assert (meta.get("name"), meta.get("content"), meta.get("missing")) == ("citation_doi", "10.5555/a", "")
    assert PAGE[slice(*meta.attributes["content"].span)] == "10.5555/a"
    assert page.elements[0].get("lang") == "en"


def test_an_element_knows_what_is_inside_it_and_around_it() -> None:
    page = parse_html(PAGE)
    div = next(element for element in page.elements if element.tag == "div")
    assert [element.tag for element in page.children(div)] == ["h2", "p", "p"]
    assert [element.tag for element in page.inside(div)] == ["h2", "p", "br", "p"]
    assert [element.tag for element in div.ancestors()] == ["body", "html"]
    assert [run.passage.text for run in page.runs_in(div)] == ["Aims", "One", "two", "three"]
    assert PAGE[div.start : div.end].endswith("</div>")
    assert PAGE[div.inner : div.inner_end].startswith("<h2>")
    assert div.words == {"article", "abstract", "main", "x"}


def test_comments_are_no_text() -> None:
    page = parse_html(PAGE)
    assert [PAGE[slice(*span)] for span in page.comments] == [" a remark "]


TAGS = ["<p>", "</p>", "<div class='a b'>", "</div>", "<li>", "<td", "<br/>", "<title>", "<a href="]
RAW = ["<script>", "</script>", "<!--", "-->", "<!", "<![CDATA[", "</", "<3"]
MARKS = [">", '"', "'", "=", "/", "&amp;", "&#x41", "&", "text", " ", "\n", "\x00"]
PIECES = st.sampled_from(TAGS + RAW + MARKS)
BROKEN = ["<div>", "<p", "<a b=", "<!--", "</p>", "<p></div>", "<td><tr>", "<![", "<title>", "&", "<a b='"]


@tries
@given(st.lists(PIECES, max_size=25).map("".join) | st.text())
def test_any_text_is_a_page_whose_places_are_inside_it_in_order(text: str) -> None:
    page = parse_html(text)
    for element in page.elements:
        assert 0 <= element.start < element.inner <= element.inner_end <= element.end <= len(text)
        assert all(element.index < inner.index < element.last for inner in page.inside(element))
        assert len(list(element.ancestors())) <= 200
    spans = [run.passage.span for run in page.runs if run.passage.folded]
    assert spans == sorted(spans)
    for passage in (run.passage for run in page.runs if "\ufffd" not in run.passage.text):
        for character, start, end in zip(*passage, strict=True):
            assert html.unescape(text[start:end]).startswith(character)


@pytest.mark.parametrize("piece", BROKEN)
def test_a_page_that_is_broken_all_through_is_read_in_good_time(piece: str) -> None:
    start = time.process_time()
    parse_html(piece * 20_000)
    assert time.process_time() - start < 5
