"""A literature page of a (Chinese) aggregator, saved as text.

Its layout: a line with the authors, one line of JSON with the page's data, the same abstract as text behind
`Abstract`, and a description of the journal behind `期刊介绍:`. The JSON is what is read; its abstract is HTML.
"""

from __future__ import annotations

import re
from json import JSONDecodeError

from synthesite.extract import Draft, Item, SourceText, whole
from synthesite.interface import N_
from synthesite.model import Extract, Severity, Span
from synthesite.readers import _json_works as works
from synthesite.text.dates import iso_date
from synthesite.text.folding import fold
from synthesite.text.html_tree import html_start
from synthesite.text.identifiers import normal_pmcid
from synthesite.text.json_spans import Node, fault_of, parse_json, source_offsets
from synthesite.text.marked_abstracts import marked_title
from synthesite.text.names import parse_name, person_parts

LABEL = N_("literature page of an aggregator")

_JSON_LINE = re.compile(r"^\{[ \t]*\"title\"[ \t]*:.*$", re.MULTILINE)
_OWN_WORDS = ('"DOIUrl"', '"PeriodicalId"', '"PeriodicalName"', '"EPubDate"', "引用次数", "期刊介绍")
_JOURNAL_INTRO = re.compile(r"^期刊介绍[:：][ \t]*", re.MULTILINE)
_NAME = re.compile(r"[^,;，；]+")
_VOLUME_ISSUE = re.compile(r"\s*(\S*\d\S*)\s+(\S*\d\S*)\s*")
_TYPES = {"journal article": "article-journal", "preprint": "article", "book chapter": "chapter"}
_PDF_LINK = "a link to a PDF"


def claims(source: SourceText) -> str | None:
    if html_start(source.head):
        return None
    line = _JSON_LINE.search(source.head)
    if line and any(word in source.text for word in _OWN_WORDS):
        return "it has a line of JSON that starts with a title, and the aggregator's keys or Chinese labels"
    return None


def items(source: SourceText) -> list[Item]:
    return whole(source)


def read(item: Item) -> Extract:
    draft = Draft(item, "aggregator-page")
    line = _JSON_LINE.search(item.text)
    if line:
        try:
            data = parse_json(item.text, line.start())
        except JSONDecodeError as error:
            what = f"the line of JSON is broken at its character {error.pos - line.start() + 1}: {fault_of(error)}"
            draft.problem("broken-json", f"{what}; save the page again", line.start(), Severity.ERROR)
        else:
            _bibliography(draft, data)
            works.put_abstract(draft, data.get("abstract"))
            _access(draft, data)
            _dates(draft, data)
            _metrics(draft, data)
    if draft.values:
        _journal_description(draft)
    return draft.extract()


def _bibliography(draft: Draft, data: Node) -> None:
    _title(draft, data)
    _authors(draft, data)
    works.put_doi(draft, data.string("doi"))
    works.put_converted(draft, "pmcid", data.string("PMCID"), normal_pmcid)
    journal = data.get("journal") or Node({}, data.start, data.start)
    works.put_text(draft, "journal", data.string("PeriodicalName") or journal.string("name"))
    _volume(draft, journal)
    works.put_text(draft, "pages", journal.string("pages"))
    for key in ("url", "ListUrlMain"):
        works.put_address(draft, "url", data.string(key))
    works.put_address(draft, "pdf", data.string("openAccessPdf"))
    kind = data.string("publicationTypes")
    if kind and kind.value.lower() in _TYPES:
        draft.put("type", _TYPES[kind.value.lower()], kind.span, derived=True)
    else:
        works.put_text(draft, "genre", kind)
    works.put_converted(draft, "citations.cited_by", data.get("citationCount"), _whole_number)


def _title(draft: Draft, data: Node) -> None:
    """The page closes every title with a full stop that is none of the title's."""
    title = data.string("title")
    if title is None:
        draft.problem("no-title", "the page's data have no title; check that the page is saved whole", data.start)
        return
    end = len(title.value.rstrip().removesuffix("."))
    works.put_part(draft, "title", title, 0, end, marked_title(title.value[:end]))


def _authors(draft: Draft, data: Node) -> None:
    authors = data.string("authors")
    if authors is None:
        return
    offsets = source_offsets(draft.text, authors)
    for match in _NAME.finditer(authors.value):
        name = match[0].strip()
        if name:
            start = match.start() + match[0].index(name)
            span = (offsets[start], offsets[start + len(name)])
            draft.add("authors", person_parts(parse_name(name)), span, fold(name))


def _whole_number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def _volume(draft: Draft, journal: Node) -> None:
    """The page glues volume and issue into one value: `20 4`."""
    volume = journal.string("volume")
    glued = _VOLUME_ISSUE.fullmatch(volume.value) if volume else None
    if volume and glued:
        works.put_part(draft, "volume", volume, *glued.span(1))
        works.put_part(draft, "issue", volume, *glued.span(2))
    else:
        works.put_text(draft, "volume", volume)


def _access(draft: Draft, data: Node) -> None:
    """`isOpenAccess` is taken unless it says no beside a link to an open-access PDF: then both are a conflict."""
    flag, pdf = data.get("isOpenAccess"), data.string("openAccessPdf")
    if flag is None or not isinstance(flag.value, bool):
        return
    if pdf and not flag.value:
        draft.conflict("open_access", ("false", flag.span), (_PDF_LINK, pdf.span))
    else:
        draft.put("open_access", flag.value, flag.span)


def _dates(draft: Draft, data: Node) -> None:
    """The date of publication is taken. An electronic date on 1 January at midnight that comes before it looks like
    a year that was filled up; where the two differ, both are kept as a conflict.
    """
    published, electronic = data.string("publicationDate"), data.string("EPubDate")
    works.put_date(draft, published)
    iso = draft.values.get("published")
    other = iso_date(electronic.value) if electronic else None
    if published and electronic and iso and other and not (other.startswith(iso) or iso.startswith(other)):
        draft.conflict("published", (published.value, published.span), (electronic.value, electronic.span))


def _metrics(draft: Draft, data: Node) -> None:
    factor, zone = data.get("PeriodicalIF"), data.get("RegionNum")
    is_number = factor and isinstance(factor.value, int | float) and not isinstance(factor.value, bool)
    if factor and is_number and 0 <= factor.value < 1000:
        draft.put("journal_metrics.impact_factor", float(factor.value), factor.span)
    for key, field in (("JCR", "quartile"), ("JCRName", "category"), ("RegionCategory", "zone_category")):
        works.put_text(draft, f"journal_metrics.{field}", data.string(key))
    if zone and isinstance(zone.value, int) and not isinstance(zone.value, bool):
        draft.put("journal_metrics.zone", zone.value, zone.span)


def _journal_description(draft: Draft) -> None:
    """The lines behind `期刊介绍:`, to the end of the page, belong to the journal."""
    intro = _JOURNAL_INTRO.search(draft.text)
    if not intro or "journal" not in draft.values:
        return
    for line in re.finditer(r"[^\r\n]+", draft.text[intro.end() :]):
        if line[0].strip():
            span = Span(intro.end() + line.start(), intro.end() + line.end())
            draft.add("journal_record.description", fold(line[0]), span)
