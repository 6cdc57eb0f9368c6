"""HTML inside a source: its text with the place of each run."""

from __future__ import annotations

import html

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from synthesite.text.html_runs import runs, strip_tags
from tests.text.properties import tries


def test_each_run_has_its_place_its_text_and_the_tags_around_it() -> None:
    markup = "<p><strong>Aim: </strong>sleep &amp; light</p>"
    found = [(markup[run.start : run.end], run.text, run.inside) for run in runs(markup)]
    assert found == [
        ("Aim: ", "Aim: ", ("p", "strong")),
        ("sleep ", "sleep ", ("p",)),
        ("&amp;", "&", ("p",)),
        (" light", " light", ("p",)),
    ]


def test_places_are_right_after_line_ends() -> None:
    markup = "one\r\n<b>two</b>\nthree"
    assert [markup[run.start : run.end] for run in runs(markup)] == ["one\r\n", "two", "\nthree"]


@pytest.mark.parametrize("tag", ["br", "img", "hr", "wbr"])
def test_a_tag_without_content_opens_nothing(tag: str) -> None:
    assert [run.inside for run in runs(f"<p>a<{tag}>b</p>")] == [("p",), ("p",)]


@pytest.mark.parametrize("markup", ["<i>a</b></i>b", "<i><b>a</i>b"], ids=["closed but not open", "crossed"])
def test_wrongly_nested_tags_are_closed_as_well_as_can_be(markup: str) -> None:
    assert "i" not in list(runs(markup))[-1].inside


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("<>&;\"'"), max_size=8)
TAGS = st.sampled_from(["<p>", "</p>", "<i class='x'>", "</i>", "<br/>", "<!-- a remark -->", '<a href="x">', "\n"])


@tries
@given(st.lists(st.tuples(WORDS, TAGS)))
def test_all_text_between_tags_is_found_with_its_place(pieces: list[tuple[str, str]]) -> None:
    markup = "".join(html.escape(words) + tag for words, tag in pieces)
    text = "".join(words + ("\n" if tag == "\n" else "") for words, tag in pieces)
    found = list(runs(markup))
    assert "".join(run.text for run in found) == text
    assert strip_tags(markup) == text
    assert all(html.unescape(markup[run.start : run.end]) == run.text for run in found)


@tries
@given(st.text("<>&;#/!-[]?ab \n'\"=3x", max_size=30))
@example("<![3")
@example("<![if x]>a<![endif]>")
@example("&#x41")
def test_malformed_markup_gives_places_inside_it_in_order(markup: str) -> None:
    edges = [edge for run in runs(markup) for edge in (run.start, run.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(markup) for edge in edges)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a<b>c</b>d", "acd"),
        ("&lt;b&gt; stays text", "<b> stays text"),
        ("1 < 2 &amp;&amp; 3 > 2", "1 < 2 && 3 > 2"),
        ("a<!-- <b>hidden</b> -->b", "ab"),
        ("<a title='1 > 0'>link</a>", "link"),
        ("p &#60; 0&#x2e;05", "p < 0.05"),
    ],
)
def test_tags_and_comments_are_stripped_and_references_undone(markup: str, text: str) -> None:
    assert strip_tags(markup) == text
