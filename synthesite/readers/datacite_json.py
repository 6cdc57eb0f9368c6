"""DataCite's metadata as JSON (https://support.datacite.org/docs/api; schema 4.6, https://schema.datacite.org).

A resource of the REST API (`{"data": {"attributes": …}}`, or a list of them), or the attributes alone, as the resolver
and repositories give them.
"""

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
    put_count,
    put_date,
    put_doi,
    put_language,
    put_licence,
    put_part,
    put_text,
    put_title,
    put_year,
    record_of,
    split,
)
from synthesite.text.folding import fold
from synthesite.text.json_records import first_record
from synthesite.text.json_spans import Node
from synthesite.text.names import parse_name, person_parts
from synthesite.text.patterns import lazy

LABEL = N_("DataCite record (JSON)")

_WRAPPERS = frozenset({"data"})
_SIGNS = frozenset({
    "creators", "titles", "publicationYear", "types", "schemaVersion", "rightsList", "descriptions",
    "relatedIdentifiers",
})  # fmt: skip
_GENERAL = {
    "journalarticle": "article-journal", "datapaper": "article-journal", "preprint": "article", "book": "book",
    "bookchapter": "chapter", "conferencepaper": "paper-conference", "conferenceproceeding": "book",
    "dissertation": "thesis", "report": "report", "dataset": "dataset", "software": "software",
    "computationalnotebook": "software", "peerreview": "review", "standard": "standard",
    "audiovisual": "motion_picture", "image": "graphic", "sound": "song", "model": "dataset",
}  # fmt: skip
_PARTICULAR = {
    "journal article": "article-journal", "journalarticle": "article-journal", "article": "article-journal",
    "review article": "article-journal", "preprint": "article", "thesis": "thesis", "dissertation": "thesis",
    "book chapter": "chapter", "chapter": "chapter", "report": "report", "conference paper": "paper-conference",
    "book": "book",
}  # fmt: skip
_CITEPROC = frozenset({
    "article-journal", "article-magazine", "article-newspaper", "book", "chapter", "dataset", "paper-conference",
    "report", "thesis", "software", "webpage", "post-weblog", "motion_picture", "graphic", "song", "patent",
})  # fmt: skip
_CONTAINED = frozenset({"article-journal", "article-magazine", "article-newspaper", "chapter", "paper-conference"})
_CONTAINERS = frozenset(
    {"journal", "series", "bookseries", "book series", "book", "conferenceproceeding", "proceedings"}
)
_PAGE = lazy(r"[A-Za-z]{0,4}\d+[A-Za-z]?")
_PAGES_AS_SIZE = lazy(r"\s*([A-Za-z]?\d+\s*[-–—]\s*[A-Za-z]?\d+)\s*(?:pages|seiten|pp\.?|p\.?|s\.?)\s*", re.IGNORECASE)
_ACCESS = {"openaccess": True, "closedaccess": False, "restrictedaccess": False, "embargoedaccess": False}
_USED = frozenset({"doi", "publicationYear", "publisher", "language", "url", "citationCount", "referenceCount"})


def claims(source: SourceText) -> str | None:
    record = first_record(source.head, _WRAPPERS)
    attributes = record.get("attributes")
    inner = attributes if isinstance(attributes, dict) else record
    is_resource = record.get("type") == "dois" and inner is attributes
    is_resource = is_resource or {"data", "meta", "links"} <= record.keys()
    if is_resource or len(_SIGNS & inner.keys()) > 1:
        return "it is JSON with the properties of DataCite's metadata"
    return None


def items(source: SourceText) -> list[Item]:
    return split(source, _WRAPPERS)


def read(item: Item) -> Extract:
    draft = Draft(item, "datacite-json")
    outer = record_of(draft, _SIGNS | {"attributes", "doi"}, "metadata of DataCite")
    record = (outer.get("attributes") or outer) if outer else None
    if outer and record and isinstance(record.value, dict):
        _bibliography(draft, record)
        _dates(draft, record)
        for creator in record.elements("creators"):
            _creator(draft, creator)
        _identifiers(draft, record)
        _rights(draft, record)
        for description in record.elements("descriptions"):
            kind = description.string("descriptionType")
            if kind and kind.value == "Abstract":
                put_abstract(draft, description.string("description"))
        for subject in record.elements("subjects"):
            add_keyword(draft, subject if isinstance(subject.value, str) else subject.string("subject"))
        put_count(draft, "citations.cited_by", record, "citationCount")
        put_count(draft, "citations.references", record, "referenceCount")
        keep_rest(draft, record, _USED)
        if outer is not record:
            keep_rest(draft, outer, frozenset({"attributes", "id", "type"}))
    return draft.extract()


def _bibliography(draft: Draft, record: Node) -> None:
    csl_type = _type(draft, record.get("types"))
    titles = record.elements("titles")
    main = [one.string("title") for one in titles if one.string("titleType") is None]
    subtitles = [one.string("title") for one in titles if _said(one, "titleType") == "Subtitle"]
    put_title(draft, next(filter(None, main), None), next(filter(None, subtitles), None))
    publisher = record.get("publisher")
    put_text(draft, "publisher", publisher.string("name") if publisher and publisher.string("name") else publisher)
    if csl_type in _CONTAINED:
        _related_item(draft, record)
        _container(draft, record)
    put_language(draft, record.string("language"))


def _type(draft: Draft, types: Node | None) -> str | None:
    """The general type, where it says enough; then the particular one, in free words; then the one for citations."""
    if types is None:
        return None
    general, particular = types.string("resourceTypeGeneral"), types.string("resourceType")
    citeproc = types.string("citeproc")
    if general and general.value.casefold() in _GENERAL:
        draft.put("type", _GENERAL[general.value.casefold()], general.span, derived=True)
    elif particular and fold(particular.value).casefold() in _PARTICULAR:
        draft.put("type", _PARTICULAR[fold(particular.value).casefold()], particular.span, derived=True)
    elif citeproc and citeproc.value in _CITEPROC:
        draft.put("type", citeproc.value, citeproc.span)
    if particular and fold(particular.value).casefold() not in _PARTICULAR.keys() - {"preprint", "review article"}:
        put_text(draft, "genre", particular)
    kind = draft.values.get("type")
    return kind if isinstance(kind, str) else None


def _related_item(draft: Draft, record: Node) -> None:
    """What the work is published in, in the schema since 4.4."""
    for related in record.elements("relatedItems"):
        if _said(related, "relationType") not in {"IsPublishedIn", "IsPartOf"}:
            continue
        title = next(filter(None, (one.string("title") for one in related.elements("titles"))), None)
        if title is None or "journal" in draft.values:
            continue
        put_text(draft, "journal", title)
        for name in ("volume", "issue"):
            put_text(draft, name, related.get(name))
        _pages(draft, related)
        identifier = related.get("relatedItemIdentifier")
        if identifier and _said(identifier, "relatedItemIdentifierType") in {"ISSN", "EISSN", "LISSN"}:
            add_issns(draft, [identifier.string("relatedItemIdentifier")])


def _container(draft: Draft, record: Node) -> None:
    """What DataCite derives from related identifiers and `SeriesInformation`; its pages may be anything."""
    container = record.get("container")
    if container and (_said(container, "type") or "journal").casefold() in _CONTAINERS:
        put_text(draft, "journal", container.string("title"))
        put_text(draft, "volume", container.get("volume"))
        put_text(draft, "issue", container.get("issue"))
        _pages(draft, container)
        if _said(container, "identifierType") in {"ISSN", "EISSN", "LISSN"}:
            add_issns(draft, [container.string("identifier")])
    for related in record.elements("relatedIdentifiers"):
        is_of_whole = _said(related, "relationType") in {"IsPartOf", "IsPublishedIn"}
        if is_of_whole and _said(related, "relatedIdentifierType") in {"ISSN", "EISSN", "LISSN"}:
            add_issns(draft, [related.string("relatedIdentifier")])
    for size in record.elements("sizes"):
        match = _PAGES_AS_SIZE.fullmatch(size.value) if isinstance(size.value, str) else None
        if match:
            put_part(draft, "pages", size, *match.span(1))


def _pages(draft: Draft, container: Node) -> None:
    first, last = container.get("firstPage"), container.get("lastPage")
    start, end = (fold(str(node.value)) if node else "" for node in (first, last))
    if first is None or not _PAGE.fullmatch(start) or (end and not _PAGE.fullmatch(end)):
        return
    if last and end and end != start:
        draft.put("pages", f"{start}-{end}", first.span, last.span)
    else:
        put_text(draft, "pages", first)


def _dates(draft: Draft, record: Node) -> None:
    """The date of issue, then the year of publication."""
    for date in record.elements("dates"):
        if _said(date, "dateType") == "Issued" and "published" not in draft.values:
            put_date(draft, date.string("date"))
    year = record.get("publicationYear")
    put_year(draft, year)
    if year and str(draft.values.get("year", "")) != fold(str(year.value)):
        draft.keep("publicationYear", str(year.value))
    if "published" not in draft.values and "year" in draft.values:
        draft.put("published", str(draft.values["year"]), draft.places["year"].span)  # type: ignore[union-attr]  # one place


def _creator(draft: Draft, creator: Node) -> None:
    """A name without parts and without a comma is a person's only where the source says so."""
    if not isinstance(creator.value, dict):
        return
    name = person(creator.value, "familyName", "givenName", "name", "nameType")
    whole, kind = name.get("name", ""), name.get("nameType")
    if "familyName" in name and kind != "Organizational":
        parts = {"family": name["familyName"]}
        if "givenName" in name:
            parts["given"] = name["givenName"]
    elif kind != "Organizational" and whole and ("," in whole or kind == "Personal"):
        parts = person_parts(parse_name(whole))
    else:
        parts = {"literal": whole} if whole else {}
    orcid = ""
    for identifier in creator.elements("nameIdentifiers"):
        scheme, value = _said(identifier, "nameIdentifierScheme"), _said(identifier, "nameIdentifier")
        if scheme and scheme.upper() == "ORCID" and value:
            orcid = orcid or value
    add_author(draft, creator, parts, orcid)


def _identifiers(draft: Draft, record: Node) -> None:
    put_doi(draft, record.string("doi"))
    for identifier in record.elements("identifiers"):
        if _said(identifier, "identifierType") == "DOI" and "doi" not in draft.values:
            put_doi(draft, identifier.string("identifier"))
    put_address(draft, "url", record.string("url"))
    for content in record.elements("contentUrl"):
        if isinstance(content.value, str) and content.value.lower().endswith(".pdf"):
            put_address(draft, "pdf", content)


def _rights(draft: Draft, record: Node) -> None:
    """The licence by its address, its identifier or its name; access where it is said in COAR's or OpenAIRE's words."""
    for rights in record.elements("rightsList"):
        put_licence(draft, map(rights.string, ("rightsUri", "rightsUrl", "rightsIdentifier", "rights")))
        for key in ("rightsUri", "rights"):
            node = rights.string(key)
            word = re.sub(r"[ _-]", "", node.value.rpartition("/")[2]).casefold() if node else ""
            if node and word in _ACCESS:
                draft.put("open_access", _ACCESS[word], node.span, derived=True)


def _said(node: Node, key: str) -> str | None:
    found = node.string(key)
    return found.value if found else None
