"""The short way of rendering Markdown: the same HTML as markdown-it's, for every text, or none."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from synthesite.markdown import render_markdown, whole_markdown
from synthesite.text.markdown_subset import subset_html
from synthesite.text.markup import escape_markdown
from tests.text.properties import tries

WRITTEN = """
“An invented study: of lamps,” by Ada B. Example was published in *Journal of \\[Invented\\] Results* in 2025.

## What the study asked

> To invent what no one has, with p \\< 0.05 \\& "more". (AIMS)

# What it found

- 12 lamps
- 1\\. that of the keepers’ *own*, and *Nature*.

2025 was dark.
"""


def check(text: str, shift: int = 1) -> None:
    expected = whole_markdown(text, shift)
    assert subset_html(text, shift) in (None, expected)
    assert render_markdown(text, shift) == expected


@pytest.mark.parametrize("shift", [0, 1, 5])
def test_what_summaries_hold_is_rendered_without_markdown_it(shift: int) -> None:
    assert subset_html(WRITTEN, shift) == whole_markdown(WRITTEN, shift)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "a\nb",
        "a\n---",
        "a\n\n\nb",
        "- a\n\n- b",
        "- a\n- b\n\nc",
        "- a\n  b",
        "- - a",
        "- # a",
        "-",
        "- ",
        "---",
        "> a\n> b",
        "> a\nb",
        "> > a",
        "> 1. a",
        ">",
        "# a #",
        "# a \\#",
        "#a",
        "####### a",
        "#",
        "    a",
        " a",
        "a ",
        "a  \nb",
        "1. a",
        "2025. A year",
        "1) a",
        "* a",
        "***",
        "**a**",
        "*a*b",
        "a*b*",
        "*a *",
        "*a*, *b* and *c*",
        "*a*’s",
        "*ä*",
        "*a \\* b*",
        "a * b",
        "_a_",
        "a_b_c",
        "`a`",
        "<b>a</b>",
        "<https://example.org>",
        "[a](b)",
        "[a]: b",
        "![a](b)",
        "&amp; &copy; & \\&amp;",
        "\\a \\",
        "\\'\\\"",
        "a\tb",
        "\ta",
        "a\u00a0",
        "\u00a0",
        "a\rb",
        "\x00",
        "```\na",
        "~~~\na",
        "| a |\n|---|",
    ],
)
def test_what_is_not_sure_comes_out_as_with_markdown_it(text: str) -> None:
    check(text)


SIGNS = [
    *"ab1 \n*_`>#-+.()[]!<&\\\"'~|:/=;,",
    "é",
    "“",
    "”",
    "–",
    "$",
    "\u00a0",
    "😀",
    "\\*",
    "\\<",
    "\\&",
    "\\-",
    "text ",
]
MARKS = ["**", "> ", "## ", "- ", "1. ", "](", "http://x.y", "&amp;", "![", "```\n", "---\n", "*a b*", " *x*, "]
BLOCKS = ["\n\n", "\n\n> q\n\n", "\n\n- i\n- j\n\n", "\n\n# H\n\n"]
PIECES = st.sampled_from(SIGNS + MARKS + BLOCKS)


@tries
@given(st.lists(PIECES, max_size=14).map("".join), st.integers(0, 6))
@example("a *b* c *d* e", 1)
def test_any_text_comes_out_as_with_markdown_it(text: str, shift: int) -> None:
    check(text, shift)


@tries
@given(st.data())
def test_damaged_texts_come_out_as_with_markdown_it(data: st.DataObject) -> None:
    text = WRITTEN
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(PIECES | st.just("")) + text[at + data.draw(st.integers(0, 12)) :]
    check(text)


@tries
@given(st.text() | st.lists(PIECES, max_size=14).map("".join))
def test_escaped_texts_come_out_as_with_markdown_it(text: str) -> None:
    escaped = escape_markdown(text)
    check(f"“{escaped},” by *{escaped}*\n\n> {escaped} ({escaped})\n\n- {escaped}\n- {escaped}\n")
