"""A study as the search index has it: what results show of it, and its terms with their weights.

Everything is taken from the published study, so that nothing can be found or shown that its page doesn't show.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from functools import cache
from math import sqrt
from typing import NamedTuple

import msgspec

from synthesite.model import Record
from synthesite.study import Study
from synthesite.text.markup import plain_title
from synthesite.text.search_words import search_words, stems_of

INDEXED = "indexed"
"""The table of the cache with what the index has of each study, under the study's own key."""
TITLE, FINDINGS, KEYWORDS, NAMES = 5, 3, 3, 2
"""How often a word counts by where it stands; in abstracts and summaries it counts once.

Names are those of authors and of the journal, and the DOI.
"""
LEVELS = 8
"""How many weights a word can have in a study."""
STANCES = ("supporting", "mentioning", "contrasting")
_K1, _B = 1.2, 0.75
_BYTES = 256
_USUAL = 256
"""The length of a study in (weighted) words at which a word counts once."""
_LINK = re.compile(r"\]\([^)\s]*\)")
_AT_START = re.compile(r" *(?:>|#+|[-+]|\d+\.) +")
"""What Markdown has besides its words, as far as an excerpt is the better without it."""
_MARKS = frozenset(" >#-+0123456789")


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


def abstract_words(record: Record) -> list[str]:
    """The words of an abstract, in their order."""
    return search_words("\n".join([part.text for part in record.abstract or []]))


def indexed(study: Study, language: str, from_abstract: list[str]) -> Indexed:
    """What the index has of a study.

    `language` is that of studies that state none, `from_abstract` what `abstract_words` gives of the study's record.
    """
    record = study.record
    title, journal = plain_title(record.title or ""), plain_title(record.journal or "")
    findings, keywords = record.findings or [], record.keywords or []
    summary = "" if study.summary_is_generated else _plain(study.summary)
    names = [author.name for author in record.authors or []]
    words = from_abstract + search_words(summary)
    for weight, text in (
        (TITLE, title),
        (FINDINGS, "\n".join(findings)),
        (KEYWORDS, "\n".join(keywords)),
        (NAMES, "\n".join([*names, journal, record.doi or ""])),
    ):
        if text:
            words += weight * search_words(text)
    counts = Counter(map(stems_of(record.language or language).__getitem__, words))
    counts.pop("", None)  # the stem of a word of marks alone
    abstract = [part.text for part in record.abstract or []]
    texts = [*findings, *abstract, *filter(None, [summary, "; ".join(keywords)])]
    return Indexed(
        "\n".join(counts),
        _levels(_half_powers(len(words)), counts.values()),
        _entry(record, title, journal, names, texts),
        _traits(record),
    )


def _levels(half_powers: int, counts: Collection[int]) -> bytes:
    """The levels of words that count so often, in a study of so many words."""
    most = max(counts, default=0)
    if most < _BYTES:
        return bytes(counts).translate(_by_count(half_powers, _BYTES - 1))
    return bytes(map(_by_count(half_powers, most).__getitem__, counts))


@cache
def _by_count(half_powers: int, most: int) -> bytes:
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


def _entry(record: Record, title: str, journal: str, authors: list[str], texts: list[str]) -> bytes:
    """What a result shows: in the order in which the script takes it apart."""
    citations = record.citations
    tally = citations.tally if citations else None
    entry = (
        record.id,
        title,
        record.language or "",
        authors[:4],
        len(authors),
        journal,
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
    lines = markdown.replace("*", "").replace("`", "").split("\n")
    return " ".join("\n".join([line[_marked(line) :] if line[:1] in _MARKS else line for line in lines]).split())


def _marked(line: str) -> int:
    """How many characters a line starts with that say what it is."""
    marks = _AT_START.match(line)
    return marks.end() if marks else 0


def terms_of(one: Indexed) -> list[str]:
    """The terms, in the order of their levels."""
    return one.terms.split("\n") if one.terms else []
