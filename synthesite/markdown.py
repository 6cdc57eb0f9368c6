"""Markdown as HTML."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from synthesite.text.markdown_subset import subset_html

if TYPE_CHECKING:  # takes long, and isn't needed for most texts
    from markdown_it import MarkdownIt


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False})


def render_markdown(text: str, shift: int = 0) -> Markup:
    """Markdown as HTML, its headings moved down by `shift` levels; HTML in it stays text, scripts can't be linked."""
    html = subset_html(text, shift)
    return Markup(whole_markdown(text, shift) if html is None else html)  # noqa: S704  # both escape what is no markup


def whole_markdown(text: str, shift: int) -> str:
    """What `render_markdown` gives, by markdown-it alone."""
    tokens = _markdown().parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) + shift)}"
    return str(_markdown().renderer.render(tokens, _markdown().options, {}))
