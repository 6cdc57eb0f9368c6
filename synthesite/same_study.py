"""Whether two descriptions are of one study, and if they only look alike, what they are to each other.

Nothing is added up: a pair is one study if one of a few stated combinations of what agrees holds, and nothing says
otherwise. So each merge can name its reason, and each rule can be read and disputed (decision 10).
"""

from __future__ import annotations

from typing import NamedTuple

from rapidfuzz import fuzz

from synthesite.fields import NO, UNKNOWN, YES, Compared, compare, same_alphabet, same_authors
from synthesite.text.title_likeness import SAME_TITLE, Likeness, title_likeness
from synthesite.text.work_titles import WorkTitle
from synthesite.traits import Traits, cochrane_review


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


APART = Verdict(same=False)
CONTRARY = Verdict(same=False, contrary=True)


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
    alike = title_likeness(a, b) in {Likeness.EQUAL, Likeness.SLIPS, Likeness.PART} or _bare_alike(a, b)
    if one.doi and one.doi == other.doi and a.kind == b.kind:
        return None
    if "notice" in {a.kind, b.kind} and a.kind != b.kind:
        return "notice" if _bare_alike(a, b) else None
    if a.part != b.part and _bare_alike(a, b):
        return "part"
    if "protocol" in {a.kind, b.kind} and a.kind != b.kind:
        return "protocol" if _bare_alike(a, b) and same_authors(one.authors, other.authors) is not NO else None
    if one.preprint != other.preprint and (alike or title_likeness(a, b) is Likeness.SIMILAR):
        return "version" if same_authors(one.authors, other.authors) is YES else None
    return None


def _bare_alike(a: WorkTitle, b: WorkTitle) -> bool:
    if min(len(a.bare), len(b.bare)) < 12:
        return False
    short, long = sorted((a.bare, b.bare), key=len)
    return fuzz.ratio(short, long) >= 88 or (len(short) >= 20 and long.startswith(short))


def judge(one: Traits, other: Traits) -> Verdict:
    """Whether two descriptions are of one study."""
    if not _worth_comparing(one, other):
        return APART
    return verdict(one, other, compare(one, other))


def _worth_comparing(one: Traits, other: Traits) -> bool:
    """Whether there is anything at all by which the two could be one: saves most of the work."""
    if any(getattr(one, key) and getattr(one, key) == getattr(other, key) for key in ("doi", "pmid", "pmcid")):
        return True
    if title_likeness(one.title, other.title) not in {Likeness.OTHER, Likeness.UNKNOWN}:
        return True
    return one.pages.length >= 3 and one.pages.first == other.pages.first


def verdict(one: Traits, other: Traits, c: Compared) -> Verdict:
    """The same for a pair that has been compared already."""
    identified = _by_identifier(one, other, c)
    if identified is not None:
        return identified
    a, b = one.title, other.title
    if one.preprint != other.preprint:
        return CONTRARY
    if (a.kind != b.kind or a.part != b.part) and not _cut_short(a, b, c):
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
    return Verdict(same=False, contrary=contrary, near=_printed_twice(c) or (not contrary and _looks_alike(c)))


def _printed_twice(c: Compared) -> bool:
    """One text in two places in one year: an abstract of two congresses, a guideline in several journals."""
    return c.title in SAME_TITLE and c.distinctive and c.all_authors and c.year is YES and c.abstract is not NO


def _looks_alike(c: Compared) -> bool:
    """Whether a person should look at a pair that was not merged: too much agrees, and too little differs."""
    if not c.distinctive or c.authors is NO or c.abstract is NO:
        return False
    differing = [c.year, c.journal, c.volume, c.pages].count(NO)
    if c.title in SAME_TITLE:
        return differing <= 1
    return (
        c.all_authors and not differing and c.journal is c.year is YES and (c.pages is YES or c.title is Likeness.PART)
    )


def _cut_short(a: WorkTitle, b: WorkTitle, c: Compared) -> bool:
    """Whether one title names a kind or a part and the other doesn't because it is cut: both stand in one place."""
    if {a.kind, b.kind} & {"notice", "comment"} or (a.part and b.part and a.part != b.part):
        return False
    return c.title is not Likeness.OTHER and c.all_authors and c.pages is c.volume is c.journal is YES


def _by_identifier(one: Traits, other: Traits, c: Compared) -> Verdict | None:
    """What a shared identifier decides; a DOI can be that of a whole supplement or book, so titles must not differ."""
    names = [name for name in ("doi", "pmid") if getattr(c, name) is YES]
    if one.pmcid and one.pmcid == other.pmcid:
        names.append("pmcid")
    if not names:
        return None
    other_words = c.title is Likeness.OTHER and (
        c.authors is NO or same_alphabet(one.title.compact, other.title.compact)
    )
    unlike = other_words or (c.title is Likeness.SIMILAR and c.pages is NO)
    if one.title.part != other.title.part or (
        {one.title.kind, other.title.kind} & {"notice"} and one.title.kind != other.title.kind
    ):
        unlike = True
    strength = (
        100
        + 10 * len(names)
        + ("doi" in names)
        + 5 * (c.title is Likeness.EQUAL)
        + 3 * (c.pages is YES)
        - 3 * (c.pages is NO)
    )
    if not unlike and not (len(names) == 1 and NO in {c.doi, c.pmid} and c.title not in SAME_TITLE):
        if c.pages is NO and not c.all_authors and not c.touching:
            return CONTRARY  # `Editorial`, or alike abstracts, in a supplement that has one DOI
        if one.title.recurs and c.authors is NO:
            return CONTRARY
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
    near = c.authors is YES and c.pages is not NO and c.abstract is not NO and agreeing > 2
    return Verdict(same=False, contrary=True, near=near)


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
    if c.title in SAME_TITLE and c.authors is YES and c.journal is YES and c.pmid is not NO:
        placed = c.pages is YES and c.volume is not NO and c.year is not NO
        if placed and c.distinctive and (c.range or YES in {c.volume, c.abstract}):
            return Verdict(same=True, strength=8, reason=c.agreeing())
        lengths = one.pages.length == other.pages.length >= 5
        if c.abstract is YES and lengths and c.distinctive and c.year is not NO:
            return Verdict(same=True, strength=5, reason=f"{c.agreeing()}, abstract")
    differing = [c.year, c.journal, c.volume, c.issue, c.pages].count(NO)
    near = c.title in SAME_TITLE and c.distinctive and c.authors is YES and not differing
    return Verdict(same=False, contrary=True, near=near or _printed_twice(c))


def _described_alike(one: Traits, other: Traits, c: Compared) -> bool:
    """Whether title, authors and place together make one study, where no identifier decides."""
    if c.title in SAME_TITLE:
        return _same_title(one, other, c) if c.distinctive else _same_heading(one, other, c)
    placed = c.pages is YES and NO not in {c.journal, c.year, c.volume}
    if c.authors is not YES:
        whole = c.title is Likeness.PART and c.distinctive and c.range and placed and c.volume is YES
        return whole and c.authors is UNKNOWN
    if c.abstract is NO:
        return False
    if c.title is Likeness.PART:
        if c.issue is NO or one.title.recurs or other.title.recurs:
            return False
        if c.pages is YES:
            return placed and (YES in {c.journal, c.volume} or (c.range and c.all_authors and c.year is YES))
        unplaced = c.pages is UNKNOWN and c.journal is c.year is YES and c.volume is not NO
        return unplaced and _mostly(one.title, other.title)
    if not placed or YES not in {c.journal, c.volume}:
        return False
    return c.abstract is YES or (c.range and c.year is YES)


def _same_heading(one: Traits, other: Traits, c: Compared) -> bool:
    """For headings, and titles too short to tell: nothing may differ, and most must agree."""
    if NO in {c.authors, c.journal, c.volume, c.year, c.pages}:
        return False
    if one.pages.first and other.pages.first and c.pages is not YES:
        return False
    if c.pages is YES and c.issue is not NO and (one.pages == other.pages or c.issue is YES):
        return YES in {c.volume, c.year}
    if c.journal is c.volume is c.issue is YES and (not one.title.recurs or YES in {c.authors, c.abstract}):
        return True
    return not one.title.recurs and c.authors is c.year is YES and YES in {c.journal, c.volume}


def _same_title(one: Traits, other: Traits, c: Compared) -> bool:
    """For a title that says enough: the rest must agree as far as it is known, the less is known the more."""
    if c.authors is NO:
        return c.pages is c.journal is YES and YES in {c.volume, c.year} and NO not in {c.volume, c.year}
    if c.pages is YES:
        if c.journal is NO:
            return c.year is not NO and (c.volume is YES or c.range)
        return c.year is not NO or (c.journal is YES and c.volume is not NO)
    if c.pages is NO:
        alike = c.title is Likeness.EQUAL and c.all_authors and c.journal is c.volume is YES
        alike = alike and NO not in {c.issue, c.year, c.abstract}
        return alike and (c.touching or c.issue is c.year is YES)
    if c.volume is c.issue is c.year is YES and c.all_authors:
        return True  # whatever the journal is called: some are known under names in two languages
    if c.journal is NO or c.year is NO:
        return False
    if c.volume is NO:
        return c.journal is YES and c.authors is YES and c.year is YES and c.abstract is YES
    if c.volume is YES:
        return True
    if c.journal is YES:
        return c.authors is not UNKNOWN or c.year is YES
    if c.year is YES:
        return c.all_authors or c.authors is UNKNOWN
    if one.year and other.year:
        return c.full_names and not (one.journal and other.journal)
    return c.all_authors or (not one.journal and not other.journal and len(one.title.words) >= 6)


def _mostly(a: WorkTitle, b: WorkTitle) -> bool:
    """Whether the shorter title makes up most of the longer."""
    return min(len(a.compact), len(b.compact)) >= 0.6 * max(len(a.compact), len(b.compact))
