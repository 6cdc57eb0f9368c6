"""What a reference of RIS says about where it is found: DOI, PMID, PMCID and addresses, in whatever tag a vendor has
them.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from synthesite.extract import Draft
from synthesite.readers import _tagged as tagged
from synthesite.readers._tagged import Field, Fields
from synthesite.text.folding import fold
from synthesite.text.identifiers import normal_doi, normal_pmcid, normal_pmid
from synthesite.text.patterns import lazy

_NOTHING = lazy(r"n/?a|n\.a\.|null|undefined|none|unknown|[\s\-\u2013?/.]+", re.IGNORECASE)
_DOI_IN_ADDRESS = lazy(
    r"(?:doi\.org/|/doi/(?:(?:abs|full|pdf|epdf|pdfdirect|pdfplus|book|reader)/)?)(10\.\d{4,9}(?:/|%2F)[^\s?#&\"<>]+)",
    re.IGNORECASE,
)
_DOI_NOTE = lazy(r"(?:\A|;\s*)DOI - (?:https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/[^\s;]+)", re.IGNORECASE)
_PMID_NAMED = lazy(
    r"\b(?:PMID|PubMed(?: PMID| ID)?) ?[: ]\s{0,3}(?:NLM)?([1-9]\d{0,7})\b|\b([1-9]\d{0,7})\[pmid\]", re.IGNORECASE
)
_PMID_ADDRESS = lazy(r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/([1-9]\d{0,7})\b")
_PMCID = lazy(r"(?:\b|/)(PMC[1-9]\d{0,8})\b")
_PMCID_NAMED = lazy(r"PubMed Central ID ?: ?(PMC[1-9]\d{0,8})\b")
_ABOUT_OTHERS = lazy(
    r"\b(?:comment (?:on|in)|errat|retract|republish|correct(?:ion|ed)|update (?:of|in))", re.IGNORECASE
)
_ADDRESS = lazy(r"https?://\S+")


def says_nothing(text: str) -> bool:
    """Whether a value only says that there is none (`n/a`, `null`, `///`)."""
    return _NOTHING.fullmatch(text) is not None


def put_doi(draft: Draft, fields: Fields) -> None:
    """`DO`; else a field that holds nothing but a DOI; else an address that names one."""
    for field in fields.having("DO"):
        if tagged.put_doi(draft, field.span) or _doi_in_address(draft, fields, field):
            fields.read(field)
            return
        if not says_nothing(fields.raw(field)):
            message = f"{fields.raw(field)!r} is not a DOI; it is left out"
            draft.problem("bad-doi", message, field.span.start)
    for field in fields.having("M3", "N1", "U2", "U3", "L3", "ID", "AN"):
        if re.match(r"(?:https?://|doi:?\s*|10\.)", fields.raw(field), re.IGNORECASE) and tagged.put_doi(
            draft, field.span
        ):
            fields.read(field)
            return
    for field in fields.having("N1"):  # ProQuest
        if match := _DOI_NOTE.search(fields.raw(field)):
            span = (field.span.start + match.start(1), field.span.start + match.end(1))
            draft.convert("doi", span, normal_doi)
    for field in fields.having("UR", "L3", "LK", "L2"):
        if _doi_in_address(draft, fields, field):
            return


def _doi_in_address(draft: Draft, fields: Fields, field: Field) -> bool:
    match = _DOI_IN_ADDRESS.search(fields.raw(field))
    if not match:
        return False
    span = (field.span.start + match.start(1), field.span.start + match.end(1))
    return draft.convert("doi", span, lambda raw: normal_doi(unquote(raw))) is not None


def put_pubmed_ids(draft: Draft, fields: Fields) -> None:
    """The PMID is the accession number (`AN`) of PubMed and MEDLINE, in Scopus `C2`, or stands behind its name."""
    databases = {fields.raw(field).lower() for field in fields.having("DB", "DP")}
    from_pubmed = any("pubmed" in name or "medline" in name for name in databases)
    for tag, usual in (("AN", from_pubmed), ("C2", "scopus" in databases)):
        for field in fields.having(tag) if usual else []:
            if draft.convert("pmid", field.span, normal_pmid) is not None:
                fields.read(field)
    for field in fields.having("AN", "U1", "U2", "U3", "ID", "XR", "C2", "C3", "N1", "UR", "L1", "L2", "L3", "LK"):
        raw = fields.raw(field)
        if field.tag == "N1" and _ABOUT_OTHERS.search(raw):
            continue
        named = _PMCID_NAMED if field.tag == "N1" else _PMCID
        for key, pattern in (("pmid", _PMID_NAMED), ("pmid", _PMID_ADDRESS), ("pmcid", named)):
            if match := pattern.search(raw):
                at, end = match.span(match.lastindex or 0)
                rule = normal_pmid if key == "pmid" else normal_pmcid
                if draft.convert(key, (field.span.start + at, field.span.start + end), rule) == fold(raw):
                    fields.read(field)


def put_addresses(draft: Draft, fields: Fields) -> None:
    """Some vendors put several addresses into one `UR`."""
    for key, tags in (("url", ("UR", "LK", "L2")), ("pdf", ("L1",))):
        for field in (field for tag in tags for field in fields.having(tag)):
            match = _ADDRESS.match(fields.raw(field))
            if match and key not in draft.values:
                draft.copy(key, (field.span.start, field.span.start + match.end()))
                if match[0] == fields.raw(field):
                    fields.read(field)
