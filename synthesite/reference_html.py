"""A reference in a style, as HTML: its italics, and the language of each part that needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from markupsafe import Markup

from synthesite.citing import Part
from synthesite.text.html_escape import escaped

Lang = Callable[[str | None, str], str]
"""The attribute `lang` that a text needs (see `Renderer.lang_attribute`)."""


def reference_html(parts: Iterable[Part], lang: Lang) -> Markup:
    """The parts, escaped, one behind the other."""
    html: list[str] = []
    for part in parts:
        text, language = part.text, part.language
        attribute = "" if language is None and text.isascii() else lang(language, text)
        shown = escaped(text)
        if part.italic:
            html.append(f"<i{attribute}>{shown}</i>")
        else:
            html.append(f"<span{attribute}>{shown}</span>" if attribute else shown)
    return Markup("".join(html))  # noqa: S704  # all texts are escaped
