"""White space and forms: what counts as the same text."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_QUOTES = dict.fromkeys(map(ord, "‘’‚‛ʼ"), "'") | dict.fromkeys(map(ord, "“”„‟"), '"')  # all of them
_UNSEEN = dict.fromkeys([0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF])
_WRITTEN = {**_DASHES, **_QUOTES, **_UNSEEN}
_ASCII = bytes(range(128))
_NOT_WORD = re.compile(r"[\W_]+")
_CSL_TAG = re.compile(r"</?(?:i|b|sup|sub)>")
_ARTICLES = ("the ", "a ", "an ")
_WORDS = bytes(ord(chr(byte).lower()) if chr(byte).isalnum() else ord(" ") for byte in _ASCII).ljust(256)
"""For ASCII: what is no letter and no digit becomes a blank."""


def fold(text: str) -> str:
    """The text with every run of white space as one space, and none at the ends."""
    if text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]:
        return text  # of white space, nothing but single blanks is printable
    return " ".join(text.split())


def as_written(text: str) -> str:
    """A key under which texts are equal that only a program's way of writing them sets apart.

    That is: white space, the normal form of Unicode (composed or not, ligatures, full width), the kind of dash and of
    quotation mark, soft hyphens and other characters without a glyph. Case, accents and digits count, and a raised
    figure is not the figure itself.
    """
    if not text.isascii():
        text = _not_meaning().sub(lambda match: unicodedata.normalize("NFKC", match[0]), text.translate(_WRITTEN))
        text = text.translate(_DASHES)  # a full-width dash is a dash only now
    return fold(text)


@cache
def _not_meaning() -> re.Pattern[str]:
    """Runs of characters whose compatible form says the same; that of `²`, `½` and `㎡` doesn't."""
    kinds = ("<super>", "<sub>", "<fraction>", "<circle>", "<square>")
    codes = (chr(code) for code in range(0x80, 0x20000))  # all of these kinds stand here
    other = "".join(c for c in codes if unicodedata.decomposition(c).startswith(kinds))
    return re.compile(f"[^{re.escape(other)}]+")


def beyond_ascii(text: str) -> str:
    """The characters of a text that aren't ASCII, in their order: few in most, and all that some patterns look for."""
    if text.isascii():
        return ""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")


def strip_accents(text: str) -> str:
    """The text without combining marks: `é` becomes `e`, `ø` stays."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKD", text)
    for mark in filter(unicodedata.combining, set(text)):  # each once, whatever the order
        text = text.replace(mark, "")
    return text


def same_form(text: str) -> str:
    """A key under which texts that differ in case, accents, punctuation or white space only are equal."""
    plain = text if text.isascii() else strip_accents(text.translate(_DASHES)).casefold()
    if plain.isascii():
        if plain.isalpha():  # one word, as most names are
            return plain.lower()
        return b" ".join(plain.encode().translate(_WORDS).split()).decode()
    return _NOT_WORD.sub(" ", plain).strip()


def title_key(title: str) -> str:
    """`same_form` for titles of publications and journals: markup, `&` and a leading article don't count."""
    plain = _CSL_TAG.sub("", title) if "<" in title else title
    key = same_form(plain.replace("&", " and "))
    return key.partition(" ")[2] if key.startswith(_ARTICLES) else key
