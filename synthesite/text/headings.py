"""What stands in the head of a page: its title and its description, from what templates say, at a fitting length.

Both functions are filters: they are handed HTML and give HTML, escaped, without elements.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from synthesite.text.folding import fold

TITLE_LENGTH = 70
"""How many characters a title has at most: browsers' tabs and search engines cut longer ones, readers hear them first.
"""
WORDS_LENGTH = 300
"""How many characters a description has at most."""
_TAIL = re.compile(r"[,，、] ?[^,，、]{0,12}\d\W?$")
"""What tells the pages of one list apart: `, page 2`."""


def page_title(html: str, site: str) -> Markup:
    """A page's title at most `TITLE_LENGTH` characters long: with the site's title behind it, where that fits.

    `html` may end in the site's title already. What is too long by itself is cut at a word; a number of the page at
    its end stays.
    """
    plain = _plain(html)
    own = plain if plain == site else plain.removesuffix(f" – {site}")
    if own != site and len(own) + len(site) + 3 <= TITLE_LENGTH:
        own = f"{own} – {site}"
    elif len(own) > TITLE_LENGTH:
        tail = _TAIL.search(own)
        end = tail[0] if tail else ""
        own = _cut(own.removesuffix(end), TITLE_LENGTH - len(end)) + end
    return escape(own)


def page_words(html: str) -> Markup:
    """A page's description, at most `WORDS_LENGTH` characters long."""
    plain = _plain(html)
    return escape(plain if len(plain) <= WORDS_LENGTH else _cut(plain, WORDS_LENGTH))


def _plain(html: str) -> str:
    """The text of HTML without elements and with blanks folded."""
    text = Markup(html).striptags() if "<" in html or "&" in html else str(html)  # noqa: S704  # it is escaped again
    return fold(text)


def _cut(text: str, most: int) -> str:
    """The beginning of a text, at most so many characters with the dots behind it; to a word's end if it can be."""
    start = text[: most - 1]
    word = start if text[most - 1].isspace() else start.rpartition(" ")[0]
    return (word if len(word) > most // 2 else start).rstrip(" ,;:.–-") + "…"
