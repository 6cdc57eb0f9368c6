"""What the cells of a row say about its study: each function takes one group of values."""

from __future__ import annotations

import re
from urllib.parse import unquote

from synthesite.extract import Draft
from synthesite.model import Span
from synthesite.readers import _tagged as tagged
from synthesite.readers._pubmed import without_full_stop
from synthesite.readers._ris_identifiers import says_nothing
from synthesite.readers._table_columns import is_journal, is_site
from synthesite.readers._table_row import RowValues, Value, within
from synthesite.text.dates import iso_date
from synthesite.text.folding import fold
from synthesite.text.identifiers import doi_start, normal_doi, normal_pmcid, normal_pmid
from synthesite.text.languages import language_tag
from synthesite.text.licences import spdx
from synthesite.text.patterns import lazy

_VOLUME = lazy(r"(?:vol(?:ume|\.)?\s+)?(\S+?)\s*\(\s*([^()]+?)\s*\)(?:\s*\(no pagination\))?", re.IGNORECASE)
_NUMBERED = lazy(
    r"(?:vol(?:ume|\.)|vol|no\.|nr\.|number|issue|heft|bd\.|band|jg\.|núm\.|n[°º.])\s*(?=\d)", re.IGNORECASE
)
_PAGES_LEAD = lazy(
    r"(?:pp?\.|pages?:?|S\.|págs?\.|art(?:icle|n)?\.?\s*(?:no\.?|number|id)?:?)\s*(?=\w*\d)", re.IGNORECASE
)
_NO_PAGES = lazy(r"\W*no pagination(?: specified)?\W*", re.IGNORECASE)
_DASHES = lazy(r"\s*--+\s*")
_ADDRESS = lazy(r"https?://[^\s;|\"]+")
_DOI_ADDRESS = lazy(r"doi\.org/(10\.\d{4,9}(?:/|%2F)[^\s?#&\"<>;|]+)", re.IGNORECASE)
_DOI_WITHIN = lazy(r"(?<![\w.])10\.\d{4,9}(?:/|%2F)[^\s&\"<>;,|]+", re.IGNORECASE)
_PMID = lazy(r"(?:\D*[^\d.]|)([1-9]\d{0,7})(?:\.0)?", re.ASCII)
_PMCID = lazy(r"\bPMC[1-9]\d{0,8}\b", re.IGNORECASE)
_NAMED_ID = lazy(r"\b(PMID|PMCID): ?((?:PMC)?[1-9]\d{0,8})\b")
_WHOLE = lazy(r"([0-9]{1,9})(?:\.0)?")
_NO_ABSTRACT = lazy(
    r"\W*(?:no abstract(?: is| was)?(?: available| provided| found)?|abstract not available)\W*", re.IGNORECASE
)
_OPEN = lazy(r"\b(?:gold|green|bronze|hybrid|diamond|all oa|all open access|open access)\b", re.IGNORECASE)
_YES = frozenset({"true", "yes", "1", "y", "ja", "oui", "sí", "si", "sim", "wahr", "vrai", "open", "是"})
_NO = frozenset({"false", "no", "0", "n", "nein", "non", "não", "falsch", "faux", "closed", "否"})
_PUBMED_CITATION = lazy(
    r"(?P<journal>[^;]{1,300}?)\. (?P<date>[12][0-9]{3}(?: [A-Z][a-z]{2}(?:-[A-Z][a-z]{2})?(?: [0-9]{1,2})?)?)"
    r"(?:;(?P<volume>[^():;.]{0,40})(?:\((?P<issue>[^()]{1,60})\))?(?::(?P<pages>[^.;:]{1,60}))?)?\."
    r"(?: doi: (?P<doi>10\.\d{4,9}/\S+?)\.?(?:\s|\Z))?"
)
_ERIC_SOURCE = lazy(
    r"(?P<journal>[^;]{1,300}?), v(?P<volume>\w{1,12})(?: n(?P<issue>[\w-]{1,20}))?(?: (?:spec iss )?"
    r"(?:p(?P<pages>[\w-]{1,30})|Article (?P<article>\w{1,20})))?(?: (?P<date>"
    r"[A-Z][\w-]{2,12}(?: [0-9]{1,2})? [12][0-9]{3}|[12][0-9]{3}))?"
)


def put_titles(row: RowValues) -> None:
    for value in row.having("title")[:1]:
        row.put_title(value, without_full_stop(row.draft.text, value.span) if row.layout.kind == "pubmed" else None)
    for value in row.having("journal"):
        if is_journal(row.raw(value), row.layout.names[value.column]):
            row.put_text("journal", value)
            break
    for key, name in (("publisher", "publisher"), ("abbreviation", "journal_record.abbreviation")):
        for value in row.having(key)[:1]:
            if not is_site(row.raw(value)):
                row.put_text(name, value)


def put_numbers(row: RowValues) -> None:
    """Volume, issue, pages and ISSN; `50(2)` as a volume is both."""
    volume, issue = row.first("volume"), row.first("issue")
    both = _VOLUME.fullmatch(row.raw(volume)[:80]) if volume else None
    if volume and both and (not issue or both[2] == row.raw(issue)):
        for key, group in (("volume", 1), ("issue", 2)):
            row.put_text(key, volume, within(volume, both.span(group)))
    for key, value in (("volume", volume), ("issue", issue)):
        if value:
            _put_number(row, key, value)
    _put_pages(row)
    for value in row.all("issn"):
        tagged.add_issns(row.draft, value.span)


def _put_number(row: RowValues, key: str, value: Value) -> None:
    raw = row.raw(value)
    lead = _NUMBERED.match(raw)
    whole = _WHOLE.fullmatch(raw)  # spreadsheets make 12.0 of it
    end = whole.end(1) if whole else len(raw)
    row.put_text(key, value, within(value, (lead.end() if lead else 0, end)))


def _put_pages(row: RowValues) -> None:
    """The pages, or the first and the last one, or the number of the article."""
    for value in row.having("pages"):
        if _NO_PAGES.fullmatch(row.raw(value)[:60]):
            row.read(value)
        elif "pages" not in row.draft.values:
            lead = _PAGES_LEAD.match(row.raw(value)[:60])
            span = within(value, (lead.end() if lead else 0, len(row.raw(value))))
            text = fold(row.said(value, span)).removesuffix(".0")
            plain = _DASHES.sub("-", text)  # as TeX writes ranges
            row.draft.put("pages", plain, span, derived=plain != fold(row.draft.text[slice(*span)]))
            row.read(value)
    if "pages" in row.draft.values:
        return
    first, last = row.first("first_page"), row.first("last_page")
    if first:
        texts = [fold(row.raw(value)).removesuffix(".0") for value in (first, last) if value]
        row.read(first)
        if last and texts[0] != texts[1]:
            row.draft.put("pages", "-".join(texts), first.span, last.span)
        else:
            row.draft.put("pages", texts[0], first.span, derived=texts[0] != fold(row.raw(first)))
        if last:
            row.read(last)
    elif number := row.first("article_number"):
        row.put_text("pages", number)


def put_identifiers(row: RowValues) -> None:
    draft = row.draft
    for value in row.having("doi"):
        start = value.span.start + doi_start(row.raw(value))
        if draft.convert("doi", (start, value.span.end), normal_doi) is not None:
            row.read(value)
        elif len(found := _DOI_WITHIN.findall(row.raw(value)[:500])) == 1:
            at = row.raw(value).find(found[0])
            draft.convert("doi", within(value, (at, at + len(found[0]))), _unquoted_doi)
            row.read(value)
        elif not says_nothing(row.raw(value)):
            message = f"{fold(row.raw(value))[:60]!r} is not a DOI; it is left out"
            draft.problem("bad-doi", message, value.span.start)
    for value in row.having("pmid")[:1]:
        match = _PMID.fullmatch(row.raw(value)[:60])
        if match and draft.convert("pmid", within(value, match.span(1)), normal_pmid) is not None:
            row.read(value)
        else:
            message = f"{fold(row.raw(value))[:40]!r} is not a PubMed identifier; it is left out"
            draft.problem("bad-pmid", message, value.span.start)
    for value in row.having("pmcid")[:1]:
        if match := _PMCID.search(row.raw(value)[:100]):
            draft.convert("pmcid", within(value, match.span()), normal_pmcid)
            row.read(value)
    if (extra := row.named("extra")) and row.layout.kind == "zotero":
        for match in _NAMED_ID.finditer(row.raw(extra)):
            is_pmid = match[1] == "PMID"
            rule = normal_pmid if is_pmid else normal_pmcid
            draft.convert("pmid" if is_pmid else "pmcid", within(extra, match.span(2)), rule)
    _put_addresses(row)


def _unquoted_doi(text: str) -> str | None:
    return normal_doi(unquote(text))


def _put_addresses(row: RowValues) -> None:
    for key in ("url", "pdf"):
        for value in row.having(key):
            match = _ADDRESS.match(row.raw(value))
            if match and key not in row.draft.values:
                row.draft.copy(key, within(value, match.span()))
                if match[0] == row.raw(value):
                    row.read(value)
            if match and "doi" not in row.draft.values and (doi := _DOI_ADDRESS.search(match[0])):
                row.draft.convert("doi", within(value, doi.span(1)), _unquoted_doi)


def put_texts(row: RowValues) -> None:
    draft = row.draft
    for value in row.having("abstract")[:1]:
        row.read(value)
        raw = row.raw(value)
        if len(raw) <= 100 and _NO_ABSTRACT.fullmatch(raw):
            continue
        row.add_abstract(value)
        for mark in ("…", "..."):
            if raw.endswith(mark) and "abstract" in draft.values:
                draft.put("abstract_truncated", True, (value.span.end - len(mark), value.span.end), derived=True)
    for value in row.all("keywords"):
        row.add_each("keywords", value, [_bare(draft.text, span) for span in _keyword_spans(draft, value)])
    for value in row.having("language")[:1]:
        if draft.convert("language", value.span, language_tag):
            row.read(value)
    for value in row.having("licence")[:1]:
        if draft.convert("licence", value.span, lambda raw: spdx(raw[:500])):
            row.read(value)
    for value in row.having("open_access")[:1]:
        stated = _is_open(row.raw(value)[:300])
        if stated is not None:
            draft.put("open_access", stated, value.span, derived=True)
            row.read(value)


def _is_open(text: str) -> bool | None:
    word = fold(text).casefold()
    if word in _YES or word in _NO:
        return word in _YES
    return True if _OPEN.search(word) and not re.search(r"\bnot?\b|\bnon\b", word) else None


def _keyword_spans(draft: Draft, value: Value) -> list[Span]:
    """The keywords of a cell: between semicolons, bars or lines, else between commas where that can't be one heading.

    `Adaptation, Psychological` is one; `peer support, housing` are two.
    """
    text = draft.text[slice(*value.span)]
    spans = list(tagged.split_at_semicolons(draft.text, *value.span))
    if len(spans) > 1 or ";" in text:
        return spans
    for mark in (r"；", r"\|+", r"[\r\n]+", r"、", r"，", r","):
        pieces = [piece for piece in _split(draft.text, value.span, mark) if piece.start < piece.end]
        if len(pieces) > 2 or (len(pieces) == 2 and (mark != "," or draft.text[pieces[1].start].islower())):
            return pieces
    return [value.span]


def _bare(text: str, span: Span) -> Span:
    """A keyword without the marks of headings: `[*Bells]` and `*Bells` are `Bells`."""
    start, end = span
    if text.startswith("[", start) and text.endswith("]", start, end):
        start, end = start + 1, end - 1
    return tagged.trimmed(text, start + text.startswith("*", start), end)


def _split(text: str, span: Span, mark: str) -> list[Span]:
    found, at = [], span.start
    for match in re.finditer(mark, text[slice(*span)]):
        found.append(tagged.trimmed(text, at, span.start + match.start()))
        at = span.start + match.end()
    return [*found, tagged.trimmed(text, at, span.end)]


def put_counts(row: RowValues) -> None:
    for key, name in (("cited_by", "citations.cited_by"), ("references", "citations.references")):
        for value in row.having(key)[:1]:
            if match := _WHOLE.fullmatch(row.raw(value)[:20]):
                row.draft.convert(name, within(value, match.span(1)), int)
                row.read(value)
    if "citations.cited_by" in row.draft.values:
        for value in row.having("as_of")[:1]:
            if row.draft.convert("citations.as_of", value.span, _day) is not None:
                row.read(value)


def _day(text: str) -> str | None:
    return iso_date(re.sub(r"(?<=\d{4}-\d{2}-\d{2})[ T]\d{2}:\d{2}.*", "", text.strip()))


def put_citation(row: RowValues) -> None:
    """What stands in one text with the journal: PubMed's `Citation`, ERIC's `source`."""
    value: Value | None
    if row.layout.kind == "pubmed" and (value := row.named("citation")):
        match = _PUBMED_CITATION.match(row.raw(value)[:500])
    elif row.layout.kind == "eric" and (value := row.named("source")):
        match = _ERIC_SOURCE.fullmatch(row.raw(value)[:500])
    else:
        return
    if not match or not value:
        return
    parts = match.groupdict()
    for key in ("volume", "issue", "pages", "journal"):
        if parts.get(key) and not (key == "journal" and row.layout.kind == "pubmed"):
            row.put_text(key, value, within(value, match.span(key)))
    if parts.get("article"):
        row.put_text("pages", value, within(value, match.span("article")))
    if parts.get("doi") and not row.having("doi"):
        row.draft.convert("doi", within(value, match.span("doi")), normal_doi)
    date = parts.get("date")
    iso = iso_date(date) if date else None
    year = row.first("year")
    if iso and date and (not year or fold(row.raw(year)) == iso[:4]):
        row.draft.put("published", iso, within(value, match.span("date")), derived=iso != date)


def put_coded(row: RowValues) -> None:
    """What a curator coded in columns of their own, where the settings say so; lists have semicolons."""
    for key in ("investigation", "design", "setting", "population", "intervention"):
        for value in row.all(key):
            row.put_text(key, value)
    for key in ("countries", "outcomes", "findings", "limits"):
        for value in row.all(key):
            row.add_each(key, value, list(tagged.split_at_semicolons(row.draft.text, *value.span)))
