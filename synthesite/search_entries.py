"""A study as the search index has it: what results show of it, and its words with what they weigh.

Everything is taken from the published study, so that nothing can be found or shown that its page doesn't show.
"""

from __future__ import annotations

import re
from collections import Counter
from math import sqrt
from typing import NamedTuple

import msgspec

from synthesite.model import Record
from synthesite.study import Study
from synthesite.text.folding import fold
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
_USUAL = 256
"""The length of a study in (weighted) words at which a word counts once."""
_MOST = 255
"""How often a word counts that is listed once: as much as a byte holds."""
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
    """A study: its words, one a line, how often each counts, its entry in lists of results as JSON, its traits.

    Words are as they stand, in small letters: what terms they come to is told where the index is put together, once
    for all studies. A word that counts more than 255 times is listed more than once.
    """

    words: str
    counts: bytes
    entry: bytes
    traits: Traits


def abstract_words(record: Record) -> Counter[str]:
    """The words of an abstract, in their order, and how often each stands there."""
    return Counter(search_words("\n".join([part.text for part in record.abstract or []])))


def indexed(study: Study, from_abstract: Counter[str]) -> Indexed:
    """What the index has of a study; `from_abstract` is what `abstract_words` gives of its record, and is added to."""
    record = study.record
    title, journal = plain_title(record.title or ""), plain_title(record.journal or "")
    findings, keywords = record.findings or [], record.keywords or []
    summary = "" if study.summary_is_generated else _plain(study.summary)
    names = [author.name for author in record.authors or []]
    words = search_words(summary)
    for weight, text in (
        (TITLE, title),
        (FINDINGS, "\n".join(findings)),
        (KEYWORDS, "\n".join(keywords)),
        (NAMES, "\n".join([*names, journal, record.doi or ""])),
    ):
        if text:
            words += weight * search_words(text)
    counts = from_abstract
    counts.update(words)
    abstract = [part.text for part in record.abstract or []]
    texts = [*findings, *abstract, *filter(None, [summary, "; ".join(keywords)])]
    return Indexed(*_listed(counts), _entry(record, title, journal, names, texts), _traits(record))


def _listed(counts: Counter[str]) -> tuple[str, bytes]:
    """Words, one a line, and how often each counts, a byte each."""
    try:
        return "\n".join(counts), bytes([*counts.values()])
    except ValueError:  # more than a byte holds
        once = [(word, min(_MOST, left)) for word, n in counts.items() for left in range(n, 0, -_MOST)]
        return "\n".join([word for word, _ in once]), bytes([n for _, n in once])


def words_of(one: Indexed) -> list[str]:
    """The words, in the order of their counts."""
    return one.words.split("\n") if one.words else []


def levels_of(one: Indexed, language: str) -> dict[str, int]:
    """The terms of a study, each with its level (0 to 7); `language` is that of studies that state none.

    `search.grouping` does the same to many studies.
    """
    counts: dict[str, int] = {}
    stems = stems_of(one.traits.language or language)
    for word, n in zip(words_of(one), one.counts, strict=True):
        term = stems[word]
        counts[term] = counts.get(term, 0) + n
    counts.pop("", None)  # the stem of a word of marks alone
    norm = norm_of(sum(one.counts))
    return {term: int(LEVELS * n / (n + norm)) for term, n in counts.items()}


def norm_of(length: int) -> float:
    """How often a word of a study counts for half of what it can count for at most, the study having so many words.

    BM25 over weighted fields (S. Robertson, H. Zaragoza, M. Taylor, Simple BM25 extension to multiple weighted fields,
    CIKM 2004): frequencies are weighted by field and added up before they saturate. The length is held against a fixed
    one, not against the mean of the collection, and goes up in steps of half a power of two: so a study's levels depend
    on it alone, and seldom change where a word does.
    """
    half_powers = ((max(length, 1) ** 4).bit_length() - 1) // 2
    return _K1 * (1 - _B + _B * sqrt(2**half_powers) / _USUAL)


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
    return fold(" ".join([line[_marked(line) :] if line[:1] in _MARKS else line for line in lines if line]))


def _marked(line: str) -> int:
    """How many characters a line starts with that say what it is."""
    marks = _AT_START.match(line)
    return marks.end() if marks else 0
