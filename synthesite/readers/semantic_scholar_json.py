"""Semantic Scholar's papers (https://api.semanticscholar.org/api-docs/).

One paper, a list (of a batch; `null` where it knows none), `{"data": […]}`, `{"recommendedPapers": […]}`, and the
answers about citations, in which each element wraps a paper.
"""

from __future__ import annotations

import re
from typing import Any

from synthesite.extract import Draft, Item, SourceText
from synthesite.interface import N_
from synthesite.model import Extract
from synthesite.readers._json_works import (
    add_issns,
    add_name,
    keep_rest,
    put_abstract,
    put_address,
    put_converted,
    put_count,
    put_date,
    put_doi,
    put_licence,
    put_part,
    put_text,
    put_title,
    put_year,
    record_of,
    split,
)
from synthesite.text.identifiers import normal_pmcid, normal_pmid
from synthesite.text.json_records import first_record
from synthesite.text.json_spans import Node

LABEL = N_("Semantic Scholar record (JSON)")

_WRAPPERS = frozenset({"data", "recommendedPapers"})
_WRAPPED = ("citingPaper", "citedPaper", "paper")
_SIGNS = frozenset({
    "externalIds", "openAccessPdf", "publicationVenue", "s2FieldsOfStudy", "fieldsOfStudy", "citationCount",
    "influentialCitationCount", "referenceCount", "citationStyles", "publicationTypes", "tldr", "isOpenAccess",
    "publicationDate", "matchScore",
})  # fmt: skip
_TYPES = {
    "Book": "book", "BookSection": "chapter", "Conference": "paper-conference", "Dataset": "dataset",
    "JournalArticle": "article-journal",
}  # fmt: skip
_VOLUME_ISSUE = re.compile(r"(\d+)\s+(\d+)")
_PREPRINT_SERVERS = frozenset(
    {"arxiv", "arxiv.org", "biorxiv", "medrxiv", "chemrxiv", "psyarxiv", "ssrn", "research square"}
)
_USED = frozenset({
    "title", "authors", "year", "publicationDate", "citationCount", "referenceCount", "isOpenAccess", "abstract",
    "url",
})  # fmt: skip


def claims(source: SourceText) -> str | None:
    record = first_record(source.head, _WRAPPERS)
    record = next((record[key] for key in _WRAPPED if isinstance(record.get(key), dict)), record)
    if _is_paper(record):
        return "it is JSON with the keys of Semantic Scholar's papers"
    return None


def _is_paper(record: dict[str, Any]) -> bool:
    identifier = record.get("paperId")
    is_hash = isinstance(identifier, str) and re.fullmatch(r"[0-9a-f]{40}", identifier) is not None
    if {"total", "offset", "data"} <= record.keys():  # an answer without papers
        return True
    is_others = "DOIUrl" in record or "PeriodicalName" in record
    return not is_others and (
        is_hash or (bool({"paperId", "corpusId"} & record.keys()) and bool(_SIGNS & record.keys()))
    )


def items(source: SourceText) -> list[Item]:
    return split(source, _WRAPPERS)


def read(item: Item) -> Extract:
    draft = Draft(item, "semantic-scholar-json")
    outer = record_of(draft, _SIGNS | {"paperId", "corpusId", "title", *_WRAPPED}, "papers of Semantic Scholar")
    record = next(filter(None, map(outer.get, _WRAPPED)), outer) if outer else None
    if outer and record and isinstance(record.value, dict):
        _bibliography(draft, record)
        _dates(draft, record)
        for author in record.elements("authors"):
            add_name(draft, author.string("name"))
        _identifiers(draft, record)
        _access(draft, record)
        put_abstract(draft, record.string("abstract"))
        put_count(draft, "citations.cited_by", record, "citationCount")
        put_count(draft, "citations.references", record, "referenceCount")
        keep_rest(draft, record, _USED)
        if outer is not record:
            keep_rest(draft, outer, frozenset(_WRAPPED))
    return draft.extract()


def _bibliography(draft: Draft, record: Node) -> None:
    kinds = [kind for kind in record.elements("publicationTypes") if isinstance(kind.value, str)]
    for kind in kinds:
        if kind.value in _TYPES:
            draft.put("type", _TYPES[kind.value], kind.span, derived=True)
        else:
            put_text(draft, "genre", kind)
    put_title(draft, record.string("title"))
    journal, venue = record.get("journal"), record.get("publicationVenue")
    names = [
        journal.string("name") if journal else None,
        venue.string("name") if venue else None,
        record.string("venue"),
    ]
    container = next(filter(None, names), None)
    if container is None:
        return
    if container.value.strip().casefold() in _PREPRINT_SERVERS:
        put_text(draft, "publisher", container)
        return
    put_text(draft, "journal", container)
    if journal:
        _volume_and_pages(draft, journal)
    if venue:
        add_issns(draft, [venue.string("issn"), *venue.elements("alternate_issns")])


def _volume_and_pages(draft: Draft, journal: Node) -> None:
    """A volume like `20 4` is volume and issue."""
    volume = journal.string("volume")
    both = _VOLUME_ISSUE.fullmatch(volume.value.strip()) if volume else None
    if volume and both:
        lead = len(volume.value) - len(volume.value.lstrip())
        put_part(draft, "volume", volume, lead + both.start(1), lead + both.end(1))
        put_part(draft, "issue", volume, lead + both.start(2), lead + both.end(2))
    else:
        put_text(draft, "volume", volume)
    put_text(draft, "pages", journal.string("pages"))


def _dates(draft: Draft, record: Node) -> None:
    year, day = record.get("year"), record.string("publicationDate")
    put_year(draft, year)
    if day is None or (year and not day.value.strip().startswith(str(year.value))):
        if year and "year" in draft.values:
            draft.put("published", str(draft.values["year"]), year.span)
        if day:
            draft.keep("publicationDate", day.value)
    else:
        put_date(draft, day)


def _identifiers(draft: Draft, record: Node) -> None:
    put_doi(draft, record.at("externalIds", "DOI") or record.string("doi"))
    put_converted(draft, "pmid", record.at("externalIds", "PubMed"), normal_pmid)
    put_converted(draft, "pmcid", record.at("externalIds", "PubMedCentral"), _pmcid)
    put_address(draft, "url", record.string("url"))


def _pmcid(text: str) -> str | None:
    return normal_pmcid("PMC" + text.strip().upper().removeprefix("PMC"))


def _access(draft: Draft, record: Node) -> None:
    """Semantic Scholar's `isOpenAccess` is taken unless it says no beside a link to an open PDF: then both are kept."""
    flag, pdf = record.get("isOpenAccess"), record.at("openAccessPdf", "url")
    has_pdf = pdf is not None and isinstance(pdf.value, str) and bool(pdf.value.strip())
    if flag and isinstance(flag.value, bool):
        if pdf and has_pdf and not flag.value:
            draft.conflict("open_access", ("false", flag.span), ("a link to a PDF", pdf.span))
        else:
            draft.put("open_access", flag.value, flag.span)
    put_address(draft, "pdf", pdf)
    licence = record.at("openAccessPdf", "license")
    put_licence(draft, [licence])
