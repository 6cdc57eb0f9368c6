"""The languages of the interface that there are, each with its catalog `locale/<language>/LC_MESSAGES/synthesite.po`.

English needs no catalog: its words stand in the templates and in Python.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from synthesite.interface import ENGLISH, Interface
from synthesite.keys import digest

LOCALE = Path(__file__).resolve().parent / "locale"
"""The catalogs, each in a folder of its language's name."""
_OTHER_SCRIPT = {"zh": {"Hant", "TW", "HK", "MO"}}
"""Subtags of a language that is written otherwise there than in our catalog (CLDR: `zh-Hant` doesn't inherit `zh`)."""


def interface_language(tag: str) -> str:
    """The language that we have for a BCP 47 tag: `de` for `de-CH`, and English for what we don't have."""
    base, *rest = tag.split("-")
    if _OTHER_SCRIPT.get(base.lower(), set()) & set(rest):
        return ENGLISH
    return base.lower() if base.lower() in languages() else ENGLISH


def page_language(tag: str) -> str:
    """What pages are said to be in: the site's own tag where we have its language, else English, as their words are."""
    found = interface_language(tag)
    return tag if tag.split("-")[0].lower() == found else found


@cache
def languages() -> frozenset[str]:
    """The languages that there are."""
    return frozenset({ENGLISH, *(path.parts[-3] for path in LOCALE.glob("*/LC_MESSAGES/synthesite.po"))})


def catalog(language: str) -> Path:
    """The file with a language's words."""
    return LOCALE / language / "LC_MESSAGES" / "synthesite.po"


def interface_key(language: str) -> bytes:
    """What stands for all that a language brings to pages, the program left aside."""
    return digest(language, b"" if language == ENGLISH else catalog(language).read_bytes())


def load_interface(language: str) -> Interface:
    """The interface in one of `languages()`."""
    if language == ENGLISH:
        return Interface()
    from synthesite.babel_catalogs import read_interface  # needs Babel, which English doesn't

    return read_interface(language, catalog(language))
