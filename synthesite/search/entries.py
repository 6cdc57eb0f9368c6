"""A study as the search index has it: what results show of it, and its terms with their weights.

Everything is taken from the published study, so that nothing can be found or shown that its page doesn't show.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from math import sqrt
from typing import NamedTuple

import msgspec

from synthesite.model import Record
from synthesite.search.coding import LEVELS
from synthesite.study import Study
from synthesite.text.markup import plain_title
from synthesite.text.search_words import search_words, stems_of

TITLE, FINDINGS, KEYWORDS, NAMES = 5, 3, 3, 2
"""How often a word counts by where it stands; in abstracts and summaries it counts once.

Names are those of authors and of the journal, and the DOI.
"""
STANCES = ("supporting", "mentioning", "contrasting")
_K1, _B = 1.2, 0.75
_USUAL = 256
"""The length of a study in (weighted) words at which a word counts once."""
_LINK = re.compile(r"\]\([^)\s]*\)")
_AT_START = re.compile(r"^ *(?:>|#+|[-+]|\d+\.) +", re.MULTILINE)
"""What Markdown has besides its words, as far as an excerpt is the better without it."""


class Traits(NamedTuple):
    """What a study is narrowed down by, besides the groups that it is in."""

    year: int
    is_open: bool
    language: str
    stances: list[str]


class Indexed(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A study: its terms, one a line, the level (0 to 7) of each, its entry in lists of results as JSON, its traits."""

    terms: str
    levels: bytes
    entry: bytes
    traits: Traits


def indexed(study: Study, language: str) -> Indexed:
    """What the index has of a study; `language` is that of studies that state none."""
    record = study.record
    title = plain_title(record.title or "")
    findings = record.findings or []
    abstract = [part.text for part in record.abstract or []]
    summary = "" if study.summary_is_generated else _plain(study.summary)
    names = [author.name for author in record.authors or []]
    keywords = record.keywords or []
    stems = stems_of(record.language or language)
    words = search_words("\n".join([*abstract, summary]))
    fields = (
        (TITLE, title),
        (FINDINGS, "\n".join(findings)),
        (KEYWORDS, "\n".join(keywords)),
        (NAMES, "\n".join([*names, plain_title(record.journal or ""), record.doi or ""])),
    )
    for weight, text in fields:
        words += weight * search_words(text)
    counts = Counter(map(stems.__getitem__, words))
    counts.pop("", None)  # the stem of a word of marks alone
    levels = _levels(_half_powers(len(words)), max(counts.values(), default=0))
    texts = [*findings, *abstract, *filter(None, [summary, "; ".join(keywords)])]
    return Indexed(
        "\n".join(counts),
        bytes(map(levels.__getitem__, counts.values())),
        _entry(record, title, texts),
        _traits(record),
    )


@cache
def _levels(half_powers: int, most: int) -> bytes:
    """The level of a word by how often it counts, in a study of so many words.

    BM25 over weighted fields (S. Robertson, H. Zaragoza, M. Taylor, Simple BM25 extension to multiple weighted fields,
    CIKM 2004): frequencies are weighted by field and added up before they saturate. The length is held against a fixed
    one, not against the mean of the collection, and goes up in steps of half a power of two: so a study's levels depend
    on it alone, and seldom change where a word does.
    """
    norm = _K1 * (1 - _B + _B * sqrt(2**half_powers) / _USUAL)
    return bytes(int(LEVELS * n / (n + norm)) for n in range(most + 1))


def _half_powers(length: int) -> int:
    """Twice the logarithm of a length to the base of two, rounded down."""
    return ((max(length, 1) ** 4).bit_length() - 1) // 2


def _traits(record: Record) -> Traits:
    tally = record.citations.tally if record.citations else None
    stances = [stance for stance in STANCES if getattr(tally, stance)] if tally else []
    language = (record.language or "").partition("-")[0].lower()
    return Traits(record.year or 0, record.open_access is True, language, stances)


def _entry(record: Record, title: str, texts: list[str]) -> bytes:
    """What a result shows: in the order in which the script takes it apart."""
    citations = record.citations
    tally = citations.tally if citations else None
    authors = [author.name for author in record.authors or []]
    entry = (
        record.id,
        title,
        record.language or "",
        authors[:4],
        len(authors),
        plain_title(record.journal or ""),
        record.year or 0,
        record.design or "",
        int(record.open_access is True),
        [notice.type for notice in record.notices or []],
        [tally.supporting or 0, tally.mentioning or 0, tally.contrasting or 0] if tally and tally.total else [],
        texts,
    )
    return msgspec.json.encode(entry)


def _plain(markdown: str) -> str:
    if "](" in markdown:
        markdown = _LINK.sub("", markdown).replace("[", "")
    return " ".join(_AT_START.sub("", markdown.replace("*", "").replace("`", "")).split())


def terms_of(one: Indexed) -> list[str]:
    """The terms, in the order of their levels."""
    return one.terms.split("\n") if one.terms else []
