"""Markdown as HTML."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markupsafe import Markup


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})


def render_markdown(text: str, shift: int = 0) -> Markup:
    """Markdown as HTML, its headings moved down by `shift` levels; HTML in it stays text, scripts can't be linked."""
    markdown = _markdown()
    tokens = markdown.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) + shift)}"
    return Markup(markdown.renderer.render(tokens, markdown.options, {}))  # noqa: S704  # markdown-it escapes
