"""The types of RIS (the list of 2011, and what vendors write instead) as CSL's, and where a type has its container.

`TY` without an entry here says nothing that CSL has a word for (`GEN`, `ADVS`, `MULTI` …).
"""

from __future__ import annotations

TYPES = {
    "ABST": "article-journal", "AGGR": "dataset", "ART": "graphic", "BILL": "bill", "BLOG": "post-weblog",
    "BOOK": "book", "CASE": "legal_case", "CHAP": "chapter", "CHART": "figure", "CLSWK": "classic",
    "COMP": "software", "CONF": "paper-conference", "CPAPER": "paper-conference", "CTLG": "book", "DATA": "dataset",
    "DBASE": "dataset", "DICT": "entry-dictionary", "EBOOK": "book", "ECHAP": "chapter", "EDBOOK": "book",
    "EJOUR": "article-journal", "ELEC": "webpage", "ENCYC": "entry-encyclopedia", "FIGURE": "figure",
    "GOVDOC": "report", "HEAR": "hearing", "ICOMM": "personal_communication", "INPR": "article-journal",
    "JFULL": "article-journal", "JOUR": "article-journal", "MANSCPT": "manuscript", "MAP": "map",
    "MGZN": "article-magazine", "MPCT": "motion_picture", "MUSIC": "musical_score", "NEWS": "article-newspaper",
    "PAMP": "pamphlet", "PAT": "patent", "PCOMM": "personal_communication", "PREPRINT": "article", "RPRT": "report",
    "SLIDE": "graphic", "SOUND": "song", "STAND": "standard", "STAT": "legislation", "THES": "thesis",
    "UNBILL": "bill", "UNPB": "manuscript", "VIDEO": "motion_picture", "WEB": "webpage",
    # what is not in the list but in files
    "ARTICLE": "article-journal", "INCOL": "chapter", "JA": "article-journal", "JOURNAL": "article-journal",
    "JOURNAL ARTICLE": "article-journal", "REP": "report", "REPORT": "report", "THESIS": "thesis",
}  # fmt: skip

PERIODICALS = frozenset({"ABST", "EJOUR", "INPR", "JA", "JFULL", "JOUR", "JOURNAL", "JOURNAL ARTICLE", "MGZN", "NEWS"})
WHOLE = frozenset({"BOOK", "CTLG", "EBOOK", "EDBOOK", "SER", "THES", "THESIS", "CLSWK", "MAP", "MPCT", "VIDEO"})
"""What is a whole: its `SP` alone is a number of pages, its `T2` a series, its `BT` the title."""

_IN_A_BOOK = ("BT", "T2", "JF", "JO", "JA")
_IN_PROCEEDINGS = ("BT", "C3", "T2", "JF", "JO", "JA")
_JOURNAL = ("JF", "T2", "JO", "JA", "J2", "J1")
_NO_T2 = ("JF", "JO")
_CONTAINERS = {
    "CHAP": _IN_A_BOOK, "ECHAP": _IN_A_BOOK, "INCOL": _IN_A_BOOK, "DICT": _IN_A_BOOK, "ENCYC": _IN_A_BOOK,
    "CONF": _IN_PROCEEDINGS, "CPAPER": _IN_PROCEEDINGS,
    **dict.fromkeys(
        (*WHOLE, "ADVS", "AGGR", "ART", "BILL", "CASE", "CHART", "COMP", "DATA", "DBASE", "EQUA", "FIGURE", "GOVDOC",
         "GRANT", "HEAR", "ICOMM", "LEGAL", "MANSCPT", "MULTI", "MUSIC", "PAMP", "PAT", "PCOMM", "PREPRINT", "REP",
         "REPORT", "RPRT", "SLIDE", "SOUND", "STAND", "STAT", "UNBILL", "UNPB"),
        _NO_T2,
    ),
}  # fmt: skip


def container_tags(kind: str) -> tuple[str, ...]:
    """The tags in which a reference of this type has the title of what it is in, the fullest form first."""
    return _CONTAINERS.get(kind, _JOURNAL)
