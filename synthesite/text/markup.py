"""Inline markup: what titles may carry, and text that must stay text inside Markdown."""

from __future__ import annotations

import re
from html import escape

from synthesite.text.folding import fold

_ALLOWED = re.compile(r"&lt;(/?)(i|b|sup|sub)&gt;")
_SPECIAL = re.compile(r"([\\`*_\[\]<>&])|^(\d*)([.)#+=~-])")
_SPECIAL_ANYWHERE = re.compile(r"[\\`*_\[\]<>&]")
_SPECIAL_AT_START = re.compile(r"\d*[.)#+=~-]")
_CSL_TAG = re.compile(r"</?(?:i|b|sup|sub)>")


def title_html(title: str) -> str:
    """A title as HTML: everything escaped but balanced `<i> <b> <sup> <sub>`, CSL's inline tags."""
    text = escape(title)
    if "<" not in title:
        return text
    open_tags: list[str] = []
    for closing, tag in _ALLOWED.findall(text):
        if not closing:
            open_tags.append(tag)
        elif not open_tags or open_tags.pop() != tag:
            return text
    return text if open_tags else _ALLOWED.sub(r"<\1\2>", text)


def plain_title(title: str) -> str:
    """A title without its inline tags."""
    return _CSL_TAG.sub("", title) if "<" in title else title


def escape_markdown(text: str) -> str:
    """Text, white space folded, as Markdown that renders as just this text.

    On one line, nothing in it can become a link, an image, a heading, a list or code.
    """
    text = fold(text)
    if not _SPECIAL_ANYWHERE.search(text) and not _SPECIAL_AT_START.match(text):
        return text
    return _SPECIAL.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", text)
