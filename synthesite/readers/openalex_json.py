"""OpenAlex's works (https://docs.openalex.org/api-entities/works/work-object).

One work, a list, or an answer with `results`. The abstract comes as an inverted index: each word with its positions.
"""

from __future__ import annotations

from synthesite.extract import Draft, Item, SourceText
from synthesite.interface import N_
from synthesite.model import Extract
from synthesite.readers._json_works import (
    add_author,
    add_issns,
    add_keyword,
    keep_rest,
    put_address,
    put_converted,
    put_count,
    put_date,
    put_doi,
    put_language,
    put_licence,
    put_text,
    put_title,
    put_year,
    record_of,
    split,
)
from synthesite.text.abstracts import split_labelled
from synthesite.text.folding import fold
from synthesite.text.identifiers import normal_pmcid, normal_pmid
from synthesite.text.json_records import first_record
from synthesite.text.json_spans import Node
from synthesite.text.marked_abstracts import marked_text
from synthesite.text.names import parse_name, person_parts

LABEL = N_("OpenAlex record (JSON)")

_WRAPPERS = frozenset({"results"})
_SIGNS = frozenset({
    "authorships", "publication_year", "publication_date", "primary_location", "cited_by_count", "biblio",
    "abstract_inverted_index", "referenced_works", "referenced_works_count", "related_works", "type_crossref",
    "best_oa_location", "counts_by_year",
})  # fmt: skip
_TYPES = {
    "preprint": "article", "book": "book", "book-chapter": "chapter", "dissertation": "thesis", "dataset": "dataset",
    "report": "report", "standard": "standard", "reference-entry": "entry", "peer-review": "review",
    "software": "software", "monograph": "book",
}  # fmt: skip
_IN_JOURNALS = frozenset({"article", "review", "letter", "editorial", "erratum", "retraction", "journal-article"})
_CONTAINERS = frozenset({"journal", "conference", "book series"})
_LONGEST_ABSTRACT = 20_000
_USED = frozenset({
    "doi", "title", "display_name", "publication_year", "publication_date", "language", "biblio", "cited_by_count",
    "referenced_works_count", "abstract_inverted_index", "is_retracted", "type",
})  # fmt: skip


def claims(source: SourceText) -> str | None:
    record = first_record(source.head, _WRAPPERS)
    identifier = record.get("id")
    is_work = isinstance(identifier, str) and "openalex.org/W" in identifier.replace("\\/", "/")
    is_empty_answer = {"meta", "results", "group_by"} <= record.keys()
    if is_work or is_empty_answer or len(_SIGNS & record.keys()) > 1:
        return "it is JSON with the keys of OpenAlex's works"
    return None


def items(source: SourceText) -> list[Item]:
    return split(source, _WRAPPERS)


def read(item: Item) -> Extract:
    draft = Draft(item, "openalex-json")
    record = record_of(draft, _SIGNS | {"title", "display_name", "doi"}, "works of OpenAlex")
    if record:
        _bibliography(draft, record)
        put_year(draft, record.get("publication_year"))
        put_date(draft, record.string("publication_date"))
        if "published" not in draft.values and "year" in draft.values:
            draft.put("published", str(draft.values["year"]), draft.places["year"].span)  # type: ignore[union-attr]
        for authorship in record.elements("authorships"):
            _author(draft, authorship)
        _identifiers(draft, record)
        _access(draft, record)
        _abstract(draft, record.get("abstract_inverted_index"))
        for keyword in record.elements("keywords"):
            add_keyword(draft, keyword.string("keyword") or keyword.string("display_name"))
        put_count(draft, "citations.cited_by", record, "cited_by_count")
        put_count(draft, "citations.references", record, "referenced_works_count")
        retracted = record.get("is_retracted")
        if retracted and retracted.value is True:
            draft.add("notices", {"type": "retraction"}, retracted.span, "retraction", derived=True)
        keep_rest(draft, record, _USED)
    return draft.extract()


def _bibliography(draft: Draft, record: Node) -> None:
    source = record.at("primary_location", "source")
    of_source = source.string("type") if source else None
    _type(draft, record, of_source.value if of_source else "")
    put_title(draft, record.string("title") or record.string("display_name"))
    if source and of_source and of_source.value in _CONTAINERS:
        put_text(draft, "journal", source.string("display_name"))
        put_text(draft, "publisher", source.string("host_organization_name"))
        add_issns(draft, [source.string("issn_l"), *source.elements("issn")])
    for name in ("volume", "issue"):
        put_text(draft, name, record.at("biblio", name))
    first, last = record.at("biblio", "first_page"), record.at("biblio", "last_page")
    if first and last and fold(str(first.value)) != fold(str(last.value)) and str(first.value).strip():
        pages = "-".join(filter(None, [fold(str(first.value)), fold(str(last.value))]))
        draft.put("pages", pages, first.span, last.span)
    else:
        put_text(draft, "pages", first)
    put_language(draft, record.string("language"))


def _type(draft: Draft, record: Node, source: str) -> None:
    """OpenAlex calls articles in journals, proceedings and nowhere `article`; Crossref's type and the source tell."""
    kind, of_crossref = record.string("type"), record.string("type_crossref")
    if of_crossref and of_crossref.value == "proceedings-article":
        draft.put("type", "paper-conference", of_crossref.span, derived=True)
    if kind is None:
        return
    if kind.value in _TYPES:
        draft.put("type", _TYPES[kind.value], kind.span, derived=_TYPES[kind.value] != kind.value)
    elif kind.value in _IN_JOURNALS:
        is_in_journal = source == "journal" or (of_crossref and of_crossref.value == "journal-article")
        csl_type = "paper-conference" if source == "conference" else "article-journal" if is_in_journal else "article"
        draft.put("type", csl_type, kind.span, derived=csl_type != kind.value)
    if kind.value in _IN_JOURNALS - {"article", "journal-article"} or kind.value == "preprint":
        put_text(draft, "genre", kind)


def _author(draft: Draft, authorship: Node) -> None:
    """The name that OpenAlex shows; the name as printed says where the family name starts, if they end alike."""
    author = authorship.get("author")
    shown = author.string("display_name") if author else None
    printed = authorship.string("raw_author_name")
    name = marked_text(shown.value) if shown else marked_text(printed.value) if printed else ""
    if not name:
        return
    parts = person_parts(parse_name(name))
    family = parse_name(marked_text(printed.value)).family if printed else None
    if family and "," not in name and name.casefold().endswith(f" {family}".casefold()):
        parts = {"family": name[-len(family) :], "given": name[: -len(family)].strip()}
    orcid = author.string("orcid") if author else None
    add_author(draft, authorship, parts, orcid.value if orcid else "")


def _identifiers(draft: Draft, record: Node) -> None:
    put_doi(draft, record.string("doi") or record.at("ids", "doi"))
    put_converted(draft, "pmid", record.at("ids", "pmid"), lambda text: normal_pmid(_last(text)))
    put_converted(
        draft, "pmcid", record.at("ids", "pmcid"), lambda text: normal_pmcid("PMC" + _last(text).lstrip("PMC"))
    )
    put_address(draft, "url", record.at("primary_location", "landing_page_url"))


def _last(address: str) -> str:
    """What stands behind the last slash of an address."""
    return address.strip().rstrip("/").rpartition("/")[2]


def _access(draft: Draft, record: Node) -> None:
    is_open = record.at("open_access", "is_oa")
    if is_open and isinstance(is_open.value, bool):
        draft.put("open_access", is_open.value, is_open.span)
    for place in ("best_oa_location", "primary_location"):
        put_address(draft, "pdf", record.at(place, "pdf_url"))
    licences = [record.at(place, "license") for place in ("primary_location", "best_oa_location")]
    put_licence(draft, licences)
    for licence in licences:
        if licence and isinstance(licence.value, str):
            draft.keep("license", licence.value)


def _abstract(draft: Draft, index: Node | None) -> None:
    """The words in the order of their positions; none at all where the index contradicts itself or has gaps."""
    if index is None or not isinstance(index.value, dict):
        return
    words: dict[int, str] = {}
    for word, positions in index.value.items():
        for position in positions.value if isinstance(positions.value, list) else []:
            if not isinstance(position.value, int) or position.value in words:
                draft.problem("bad-abstract", "this inverted index gives no text; it is left out", index.start)
                return
            words[position.value] = word
    if not words or max(words) - min(words) + 1 != len(words) or len(words) > _LONGEST_ABSTRACT:
        if words:
            draft.problem("bad-abstract", "words are missing in this inverted index; it is left out", index.start)
        return
    text = marked_text(" ".join(words[at] for at in sorted(words)))
    parts: list[dict[str, str]] = []
    for part in split_labelled(text):
        passage = {"label": text[slice(*part.label)], "text": text[slice(*part.text)]}
        if passage["text"]:
            parts.append({key: value for key, value in passage.items() if value})
    for at, one in enumerate(parts):
        draft.add("abstract", one, index.span, one["text"], derived=True)
        if "label" in one:
            draft.trace(f"abstract.{at}.label", one["label"], index.span, derived=True)
