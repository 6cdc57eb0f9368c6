"""A study as the search index has it: what results show of it, and its terms with their weights.

Everything is taken from the published study, so that nothing can be found or shown that its page doesn't show.
"""

from __future__ import annotations

import re
from collections import Counter

import msgspec

from synthesite.model import Record
from synthesite.search.coding import LEVELS
from synthesite.study import Study
from synthesite.text.markup import plain_title
from synthesite.text.search_words import search_words, stems_of

TITLE, FINDINGS, KEYWORDS, NAMES, TEXT = 5, 3, 3, 2, 1
"""How often a word counts by where it stands. Names are those of authors and of the journal, and the DOI."""
_K1, _B = 1.2, 0.75
_USUAL = 256
"""The length of a study in (weighted) words at which a word counts once."""
_MARKUP = re.compile(r"\]\([^)\s]*\)|[\[*`]|^ *(?:>|#+|[-+]|\d+\.) +", re.MULTILINE)
"""What Markdown has besides its words, as far as an excerpt is the better without it."""


class Indexed(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A study's terms, one a line, the level (0 to 7) of each, and its entry in lists of results as JSON."""

    terms: str
    levels: bytes
    entry: bytes


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
    words = TITLE * search_words(title)
    words += FINDINGS * search_words("\n".join(findings))
    words += KEYWORDS * search_words("\n".join(keywords))
    words += NAMES * search_words("\n".join([*names, plain_title(record.journal or ""), record.doi or ""]))
    words += TEXT * search_words("\n".join([*abstract, summary]))
    counts = Counter(map(stems.__getitem__, words))
    counts.pop("", None)  # the stem of a word of marks alone
    levels = _levels(len(words), max(counts.values(), default=0))
    texts = [*findings, *abstract, *filter(None, [summary, "; ".join(keywords)])]
    return Indexed("\n".join(counts), bytes(map(levels.__getitem__, counts.values())), _entry(record, title, texts))


def _levels(length: int, most: int) -> bytes:
    """The level of a word by how often it counts, in a study of so many words.

    BM25 over weighted fields (S. Robertson, H. Zaragoza, M. Taylor, Simple BM25 extension to multiple weighted fields,
    CIKM 2004): frequencies are weighted by field and added up before they saturate. The length is held against a fixed
    one, not against the mean of the collection, and goes up in steps of a half power of two: so a study's levels depend
    on it alone, and seldom change where a word does.
    """
    step = 2.0 ** (round(2 * (max(length, 1).bit_length() - 1 + _above(length))) / 2)
    norm = _K1 * (1 - _B + _B * step / _USUAL)
    return bytes(int(LEVELS * n / (n + norm)) for n in range(most + 1))


def _above(length: int) -> float:
    """How far a number is above the power of two below it, from 0 to 1."""
    power = 1 << max(length, 1).bit_length() - 1
    return max(length, 1) / power - 1


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
    return " ".join(_MARKUP.sub("", markdown).split())


def terms_of(one: Indexed) -> list[str]:
    """The terms, in the order of their levels."""
    return one.terms.split("\n") if one.terms else []
