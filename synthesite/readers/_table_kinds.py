"""What kind of publication a row is about: the words of databases and tools, and CSL's types."""

from __future__ import annotations

import re

from synthesite.readers._table_row import RowValues

_ITEM_TYPES = {
    "journalarticle": "article-journal", "journal": "article-journal", "j": "article-journal",
    "jour": "article-journal", "electronicarticle": "article-journal", "articledejournal": "article-journal",
    "zeitschriftenartikel": "article-journal", "artículoderevista": "article-journal", "期刊论文": "article-journal",
    "articulo de revista": "article-journal", "researcharticle": "article-journal",
    "magazinearticle": "article-magazine", "newspaperarticle": "article-newspaper", "book": "book", "buch": "book",
    "livre": "book", "libro": "book", "livro": "book", "图书": "book", "editedbook": "book", "monograph": "book",
    "b": "book", "ebook": "book", "booksection": "chapter", "bookchapter": "chapter", "chapter": "chapter",
    "buchkapitel": "chapter", "chapitre": "chapter", "incollection": "chapter", "inbook": "chapter",
    "conferencepaper": "paper-conference", "conferenceproceedings": "paper-conference", "c": "paper-conference",
    "conferenceproceedingsarticle": "paper-conference", "proceedingspaper": "paper-conference",
    "inproceedings": "paper-conference", "conferencearticle": "paper-conference", "proceeding": "paper-conference",
    "会议论文": "paper-conference", "thesis": "thesis", "dissertation": "thesis", "dissertationthesis": "thesis",
    "doctoralthesis": "thesis", "phdthesis": "thesis", "mastersthesis": "thesis", "hochschulschrift": "thesis",
    "tesis": "thesis", "tese": "thesis", "thèse": "thesis", "学位论文": "thesis", "report": "report",
    "bericht": "report", "techreport": "report", "preprint": "article", "postedcontent": "article",
    "dataset": "dataset", "d": "dataset", "patent": "patent", "p": "patent", "webpage": "webpage",
    "blogpost": "post-weblog", "encyclopediaarticle": "entry-encyclopedia", "dictionaryentry": "entry-dictionary",
    "manuscript": "manuscript", "computerprogram": "software", "software": "software", "letterpersonal": "",
    "presentation": "speech", "standard": "standard",
}  # fmt: skip
_IN_JOURNALS = frozenset(
    {"article", "review", "editorial", "letter", "note", "erratum", "shortsurvey", "reviewarticle", "correction"}
    | {"editorialmaterial", "articlereview", "article;review", "article;earlyaccess", "review;earlyaccess", "retracted"}
    | {"datapaper", "meetingabstract", "bookreview", "articleinpress", "conferenceabstract"}
)
"""Kinds of documents that are articles in journals where Scopus, Web of Science or Embase says so."""


def put_type(row: RowValues) -> None:
    """The type, where the table names one that CSL has, and the genre in the table's own words."""
    journals = row.layout.kind in {"scopus", "wos"} or (row.layout.kind != "openalex" and row.first("journal"))
    for key in ("item_type", "genre"):
        for value in row.having(key):
            word = row.raw(value)[:200].casefold()
            squeezed = re.sub(r"[\s_./-]+", "", word)
            kind = _ITEM_TYPES.get(squeezed) or ("article-journal" if squeezed in _IN_JOURNALS and journals else None)
            if kind and "type" not in row.draft.values:
                row.draft.put("type", kind, value.span, derived=True)
                row.read(value)
            if key == "genre" and len(squeezed) > 1 and len(word) <= 120 and "genre" not in row.draft.values:
                row.put_text("genre", value)
