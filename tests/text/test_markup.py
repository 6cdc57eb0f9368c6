"""Inline markup: what titles may carry, and text that must stay text inside Markdown."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.markdown import render_markdown
from synthesite.text.folding import fold
from synthesite.text.markup import escape_markdown, plain_title, title_html
from tests.text.properties import tries


class Shown(HTMLParser):
    """What a browser shows of a piece of HTML: its text, and the tags in it."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(text: str) -> Shown:
    return Shown(str(render_markdown(escape_markdown(text))))


HOSTILE = [
    "# a heading",
    "[a link](https://example.org)",
    "![an image](x.png)",
    "<https://example.org>",
    "[ref]: https://example.org",
    "<script>alert(1)</script>",
    "* an item",
    "- an item",
    "+ an item",
    "1. an item",
    "12) an item",
    "> a quote",
    "---",
    "===",
    "```",
    "~~~",
    "`code`",
    "*emphasis* and __more__",
    "&amp; &copy; &#35;",
    r"a \* b \\",
    "p < 0.05 & n = 3",
    "https://example.org",
    "2020. An invented year",
    "https://example.org/a_b_c",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_looks_like_markdown_is_shown_as_it_is(text: str) -> None:
    assert shown(text).tags == {"p"}
    assert shown(text).text.strip() == text


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("before", ["A line\n", "A paragraph\n\n", "A line\r\n", "A line\r", "  "])
def test_so_it_is_on_a_later_line(before: str, text: str) -> None:
    assert shown(before + text).tags == {"p"}
    assert fold(shown(before + text).text) == fold(before + text)


@pytest.mark.parametrize("text", ["    indented", "\tindented", "A paragraph\n\n    and an indented line"])
def test_indented_text_is_no_code(text: str) -> None:
    assert shown(text).tags == {"p"}
    assert fold(shown(text).text) == fold(text)


SPECIAL = st.text("\\`*_[]<>&!#+-=~.)(1:\"' a/{}|^$;\t", max_size=20)


@tries
@given((st.text() | SPECIAL).map(fold).filter(lambda text: text and "\0" not in text))
def test_any_line_is_shown_exactly(line: str) -> None:
    assert shown(line).tags == {"p"}
    assert shown(line).text == f"{line}\n"


@tries
@given(st.text("\\`*_[]<>&!#+-=~.)(1: ab\n\r\t", max_size=30))
def test_any_text_of_several_lines_is_paragraphs_of_just_its_words(text: str) -> None:
    assert shown(text).tags <= {"p", "br"}
    assert fold(shown(text).text) == fold(text)


@pytest.mark.parametrize(
    ("title", "markup"),
    [
        ("An <i>invented</i> study of H<sub>2</sub>O", "An <i>invented</i> study of H<sub>2</sub>O"),
        ("<b>One <sup>two</sup></b>", "<b>One <sup>two</sup></b>"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ("<i>open", "&lt;i&gt;open"),
        ("closed</i>", "closed&lt;/i&gt;"),
        ("<i><b>crossed</i></b>", "&lt;i&gt;&lt;b&gt;crossed&lt;/i&gt;&lt;/b&gt;"),
        ('<i onclick="x">no</i>', "&lt;i onclick=&quot;x&quot;&gt;no&lt;/i&gt;"),
    ],
)
def test_a_title_keeps_its_balanced_inline_tags_and_nothing_else(title: str, markup: str) -> None:
    assert title_html(title) == markup


PIECES = st.sampled_from(["<i>", "</i>", "<b>", "</b>", "<sup>", "</sup>", "<em>", "&lt;i&gt;", "word", " ", "<", '"'])


@tries
@given(st.lists(PIECES).map("".join) | st.text())
def test_no_title_brings_other_tags_and_all_its_words_are_shown(title: str) -> None:
    page = Shown(title_html(title))
    assert page.tags <= {"i", "b", "sup", "sub"}
    assert page.text == (plain_title(title) if page.tags else title)


def test_a_plain_title_has_no_tags() -> None:
    assert (
        plain_title("An <i>invented</i> study of H<sub>2</sub>O and p < 0.05")
        == "An invented study of H2O and p < 0.05"
    )
