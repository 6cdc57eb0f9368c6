"""Whether two descriptions are of one study, and if they only look alike, what they are to each other.

Nothing is added up: a pair is one study if one of a few stated combinations of what agrees holds, and nothing says
otherwise. So each merge can name its reason, and each rule can be read and disputed (decision 10).
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from synthesite.text.journal_names import is_gathering, same_journal
from synthesite.text.page_ranges import Pages, page_number
from synthesite.text.work_titles import SMALL_WORDS, WorkTitle
from synthesite.traits import Author, Traits, cochrane_review


class Agreement(Enum):
    """How two values of a field stand to each other."""

    YES = "agree"
    UNKNOWN = "one is missing, or they can't be compared"
    NO = "differ"


class Likeness(Enum):
    """How two titles stand to each other."""

    EQUAL = "equal but for form"
    SLIPS = "equal but for slips of the pen"
    PART = "one is the beginning of the other"
    SIMILAR = "similar"
    OTHER = "different"
    UNKNOWN = "one is missing"


class Verdict(NamedTuple):
    """What was decided about a pair.

    `same`: they are one study, with `strength` (the higher, the surer) and `reason`. If not, `contrary` says that
    something speaks against it, so that no third description may bring them together; `near` that a person should look.
    """

    same: bool
    strength: int = 0
    reason: str = ""
    contrary: bool = False
    near: bool = False


class Compared(NamedTuple):
    """Field by field, how two descriptions stand to each other."""

    title: Likeness
    distinctive: bool
    authors: Agreement
    all_authors: bool
    """Whether the authors are the same throughout, or those of one list are the first of the other."""
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


YES, UNKNOWN, NO = Agreement.YES, Agreement.UNKNOWN, Agreement.NO
APART = Verdict(same=False)
CONTRARY = Verdict(same=False, contrary=True)
_SAME_TITLE = frozenset({Likeness.EQUAL, Likeness.SLIPS})


def relation(one: Traits, other: Traits) -> str | None:
    """What two publications that look alike are to each other, if it is known that they aren't one.

    `version`: a preprint and the article, or two updates of a Cochrane review; `protocol`: a protocol and its results;
    `notice`: a correction or retraction and what it is about; `part`: two parts of a series; else `None`.
    """
    if one.doi != other.doi and one.doi and other.doi:
        review = cochrane_review(one.doi)
        if review and review == cochrane_review(other.doi):
            return "version"
    a, b = one.title, other.title
    if not a.bare or not b.bare:
        return None
    alike = _likeness(a, b) in {Likeness.EQUAL, Likeness.SLIPS, Likeness.PART} or _bare_alike(a, b)
    if one.doi and one.doi == other.doi and a.kind == b.kind:
        return None
    if "notice" in {a.kind, b.kind} and a.kind != b.kind:
        return "notice" if _bare_alike(a, b) else None
    if a.part != b.part and _bare_alike(a, b):
        return "part"
    if "protocol" in {a.kind, b.kind} and a.kind != b.kind:
        return "protocol" if _bare_alike(a, b) and _authors(one.authors, other.authors) is not NO else None
    if one.preprint != other.preprint and (alike or _likeness(a, b) is Likeness.SIMILAR):
        return "version" if _authors(one.authors, other.authors) is YES else None
    return None


def _bare_alike(a: WorkTitle, b: WorkTitle) -> bool:
    if min(len(a.bare), len(b.bare)) < 12:
        return False
    short, long = sorted((a.bare, b.bare), key=len)
    return fuzz.ratio(short, long) >= 88 or (len(short) >= 20 and long.startswith(short))


def compare(one: Traits, other: Traits) -> Compared:
    """The two descriptions field by field."""
    likeness = _likeness(one.title, other.title)
    pages, is_range = _pages(one.pages, other.pages)
    authors = _authors(one.authors, other.authors)
    return Compared(
        title=likeness,
        distinctive=one.title.is_distinctive and other.title.is_distinctive,
        authors=authors,
        all_authors=authors is YES and _all_authors(one.authors, other.authors),
        year=_year(one.year, other.year),
        journal=_journal(one, other),
        volume=_volume(one, other),
        issue=_plain(one.issue, other.issue),
        pages=pages,
        touching=pages is NO and _touch(one.pages, other.pages),
        range=is_range,
        doi=_doi(one.doi, other.doi),
        pmid=_plain(one.pmid, other.pmid),
        abstract=_abstract(one.abstract, other.abstract),
    )


def judge(one: Traits, other: Traits) -> Verdict:
    """Whether two descriptions are of one study."""
    return verdict(one, other, compare(one, other))


def verdict(one: Traits, other: Traits, c: Compared) -> Verdict:
    """The same for a pair that has been compared already."""
    identified = _by_identifier(one, other, c)
    if identified is not None:
        return identified
    a, b = one.title, other.title
    if a.kind != b.kind or one.preprint != other.preprint or a.part != b.part:
        return CONTRARY
    if c.title in {Likeness.OTHER, Likeness.UNKNOWN}:
        return _translated(c)
    if NO in {c.doi, c.pmid}:
        return _despite_identifiers(one, other, c)
    strength = 10 * (c.title is Likeness.EQUAL) + sum(
        weight * (value is YES) - weight * (value is NO)
        for weight, value in ((4, c.pages), (3, c.authors), (3, c.volume), (2, c.journal), (2, c.year), (2, c.abstract))
    )
    if _described_alike(one, other, c):
        return Verdict(same=True, strength=strength, reason=c.agreeing())
    contrary = c.pages is NO and NO in {c.volume, c.journal}
    near = c.title in _SAME_TITLE and c.distinctive and c.authors is not NO and not contrary
    return Verdict(same=False, contrary=contrary, near=near)


def _by_identifier(one: Traits, other: Traits, c: Compared) -> Verdict | None:
    """What a shared identifier decides; a DOI can be that of a whole supplement or book, so the rest must not differ."""
    names = [name for name in ("doi", "pmid") if getattr(c, name) is YES]
    if one.pmcid and one.pmcid == other.pmcid:
        names.append("pmcid")
    if not names:
        return None
    unlike = c.title is Likeness.OTHER or (c.title is Likeness.SIMILAR and c.pages is NO)
    if one.title.part != other.title.part or (
        {one.title.kind, other.title.kind} & {"notice"} and one.title.kind != other.title.kind
    ):
        unlike = True
    strength = 100 + 10 * len(names) + 5 * (c.title is Likeness.EQUAL) + 3 * (c.pages is YES) - 3 * (c.pages is NO)
    if not unlike and not (len(names) == 1 and NO in {c.doi, c.pmid} and c.title not in _SAME_TITLE):
        if c.pages is NO and not c.all_authors and not c.touching:
            return CONTRARY  # `Editorial`, or alike abstracts, in a supplement that has one DOI
        return Verdict(same=True, strength=strength, reason=", ".join(names))
    agreeing = [c.authors, c.pages, c.year, c.volume].count(YES)
    if (
        one.title.kind == other.title.kind
        and c.authors is not NO
        and c.pages is YES
        and agreeing >= 3
        and (c.range or c.pmid is YES)
    ):
        return Verdict(same=True, strength=strength - 20, reason=", ".join(names))
    return Verdict(same=False, contrary=True, near=c.pages is not NO and len(names) + agreeing > 2)


def _translated(c: Compared) -> Verdict:
    """Titles in two languages: everything else must agree, and over pages enough that there is no room for two.

    The issue must be known, because some journals count their pages anew in each.
    """
    if NO in {c.doi, c.pmid, c.abstract} or c.title is Likeness.UNKNOWN:
        return APART
    if c.range and c.all_authors and c.journal is c.volume is c.issue is c.year is YES:
        return Verdict(same=True, strength=10, reason=c.agreeing())
    return APART


def _despite_identifiers(one: Traits, other: Traits, c: Compared) -> Verdict:
    """Identifiers that differ keep apart, unless it is one work under two DOIs.

    Either it stands in one place (a DOI with a slip, or a second one), or its journal printed it twice, word for word.
    """
    if c.title in _SAME_TITLE and c.authors is YES and c.journal is YES and c.pmid is not NO:
        placed = c.pages is YES and c.volume is not NO and c.year is not NO
        if placed and c.distinctive and (c.range or YES in {c.volume, c.abstract}):
            return Verdict(same=True, strength=8, reason=c.agreeing())
        lengths = one.pages.length == other.pages.length >= 5
        if c.abstract is YES and lengths and c.distinctive and c.year is not NO:
            return Verdict(same=True, strength=5, reason=f"{c.agreeing()}, abstract")
    return CONTRARY


def _described_alike(one: Traits, other: Traits, c: Compared) -> bool:
    """Whether title, authors and place together make one study, where no identifier decides."""
    if c.title in _SAME_TITLE and c.distinctive:
        return _same_title(one, other, c)
    placed = c.pages is YES and c.journal is not NO and c.year is not NO and c.volume is not NO
    if c.title in _SAME_TITLE:  # a heading, or a title too short to tell
        if c.authors is NO or c.journal is NO or c.volume is NO or NO in {c.year, c.pages}:
            return False
        if c.pages is YES:
            return YES in {c.volume, c.year}
        if c.journal is c.volume is c.issue is YES and (not one.title.recurs or YES in {c.authors, c.abstract}):
            return True
        return not one.title.recurs and c.authors is YES and YES in {c.journal, c.volume} and c.year is YES
    if c.authors is not YES:
        return (
            c.title is Likeness.PART
            and c.distinctive
            and c.range
            and placed
            and c.volume is YES
            and c.authors is UNKNOWN
        )
    if c.abstract is NO:
        return False
    if c.title is Likeness.PART:
        if c.pages is YES:
            return placed and YES in {c.journal, c.volume}
        return (
            c.pages is UNKNOWN and c.journal is c.year is YES and c.volume is not NO and _mostly(one.title, other.title)
        )
    if c.abstract is YES and placed and YES in {c.journal, c.volume}:
        return True
    return c.range and placed and YES in {c.journal, c.volume} and c.year is YES


def _same_title(one: Traits, other: Traits, c: Compared) -> bool:
    if c.authors is NO:
        return c.pages is c.journal is YES and YES in {c.volume, c.year} and NO not in {c.volume, c.year}
    if c.pages is YES:
        if c.journal is NO:
            return c.year is not NO and (c.volume is YES or c.range)
        return c.year is not NO or (c.journal is YES and c.volume is not NO)
    if c.pages is NO:
        alike = c.all_authors and c.journal is c.volume is YES and NO not in {c.issue, c.year, c.abstract}
        return alike and (c.touching or c.issue is c.year is YES)
    if c.volume is c.issue is c.year is YES and c.all_authors:
        return True  # whatever the journal is called: some are known under names in two languages
    if c.journal is NO or c.year is NO:
        return False
    if c.volume is NO:
        return c.journal is YES and c.authors is YES and c.year is YES and c.abstract is YES
    if c.volume is YES:
        return True
    if YES in {c.journal, c.year}:
        return True
    return c.authors is c.journal is c.year is UNKNOWN and len(one.title.words) >= 6


def _mostly(a: WorkTitle, b: WorkTitle) -> bool:
    """Whether the shorter title makes up most of the longer."""
    return min(len(a.compact), len(b.compact)) >= 0.6 * max(len(a.compact), len(b.compact))


@lru_cache(maxsize=65536)
def _likeness(a: WorkTitle, b: WorkTitle) -> Likeness:
    if not a.words or not b.words:
        return Likeness.UNKNOWN
    if a.compact == b.compact:
        return Likeness.EQUAL
    short, long = (a, b) if len(a.compact) <= len(b.compact) else (b, a)
    clash = bool(a.numbers - b.numbers and b.numbers - a.numbers)
    if not clash and a.numbers == b.numbers and _only_slips(a, b):
        return Likeness.SLIPS
    if not clash and len(short.compact) >= 20 and len(short.words) >= 3:
        if long.compact.startswith(short.compact) or (len(short.words) >= 4 and long.compact.endswith(short.compact)):
            return Likeness.PART
        if short.compact == long.main or (a.main and a.main == b.main and len(a.main) >= 30):
            return Likeness.PART
    ratio = fuzz.ratio(short.compact, long.compact)
    if ratio >= (92 if clash else 75):
        return Likeness.SIMILAR
    if not clash and len(short.words) >= 5 and fuzz.token_set_ratio(" ".join(a.words), " ".join(b.words)) >= 92:
        return Likeness.SIMILAR
    return Likeness.OTHER


def _only_slips(a: WorkTitle, b: WorkTitle) -> bool:
    """Whether titles differ in small words, letters here and there, and how they are set only."""
    if abs(len(a.compact) - len(b.compact)) > 12:
        return False
    mine = [word for word in a.words if word not in SMALL_WORDS]
    theirs = [word for word in b.words if word not in SMALL_WORDS]
    if "".join(mine) == "".join(theirs):
        return True
    only_mine, only_theirs = _without(mine, theirs), _without(theirs, mine)
    joined, other = "".join(only_mine), "".join(only_theirs)
    if joined == other:
        return True
    if len(only_mine) == len(only_theirs) <= 3:
        return all(map(_slip, only_mine, only_theirs))
    return len(joined) >= 8 and len(only_mine) + len(only_theirs) <= 4 and _slip(joined, other)


def _without(words: list[str], others: list[str]) -> list[str]:
    left = list(others)
    found = []
    for word in words:
        if word in left:
            left.remove(word)
        else:
            found.append(word)
    return found


def _slip(one: str, other: str) -> bool:
    """Whether two words are one with a letter wrong, missing or too many; with longer words two letters in their inside."""
    if min(len(one), len(other)) < 4:
        return False
    distance = Levenshtein.distance(one, other, score_cutoff=2)
    return distance <= 1 or (distance == 2 and min(len(one), len(other)) >= 9 and one[:3] == other[:3])


def _authors(a: tuple[Author, ...], b: tuple[Author, ...]) -> Agreement:
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
    return UNKNOWN if found and len(long) > 1 else NO


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
    return len(a) == len(b) and all(any(_same_person(one, other) for other in b) for one in a)


def _year(a: int, b: int) -> Agreement:
    if not a or not b:
        return UNKNOWN
    return YES if a == b else UNKNOWN if abs(a - b) == 1 else NO


def _journal(one: Traits, other: Traits) -> Agreement:
    if one.issn and other.issn and one.issn & other.issn:
        return YES
    if not one.journal or not other.journal:
        return UNKNOWN
    if one.journal == other.journal or same_journal(*sorted((one.journal, other.journal))):
        return YES
    return UNKNOWN if is_gathering(one.journal) or is_gathering(other.journal) else NO


def _volume(one: Traits, other: Traits) -> Agreement:
    a, b = one.volume, other.volume
    if not a or not b:
        return UNKNOWN
    if a == b:
        return YES
    if str(one.year or other.year) in {a, b} or a == other.issue or b == one.issue:
        return UNKNOWN  # a year in place of the volume, or volume and issue changed places
    supplements = [text.split()[-1] for text in (one.issue, other.issue) if "sup" in text]
    return UNKNOWN if a in supplements or b in supplements else NO  # likewise


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
