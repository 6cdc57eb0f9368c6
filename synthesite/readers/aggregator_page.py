"""A literature page of a (Chinese) aggregator, saved as text.

Its layout: a line with the authors, one line of JSON with the page's data, the same abstract as text behind
`Abstract`, and a description of the journal behind `期刊介绍:`. The JSON is what is read; its abstract is HTML.
"""

from __future__ import annotations

import re
from json import JSONDecodeError

from synthesite.extract import Draft, Item, SourceText, whole
from synthesite.model import Extract, Severity, Span
from synthesite.text.dates import iso_date
from synthesite.text.folding import fold
from synthesite.text.html_runs import runs
from synthesite.text.identifiers import doi_start, normal_doi, normal_pmcid
from synthesite.text.json_spans import Node, parse_json, source_offsets
from synthesite.text.names import parse_name, person_parts

LABEL = "literature page of an aggregator"

_JSON_LINE = re.compile(r"^\{[ \t]*\"title\"[ \t]*:.*$", re.MULTILINE)
_OWN_WORDS = ('"DOIUrl"', '"PeriodicalId"', '"PeriodicalName"', '"EPubDate"', "引用次数", "期刊介绍")
_JOURNAL_INTRO = re.compile(r"^期刊介绍[:：][ \t]*", re.MULTILINE)
_NAME = re.compile(r"[^,;，；]+")
_VOLUME_ISSUE = re.compile(r"(\S+)\s+(\S+)$")
_TYPES = {"journal article": "article-journal", "preprint": "article", "book chapter": "chapter"}
_PDF_LINK = "a link to a PDF"


def claims(source: SourceText) -> str | None:
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
            what = f"the line of JSON is broken at its character {error.pos - line.start() + 1}: {error.msg}"
            draft.problem("broken-json", f"{what}; save the page again", line.start(), Severity.ERROR)
        else:
            _bibliography(draft, data)
            _abstract(draft, data)
            _access(draft, data)
            _dates(draft, data)
            _metrics(draft, data)
    if draft.values:
        _journal_description(draft)
    return draft.extract()


def _bibliography(draft: Draft, data: Node) -> None:
    if title := data.string("title"):
        _put_string(draft, "title", title, re.compile(r"(?s).*?(?=\.?\s*$)"))
    if authors := data.string("authors"):
        offsets = source_offsets(draft.text, authors)
        for match in _NAME.finditer(authors.value):
            name = match[0].strip()
            if name:
                start = match.start() + match[0].index(name)
                span = (offsets[start], offsets[start + len(name)])
                draft.add("authors", person_parts(parse_name(name)), span, fold(name))
    if doi := data.string("doi"):
        start = doi.start + doi_start(doi.value)
        if draft.convert("doi", (start, doi.end), normal_doi) is None:
            draft.problem("bad-doi", f"{doi.value!r} is not a DOI; it is left out", doi.start)
    if pmcid := data.string("PMCID"):
        draft.convert("pmcid", (pmcid.start, pmcid.end), normal_pmcid)
    if journal := data.get("journal"):
        _volume_and_pages(draft, journal)
    container = data.string("PeriodicalName") or (data.get("journal") or data).string("name")
    if container:
        _put_string(draft, "journal", container)
    for key, field in (("url", "url"), ("ListUrlMain", "url"), ("openAccessPdf", "pdf")):
        address = data.string(key)
        if address and address.value.startswith(("http://", "https://")):
            _put_string(draft, field, address)
    kind = data.string("publicationTypes")
    if kind and kind.value.lower() in _TYPES:
        draft.put("type", _TYPES[kind.value.lower()], (kind.start, kind.end), derived=True)
    elif kind:
        _put_string(draft, "genre", kind)
    if count := data.get("citationCount"):
        draft.convert("citations.cited_by", (count.start, count.end), _whole_number)


def _whole_number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _put_string(draft: Draft, key: str, node: Node, part: re.Pattern[str] | None = None) -> None:
    """Puts a string of the JSON, or the part of it that a pattern matches at its start."""
    match = part.match(node.value) if part else None
    start, end = match.span() if match else (0, len(node.value))
    offsets = source_offsets(draft.text, node)
    value = fold(node.value[start:end])
    if value:
        draft.put(key, value, (offsets[start], offsets[end]))


def _volume_and_pages(draft: Draft, journal: Node) -> None:
    """The page glues volume and issue into one value: `20 4`."""
    volume = journal.string("volume")
    if volume:
        match = _VOLUME_ISSUE.match(volume.value)
        if match:
            for key, group in (("volume", 1), ("issue", 2)):
                draft.copy(key, (volume.start + match.start(group), volume.start + match.end(group)))
        else:
            _put_string(draft, "volume", volume)
    if pages := journal.string("pages"):
        _put_string(draft, "pages", pages)


def _abstract(draft: Draft, data: Node) -> None:
    """The abstract is HTML in a JSON string; a part's label is what stands in `<strong>` and ends in a colon."""
    node = data.string("abstract")
    if not node:
        return
    offsets = source_offsets(draft.text, node)
    label, label_span = "", (0, 0)
    text: list[str] = []
    span: tuple[int, int] | None = None

    def finish() -> None:
        if span:
            draft.add_part("".join(text), (offsets[span[0]], offsets[span[1]]), label, label_span)

    for run in runs(node.value):
        bold = "strong" in run.inside or "b" in run.inside
        if bold and run.text.strip().endswith((":", "：")):
            finish()
            name = run.text.strip().rstrip(":：").strip()
            start = run.start + run.text.index(name)
            label, label_span = name, (offsets[start], offsets[start + len(name)])
            text, span = [], None
        elif run.text.strip() or span:
            start = run.start if run.text.strip() == run.text else run.start + len(run.text) - len(run.text.lstrip())
            span = (span[0] if span else start, run.end)
            text.append(run.text)
    finish()


def _access(draft: Draft, data: Node) -> None:
    """`isOpenAccess` is taken unless it says no beside a link to an open-access PDF: then both are a conflict."""
    flag, pdf = data.get("isOpenAccess"), data.string("openAccessPdf")
    if flag is None or not isinstance(flag.value, bool):
        return
    if pdf and not flag.value:
        draft.conflict("open_access", ("false", (flag.start, flag.end)), (_PDF_LINK, (pdf.start, pdf.end)))
    else:
        draft.put("open_access", flag.value, (flag.start, flag.end))


def _dates(draft: Draft, data: Node) -> None:
    """The date of publication is taken. An electronic date on 1 January at midnight that comes before it looks like
    a year that was filled up; where the two differ, both are kept as a conflict.
    """
    published, electronic = data.string("publicationDate"), data.string("EPubDate")
    if not published:
        return
    iso = draft.convert("published", (published.start, published.end), iso_date)
    if iso is None:
        draft.problem("bad-date", f"{published.value!r} is no date; it is left out", published.start)
        return
    if re.match(r"\d{4}", published.value):
        draft.convert("year", (published.start, published.start + 4), int)
    other = iso_date(electronic.value) if electronic else None
    if electronic and other and not (other.startswith(iso) or iso.startswith(other)):
        spans = [(node.start, node.end) for node in (published, electronic)]
        draft.conflict("published", (published.value, spans[0]), (electronic.value, spans[1]))


def _metrics(draft: Draft, data: Node) -> None:
    factor, zone = data.get("PeriodicalIF"), data.get("RegionNum")
    if factor and isinstance(factor.value, int | float) and not isinstance(factor.value, bool):
        draft.put("journal_metrics.impact_factor", float(factor.value), (factor.start, factor.end))
    for key, field in (("JCR", "quartile"), ("JCRName", "category")):
        if node := data.string(key):
            _put_string(draft, f"journal_metrics.{field}", node)
    if zone and isinstance(zone.value, int) and not isinstance(zone.value, bool):
        draft.put("journal_metrics.zone", zone.value, (zone.start, zone.end))
    if category := data.string("RegionCategory"):
        _put_string(draft, "journal_metrics.zone_category", category)


def _journal_description(draft: Draft) -> None:
    """The lines behind `期刊介绍:`, to the end of the page, belong to the journal."""
    intro = _JOURNAL_INTRO.search(draft.text)
    if not intro or "journal" not in draft.values:
        return
    for line in re.finditer(r"[^\r\n]+", draft.text[intro.end() :]):
        if line[0].strip():
            span = Span(intro.end() + line.start(), intro.end() + line.end())
            draft.add("journal_record.description", fold(line[0]), span)
