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

CURATED = """
An invented study of lamps, told by a curator over
two lines: R&D at 3.5 < 4 > 2 [sic], and "more".

**In short:** Lamps *burn*, **Oil** (*much of it*) doesn’t. Compare [the invented
register](https://register.example/a-b_c?d=1#e%20f), _as planned_, __and__ “*seen*”.
2025 was dark.

## What it found
### In lamps
Twelve, by `lamp * count < "13"`.

- One lamp
- **two:** lamps,
  as many as wings
- `three`

9. Nine
10. ten

* loose

* list

1) other
   signs

> Quoted, over
> two lines.
>
> - and a list


The end.
"""


def check(text: str, shift: int = 1) -> None:
    expected = whole_markdown(text, shift)
    assert subset_html(text, shift) in (None, expected)
    assert render_markdown(text, shift) == expected


@pytest.mark.parametrize("shift", [0, 1, 5])
@pytest.mark.parametrize("text", [WRITTEN, CURATED])
def test_what_summaries_hold_is_rendered_without_markdown_it(text: str, shift: int) -> None:
    assert subset_html(text, shift) == whole_markdown(text, shift)


@pytest.mark.parametrize(
    "text",
    [
        "a\n  b\n      c",
        "- a\nb",
        "3. a",
        "- a\n\n- b\n- c",
        "- a\n\n* b\n\n+ c",
        "1. a\n\n1) b",
        "# a\nb",
        "- a\n\n\n\nb",
        "> # a\n> b\n>\n> 1. c",
        "> a\n\n> b",
        "`a`\n`b`",
        "**a** _b_\n*c*",
        '**a & b < 2 > "c" \\* d**',
        "a\u00a0b\u2009c\u202fd",
        "*ä*. (**2²**)",
        "`\\`",
        '[a "b"](http://c.example) [] [d]',
        "R&D &; &",
        "-5 to +5",
    ],
)
def test_each_shape_is_rendered_without_markdown_it(text: str) -> None:
    assert subset_html(text, 1) == whole_markdown(text, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "a\n---",
        "a\n- b",
        "a\n===",
        "a\n# b",
        "a\n> b",
        "a\n`b`",
        "a\n```",
        "    a\nb",
        "- a\n  - b",
        "- a\n1. b",
        "- a\n\n  b",
        "- a\n\n    b",
        "-  a",
        "1.  a",
        "1.",
        "1. a\n1) b",
        "> - a\n>\n>   b",
        ">a",
        "> a\n>\n",
        ">\n> a",
        "***a***",
        "**a*",
        "*a**",
        "**a*b**",
        "*a **b** c*",
        "__a",
        "_a_b",
        "a_b_",
        "*a.*b",
        "*a.*.",
        "(*a*)*b*",
        "* a\n* * *",
        "- ---",
        "``a``",
        "` a `",
        "`a\nb`",
        "*a `*` b*",
        "[a `](b)` c",
        "[a](https://b.example/ä)",
        "[a](https://b.example/c d)",
        "[a](https://b.example 'c')",
        "[a](https://B.example/&amp;)",
        "[a](https://b.example/%zz)",
        "[a](https://b.example/(c))",
        "[a](<https://b.example>)",
        "[a](javascript:b)",
        "[a [b](https://c.example)](https://d.example)",
        "![a](https://b.example)",
        "[a][b]\n\n[b]: https://c.example",
        "[a\n]: https://b.example\n\n[a]",
        "a <b@c.example> < d",
        "a &amp b &#x26; &amp;",
        "\ud800",
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
    "\u202f",
    "😀",
    "²",
    "’",
    "  ",
    "   ",
    "\\*",
    "\\<",
    "\\&",
    "\\-",
    "text ",
]
MARKS = ["**", "> ", "## ", "- ", "1. ", "](", "http://x.y", "&amp;", "![", "```\n", "---\n", "*a b*", " *x*, ", "__"]
SPANS = [
    " **b:** ",
    "_c_",
    " (*d*)",
    "“*e*”",
    "`f`",
    "[g](https://h.example)",
    "[i](https://h.example/?j=k#l)",
    "[m]",
    " < ",
]
LINES = ["\n- ", "\n* ", "\n2. ", "\n10. ", "\n3) ", "\n> ", "\n>\n> ", "\n  ", "\n    ", "\n# "]
BLOCKS = ["\n\n", "\n\n> q\n\n", "\n\n- i\n- j\n\n", "\n\n# H\n\n", "\n\n1. i\n\n2. j\n\n"]
PIECES = st.sampled_from(SIGNS + MARKS + SPANS + LINES + BLOCKS)


@tries
@given(st.lists(PIECES, max_size=14).map("".join), st.integers(0, 6))
@example("a *b* c *d* e", 1)
def test_any_text_comes_out_as_with_markdown_it(text: str, shift: int) -> None:
    check(text, shift)


@tries
@given(st.data())
def test_damaged_texts_come_out_as_with_markdown_it(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([WRITTEN, CURATED]))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(PIECES | st.just("")) + text[at + data.draw(st.integers(0, 12)) :]
    check(text)


@tries
@given(st.lists(st.sampled_from([*MARKS, *SPANS, *LINES, *BLOCKS, "a", "b ", " "]), max_size=10).map("".join))
def test_any_markup_comes_out_as_with_markdown_it(text: str) -> None:
    check(text)


@tries
@given(st.text())
def test_any_characters_come_out_as_with_markdown_it(text: str) -> None:
    check(text)
    check(f"- a{text}\n\n**{text}** *a{text}*")


@tries
@given(st.text() | st.lists(PIECES, max_size=14).map("".join))
def test_escaped_texts_come_out_as_with_markdown_it(text: str) -> None:
    escaped = escape_markdown(text)
    check(f"“{escaped},” by *{escaped}*\n\n> {escaped} ({escaped})\n\n- {escaped}\n- {escaped}\n")
