"""CSL-JSON: what reference managers and DOI resolvers give for citation processors.

The Citation Style Language's input format (https://docs.citationstyles.org/en/stable/specification.html, appendix IV,
and https://github.com/citation-style-language/schema): a list of items, one, or `{"items": […]}`. Crossref's resolver
adds counts, licences and JATS abstracts to it.
"""

from __future__ import annotations

import re
from typing import Any

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
    put_date,
    put_date_parts,
    put_doi,
    put_language,
    put_licence,
    put_text,
    put_title,
    put_year,
    record_of,
    split,
)
from synthesite.text.dates import iso_date
from synthesite.text.identifiers import normal_pmcid, normal_pmid
from synthesite.text.json_records import first_record
from synthesite.text.json_spans import Node
from synthesite.text.names import parse_name, person_parts

LABEL = N_("CSL-JSON export")

_WRAPPERS = frozenset({"items"})
_TYPES = frozenset({
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
    "classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event",
    "figure", "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
    "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical", "personal_communication",
    "post", "post-weblog", "regulation", "report", "review", "review-book", "software", "song", "speech", "standard",
    "thesis", "treaty", "webpage",
})  # fmt: skip
_ONLY_CSL = frozenset(kind for kind in _TYPES if "-" in kind or "_" in kind) - {"peer-review"}
_FOREIGN = frozenset({
    "authorships", "display_name", "publication_year", "paperId", "corpusId", "externalIds", "pubYear",
    "authorString", "resultList", "creators", "titles", "attributes", "itemType", "DOIUrl", "PeriodicalName",
})  # fmt: skip
_OWN = frozenset({
    "author", "editor", "issued", "container-title", "container-title-short", "collection-title", "publisher-place",
    "page", "DOI", "ISBN", "URL", "id", "citation-key",
})  # fmt: skip
_CROSSREF = frozenset({
    "indexed", "deposited", "member", "prefix", "content-domain", "reference-count", "is-referenced-by-count",
})  # fmt: skip
_RECORD = _OWN - {"id"} | {"title", "type"}
_USED = frozenset({
    "type", "genre", "title", "author", "issued", "container-title", "container-title-short", "journalAbbreviation",
    "volume", "issue", "page", "DOI", "PMID", "PMCID", "URL", "ISSN", "language", "abstract", "keyword", "publisher",
    "is-referenced-by-count", "references-count",
})  # fmt: skip


def claims(source: SourceText) -> str | None:
    record = first_record(source.head, _WRAPPERS)
    if _is_csl(record):
        return "it is JSON with a type and variables of CSL"
    return None


def _is_csl(record: dict[str, Any]) -> bool:
    if not record or _FOREIGN & record.keys() or isinstance(record.get("title"), list):
        return False
    kind = record.get("type")
    is_typed = isinstance(kind, str) and kind in _TYPES
    is_told = is_typed or isinstance(record.get("issued"), dict) or "container-title" in record
    is_works = len(_CROSSREF & record.keys()) > 1 and not isinstance(record.get("title"), str) and kind not in _ONLY_CSL
    return bool(
        is_told and not is_works and _OWN & record.keys() and not isinstance(record.get("container-title"), list)
    )


def items(source: SourceText) -> list[Item]:
    return split(source, _WRAPPERS)


def read(item: Item) -> Extract:
    draft = Draft(item, "csl-json")
    record = record_of(draft, _RECORD, "CSL-JSON")
    if record:
        _bibliography(draft, record)
        _date(draft, record.get("issued"))
        for author in record.elements("author"):
            _author(draft, author)
        _identifiers(draft, record)
        put_abstract(draft, record.string("abstract"))
        _keywords(draft, record)
        put_licence(draft, [licence.string("URL") for licence in record.elements("license")])
        put_licence(draft, [record.string("license"), record.string("copyright"), record.string("rights")])
        put_count(draft, "citations.cited_by", record, "is-referenced-by-count")
        put_count(draft, "citations.references", record, "references-count", "reference-count")
        keep_rest(draft, record, _USED)
    return draft.extract()


def _bibliography(draft: Draft, record: Node) -> None:
    kind = record.string("type")
    if kind and kind.value in _TYPES:
        draft.put("type", kind.value, kind.span)
    elif kind:
        draft.keep("type", kind.value)
    put_title(draft, record.string("title"))
    for key, name in (("genre", "genre"), ("journal", "container-title"), ("publisher", "publisher")):
        put_text(draft, key, record.string(name))
    for name in ("container-title-short", "journalAbbreviation"):
        put_text(draft, "journal_record.abbreviation", record.string(name))
    for key, name in (("volume", "volume"), ("issue", "issue"), ("pages", "page")):
        put_text(draft, key, record.get(name))
    put_language(draft, record.string("language"))


def _date(draft: Draft, issued: Node | None) -> None:
    """`date-parts`, or what CSL calls raw and literal; older and newer versions write a string or single members."""
    if issued is None or put_date_parts(draft, issued):
        return
    if isinstance(issued.value, str):
        put_date(draft, issued)
    for name in ("raw", "literal"):
        said = issued.string(name)
        if said and iso_date(said.value):
            put_date(draft, said)
        elif said:  # `in press`
            draft.keep("issued", said.value)
    put_year(draft, issued.get("year"))
    if "year" in draft.values and "published" not in draft.values:
        draft.put("published", str(draft.values["year"]), draft.places["year"].span)  # type: ignore[union-attr]  # one place


def _author(draft: Draft, author: Node) -> None:
    """Particles belong to the family name, a suffix stands behind the given names as in `Given, Jr.`."""
    if isinstance(author.value, str):
        add_author(draft, author, person_parts(parse_name(author.value)))
        return
    if not isinstance(author.value, dict):
        return
    name = person(
        author.value, "family", "given", "literal", "name", "suffix", "dropping-particle", "non-dropping-particle"
    )
    particles = [name.get("dropping-particle"), name.get("non-dropping-particle"), name.get("family")]
    family = " ".join(filter(None, particles))
    given = ", ".join(filter(None, [name.get("given"), name.get("suffix")]))
    literal = name.get("literal") or name.get("name")
    if family:
        parts = {"family": family, "given": given} if given else {"family": family}
    else:
        parts = {"literal": text} if (text := literal or given) else {}
    orcid = author.string("ORCID") or author.string("orcid")
    add_author(draft, author, parts, orcid.value if orcid else "")


def _identifiers(draft: Draft, record: Node) -> None:
    put_doi(draft, record.string("DOI"))
    put_converted(draft, "pmid", record.get("PMID"), normal_pmid)
    put_converted(draft, "pmcid", record.get("PMCID"), normal_pmcid)
    put_address(draft, "url", record.string("URL"))
    add_issns(draft, [record.string("ISSN"), *record.elements("ISSN")])


def _keywords(draft: Draft, record: Node) -> None:
    """CSL has one string, separated by commas or semicolons; some write a list."""
    for keyword in record.elements("keyword"):
        add_keyword(draft, keyword)
    words = record.string("keyword")
    if words is None:
        return
    separator = ";" if ";" in words.value else ","
    for match in re.finditer(rf"[^{separator}]+", words.value):
        add_keyword(draft, words, *match.span())
