"""PubMed's XML: articles and books, as its web page saves them and E-utilities send them.

The elements are those of PubMed's DTD (https://dtd.nlm.nih.gov/ncbi/pubmed/). Each article is cut out by itself, so
that one that is broken loses only itself.
"""

from __future__ import annotations

import re

from synthesite.extract import Draft, Item, SourceText, pieces
from synthesite.interface import N_
from synthesite.model import Extract, Span
from synthesite.readers._pubmed import (
    REGISTRIES,
    RETRACTED,
    add_notice,
    add_retraction,
    genre_of,
    is_location,
    notice_type,
    type_of,
    whole_number,
    without_full_stop,
)
from synthesite.readers._xml import (
    add_issns,
    add_keywords,
    add_literal,
    add_part,
    add_person,
    add_plain_abstract,
    date_of,
    inner,
    parse_item,
    put_date,
    put_rule,
    put_text,
    root_name,
    said,
    spans_of,
    trimmed,
)
from synthesite.text.dates import iso_date
from synthesite.text.folding import fold
from synthesite.text.identifiers import normal_doi, normal_pmcid, normal_pmid
from synthesite.text.languages import language_tag
from synthesite.text.xml_spans import Element
from synthesite.text.xml_text import csl_title, plain_text

LABEL = N_("PubMed XML")

_RECORDS = ("PubmedArticle", "PubmedBookArticle")
_ROOTS = frozenset(
    {"PubmedArticleSet", "PubmedBookArticleSet", "MedlineCitationSet", "PubmedArticle", "PubmedBookArticle"}
    | {"MedlineCitation", "BookDocumentSet"}
)
_ELECTRONIC = frozenset({"Electronic", "Electronic-eCollection", "Electronic-Print"})
_KEPT = (
    "CoiStatement", "OtherAbstract", "GeneralNote", "CopyrightInformation", "VernacularTitle", "Isbn", "Edition",
    "CollectionTitle", "Agency", "GrantID", "PublicationStatus", "NameOfSubstance", "Affiliation", "OtherID",
)  # fmt: skip


def claims(source: SourceText) -> str | None:
    root = root_name(source.head)
    return f"its outermost element is PubMed's <{root}>" if root in _ROOTS else None


def items(source: SourceText) -> list[Item]:
    return pieces(source, spans_of(source, *_RECORDS) or spans_of(source, "MedlineCitation"))


def read(item: Item) -> Extract:
    draft = Draft(item, "pubmed-xml")
    top = parse_item(draft)
    record = next((element for element in top.children if element.name in (*_RECORDS, "MedlineCitation")), top)
    book = next(record.all("BookDocument"), None)
    if book is not None:
        _book(draft, book)
        data = next(record.all("PubmedBookData"), None)
    else:
        citation = record if record.name == "MedlineCitation" else next(record.all("MedlineCitation"), record)
        _article(draft, citation)
        data = next(record.all("PubmedData"), None)
    if data is not None:
        _identifiers(draft, data)
    if "title" not in draft.values and draft.values:
        draft.problem("no-title", "this record has no title (ArticleTitle or BookTitle)")
    for element in record.within(*_KEPT):
        draft.keep(element.name, said(draft, element))
    return draft.extract()


def _article(draft: Draft, citation: Element) -> None:
    article = next(citation.all("Article"), Element("", {}, 0, 0))
    put_rule(draft, "pmid", citation.first("PMID"), normal_pmid)
    _kind(draft, list(article.all("PublicationTypeList", "PublicationType")), is_book=False, is_part=True)
    _title(draft, article.first("ArticleTitle"), article.first("VernacularTitle"))
    is_preprint = draft.values.get("type") == "article"
    _journal(draft, citation, article, is_preprint)
    for authors in article.all("AuthorList"):
        if authors.value("Type") != "editors":
            _authors(draft, authors)
    _date(draft, article)
    for element in article.all("ELocationID"):
        if element.value("EIdType") == "doi" and element.value("ValidYN") != "N":
            put_rule(draft, "doi", element, normal_doi)
    _pages(draft, article, is_preprint)
    _abstract(draft, next(article.all("Abstract"), None))
    add_keywords(draft, citation.all("KeywordList", "Keyword"))
    add_keywords(draft, citation.all("MeshHeadingList", "MeshHeading", "DescriptorName"))
    put_rule(draft, "citations.references", citation.first("NumberOfReferences"), whole_number)
    _languages(draft, list(article.all("Language")))
    _registration(draft, article)
    for element in citation.all("CommentsCorrectionsList", "CommentsCorrections"):
        span = inner(draft, element)
        note = said(draft, element.first("RefSource"))
        if span:
            add_notice(draft, notice_type(element.value("RefType")), note, span, said(draft, element.first("PMID")))
    for element in article.all("PublicationTypeList", "PublicationType"):
        span = inner(draft, element)
        if span and said(draft, element) == RETRACTED:
            add_retraction(draft, span)


def _kind(draft: Draft, kinds: list[Element], is_book: bool, is_part: bool) -> None:
    known = [(element, span) for element in kinds if (span := inner(draft, element))]
    words = [said(draft, element) for element, _ in known]
    if found := type_of(words, is_book, is_part):
        draft.put("type", found[1], known[found[0]][1], derived=True)
    genre = genre_of(words)
    if genre is not None and words[genre]:
        draft.put("genre", words[genre], known[genre][1])
    for at, word in enumerate(words):
        if at != genre:
            draft.keep("PublicationType", word)


def _title(draft: Draft, title: Element | None, vernacular: Element | None) -> None:
    """PubMed writes `[Not Available].` where there is only a title in the article's own language."""
    if said(draft, title).rstrip(".") in {"", "[Not Available]"}:
        title = vernacular
    if span := inner(draft, title):
        span = without_full_stop(draft.text, span)
        value = fold(csl_title(draft.text[slice(*span)]))
        if value:
            draft.put("title", value, span)


def _journal(draft: Draft, citation: Element, article: Element, is_preprint: bool) -> None:
    journal = next(article.all("Journal"), None)
    info = next(citation.all("MedlineJournalInfo"), None)
    abbreviation = info.first("MedlineTA") if info else None
    if journal is None:
        put_text(draft, "journal", abbreviation)
        return
    title = journal.first("Title") or journal.first("ISOAbbreviation") or abbreviation
    put_text(draft, "publisher" if is_preprint else "journal", title)
    if not is_preprint:
        put_text(draft, "journal_record.abbreviation", journal.first("ISOAbbreviation") or abbreviation)
        add_issns(draft, [*journal.all("ISSN"), *(info.all("ISSNLinking") if info else ())])
    put_text(draft, "volume", journal.first("JournalIssue", "Volume"))
    put_text(draft, "issue", journal.first("JournalIssue", "Issue"))


def _authors(draft: Draft, authors: Element) -> None:
    """Names that PubMed marks as not valid stand beside their corrected forms."""
    for author in authors.all("Author"):
        if author.value("ValidYN") == "N":
            continue
        if group := author.first("CollectiveName"):
            add_literal(draft, inner(draft, group))
            continue
        given = author.first("ForeName") or author.first("FirstName") or author.first("Initials")
        orcid = next((e for e in author.all("Identifier") if e.value("Source").upper() == "ORCID"), None)
        add_person(draft, author.first("LastName"), given, author.first("Suffix"), orcid)


def _date(draft: Draft, article: Element) -> None:
    """The date of the issue; the electronic one of the same year where that is the only one and more precise."""
    issue = article.first("Journal", "JournalIssue", "PubDate")
    electronic = next((e for e in article.all("ArticleDate") if e.value("DateType") in {"", "Electronic"}), None)
    found = _pub_date(draft, issue)
    other = _pub_date(draft, electronic)
    is_electronic = article.value("PubModel") in _ELECTRONIC
    if found and other and is_electronic and other[0].startswith(found[0]) and len(other[0]) > len(found[0]):
        found = other
    put_date(draft, found or other)


def _pub_date(draft: Draft, element: Element | None) -> tuple[str, Span, Span] | None:
    """Year, month and day, or a `MedlineDate` such as `2019 Nov-Dec`, of which only a single date keeps its month."""
    if element is None:
        return None
    if found := date_of(draft, element.first("Year"), element.first("Month"), element.first("Day")):
        return found
    span = inner(draft, element.first("MedlineDate"))
    year = re.search(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", draft.text[slice(*span)]) if span else None
    if not span or not year:
        if text := said(draft, element):
            draft.problem("bad-date", f"{text!r} is no date that can be read; it is left out", element.start)
        return None
    place = Span(span.start + year.start(), span.start + year.end())
    raw = fold(draft.text[slice(*span)])
    iso = iso_date(raw) if "-" not in raw and "/" not in raw else None
    return (iso, place, span) if iso and iso[:4] == year[0] else (year[0], place, place)


def _pages(draft: Draft, article: Element, is_preprint: bool) -> None:
    """The article number of a journal without pages stands among the identifiers of the publisher."""
    for pages in article.all("Pagination"):
        if not put_text(draft, "pages", pages.first("MedlinePgn")):
            first, last = inner(draft, pages.first("StartPage")), inner(draft, pages.first("EndPage"))
            words = [said(draft, pages.first("StartPage")), said(draft, pages.first("EndPage"))]
            if first and last and words[0] != words[1]:
                draft.put("pages", "-".join(words), first, last)
            elif first:
                put_text(draft, "pages", pages.first("StartPage"))
    for element in article.all("ELocationID"):
        if element.value("EIdType") != "pii":
            continue
        if "volume" in draft.values and not is_preprint and is_location(said(draft, element)):
            put_text(draft, "pages", element)
        draft.keep("pii", said(draft, element))


def _abstract(draft: Draft, abstract: Element | None) -> None:
    """`Label` is what the abstract says; `UNLABELLED` is PubMed's word for a part without one."""
    parts = [element for element in abstract.all("AbstractText") if element.whole] if abstract else []
    labelled = any(element.value("Label") not in {"", "UNLABELLED"} for element in parts)
    for element in parts:
        span, label = inner(draft, element), element.attribute("Label")
        if not span:
            continue
        if not labelled and len(parts) == 1:
            add_plain_abstract(draft, span)
        elif label and label.value.strip() != "UNLABELLED":
            place = trimmed(draft, label.start, label.end)
            add_part(draft, plain_text(draft.text[slice(*span)]), span, fold(label.value), place)
        else:
            add_part(draft, plain_text(draft.text[slice(*span)]), span)


def _languages(draft: Draft, languages: list[Element]) -> None:
    """A record with several languages doesn't say which is the article's."""
    if len(languages) == 1:
        put_rule(draft, "language", languages[0], language_tag)
    for element in languages:
        draft.keep("Language", said(draft, element))


def _registration(draft: Draft, article: Element) -> None:
    """The one number of a trial's registration, if there is just one."""
    found: dict[str, Element] = {}
    for bank in article.all("DataBankList", "DataBank"):
        if said(draft, bank.first("DataBankName")).lower() in REGISTRIES:
            for number in bank.all("AccessionNumberList", "AccessionNumber"):
                found.setdefault(said(draft, number), number)
        for number in bank.all("AccessionNumberList", "AccessionNumber"):
            draft.keep("AccessionNumber", said(draft, number))
    if len(found) == 1:
        put_text(draft, "investigation", next(iter(found.values())))


def _book(draft: Draft, document: Element) -> None:
    """A book, or a part of one where the document's own title says which part it is."""
    book = next(document.all("Book"), Element("", {}, 0, 0))
    part = document.first("ArticleTitle")
    if part and not (part.attributes or document.first("LocationLabel")) and book.first("BookTitle"):
        draft.keep("ArticleTitle", said(draft, part))
        part = None
    put_rule(draft, "pmid", document.first("PMID"), normal_pmid)
    _kind(draft, list(document.all("PublicationType")), is_book=bool(book.name), is_part=part is not None)
    _title(draft, part or book.first("BookTitle"), document.first("VernacularTitle"))
    if part:
        put_text(draft, "journal", book.first("BookTitle"))
    put_text(draft, "publisher", book.first("Publisher", "PublisherName"))
    put_text(draft, "volume", book.first("Volume"))
    own = [authors for authors in document.all("AuthorList") if authors.value("Type") != "editors"]
    for authors in own or [authors for authors in book.all("AuthorList") if authors.value("Type") != "editors"]:
        _authors(draft, authors)
    put_date(draft, _pub_date(draft, book.first("PubDate")))
    for element in [*book.all("ELocationID"), *document.all("ELocationID")]:
        if element.value("EIdType") == "doi":
            put_rule(draft, "doi", element, normal_doi)
    put_text(draft, "pages", document.first("Pagination", "MedlinePgn"))
    _abstract(draft, next(document.all("Abstract"), None))
    add_keywords(draft, document.all("KeywordList", "Keyword"))
    _languages(draft, list(document.all("Language")))
    _identifiers(draft, document)


def _identifiers(draft: Draft, data: Element) -> None:
    rules = {"pubmed": ("pmid", normal_pmid), "doi": ("doi", normal_doi), "pmc": ("pmcid", normal_pmcid)}
    for element in data.all("ArticleIdList", "ArticleId"):
        kind = element.value("IdType") or "pubmed"
        if kind in rules:
            key, rule = rules[kind]
            put_rule(draft, key, element, rule)
        elif kind == "bookaccession" and re.fullmatch(r"NBK\d+", said(draft, element)):
            put_rule(draft, "url", element, lambda text: f"https://www.ncbi.nlm.nih.gov/books/{text}/")
        else:
            draft.keep(kind, said(draft, element))
