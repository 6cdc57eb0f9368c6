"""Europe PMC's records (https://europepmc.org/RestfulWebService): the results of a search, `lite` or `core`, or one."""

from __future__ import annotations

import re

from synthesite.extract import Draft, Item, SourceText
from synthesite.interface import N_
from synthesite.model import Extract
from synthesite.readers._json_works import (
    add_author,
    add_issns,
    add_keyword,
    keep_rest,
    person,
    put_abstract,
    put_address,
    put_converted,
    put_count,
    put_doi,
    put_language,
    put_licence,
    put_part,
    put_text,
    put_year,
    record_of,
    split,
)
from synthesite.text.dates import iso_date
from synthesite.text.identifiers import normal_pmcid, normal_pmid
from synthesite.text.json_records import first_record
from synthesite.text.json_spans import Node, source_offsets
from synthesite.text.marked_abstracts import marked_title

LABEL = N_("Europe PMC record (JSON)")

_WRAPPERS = frozenset({"resultList", "result"})
_SIGNS = frozenset({
    "authorString", "pubYear", "journalInfo", "journalTitle", "pubTypeList", "citedByCount", "inEPMC", "inPMC",
    "firstPublicationDate", "fullTextUrlList", "abstractText", "hasTextMinedTerms", "hasTMAccessionNumbers",
})  # fmt: skip
_TYPES = {
    "journal article": "article-journal", "research-article": "article-journal", "review-article": "article-journal",
    "preprint": "article", "book": "book", "book chapter": "chapter", "chapter": "chapter", "thesis": "thesis",
    "patent": "patent", "review": "article-journal", "letter": "article-journal", "editorial": "article-journal",
    "case reports": "article-journal", "comment": "article-journal", "published erratum": "article-journal",
    "randomized controlled trial": "article-journal", "systematic review": "article-journal",
    "meta-analysis": "article-journal", "clinical trial": "article-journal",
}  # fmt: skip
_PLAIN_TYPES = frozenset({
    "journal article", "research-article", "article-commentary", "brief-report", "book", "chapter", "thesis", "patent",
})  # fmt: skip
_NO_GENRE = re.compile(r"research support|english abstract|multicenter study", re.IGNORECASE)
_USED = frozenset({
    "pmid", "pmcid", "doi", "title", "authorList", "pubYear", "journalTitle", "journalVolume", "issue", "journalIssn",
    "pageInfo", "abstractText", "language", "isOpenAccess", "citedByCount",
})  # fmt: skip


def claims(source: SourceText) -> str | None:
    record = first_record(source.head, _WRAPPERS)
    has_source = isinstance(record.get("source"), str) and "id" in record
    if len(_SIGNS & record.keys()) > 1 or (has_source and _SIGNS & record.keys()) or "resultList" in record:
        return "it is JSON with the keys of Europe PMC's records"
    return None


def items(source: SourceText) -> list[Item]:
    return split(source, _WRAPPERS)


def read(item: Item) -> Extract:
    draft = Draft(item, "europe-pmc-json")
    record = record_of(draft, _SIGNS | {"title", "pmid", "pmcid", "doi"}, "records of Europe PMC")
    if record:
        _title(draft, record.string("title"))
        _type(draft, record)
        _container(draft, record)
        _dates(draft, record)
        _people(draft, record)
        put_doi(draft, record.string("doi"))
        put_converted(draft, "pmid", record.get("pmid"), normal_pmid)
        put_converted(draft, "pmcid", record.get("pmcid"), normal_pmcid)
        put_language(draft, record.string("language"))
        _access(draft, record)
        put_abstract(draft, record.string("abstractText"))
        for keyword in record.elements("keywordList", "keyword"):
            add_keyword(draft, keyword)
        put_count(draft, "citations.cited_by", record, "citedByCount")
        keep_rest(draft, record, _USED)
    return draft.extract()


def _title(draft: Draft, node: Node | None) -> None:
    """The title without MEDLINE's full stop, and without the brackets around a translated one."""
    if node is None:
        draft.problem("no-title", "this record has no title")
        return
    text = node.value.rstrip()
    start = len(text) - len(text.lstrip())
    text = text.removesuffix(".") if not text.endswith("..") else text
    if text[start : start + 1] == "[" and text.endswith("]"):
        start, text = start + 1, text[:-1].rstrip().removesuffix(".")
    put_part(draft, "title", node, start, len(text), marked_title(text[start:]))


def _type(draft: Draft, record: Node) -> None:
    """Types stand in a list, or in one text in `lite` answers; a preprint is one by where it comes from, too."""
    kinds = [kind for kind in record.elements("pubTypeList", "pubType") if isinstance(kind.value, str)]
    found: list[tuple[Node, int, int]] = [(kind, 0, len(kind.value)) for kind in kinds]
    if not found and (text := record.string("pubType")):
        found = [(text, *match.span()) for match in re.finditer(r"[^;\s][^;]*", text.value)]
    words = [(node, start, end, node.value[start:end].strip().lower()) for node, start, end in found]
    for node, start, end, word in sorted(words, key=lambda one: one[3] != "preprint"):
        if word in _TYPES and "type" not in draft.values:
            offsets = source_offsets(draft.text, node)
            draft.put("type", _TYPES[word], (offsets[start], offsets[end]), derived=True)
        if word not in _PLAIN_TYPES and not _NO_GENRE.match(word):
            put_part(draft, "genre", node, start, end)


def _container(draft: Draft, record: Node) -> None:
    journal = record.at("journalInfo", "journal")
    put_text(draft, "journal", (journal.string("title") if journal else None) or record.string("journalTitle"))
    put_text(draft, "journal", record.at("bookOrReportDetails", "comprisingTitle"))
    put_text(draft, "publisher", record.at("bookOrReportDetails", "publisher"))
    if journal:
        for name in ("isoabbreviation", "ISOAbbreviation", "medlineAbbreviation"):
            put_text(draft, "journal_record.abbreviation", journal.string(name))
        add_issns(draft, map(journal.string, ("issn", "ISSN", "essn", "ESSN")))
    add_issns(draft, [record.string("journalIssn")])
    put_text(draft, "volume", record.at("journalInfo", "volume") or record.get("journalVolume"))
    put_text(draft, "issue", record.at("journalInfo", "issue") or record.get("issue"))
    put_text(draft, "pages", record.get("pageInfo"))


def _dates(draft: Draft, record: Node) -> None:
    """The first day of publication, if it is in the year of publication.

    A print date on the first of a month may be filled up: there the issue's own date counts (`2020 May`).
    """
    year = record.get("pubYear") or record.at("journalInfo", "yearOfPublication")
    put_year(draft, year)
    issue = record.at("journalInfo", "dateOfPublication")
    printed = record.at("journalInfo", "printPublicationDate")
    candidates = [record.get("firstPublicationDate"), record.get("electronicPublicationDate"), issue]
    wanted = str(draft.values.get("year", ""))
    for node in candidates:
        iso = iso_date(node.value) if node and isinstance(node.value, str) else None
        if node is None or iso is None or not iso.startswith(wanted):
            continue
        is_filled = printed is not None and node.value == printed.value and iso.endswith("-01")
        if node is not issue and is_filled:
            continue
        draft.put("published", iso, node.span, derived=iso != node.value.strip())
    if "year" in draft.values and "published" not in draft.values and year:
        draft.put("published", wanted, (year.start, year.start + 4))


def _people(draft: Draft, record: Node) -> None:
    """`core` answers list the authors; `lite` ones have one text, `Example A, Muster B.`"""
    for author in record.elements("authorList", "author"):
        if not isinstance(author.value, dict):
            continue
        name = person(author.value, "lastName", "firstName", "initials", "collectiveName", "fullName", "suffix")
        given = ", ".join(filter(None, [name.get("firstName") or name.get("initials"), name.get("suffix")]))
        literal = name.get("collectiveName") or name.get("fullName")
        parts = {"family": name["lastName"]} if "lastName" in name else {"literal": literal} if literal else {}
        if "family" in parts and given:
            parts["given"] = given
        kind, identifier = author.at("authorId", "type"), author.at("authorId", "value")
        is_orcid = kind is not None and identifier is not None and kind.value == "ORCID"
        add_author(draft, author, parts, str(identifier.value) if identifier and is_orcid else "")
    authors = record.string("authorString")
    if authors is None or "authors" in draft.values:
        if authors:
            draft.keep("authorString", authors.value)
        return
    offsets = source_offsets(draft.text, authors)
    for match in re.finditer(r"[^,\s][^,]*", authors.value.rstrip().removesuffix(".")):
        initials = re.fullmatch(r"(.*\S)\s+((?:[A-Z]-?){1,4})(?:\s+(Jr|Sr|2nd|3rd|II|III|IV))?", match[0].strip())
        if match[0].strip().rstrip(".").lower() in {"et al", "…"}:
            continue
        if initials:
            given = ", ".join(filter(None, initials.group(2, 3)))
            parts = {"family": initials[1], "given": given}
        else:
            parts = {"literal": match[0].strip()}
        draft.add("authors", parts, (offsets[match.start()], offsets[match.end()]), derived=True)


def _access(draft: Draft, record: Node) -> None:
    is_open = record.string("isOpenAccess")
    if is_open and is_open.value in {"Y", "N"}:
        draft.put("open_access", is_open.value == "Y", is_open.span, derived=True)
    put_licence(draft, [record.string("license")])
    for link in record.elements("fullTextUrlList", "fullTextUrl"):
        style, code, address = link.string("documentStyle"), link.string("availabilityCode"), link.string("url")
        if style and style.value == "pdf" and code and code.value in {"OA", "F"}:
            put_address(draft, "pdf", address)
