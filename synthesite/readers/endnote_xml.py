"""EndNote's XML export: `<xml><records><record>…`, text in `<style face="…">` runs (EndNote's RSXML.dtd).

What a field means depends on the type of the reference: the secondary title of an article is its journal, that of a
book its series. Each record is cut out by itself, so that one that is broken loses only itself.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from synthesite.extract import Draft, Item, SourceText, pieces
from synthesite.interface import N_
from synthesite.model import Extract, Span
from synthesite.readers._xml import (
    add_literal,
    add_named,
    add_plain_abstract,
    add_word,
    inner,
    parse_item,
    put_rule,
    put_text,
    put_title,
    root_name,
    said,
    spans_of,
    trimmed_in,
)
from synthesite.text.dates import iso_date
from synthesite.text.folding import fold
from synthesite.text.identifiers import normal_doi, normal_issn, normal_pmcid, normal_pmid
from synthesite.text.languages import language_tag
from synthesite.text.names import parse_name, person_parts
from synthesite.text.xml_spans import Element
from synthesite.text.xml_text import plain_passage

LABEL = N_("EndNote XML export")


class _Kind(NamedTuple):
    """CSL's type; which titles name the container; whether `authors` are authors."""

    type: str
    container: bool = False
    authors: bool = True


_KINDS = {
    "journal article": _Kind("article-journal", container=True),
    "electronic article": _Kind("article-journal", container=True),
    "article in press": _Kind("article-journal", container=True),
    "magazine article": _Kind("article-magazine", container=True),
    "newspaper article": _Kind("article-newspaper", container=True),
    "book section": _Kind("chapter", container=True),
    "electronic book section": _Kind("chapter", container=True),
    "conference proceedings": _Kind("paper-conference", container=True),
    "conference paper": _Kind("paper-conference", container=True),
    "encyclopedia": _Kind("entry-encyclopedia", container=True),
    "dictionary": _Kind("entry-dictionary", container=True),
    "serial": _Kind("chapter", container=True),
    "web page": _Kind("webpage", container=True),
    "blog": _Kind("post-weblog", container=True),
    "online multimedia": _Kind("webpage"),
    "book": _Kind("book"),
    "electronic book": _Kind("book"),
    "classical work": _Kind("classic"),
    "pamphlet": _Kind("pamphlet"),
    "edited book": _Kind("book", authors=False),
    "thesis": _Kind("thesis"),
    "report": _Kind("report"),
    "government document": _Kind("report"),
    "standard": _Kind("standard"),
    "grant": _Kind("document"),
    "patent": _Kind("patent"),
    "manuscript": _Kind("manuscript"),
    "unpublished work": _Kind("manuscript"),
    "personal communication": _Kind("personal_communication"),
    "dataset": _Kind("dataset"),
    "online database": _Kind("dataset"),
    "aggregated database": _Kind("dataset"),
    "computer program": _Kind("software"),
    "statute": _Kind("legislation"),
    "bill": _Kind("bill"),
    "hearing": _Kind("hearing"),
    "case": _Kind("legal_case"),
    "legal rule or regulation": _Kind("regulation"),
    "map": _Kind("map"),
    "artwork": _Kind("graphic"),
    "figure": _Kind("figure"),
    "film or broadcast": _Kind("motion_picture"),
    "audiovisual material": _Kind("motion_picture"),
    "music": _Kind("musical_score"),
    "interview": _Kind("interview"),
    "press release": _Kind("document"),
}
_NUMBERS = {
    "0": "journal article", "1": "book", "2": "thesis", "3": "conference proceedings", "5": "book section",
    "6": "book", "9": "computer program", "10": "conference proceedings", "12": "web page", "17": "journal article",
    "19": "magazine article", "23": "newspaper article", "25": "patent", "27": "report", "28": "edited book",
    "31": "statute", "32": "thesis", "34": "unpublished work", "36": "manuscript", "43": "electronic article",
    "44": "electronic book", "46": "government document", "47": "conference paper", "56": "blog", "59": "dataset",
    "60": "electronic book section",
}  # fmt: skip
_ISSN = re.compile(r"(?<![\d-])\d{4}-?\d{3}[\dXx](?![\d-])")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_MONTH = re.compile(r"[^\W\d_]{3,}\.?(?:\s+\d{1,2})?|\d{1,2}\.?\s+[^\W\d_]{3,}\.?")
_USED = frozenset(
    {"titles", "contributors", "periodical", "dates", "ref-type", "abstract", "keywords", "urls", "volume", "number"}
    | {"pages", "isbn", "electronic-resource-num", "language", "publisher", "work-type", "database", "source-app"}
    | {"rec-number", "foreign-keys"}
)


def claims(source: SourceText) -> str | None:
    root = root_name(source.head)
    if root in {"xml", "records", "record"} and re.search(r"<ref-type[\s>]", source.head):
        return f"its outermost element is <{root}>, with EndNote's <ref-type>"
    return None


def items(source: SourceText) -> list[Item]:
    return pieces(source, spans_of(source, "record"))


def read(item: Item) -> Extract:
    draft = Draft(item, "endnote-xml")
    top = parse_item(draft)
    record = next(top.all("record"), top)
    kind = _kind(draft, record)
    _titles(draft, record, kind)
    _people(draft, record, kind)
    _dates(draft, record)
    _numbers(draft, record, kind)
    _addresses(draft, record)
    span = inner(draft, record.first("abstract"))
    if span:
        add_plain_abstract(draft, span)
    _keywords(draft, record)
    for element in record.children:
        if element.name not in _USED:
            draft.keep(element.name, said(draft, element))
    return draft.extract()


def _kind(draft: Draft, record: Element) -> _Kind | None:
    """The type's name counts; its number differs between EndNote and other programs that write this format."""
    element = record.first("ref-type")
    if element is None:
        return None
    name = element.attribute("name")
    if name and name.value.strip().lower() in _KINDS:
        kind, span = _KINDS[name.value.strip().lower()], Span(name.start, name.end)
    else:
        found, number = inner(draft, element), said(draft, element)
        if name or not found or number not in _NUMBERS:
            return None
        kind, span = _KINDS[_NUMBERS[number]], found
    draft.put("type", kind.type, span, derived=True)
    return kind


def _titles(draft: Draft, record: Element, kind: _Kind | None) -> None:
    titles = next(record.all("titles"), Element("", {}, 0, 0))
    if not put_title(draft, "title", titles.first("title")):
        draft.problem("no-title", "this reference has no title")
    container = record.first("periodical", "full-title")
    if kind and kind.container:
        secondary = titles.first("secondary-title")
        if kind.type == "article-journal" and not put_text(draft, "journal", container):
            put_text(draft, "journal", secondary)
        if not put_text(draft, "journal", secondary):
            put_text(draft, "journal", container)
    elif not kind:
        put_text(draft, "journal", container)
    if "journal" in draft.values:
        for element in (record.first("periodical", "abbr-1"), titles.first("alt-title")):
            if said(draft, element) != draft.values["journal"]:
                put_text(draft, "journal_record.abbreviation", element)
    for element in titles.children:
        if element.name != "title" and said(draft, element) != draft.values.get("journal"):
            draft.keep(element.name, said(draft, element))


def _people(draft: Draft, record: Element, kind: _Kind | None) -> None:
    """An organisation ends in a comma, which keeps EndNote from turning it round."""
    contributors = next(record.all("contributors"), Element("", {}, 0, 0))
    for group in contributors.children:
        for author in group.all("author"):
            if group.name != "authors" or (kind and not kind.authors):
                draft.keep(group.name, said(draft, author))
                continue
            span, name = inner(draft, author), said(draft, author)
            if not span or name.lower().strip(" .,") in {"et al", "and others"}:
                continue
            if name.endswith(",") and "," not in name[:-1]:
                passage = plain_passage(draft.text, *span)
                add_literal(draft, trimmed_in(passage, 0, passage.text.rindex(",")))
            elif person_parts(person := parse_name(name)):
                add_named(draft, person, span, name)


def _dates(draft: Draft, record: Element) -> None:
    """The year stands by itself; the day and month, in any words, in the first of the dates of publication."""
    year, date = record.first("dates", "year"), record.first("dates", "pub-dates", "date")
    span, text = inner(draft, year), said(draft, year)
    match = re.search(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", text)
    when, words = inner(draft, date), said(draft, date)
    if not span or not match:
        draft.keep("year", text)
        iso = iso_date(words) if re.search(r"\d{4}", words) else None
        if when and iso:
            draft.put("year", int(iso[:4]), when, derived=True)
            draft.put("published", iso, when, derived=iso != words)
        elif text and not re.fullmatch(r"\W*|in press|n\.?\s?d\.?|forthcoming|submitted", text, re.IGNORECASE):
            draft.problem("bad-date", f"{text!r} is no year; it is left out", year.start if year else 0)
        return
    draft.put("year", int(match[0]), span, derived=match[0] != text)
    iso = iso_date(words)
    if iso is None and _MONTH.fullmatch(words):
        day_first = words[:1].isdigit()
        iso = iso_date(f"{words} {match[0]}" if day_first else f"{match[0]} {words}")
        iso = iso if iso and len(iso) > 4 else None
        if when and iso:
            draft.put("published", iso, span, when)
    elif when and iso and iso[:4] == match[0]:
        draft.put("published", iso, when, derived=iso != words)
    draft.put("published", match[0], span, derived=match[0] != text)
    draft.keep("date", words)


def _numbers(draft: Draft, record: Element, kind: _Kind | None) -> None:
    for key, name in (("volume", "volume"), ("pages", "pages"), ("publisher", "publisher"), ("genre", "work-type")):
        put_text(draft, key, record.first(name))
    if kind and kind.container:
        put_text(draft, "issue", record.first("number") or record.first("issue"))
    else:
        draft.keep("number", said(draft, record.first("number")))
    _within(draft, record, "isbn", "issn")
    _within(draft, record, "electronic-resource-num", "doi")
    put_rule(draft, "language", record.first("language"), language_tag)
    provider = said(draft, record.first("remote-database-name")).lower()
    if provider in {"pubmed", "medline", "nlm"} or provider.startswith("medline"):
        put_rule(draft, "pmid", record.first("accession-num"), normal_pmid)
    put_rule(draft, "pmcid", record.first("custom2"), normal_pmcid)


def _within(draft: Draft, record: Element, name: str, key: str) -> None:
    """The ISSNs or the DOI among other words of a field (`1234-5678 (Print)`, `ARTN 12` before a DOI)."""
    span = inner(draft, record.first(name))
    if not span:
        return
    passage = plain_passage(draft.text, *span)
    rest = fold(passage.text)
    for match in (_ISSN if key == "issn" else _DOI).finditer(passage.text):
        value = normal_issn(match[0]) if key == "issn" else normal_doi(match[0])
        place = passage.span(*match.span())
        raw = draft.text[slice(*place)]
        if value and key == "doi":
            draft.put("doi", value, place, derived=value != raw)
        elif value and value not in draft.values.get("issn", []):
            draft.add("issn", value, place, derived=value != raw)
        rest = rest.replace(match[0], "") if value else rest
    if rest.strip():
        draft.keep(name, fold(passage.text))


def _addresses(draft: Draft, record: Element) -> None:
    """Files in EndNote's own folder (`internal-pdf://`) have no address that a reader could go to."""
    urls = next(record.all("urls"), Element("", {}, 0, 0))
    for group in urls.children:
        for element in group.within("url") if group.name != "url" else (group,):
            address = said(draft, element)
            if re.match(r"https?://\S+$", address):
                key = "pdf" if group.name == "pdf-urls" else "url"
                put_text(draft, key, element)
            if address != draft.values.get("url") and address != draft.values.get("pdf"):
                draft.keep(group.name, address)


def _keywords(draft: Draft, record: Element) -> None:
    """One keyword an element; older exports have them all in one, a line or a semicolon each."""
    for element in record.within("keyword"):
        span = inner(draft, element)
        if not span:
            continue
        passage = plain_passage(draft.text, *span)
        for match in re.finditer(r"[^;\r\n]+", passage.text):
            place = trimmed_in(passage, *match.span())
            if place:
                add_word(draft, "keywords", fold(match[0]), place)
