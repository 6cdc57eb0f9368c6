"""Jinja and Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.config import Config, Settings
from synthesite.model import Page
from synthesite.render import Renderer, relative, render_markdown


@pytest.mark.parametrize(
    ("page", "target", "link"),
    [
        ("index.html", "studies/a.html", "studies/a.html"),
        ("studies/a.html", "index.html", "../index.html"),
        ("studies/a.html", "studies/b.html", "b.html"),
        ("studies/a.html", "themes/t.html#top", "../themes/t.html#top"),
        ("studies/a.html", "studies/a.html#top", "a.html#top"),
    ],
)
def test_links_are_relative_and_name_the_file(page: str, target: str, link: str) -> None:
    assert relative(page, target) == link


def test_headings_move_down() -> None:
    assert render_markdown("# One\n\n## Two", shift=1) == "<h2>One</h2>\n<h3>Two</h3>\n"
    assert "<h6>" in render_markdown("###### Six", shift=2)


def test_html_in_markdown_stays_text() -> None:
    html = render_markdown("<script>alert(1)</script>\n\nA <b onclick=x>word</b>")
    assert "<script" not in html
    assert "<b" not in html


@pytest.mark.parametrize("address", ["javascript:alert(1)", "vbscript:x", "data:text/html,x", "JaVaScRiPt:alert(1)"])
def test_an_address_that_runs_something_is_no_link(address: str) -> None:
    assert "href" not in render_markdown(f"[word]({address})")


@given(st.text())
def test_markdown_of_any_text_has_no_script(text: str) -> None:
    assert "<script" not in render_markdown(text).lower()


def test_characters_that_html_does_not_allow_or_that_turn_text_round_are_not_shown(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "plain.html").write_text("<p>{{ word }}</p>")
    renderer = Renderer(Config(root=tmp_path, settings=Settings(title="T")))
    word = "a\x00b\x1fc\x7fd\x9fe\ufffef\u202eg\u2066h\ti"
    assert renderer.render(Page("x.html", "plain.html", {"word": word})) == "<p>abcdefgh\ti</p>\n"
