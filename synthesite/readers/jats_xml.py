"""JATS, the journal article tag suite (ANSI/NISO Z39.96), with its forerunners of the NLM: an article's front matter.

Publishers differ in how they say the same; where two elements say a thing, the one that the standard recommends counts
(https://jats4r.org). The body is not read; the references are counted.
"""

from __future__ import annotations

import re

from synthesite.extract import Draft, Item, SourceText, pieces, whole
from synthesite.interface import N_
from synthesite.model import Extract, Span
from synthesite.readers._jats_abstract import add_abstracts
from synthesite.readers._pubmed import whole_number
from synthesite.readers._xml import (
    add_issns,
    add_keywords,
    add_literal,
    add_named,
    add_person,
    date_of,
    inner,
    parse_item,
    put_attribute,
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
from synthesite.text.licences import spdx
from synthesite.text.names import parse_name, person_parts
from synthesite.text.xml_spans import Attribute, Element
from synthesite.text.xml_text import csl_title, plain_text

LABEL = N_("JATS XML article")

_NOTHING = Element("", {}, 0, 0)
_FRONT = re.compile(r"</(?:\w+:)?front\s*>")
_SUB_ARTICLE = re.compile(r"<(?:\w+:)?(?:sub-article|response)[\s>]")
_REFERENCES = re.compile(r"<(?:\w+:)?ref-list[\s>]|</(?:\w+:)?ref-list\s*>")
_REFERENCE = re.compile(r"<(?:\w+:)?ref(?=[\s>/])")
_JATS = re.compile(r"<(?:\w+:)?(?:front|article-meta|journal-meta)[\s>]|\b(?:article-type|dtd-version)\s*=")
_DATES = ("ppub", "epub-ppub", "collection", "epub", "pub", "")
"""Kinds of dates of publication, the one that a citation has first: print, the year of the volume, online."""
_OTHER_DATES = frozenset(
    {"pmc-release", "nihms-submitted", "received", "accepted", "rev-recd", "retracted", "corrected", "preprint"}
    | {"original-publication", "hwp-created", "hwp-received", "submitted", "ecorrected", "pcorrected"}
)
_TYPES = {"preprint": "article", "dissertation": "thesis", "book-review": "review-book", "product-review": "review"}
_NOTICES = {
    "correction-forward": "correction", "corrigendum-forward": "correction", "erratum-forward": "correction",
    "addendum-forward": "correction", "retraction-forward": "retraction", "partial-retraction-forward": "retraction",
    "object-of-concern-forward": "expression of concern", "expression-of-concern-forward": "expression of concern",
    "corrected-by": "correction", "retracted-by": "retraction",
}  # fmt: skip


def claims(source: SourceText) -> str | None:
    root = root_name(source.head)
    if root in {"article", "pmc-articleset", "OAI-PMH", "articles"} and _JATS.search(source.head):
        return f"its outermost element is <{root}>, with the front matter of a JATS article"
    return None


def items(source: SourceText) -> list[Item]:
    spans = spans_of(source, "article")
    return pieces(source, spans) if len(spans) > 1 else whole(source)


def read(item: Item) -> Extract:
    draft = Draft(item, "jats-xml")
    front_end = _FRONT.search(item.text)
    top = parse_item(draft, front_end.end() if front_end else None, cut=front_end is not None)
    article = next(top.within("article"), top)
    front = next(article.all("front"), article)
    meta = next(front.all("article-meta"), _NOTHING)
    language = article.attribute("lang")
    put_attribute(draft, "language", language, language_tag)
    _kind(draft, article, meta)
    _journal(draft, next(front.all("journal-meta"), _NOTHING))
    _identifiers(draft, meta)
    _title(draft, next(meta.all("title-group"), _NOTHING))
    _people(draft, meta)
    _dates(draft, meta)
    _numbers(draft, meta)
    _rights(draft, meta)
    add_abstracts(draft, meta, language.value if language else "")
    _keywords(draft, meta, language)
    _references(draft, meta)
    _related(draft, meta)
    _registration(draft, meta)
    _kept(draft, meta)
    return draft.extract()


def _kind(draft: Draft, article: Element, meta: Element) -> None:
    """`article-type` is the kind; an article of a journal is one whatever its kind, but for a few."""
    kind = article.attribute("article-type")
    if kind:
        put_attribute(draft, "genre", kind, fold)
        version = meta.first("article-version")
        if said(draft, version).lower() == "preprint":
            put_rule(draft, "type", version, lambda _: "article")
        place = (kind.start, kind.end)
        draft.put("type", _TYPES.get(kind.value.strip(), "article-journal"), place, derived=True)
    for subject in meta.within("subject"):
        draft.keep("subject", said(draft, subject))


def _journal(draft: Draft, journal: Element) -> None:
    title = journal.first("journal-title-group", "journal-title") or journal.first("journal-title")
    put_text(draft, "publisher" if draft.values.get("type") == "article" else "journal", title)
    put_text(draft, "publisher", journal.first("publisher", "publisher-name"))
    if "journal" not in draft.values:
        return
    short = [*journal.within("abbrev-journal-title")]
    short += [e for e in journal.all("journal-id") if e.value("journal-id-type") in {"iso-abbrev", "nlm-ta"}]
    for element in short:
        if said(draft, element) != draft.values["journal"]:
            put_text(draft, "journal_record.abbreviation", element)
    add_issns(draft, journal.within("issn"))


def _identifiers(draft: Draft, meta: Element) -> None:
    for element in meta.all("article-id"):
        kind = element.value("pub-id-type").lower()
        if kind == "doi":
            put_rule(draft, "doi", element, normal_doi)
        elif kind == "pmid":
            put_rule(draft, "pmid", element, normal_pmid)
        elif kind in {"pmc", "pmcid"}:
            put_rule(draft, "pmcid", element, lambda text: normal_pmcid(text if text[:1].isalpha() else f"PMC{text}"))
        else:
            draft.keep(kind or "article-id", said(draft, element))
    for element in meta.all("self-uri"):
        address, kind = element.attribute("href"), element.value("content-type").lower()
        if address and re.match(r"https?://\S+$", address.value.strip()):
            is_pdf = kind in {"pdf", "application/pdf", "full-text-pdf"} or address.value.strip().endswith(".pdf")
            if is_pdf or kind in {"", "html", "text/html", "abstract", "full-text", "fulltext"}:
                put_attribute(draft, "pdf" if is_pdf else "url", address, fold)


def _title(draft: Draft, group: Element) -> None:
    """Title and subtitle make one title, with a colon between where the title doesn't end in a mark of its own."""
    title = inner(draft, group.first("article-title"))
    value = fold(csl_title(draft.text[slice(*title)])) if title else ""
    if not title or not value:
        draft.problem("no-title", "this article has no title (article-title)")
        return
    subtitle = inner(draft, group.first("subtitle"))
    second = fold(csl_title(draft.text[slice(*subtitle)])) if subtitle else ""
    if subtitle and second:
        joint = " " if re.search(r"[:?!.–—](?:</\w+>)*$", value) else ": "
        draft.put("title", f"{value}{joint}{second}", title, subtitle)
    else:
        draft.put("title", value, title)
    for name in ("alt-title", "trans-title"):
        for element in group.within(name):
            draft.keep(name, said(draft, element))


def _people(draft: Draft, meta: Element) -> None:
    for group in meta.all("contrib-group"):
        for contrib in group.all("contrib"):
            kind = contrib.value("contrib-type") or group.value("content-type").rstrip("s") or "author"
            if kind in {"author", "collab", "corresponding author", "on-behalf-of"}:
                _author(draft, contrib)
            else:
                for name in contrib.within("name", "string-name", "collab"):
                    draft.keep(kind, said(draft, name))


def _author(draft: Draft, contrib: Element) -> None:
    """Of a name in several scripts the first counts; a group is named before its members, who are no authors here."""
    for element in contrib.children:
        if element.name == "name-alternatives":
            element = next((name for name in element.children if name.name in {"name", "string-name"}), element)
        if element.name in {"collab", "collab-alternatives"}:
            collab = element if element.name == "collab" else element.first("collab") or element
            inside = next((child for child in collab.children if child.name in {"contrib-group", "address"}), None)
            named = collab.first("named-content") or collab.first("institution")
            place = inner(draft, named) if named else None
            if collab.whole:
                start, end = collab.inner
                add_literal(draft, place or trimmed(draft, start, inside.start if inside else end))
            return
        if element.name in {"name", "string-name"}:
            identifiers = [e for e in contrib.all("contrib-id") if e.value("contrib-id-type").lower() == "orcid"]
            identifiers += [e for e in contrib.all("uri") if "orcid.org" in said(draft, e)]
            orcid = next(iter(identifiers), None)
            family, given, suffix = (element.first(name) for name in ("surname", "given-names", "suffix"))
            if family or given:
                add_person(draft, family, given, suffix, orcid)
            elif span := inner(draft, element):
                person = parse_name(said(draft, element))
                if person_parts(person):
                    add_named(draft, person, span, said(draft, element))
            return


def _dates(draft: Draft, meta: Element) -> None:
    """The date that a citation has; a year alone is made more precise by the online date of the same year."""
    found: dict[str, tuple[str, Span, Span]] = {}
    for element in meta.all("pub-date"):
        kind = _date_kind(element)
        date = None if kind in _OTHER_DATES or kind in found else _date(draft, element)
        if date:
            found[kind] = date
    known = [found[kind] for kind in _DATES if kind in found] or list(found.values())
    if not known:
        return
    best = known[0]
    if "ppub" not in found and "epub-ppub" not in found:
        same = [date for date in known if date[0].startswith(best[0])]
        best = max(same, key=lambda date: len(date[0]))
    put_date(draft, best)


def _date_kind(element: Element) -> str:
    """`pub-type` of older versions, or `date-type` with `publication-format` of newer ones."""
    kind, form = element.value("pub-type"), element.value("publication-format")
    if kind:
        return "pub" if kind == "publication-year" else kind
    date_type = element.value("date-type")
    if date_type in {"", "pub", "published", "first-pub"} and form in {"print", "electronic", "online", "online-only"}:
        return "ppub" if form == "print" else "epub"
    return date_type


def _date(draft: Draft, element: Element) -> tuple[str, Span, Span] | None:
    parts = (element.first("year"), element.first("month"), element.first("day"))
    if found := date_of(draft, *parts):
        return found
    whole_date = element.attribute("iso-8601-date")
    iso = iso_date(whole_date.value) if whole_date else None
    if whole_date and iso and whole_date.value.strip()[:4] == iso[:4]:
        span = trimmed(draft, whole_date.start, whole_date.end)
        return (iso, Span(span.start, span.start + 4), span) if span else None
    text, span = said(draft, element.first("string-date")), inner(draft, element.first("string-date"))
    iso = iso_date(text)
    if span and iso and iso[:4] in draft.text[slice(*span)]:
        start = draft.text.index(iso[:4], *span)
        return iso, Span(start, start + 4), span
    if shown := said(draft, element):
        draft.problem("bad-date", f"{shown!r} is no date that can be read; it is left out", element.start)
    return None


def _numbers(draft: Draft, meta: Element) -> None:
    put_text(draft, "volume", meta.first("volume"))
    put_text(draft, "issue", meta.first("issue"))
    first, last = meta.first("fpage"), meta.first("lpage")
    start, end = inner(draft, first), inner(draft, last)
    if put_text(draft, "pages", meta.first("page-range")):
        return
    if start and end and said(draft, first) != said(draft, last):
        draft.put("pages", f"{said(draft, first)}-{said(draft, last)}", start, end)
    if draft.values.get("type") != "article":  # the number of a preprint is no place in a journal
        put_text(draft, "pages", first or meta.first("elocation-id"))
    draft.keep("elocation-id", said(draft, meta.first("elocation-id")))


def _rights(draft: Draft, meta: Element) -> None:
    """The licence by its address, or by a link in its text; `open-access` is what the licence says of itself."""
    for licence in meta.all("permissions", "license"):
        kind = licence.attribute("license-type")
        if kind and kind.value.strip().lower() in {"open-access", "openaccess", "open access"}:
            draft.put("open_access", True, (kind.start, kind.end), derived=True)
        put_attribute(draft, "licence", licence.attribute("href"), spdx)
        for element in licence.within("license_ref"):
            put_rule(draft, "licence", element, spdx)
        for element in licence.within("ext-link", "uri"):
            put_attribute(draft, "licence", element.attribute("href"), spdx)
        draft.keep("license", said(draft, licence))
    put_rule(draft, "licence", meta.first("permissions", "license_ref"), spdx)
    draft.keep("copyright-statement", said(draft, meta.first("permissions", "copyright-statement")))


def _keywords(draft: Draft, meta: Element, language: Attribute | None) -> None:
    """Keywords in the article's language; those in others are kept."""
    for group in meta.all("kwd-group"):
        own = not language or group.value("lang")[:2].lower() in {"", language.value.strip()[:2].lower()}
        words = [*group.within("kwd"), *group.within("compound-kwd")]
        if own and group.value("kwd-group-type") not in {"abbreviations", "abbr"}:
            add_keywords(draft, words)
        else:
            for element in words:
                draft.keep("kwd", said(draft, element))


def _references(draft: Draft, meta: Element) -> None:
    """The number stated in the front matter, or that of the entries of the lists of references."""
    stated = next(meta.all("counts", "ref-count"), None)
    number = stated.attribute("count") if stated else None
    if put_attribute(draft, "citations.references", number, whole_number) is not None:
        return
    answer = _SUB_ARTICLE.search(draft.text)
    lists = list(_REFERENCES.finditer(draft.text, 0, answer.start() if answer else len(draft.text)))
    if len(lists) < 2 or not lists[-1][0].startswith("</"):
        return
    span = (lists[0].start(), lists[-1].end())
    if count := sum(1 for _ in _REFERENCE.finditer(draft.text, *span)):
        draft.put("citations.references", count, span, derived=True)


def _related(draft: Draft, meta: Element) -> None:
    """What became of this article; what it became of others (`retracted-article`) is kept only."""
    for element in meta.all("related-article"):
        kind, address = element.value("related-article-type"), element.attribute("href")
        draft.keep("related-article", f"{kind} {element.value('href')}")
        if kind not in _NOTICES:
            continue
        notice = {"type": _NOTICES[kind]}
        if note := said(draft, element):
            notice["note"] = note
        doi = normal_doi(address.value) if address else None
        if doi:
            notice["url"] = f"https://doi.org/{doi}"
        elif address and re.match(r"https?://\S+$", address.value.strip()):
            notice["url"] = address.value.strip()
        draft.add("notices", notice, (element.start, element.end), derived=True)


def _registration(draft: Draft, meta: Element) -> None:
    """The one number of a trial's registration, if there is just one, as JATS4R's recommendation on trials has it."""
    objects = meta.within("related-object")
    trials = [o for o in objects if o.value("document-id-type") == "clinical-trial-number" and o.value("document-id")]
    numbers = {fold(trial.value("document-id")).casefold() for trial in trials}
    if len(numbers) == 1:
        put_attribute(draft, "investigation", trials[0].attribute("document-id"), fold)
    for trial in trials:
        draft.keep("related-object", fold(trial.value("document-id")))


def _kept(draft: Draft, meta: Element) -> None:
    for group in meta.all("funding-group"):
        for element in group.within("award-group", "funding-statement"):
            draft.keep("funding", plain_text(draft.text[slice(*element.inner)]))
    for element in meta.within("aff", "conference", "custom-meta", "on-behalf-of"):
        draft.keep(element.name, said(draft, element))
