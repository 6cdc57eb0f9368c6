"""DOI, PMID, PMCID and ISSN of the study that a page shows, and of no other that the page names."""

from __future__ import annotations

import re

from synthesite.extract import Draft
from synthesite.readers._plain_citation import Citation
from synthesite.readers._plain_fields import Field
from synthesite.readers._plain_lines import LONGEST, Line
from synthesite.text.identifiers import normal_doi, normal_issn, normal_pmcid, normal_pmid
from synthesite.text.patterns import lazy

_DOI = lazy(r"10\.[0-9]{4,9}/[^\s\"<>，；]+")
_DOI_ALONE = lazy(r"(?:doi\s*[:：]?\s*)?(?:https?://)?(?:(?:dx\.)?doi\.org/)?(?=10\.)", re.IGNORECASE)
_DOI_NAMED = lazy(r"(?:\bdoi\s*[:：]?\s*|doi\.org/)+$", re.IGNORECASE)
_OTHER_WORK = lazy(
    r"(?:now published|published version|version of record|erratum|correct(?:ion|ed)|retract|comment (?:in|on)|"
    r"update (?:in|of)|"
    r"republished|this article (?:is|has been)|see also|supplement|data |dataset|preprint|part of)",
    re.IGNORECASE,
)
_ISSN = lazy(r"(?:(?<=ISSN-)|(?<![\w-]))[0-9]{4}-[0-9]{3}[0-9X](?![\w-])")
_PMID = lazy(r"\bPMID\s*[:：]?\s*([1-9][0-9]{0,7})\b")
_PMCID = lazy(r"\b(?:PMCID|PMC ID)\s*[:：]?\s*(PMC[1-9][0-9]{0,8})\b")


def add_identifiers(draft: Draft, own: list[Line], fields: list[Field], citation: tuple[Line, Citation] | None) -> None:
    """DOI, PMID, PMCID and ISSN. Of several different DOIs none is taken, unless only one has its own line or label."""
    best, second = _dois(own, fields, citation)
    dois = best or second
    if len({doi for doi, _ in dois}) == 1:
        draft.convert("doi", dois[0][1], normal_doi)
    elif dois:
        draft.conflict("doi", *dois)
    for key, pattern, rule in (("pmid", _PMID, normal_pmid), ("pmcid", _PMCID, normal_pmcid)):
        spans = [field.spans[0] for field in fields if field.key == key]
        spans += [
            (line.start + m.start(1), line.start + m.end(1))
            for line in own
            if len(line.text) <= 400 and not _OTHER_WORK.match(line.text)
            for m in pattern.finditer(line.text)
        ]
        values: dict[str, tuple[int, int]] = {}
        for start, end in spans:
            word = re.match(r"\S+", draft.text[start:end])
            value = rule(word[0].rstrip(".,;")) if word else None
            if word and value:
                values.setdefault(value, (start, start + len(word[0].rstrip(".,;"))))
        if len(values) == 1:
            draft.convert(key, next(iter(values.values())), rule)
    for field in fields:
        if field.key == "issn":
            for start, end in field.spans:
                for match in _ISSN.finditer(draft.text, start, end):
                    _add_issn(draft, match)
    if "issn" not in draft.values:
        for line in own:
            if len(line.text) <= 200 and re.search(r"\be?ISSN\b", line.text, re.IGNORECASE):
                for match in _ISSN.finditer(draft.text, *line.span):
                    _add_issn(draft, match)


def _add_issn(draft: Draft, match: re.Match[str]) -> None:
    issn = normal_issn(match[0])
    if issn and issn not in draft.values.get("issn", []):
        draft.add("issn", issn, match.span())


_Dois = list[tuple[str, tuple[int, int]]]


def _dois(own: list[Line], fields: list[Field], citation: tuple[Line, Citation] | None) -> tuple[_Dois, _Dois]:
    """The DOIs with a label, with a line of their own or in the citation line, and those that other lines name."""
    best: _Dois = []
    second: _Dois = []
    labelled = {field.line.number for field in fields if field.key == "doi"}
    labelled |= {field.line.number + 1 for field in fields if field.key == "doi" and field.alone}
    cited = {field.line.number for field in fields if field.key == "cite"}
    cited |= {field.line.number + 1 for field in fields if field.key == "cite" and field.alone}
    if citation:
        cited.add(citation[0].number)
    for line in own:
        if "10." not in line.text or len(line.text) > LONGEST or _OTHER_WORK.match(line.text):
            continue
        for match in _DOI.finditer(line.text):
            raw = _without_tail(match[0])
            doi = normal_doi(raw)
            if not doi:
                continue
            span = (line.start + match.start(), line.start + match.start() + len(raw))
            lead = _DOI_ALONE.match(line.text)
            alone = lead is not None and lead.end() == match.start() and len(line.text) <= match.end() + 3
            if line.number in labelled or line.number in cited or alone:
                best.append((doi, span))
            elif _DOI_NAMED.search(line.text[: match.start()]) and len(line.text) <= 400:
                second.append((doi, span))
    return best, second


def _without_tail(doi: str) -> str:
    """A DOI without what follows it in prose: punctuation, and a bracket that it doesn't open."""
    doi = doi.rstrip(".,;:'\"”’*†")
    while doi.endswith((")", "]", "）")) and doi.count("(") < doi.count(")") + doi.count("）") + doi.count("]") * 9:
        doi = doi[:-1].rstrip(".,;:")
    return doi
