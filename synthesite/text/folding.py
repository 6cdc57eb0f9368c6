"""White space and forms: what counts as the same text."""

from __future__ import annotations

import re
import unicodedata

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_NOT_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """The text with every run of white space as one space, and none at the ends."""
    return " ".join(text.split())


def strip_accents(text: str) -> str:
    """The text without combining marks: `é` becomes `e`, `ø` stays."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def same_form(text: str) -> str:
    """A key under which texts that differ in case, accents, punctuation or white space only are equal."""
    return _NOT_WORD.sub(" ", strip_accents(text.translate(_DASHES)).casefold()).strip()


def title_key(title: str) -> str:
    """`same_form` for titles of publications and journals: markup, `&` and a leading article don't count."""
    plain = re.sub(r"</?(?:i|b|sup|sub)>", "", title).replace("&", " and ")
    return re.sub(r"^(?:the|a|an) ", "", same_form(plain))
