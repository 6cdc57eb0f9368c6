"""How two descriptions stand to each other, field by field."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from synthesite.text.journal_names import same_journal
from synthesite.text.page_ranges import Pages, page_number
from synthesite.text.title_likeness import Likeness, title_likeness
from synthesite.traits import Author, Traits


class Agreement(Enum):
    """How two values of a field stand to each other."""

    YES = "agree"
    UNKNOWN = "one is missing, or they can't be compared"
    NO = "differ"


YES, UNKNOWN, NO = Agreement.YES, Agreement.UNKNOWN, Agreement.NO
_NUMBER = re.compile("[0-9]+")


class Compared(NamedTuple):
    """Field by field, how two descriptions stand to each other."""

    title: Likeness
    distinctive: bool
    authors: Agreement
    all_authors: bool
    """Whether the authors are the same throughout, or those of one list are the first of the other."""
    full_names: bool
    """Whether the same is true of their given names, written out."""
    year: Agreement
    journal: Agreement
    volume: Agreement
    issue: Agreement
    pages: Agreement
    touching: bool
    """Whether the pages differ, but can be those of one publication."""
    range: bool
    """Whether first and last page are known in both and equal, over three pages or more."""
    doi: Agreement
    pmid: Agreement
    abstract: Agreement

    def agreeing(self) -> str:
        """The fields that agree, in words."""
        fields = ("authors", "year", "journal", "volume", "pages")
        title = {Likeness.EQUAL: ["title"], Likeness.OTHER: [], Likeness.UNKNOWN: []}.get(self.title, ["similar title"])
        return ", ".join([*title, *(name for name in fields if getattr(self, name) is YES)])

    def differing(self) -> str:
        """The fields that differ, in words."""
        fields = ("authors", "year", "journal", "volume", "issue", "pages", "doi", "pmid", "abstract")
        title = ["title"] if self.title in {Likeness.PART, Likeness.SIMILAR, Likeness.OTHER} else []
        return ", ".join([*title, *(name for name in fields if getattr(self, name) is NO)])


def compare(one: Traits, other: Traits) -> Compared:
    """The two descriptions field by field."""
    likeness = title_likeness(one.title, other.title)
    pages, is_range = _pages(one.pages, other.pages)
    authors = same_authors(one.authors, other.authors)
    return Compared(
        title=likeness,
        distinctive=one.title.is_distinctive and other.title.is_distinctive,
        authors=authors,
        all_authors=authors is YES and _all_authors(one.authors, other.authors),
        full_names=authors is YES and _full_names(one.authors, other.authors),
        year=_year(one.year, other.year),
        journal=_journal(one, other),
        volume=_volume(one, other),
        issue=_issue(one.issue, other.issue),
        pages=pages,
        touching=pages is NO and _touch(one.pages, other.pages),
        range=is_range,
        doi=_doi(one.doi, other.doi),
        pmid=_plain(one.pmid, other.pmid),
        abstract=_abstract(one.abstract, other.abstract),
    )


def same_alphabet(one: str, other: str) -> bool:
    """Whether two texts have letters of one alphabet, without which they can't be compared; so has an empty one."""
    mine, theirs = _alphabets(one), _alphabets(other)
    return not mine or not theirs or bool(mine & theirs)


@lru_cache(maxsize=4096)
def _alphabets(text: str) -> frozenset[str]:
    if text.isascii():
        return frozenset({"LATIN"} if any(map(str.isalpha, text)) else ())
    return frozenset(unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha())


def _names(authors: tuple[Author, ...]) -> str:
    return " ".join(word for author in authors for word in sorted(author.words))


def same_authors(a: tuple[Author, ...], b: tuple[Author, ...]) -> Agreement:
    """Whether two lists of authors are of one publication; one of them may be cut, or have names in another form."""
    if not a or not b:
        return UNKNOWN
    if a == b:
        return YES
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    first = _same_person(short[0], long[0])
    if first and len(short) == 1:
        return YES
    found = sum(any(_same_person(one, other) for other in long) for one in short[:12])
    share = found / min(len(short), 12)
    if first and share >= 0.5:
        return YES
    if share >= 0.75 and (len(short) > 1 or len(long) < 4):
        return YES
    if share >= 0.5 and found >= 2:
        return YES
    return UNKNOWN if (found and len(long) > 1) or not same_alphabet(_names(a), _names(b)) else NO


@lru_cache(maxsize=262144)
def _same_person(one: Author, other: Author) -> bool:
    if one.family & other.family:
        return (
            not (one.initials and other.initials)
            or bool(set(one.initials) & set(other.initials))
            or len(one.family) > 1
        )
    if _turned(one, other) or _turned(other, one):
        return True
    a, b = max(one.family, key=lambda w: (len(w), w)), max(other.family, key=lambda w: (len(w), w))
    if fuzz.ratio(a, b) >= 80 and min(len(a), len(b)) >= 4:
        return True
    return len(one.words & other.words) >= 2


def _turned(one: Author, other: Author) -> bool:
    """Whether family and given name changed places: `Andrea, C.` for Andrea Carignani."""
    if not one.family & other.words or one.family & other.family:
        return False
    return bool(other.family & one.words) or one.initials[:1] in {word[0] for word in other.family}


def _all_authors(a: tuple[Author, ...], b: tuple[Author, ...]) -> bool:
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if all(map(_same_person, short, long)):
        return True
    if len(a) == len(b) >= 3 and all(one.family & other.family for one, other in zip(a, b, strict=True)):
        return True  # one of them goes by two given names
    return len(a) == len(b) and all(any(_same_person(one, other) for other in b) for one in a)


def _full_names(a: tuple[Author, ...], b: tuple[Author, ...]) -> bool:
    return len(a) == len(b) and all(
        one.words == other.words and len(one.words) > len(one.family) for one, other in zip(a, b, strict=True)
    )


def _year(a: int, b: int) -> Agreement:
    if not a or not b:
        return UNKNOWN
    return YES if a == b else UNKNOWN if abs(a - b) == 1 else NO


def _journal(one: Traits, other: Traits) -> Agreement:
    if one.issn and other.issn and one.issn & other.issn:
        return YES
    if not one.journal or not other.journal:
        return UNKNOWN
    if one.journal == other.journal:
        return YES
    same = same_journal(*sorted((one.journal, other.journal)))
    return UNKNOWN if same is None else YES if same else NO


def _volume(one: Traits, other: Traits) -> Agreement:
    a, b = one.volume, other.volume
    if not a or not b:
        return UNKNOWN
    if a == b:
        return YES
    turned = (a == other.issue and one.issue in {"", b}) or (b == one.issue and other.issue in {"", a})
    if str(one.year or other.year) in {a, b} or turned:
        return UNKNOWN  # a year in place of the volume, or volume and issue changed places
    supplements = [text.split()[-1] for text in (one.issue, other.issue) if "sup" in text]
    return UNKNOWN if a in supplements or b in supplements else NO  # likewise


def _issue(a: str, b: str) -> Agreement:
    """Issues are numbers; a month, or a number that one gives and the other a range of, tells nothing."""
    if a == b:
        return YES if a else UNKNOWN
    numbers, others = set(_NUMBER.findall(a)), set(_NUMBER.findall(b))
    if not numbers or not others or numbers & others:
        return UNKNOWN
    return NO


def _pages(a: Pages, b: Pages) -> tuple[Agreement, bool]:
    first, other_first = page_number(a.first), page_number(b.first)
    if not a.first or not b.first:
        if a.last and b.last and (a.last.endswith(b.last) or b.last.endswith(a.last)):
            return YES, False
        return UNKNOWN, False
    if a.first == b.first or (first == other_first and not (a.first[0].isalpha() and b.first[0].isalpha())):
        return YES, bool(a.last) and a.last == b.last and a.length >= 3
    if (a.last or a.first) == (b.last or b.first):
        return YES, False
    if "1" in {first, other_first} or (not (a.last and b.last) and max(len(first), len(other_first)) >= 5):
        return UNKNOWN, False  # online pages count from 1; an article's number is no page
    return NO, False


def _touch(a: Pages, b: Pages) -> bool:
    """Whether pages that differ can be those of one publication.

    A page and an article's number (`a1754`), or ranges over more than two pages that overlap, begin with numbers that
    differ in one digit, or of which one has lost the beginning of its numbers.
    """
    if _is_article_number(a) != _is_article_number(b):
        return True
    if min(a.length, b.length) < 3:
        return False
    if a.last.endswith(b.last) or b.last.endswith(a.last):
        return True
    one, other = int(page_number(a.first)), int(page_number(b.first))
    overlap = one < other + b.length and other < one + a.length
    return overlap or Levenshtein.distance(a.first, b.first, score_cutoff=1) <= 1


def _is_article_number(pages: Pages) -> bool:
    return not pages.last and len(pages.first) >= 4 and pages.first[0] in "abcde" and pages.first[1:].isdigit()


def _plain(a: str, b: str) -> Agreement:
    return UNKNOWN if not a or not b else YES if a == b else NO


def _doi(a: str, b: str) -> Agreement:
    if not a or not b:
        return UNKNOWN
    if a == b:
        return YES
    short, long = sorted((a, b), key=len)
    # cut off, or with a suffix of its own; but the number of a series that goes on is another
    if long.startswith(short) and len(short) > 11 and not long[len(short)].isdigit():
        return UNKNOWN
    return NO


def _abstract(a: str, b: str) -> Agreement:
    if min(len(a), len(b)) < 120:
        return UNKNOWN
    short = min(len(a), len(b))
    ratio = fuzz.ratio(a[:short], b[:short])
    return YES if ratio >= 85 else NO if ratio < 50 else UNKNOWN
