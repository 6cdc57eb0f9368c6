"""Crossref's works as its REST API gives them (https://api.crossref.org/swagger-ui/).

One work, `{"message": work}`, `{"message": {"items": […]}}`, or a list of works. Titles are lists; abstracts are JATS.
"""

from __future__ import annotations

from typing import Any

from synthesite.extract import Draft, Item, SourceText
from synthesite.interface import N_
from synthesite.model import Extract
from synthesite.readers._json_works import (
    add_author,
    add_issns,
    keep_rest,
    person,
    put_abstract,
    put_address,
    put_count,
    put_date_parts,
    put_doi,
    put_language,
    put_licence,
    put_text,
    put_title,
    record_of,
    split,
)
from synthesite.text.dates import iso_date
from synthesite.text.json_records import first_record
from synthesite.text.json_spans import Node

LABEL = N_("Crossref record (JSON)")

_WRAPPERS = frozenset({"message", "items"})
_SIGNS = frozenset({
    "indexed", "deposited", "member", "prefix", "content-domain", "reference-count", "references-count",
    "is-referenced-by-count", "published-print", "published-online", "short-container-title", "original-title",
})  # fmt: skip
_RECORD = _SIGNS | {"title", "DOI", "author", "container-title"}
_TYPES = {
    "journal-article": "article-journal", "book": "book", "monograph": "book", "edited-book": "book",
    "reference-book": "book", "book-set": "book", "book-series": "book", "book-chapter": "chapter",
    "book-section": "chapter", "book-part": "chapter", "book-track": "chapter", "reference-entry": "entry",
    "proceedings-article": "paper-conference", "proceedings": "book", "posted-content": "article",
    "dissertation": "thesis", "report": "report", "report-series": "report", "report-component": "report",
    "dataset": "dataset", "database": "dataset", "peer-review": "review", "standard": "standard",
}  # fmt: skip
_ONLY_CSL = frozenset({"article-journal", "article-magazine", "article-newspaper", "paper-conference", "post-weblog"})
_IN_A_BOOK = frozenset({"chapter", "paper-conference", "entry"})
_FINAL = ("vor", "unspecified", None)
_USED = frozenset({
    "DOI", "title", "subtitle", "author", "container-title", "short-container-title", "volume", "issue", "page",
    "article-number", "publisher", "ISSN", "language", "abstract", "type", "subtype", "is-referenced-by-count",
    "references-count", "reference-count", "URL",
})  # fmt: skip
_NOTICES = {
    "retraction": "retraction", "withdrawal": "retraction", "removal": "retraction", "correction": "correction",
    "corrigendum": "correction", "erratum": "correction", "expression_of_concern": "expression of concern",
    "expression-of-concern": "expression of concern",
}  # fmt: skip


def claims(source: SourceText) -> str | None:
    if _is_work(first_record(source.head, _WRAPPERS)):
        return "it is JSON with the keys of Crossref's works, titles in lists"
    return None


def _is_work(record: dict[str, Any]) -> bool:
    if isinstance(record.get("title"), str) or record.get("type") in _ONLY_CSL:
        return False
    if {"titles", "creators", "attributes", "authorships", "paperId"} & record.keys():
        return False
    if record.get("message-type") == "work-list":  # an answer without works
        return True
    has_lists = isinstance(record.get("title"), list) or isinstance(record.get("container-title"), list)
    return len(_SIGNS & record.keys()) > 1 or ("DOI" in record and has_lists)


def items(source: SourceText) -> list[Item]:
    return split(source, _WRAPPERS)


def read(item: Item) -> Extract:
    draft = Draft(item, "crossref-json")
    record = record_of(draft, _RECORD, "works of Crossref")
    if record:
        _bibliography(draft, record)
        _dates(draft, record)
        for author in record.elements("author"):
            _author(draft, author)
        put_doi(draft, record.string("DOI"))
        put_address(draft, "url", record.string("URL"))
        _files(draft, record)
        put_abstract(draft, record.string("abstract"))
        put_count(draft, "citations.cited_by", record, "is-referenced-by-count")
        put_count(draft, "citations.references", record, "references-count", "reference-count")
        _investigation(draft, record)
        _notices(draft, record)
        keep_rest(draft, record, _USED)
    return draft.extract()


def _bibliography(draft: Draft, record: Node) -> None:
    kind, genre = record.string("type"), record.string("subtype")
    csl_type = _TYPES.get(kind.value) if kind else None
    if kind and csl_type:
        draft.put("type", csl_type, kind.span, derived=csl_type != kind.value)
    elif kind:
        draft.keep("type", kind.value)
    put_text(draft, "genre", genre)
    put_title(draft, _first(record, "title"), _first(record, "subtitle"))
    containers = _texts(record, "container-title")
    if containers:  # of a chapter's, the series stands first and the book last
        put_text(draft, "journal", containers[-1 if csl_type in _IN_A_BOOK else 0])
        for other in containers:
            if other.span != draft.places["journal"].span:  # type: ignore[union-attr]  # one place
                draft.keep("container-title", other.value)
    if csl_type == "article-journal":
        put_text(draft, "journal_record.abbreviation", _first(record, "short-container-title"))
    for key, name in (("publisher", "publisher"), ("volume", "volume"), ("issue", "issue"), ("pages", "page")):
        put_text(draft, key, record.get(name))
    put_text(draft, "pages", record.get("article-number"))
    add_issns(draft, record.elements("ISSN"))
    put_language(draft, record.string("language"))


def _texts(record: Node, key: str) -> list[Node]:
    return [node for node in record.elements(key) if isinstance(node.value, str) and node.value.strip()]


def _first(record: Node, key: str) -> Node | None:
    """The first of a list of strings."""
    return next(iter(_texts(record, key)), None)


def _dates(draft: Draft, record: Node) -> None:
    """`issued` is the earliest of the dates in print and online."""
    for key in ("issued", "published", "published-online", "published-print", "posted"):
        if put_date_parts(draft, record.get(key)):
            return


def _author(draft: Draft, author: Node) -> None:
    if not isinstance(author.value, dict):
        return
    name = person(author.value, "family", "given", "suffix", "name")
    given = ", ".join(filter(None, [name.get("given"), name.get("suffix")]))
    if "family" in name:
        parts = {"family": name["family"], "given": given} if given else {"family": name["family"]}
    else:
        parts = {"literal": text} if (text := name.get("name") or given) else {}
    orcid = author.string("ORCID")
    add_author(draft, author, parts, orcid.value if orcid else "")


def _files(draft: Draft, record: Node) -> None:
    """A licence counts if it is that of the published version; a file if it isn't there for checking alone."""
    licences = record.elements("license")
    finals = [one for one in licences if _said(one, "content-version") in _FINAL]
    put_licence(draft, [one.string("URL") for one in finals])
    for link in record.elements("link"):
        is_final_pdf = _said(link, "content-type") == "application/pdf" and _said(link, "content-version") in _FINAL
        if is_final_pdf and _said(link, "intended-application") != "similarity-checking":
            put_address(draft, "pdf", link.string("URL"))


def _said(node: Node, key: str) -> str | None:
    found = node.string(key)
    return found.value if found else None


def _investigation(draft: Draft, record: Node) -> None:
    """The number of the registered trial, where there is only one."""
    numbers = [trial.string("clinical-trial-number") for trial in record.elements("clinical-trial-number")]
    known = {number.value.strip().casefold() for number in numbers if number}
    if len(known) == 1:
        put_text(draft, "investigation", next(filter(None, numbers)))


def _notices(draft: Draft, record: Node) -> None:
    """What has been said about this work since: `updated-by`."""
    found, spans = [], []
    for update in record.elements("updated-by"):
        kind = _NOTICES.get((_said(update, "type") or "").lower())
        doi = _said(update, "DOI")
        if kind:
            notice = {"type": kind}
            if doi:
                notice["url"] = f"https://doi.org/{doi.strip().lower()}"
            parts = update.at("updated", "date-parts")
            day = "-".join(str(n.value) for n in parts.value[0].value) if parts and _is_dates(parts) else ""
            if date := iso_date(day):
                notice["date"] = date
            found.append(notice)
            spans.append(update.span)
    for notice, span in zip(found, spans, strict=True):
        draft.add("notices", notice, span, notice["type"], derived=True)


def _is_dates(parts: Node) -> bool:
    return isinstance(parts.value, list) and bool(parts.value) and isinstance(parts.value[0].value, list)
