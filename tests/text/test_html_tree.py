"""HTML as elements and runs with places, however broken the page is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text.html_tree import Element, Page, html_start, parse_html
from tests.text.properties import tries


def shape(page: Page) -> str:
    """The tree in brackets: `p(b())`."""

    def one(element: Element) -> str:
        return f"{element.tag}({' '.join(map(one, page.children(element)))})"

    return " ".join(one(element) for element in page.elements if element.parent is None)


def shown(page: Page) -> list[str]:
    return [run.passage.text for run in page.runs]


def test_attributes_have_their_places() -> None:
    text = """<META name=citation_title content='A "quoted" &amp; invented title' hidden>"""
    (meta,) = parse_html(text).elements
    assert (meta.tag, meta.get("name"), meta.get("content")) == (
        "meta",
        "citation_title",
        'A "quoted" & invented title',
    )
    assert text[slice(*meta.attributes["content"].span)] == 'A "quoted" &amp; invented title'
    assert meta.hidden
    assert meta.get("missing") == ""


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("<p>a<p>b", "p() p()"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", "ul(li() li(ul(li())))"),
        ("<table><tr><td>a<td>b<tr><th>c</table>", "table(tr(td() td()) tr(th()))"),
        ("<dl><dt>a<dd>b<dt>c</dl>", "dl(dt() dd() dt())"),
        ("<p><b>a<div>b</div>", "p(b()) div()"),
        ("<div><span>a<div>b</span>c</div></div>", "div(span(div()))"),
        ("<div><b>a</div><i>c</i>", "div(b()) i()"),
        ("</div><br>a<br/>b</p>", "br() br()"),
        ("<head><title>a</title><body><p>b", "head(title()) body(p())"),
    ],
)
def test_elements_are_closed_as_a_browser_closes_them(text: str, tree: str) -> None:
    assert shape(parse_html(text)) == tree


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("a<!-- <b>x</b> -->b<!-->c", ["a", "b", "c"]),
        ("<script>if (a<b) '</div>'</script>x", ["if (a<b) '</div>'", "x"]),
        ("<title>a &lt;b> c</title>d", ["a <b> c", "d"]),
        ("<title>a<b>c", ["a", "c"]),
        ("1 < 2 <3 & x", ["1 < 2 <3 & x"]),
        ("a<?php x ?>b<!DOCTYPE y>c<![CDATA[d]]>e", ["a", "b", "c", "e"]),
        ("a<b class='x", ["a"]),
        ("<a b=c=d e>x</a >y", ["x", "y"]),
        ("a<!-- never closed <p>b", ["a"]),
    ],
)
def test_only_text_is_text(text: str, runs: list[str]) -> None:
    assert shown(parse_html(text)) == runs


def test_the_words_of_an_element() -> None:
    (element,) = parse_html('<div class="articleAbstract-main" id="DOI_Box" itemprop=author>').elements
    assert element.words == {"article", "abstract", "main", "doi", "box", "author"}


@pytest.mark.parametrize(
    ("head", "start"),
    [
        ("<!DOCTYPE html>\n<html>", "<!DOCTYPE html"),
        ("\n<!-- saved from url=(0020)https://a.example/ -->\n<HTML lang=en>", "<HTML"),
        ("<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN'>", "<!DOCTYPE html"),
        ("<meta name=citation_title content=x>", "<meta"),
        ("<?xml version='1.0'?><!DOCTYPE article PUBLIC '-//NLM//DTD JATS'><article>", ""),
        ("<?xml version='1.0'?><PubmedArticleSet>", ""),
        ("<xml><records><record>", ""),
        ("<article><front>", ""),
        ("TY  - JOUR", ""),
        ("Abstract in <html>", ""),
        ("", ""),
    ],
)
def test_what_starts_as_html_does(head: str, start: str) -> None:
    assert html_start(head) == start


PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div class='a",
        "'>",
        "<b>",
        "</b>",
        "<li>",
        "<td",
        ">",
        "<script>",
        "</script>",
        "<title>",
        "</title>",
        "<!--",
        "-->",
        "&amp;",
        "text",
        " ",
        "\n",
        '"',
        "<br/>",
        "</div>",
        "<a href=x>",
        "<",
        "&#",
    ]
)


@tries
@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_text_is_read_with_places_in_order(text: str) -> None:
    page = parse_html(text)
    edges = [edge for run in page.runs for edge in (run.passage.starts[0], run.passage.ends[-1])]
    assert edges == sorted(edges)
    for at, element in enumerate(page.elements):
        assert element.index == at < element.last <= len(page.elements)
        assert element.start < element.inner <= element.inner_end <= element.end <= len(text)
        assert element.run <= element.last_run <= len(page.runs)
        assert all(inner.start >= element.inner and inner.end <= element.end for inner in page.inside(element))
