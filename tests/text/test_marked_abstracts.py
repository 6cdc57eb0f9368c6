from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text.decodings import decodings
from synthesite.text.marked_abstracts import marked_parts, marked_text, marked_title


@pytest.mark.parametrize(
    ("markup", "parts"),
    [
        (
            "<jats:title>Abstract</jats:title><jats:sec><jats:title>Aim</jats:title><jats:p>To invent.</jats:p>"
            "</jats:sec><jats:sec><jats:title>Methods:</jats:title><jats:p>One.</jats:p><jats:p>Two.</jats:p></jats:sec>",
            [("Aim", "To invent."), ("Methods", "One. Two.")],
        ),
        ("<p><b>Aim: </b>This. <b>Design</b>: That, with a <b>bold</b> word.</p>",
         [("Aim", "This."), ("Design", "That, with a bold word.")]),
        ("<h4>Aim</h4>This<h4>Findings</h4>That", [("Aim", "This"), ("Findings", "That")]),
        ("<p>Background: This. Results: That.</p>", [("Background", "This."), ("Results", "That.")]),
        ("<p>One.</p><p>Two.</p>", [("", "One. Two.")]),
        ("&lt;p&gt;p &amp;lt; 3&lt;/p&gt;", [("", "p < 3")]),
        ("<title>Methods</title><sec><title>People</title><p>Nobody.</p></sec>", [("Methods People", "Nobody.")]),
        ("p<0.05 and n>3 <!-- so", [("", "p<0.05 and n>3 <!-- so")]),
        ("a note<fn> that is never closed", [("", "a note that is never closed")]),
        (" ", []),
    ],
)  # fmt: skip
def test_an_abstract_is_split_at_its_headings(markup: str, parts: list[tuple[str, str]]) -> None:
    assert [(part.label, part.text) for part in marked_parts(markup)] == parts


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("A <em>b</em> of H<sub>2</sub>O &amp;amp; c", "A <i>b</i> of H<sub>2</sub>O & c"),
        ("<jats:italic>X</jats:italic> &lt;b&gt;y&lt;/b&gt;", "<i>X</i> <b>y</b>"),
        ("R&D in p<0.05", "R&D in p<0.05"),
    ],
)
def test_a_title_has_inline_tags_only(markup: str, title: str) -> None:
    assert marked_title(markup) == title


PIECES = [
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<title>",
    "</title>",
    "Aim",
    ":",
    " ",
    "x.",
    "&lt;",
    "&amp;",
    "<",
    ">",
    "<!--",
    "<fn>",
]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_each_part_is_what_its_span_says(markup: str) -> None:
    for part in marked_parts(markup):
        assert marked_text(markup[slice(*part.span)]) == part.text
        if part.label:
            assert part.label in decodings(markup[slice(*part.label_span)])
