"""A study as a reference in RIS, the tagged format that reference managers import."""

from __future__ import annotations

import re

from synthesite.model import Record
from synthesite.text.folding import fold
from synthesite.text.markup import plain_title
from synthesite.text.names import family_first

_TYPES = {
    "article": "PREPRINT", "article-journal": "JOUR", "article-magazine": "MGZN", "article-newspaper": "NEWS",
    "book": "BOOK", "chapter": "CHAP", "dataset": "DATA", "entry-dictionary": "DICT", "entry-encyclopedia": "ENCYC",
    "manuscript": "UNPB", "paper-conference": "CPAPER", "post-weblog": "BLOG", "report": "RPRT", "software": "COMP",
    "thesis": "THES", "webpage": "ELEC",
}  # fmt: skip
_WITH_T2 = frozenset({"JOUR", "MGZN", "NEWS", "CHAP", "CPAPER", "DICT", "ENCYC", "BLOG", "ELEC", "GEN"})
"""The types whose `T2` is the title of what they are in; with the others that is `JF`."""
_RANGE = re.compile(r"([^\s–-]+)\s*[–-]\s*([^\s–-]+)")
_BREAKING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""What would end a line, and characters that no reference holds."""


def ris(record: Record, abstract: str | None = None) -> str:
    """The reference, its lines ended as the format asks for, with an empty line behind it.

    `abstract` is what `shown_abstract` gives, for who has it at hand.
    """
    if abstract is None:
        abstract = shown_abstract(record)
    kind = _TYPES.get(record.type or "article-journal", "GEN")
    lines = [("TY", kind), ("TI", plain_title(record.title or ""))]
    lines += [("AU", family_first(author)) for author in record.authors or []]
    lines += [("PY", str(record.year or "")), ("DA", (record.published or "").replace("-", "/"))]
    lines.append(("T2" if kind in _WITH_T2 else "JF", plain_title(record.journal or "")))
    lines += [("VL", record.volume or ""), ("IS", record.issue or "")]
    pages = _RANGE.fullmatch(record.pages or "")
    lines += [("SP", pages[1]), ("EP", pages[2])] if pages else [("SP", record.pages or "")]
    lines.append(("PB", record.publisher or ""))
    lines += [("SN", issn) for issn in record.issn or []]
    lines.append(("DO", record.doi or ""))
    if record.pmid:
        lines += [("AN", record.pmid), ("DB", "PubMed")]
    lines += [("C2", record.pmcid or ""), ("UR", record.url or ""), ("L1", record.pdf or "")]
    lines += [("LA", record.language or ""), ("M3", record.genre or "")]
    keywords = [("KW", keyword) for keyword in record.keywords or []]
    written = f"AB  - {abstract}\r\n" if abstract else ""
    return f"{_written(lines)}{written}{_written(keywords)}ER  - \r\n\r\n"


def _written(lines: list[tuple[str, str]]) -> str:
    return "".join([f"{tag}  - {text}\r\n" for tag, value in lines if value and (text := on_one_line(value))])


def on_one_line(text: str) -> str:
    """A text without line ends and other control characters, its white space folded."""
    if not text.isprintable():
        return fold(_BREAKING.sub(" ", text))
    return fold(text) if "  " in text or " " in (text[:1], text[-1:]) else text


def shown_abstract(record: Record) -> str:
    """The abstract on one line; empty where only its beginning may be shown, which would pass for the whole."""
    parts = record.abstract or []
    if record.abstract_truncated or any(part.shortened for part in parts):
        return ""
    return on_one_line(" ".join([f"{part.label}: {part.text}" if part.label else part.text for part in parts]))
