"""HTML and JATS tags and character references in texts that are no HTML: what exports leave behind in their values.

Only tags that are known count, so that `p<a and b>c` stays what it is.
"""

from __future__ import annotations

import html
import re

from synthesite.text.folding import fold
from synthesite.text.patterns import lazy

_NAMES = (
    r"p|br|div|span|li|ul|ol|em|i|italic|strong|b|bold|u|s|sup|sub|inf|h[1-6]|a|font|tt|code|sc|small|big|title|sec"
)
_TAG = lazy(rf"<(/?)((?:jats:)?(?:{_NAMES}))(?:\s+[\w:-]+\s*=[^<>]*)?\s*/?>", re.IGNORECASE)
_REFERENCE = lazy(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_CSL = {
    "i": "i",
    "em": "i",
    "italic": "i",
    "b": "b",
    "strong": "b",
    "bold": "b",
    "sup": "sup",
    "sub": "sub",
    "inf": "sub",
}
_BLOCKS = frozenset({"p", "br", "div", "li", "ul", "ol", "title", "sec", "h1", "h2", "h3", "h4", "h5", "h6"})


def plain_text(text: str) -> str:
    """The text without tags, white space folded; blocks are set apart by a space."""
    if "<" not in text and "&" not in text:
        return fold(text)
    return fold(_referred(_TAG.sub(lambda m: " " if _name(m) in _BLOCKS else "", text)))


def inline_title(text: str) -> str:
    """The text with CSL's inline tags only (`<i> <b> <sup> <sub>`), white space folded."""
    if "<" not in text and "&" not in text:
        return fold(text)
    return fold(_TAG.sub(_as_csl, _referred(text)))


def _name(match: re.Match[str]) -> str:
    return match[2].lower().removeprefix("jats:")


def _as_csl(match: re.Match[str]) -> str:
    name = _name(match)
    return f"<{match[1]}{_CSL[name]}>" if name in _CSL else " " if name in _BLOCKS else ""


def _referred(text: str) -> str:
    return _REFERENCE.sub(lambda m: html.unescape(m[0]), text)
