"""What MEDLINE's tagged format and PubMed's XML have in common: kinds of publication, notices, article numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from synthesite.extract import Draft
from synthesite.model import Span
from synthesite.text.identifiers import normal_doi

REGISTRIES = frozenset(
    {"clinicaltrials.gov", "isrctn", "eudract", "drks", "ntr", "anzctr", "actrn", "chictr", "ctri", "jprn", "umin-ctr"}
    | {"jrct", "pactr", "rbr", "rebec", "rpcec", "slctr", "tctr", "irct", "kct", "cris", "lbctr", "euctr"}
)
"""MEDLINE's names of trial registries (https://www.nlm.nih.gov/bsd/medline_databank_source.html), in lower case."""

_TYPES = {
    "preprint": "article", "journal article": "article-journal", "journal articles": "article-journal",
    "technical report": "report", "dissertations/theses": "thesis", "academic dissertation": "thesis",
    "books": "book", "monograph": "book", "book chapter": "chapter", "dataset": "dataset",
    "speeches/meeting papers": "paper-conference", "newspaper article": "article-newspaper",
}  # fmt: skip
RETRACTED = "Retracted Publication"
_GENERIC = re.compile(
    r"(?:journal articles?|book|book chapter|english abstract|retracted publication|research support\b.*)$",
    re.IGNORECASE,
)
_NOTICES = {
    "EIN": "correction", "ErratumIn": "correction", "CRI": "correction", "CorrectedandRepublishedIn": "correction",
    "RIN": "retraction", "RetractionIn": "retraction", "PRIN": "retraction", "PartialRetractionIn": "retraction",
    "ECI": "expression of concern", "ExpressionOfConcernIn": "expression of concern",
}  # fmt: skip
_DOI = re.compile(r"\b10\.\d{4,9}/\S+")
_PMID = re.compile(r"PMID:\s*([1-9]\d{0,7})")


def type_of(kinds: Sequence[str], is_book: bool, is_part: bool) -> tuple[int, str] | None:
    """CSL's type and the index of the kind of publication that it follows from.

    Whatever stands in a journal is an article there, but for preprints; a record of a book is a chapter if it has a
    title of its own.
    """
    if not kinds:
        return None
    if is_book:
        return 0, "chapter" if is_part else "book"
    known = [(at, _TYPES[kind.lower()]) for at, kind in enumerate(kinds) if kind.lower() in _TYPES]
    for at, found in known:
        if found == "article":
            return at, found
    for at, found in known:
        if found == "article-journal":
            return at, found
    if known:
        return known[0]
    report = next((at for at, kind in enumerate(kinds) if kind.startswith("Reports - ")), None)
    if report is not None:
        return report, "report"
    return None


def genre_of(kinds: Sequence[str]) -> int | None:
    """The index of the kind that says most: the first that isn't just an article or who paid for it."""
    telling = [at for at, kind in enumerate(kinds) if not _GENERIC.match(kind)]
    return telling[0] if telling else 0 if kinds else None


def whole_number(text: str) -> int | None:
    """The number that a text is; `None` if it is something else."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def is_location(text: str) -> bool:
    """Whether a publisher's item identifier is an article number, such as `e42692`; longer codes are no location."""
    return re.fullmatch(r"(?:[A-Za-z]{1,4}[-.]?)?\d{1,9}", text) is not None


def without_full_stop(text: str, span: tuple[int, int]) -> Span:
    """The place of a title without the full stop that MEDLINE puts behind every title."""
    start, end = span
    raw = text[start:end]
    stays = raw.endswith("..") or re.search(r"\b[A-Z]\.[A-Z]\.$", raw)
    return Span(start, end if stays or not raw.endswith(".") or len(raw) < 2 else end - 1)


def notice_type(code: str) -> str | None:
    """What a reference to another publication says about this one; `None` if that is no notice."""
    return _NOTICES.get(code)


def add_notice(draft: Draft, kind: str | None, note: str, span: tuple[int, int], pmid: str = "") -> None:
    """Adds a notice about this publication, with the address of the publication that gives it."""
    if not kind or not note:
        return
    notice = {"type": kind, "note": note}
    doi = _DOI.search(note)
    stated = _PMID.search(note)
    if pmid or stated:
        notice["url"] = f"https://pubmed.ncbi.nlm.nih.gov/{pmid or stated[1]}/"  # type: ignore[index]  # one of the two
    elif doi and (normal := normal_doi(doi[0])):
        notice["url"] = f"https://doi.org/{normal}"
    draft.add("notices", notice, span, derived=True)


def add_retraction(draft: Draft, span: tuple[int, int]) -> None:
    """Adds that this publication was retracted, where only its kind says so."""
    if not any(notice["type"] == "retraction" for notice in draft.values.get("notices", [])):
        draft.add("notices", {"type": "retraction"}, span, derived=True)
