"""The kinds of entries of BibTeX, BibLaTeX and the programs around them, as types of CSL."""

from __future__ import annotations

TYPES = {
    "article": "article-journal", "suppperiodical": "article-journal", "review": "review",
    "periodical": "periodical", "newspaper": "article-newspaper", "magazine": "article-magazine",
    "book": "book", "mvbook": "book", "collection": "book", "mvcollection": "book", "proceedings": "book",
    "mvproceedings": "book", "reference": "book", "mvreference": "book", "manual": "book", "booklet": "pamphlet",
    "inbook": "chapter", "bookinbook": "chapter", "suppbook": "chapter", "incollection": "chapter",
    "suppcollection": "chapter", "inreference": "entry-encyclopedia", "inproceedings": "paper-conference",
    "conference": "paper-conference", "thesis": "thesis", "phdthesis": "thesis", "mastersthesis": "thesis",
    "bachelorsthesis": "thesis", "report": "report", "techreport": "report", "online": "webpage",
    "electronic": "webpage", "www": "webpage", "webpage": "webpage", "unpublished": "manuscript", "patent": "patent",
    "dataset": "dataset", "data": "dataset", "software": "software", "softwareversion": "software",
    "artwork": "graphic", "image": "graphic", "audio": "song", "music": "song", "video": "motion_picture",
    "movie": "motion_picture", "legislation": "legislation", "jurisdiction": "legal_case", "legal": "treaty",
    "letter": "personal_communication", "performance": "performance", "standard": "standard", "talk": "speech",
    "presentation": "speech", "preprint": "article",
}  # fmt: skip
SUBTYPES = {"newspaper": "article-newspaper", "magazine": "article-magazine"}
"""`entrysubtype` of articles."""

WITHOUT_CONTAINER = frozenset(
    {"book", "pamphlet", "thesis", "periodical", "report", "patent", "software", "graphic", "song", "motion_picture"}
)
"""Types that are no part of something: a `booktitle` there repeats the title."""

WITH_ISSUE = frozenset(
    {"article-journal", "article-newspaper", "article-magazine", "review", "periodical", "paper-conference"}
)
"""Types whose `number` is that of an issue; elsewhere it is one of a series or of a report."""

GENRES = {
    "phdthesis": "PhD thesis", "mathesis": "Master's thesis", "mastersthesis": "Master's thesis",
    "bathesis": "Bachelor's thesis", "bachelorsthesis": "Bachelor's thesis", "candthesis": "Candidate thesis",
    "techreport": "technical report", "resreport": "research report", "software": "computer software",
    "datacd": "CD-ROM", "audiocd": "audio CD", "patreq": "patent request",
}  # fmt: skip
"""BibLaTeX's words for `type`, and the kinds of theses."""
