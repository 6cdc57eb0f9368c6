"""RIS: the tagged format of reference managers and databases (Research Information Systems, 1990s; no formal standard).

A line is two characters, two spaces, a hyphen and a value; `TY` opens a reference and `ER` closes it. Real exports
bend all of that, so the tokeniser here is ours: it keeps the place of each value, takes a line without a tag as the
continuation of the one before, and ends a reference at the next `TY` where `ER` is missing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from synthesite.extract import Draft, Item, SourceText, pieces
from synthesite.model import Extract, Severity, Span
from synthesite.text.dates import iso_date
from synthesite.text.folding import fold
from synthesite.text.identifiers import doi_start, normal_doi, normal_issn, normal_pmcid, normal_pmid
from synthesite.text.languages import language_tag
from synthesite.text.names import parse_name, person_parts

LABEL = "RIS export"

_TAG = re.compile(r"^[ \t]*([A-Z][A-Z0-9])  ?-(?: (.*))?$|^[ \t]*([A-Z][A-Z0-9])  -(.*)$")
_OPENING = re.compile(r"^[ \t]*TY  ?- ?\S", re.MULTILINE)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_TYPES = {
    "ABST": "article", "BILL": "bill", "BLOG": "post-weblog", "BOOK": "book", "CHAP": "chapter", "CONF": "book",
    "CPAPER": "paper-conference", "CTLG": "book", "DATA": "dataset", "DBASE": "dataset", "EBOOK": "book",
    "ECHAP": "chapter", "EJOUR": "article-journal", "ELEC": "webpage", "JFULL": "article-journal",
    "JOUR": "article-journal", "MGZN": "article-magazine", "NEWS": "article-newspaper", "RPRT": "report",
    "THES": "thesis", "UNPB": "manuscript", "WEB": "webpage",
}  # fmt: skip
_CONTAINER = {"article-journal": ("JF", "T2", "JO"), "chapter": ("T2", "BT"), "paper-conference": ("T2", "BT", "JF")}
_ABBREVIATION = ("J2", "JA")
_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]")


class _Field(NamedTuple):
    """A tag and the span of its value; `lines` are the spans of a value that goes on over several lines."""

    tag: str
    span: Span
    lines: list[Span]


def claims(source: SourceText) -> str | None:
    opening = _OPENING.search(source.head)
    if opening and not source.head[: opening.start()].strip():
        return "it starts with the tag TY, as RIS does"
    if opening and re.search(r"^[ \t]*(?:AU|A1|TI|T1|ER)  ?-", source.head[opening.end() :], re.MULTILINE):
        return "it holds references that open with the tag TY, as RIS does"
    return None


def items(source: SourceText) -> list[Item]:
    starts = [m.start() for m in _OPENING.finditer(source.text)]
    spans = []
    for start, end in zip(starts, [*starts[1:], len(source.text)], strict=True):
        closing = re.compile(r"^[ \t]*ER  ?-[^\r\n]*", re.MULTILINE).search(source.text, start, end)
        stop = closing.end() if closing else start + len(source.text[start:end].rstrip())
        spans.append(Span(start, stop))
    return pieces(source, spans)


def read(item: Item) -> Extract:
    draft = Draft(item, "ris")
    fields = _fields(draft)
    if not any(field.tag == "ER" for field in fields):
        draft.problem("missing-er", "this reference has no closing 'ER  -' line; it is taken to end before the next")
    by_tag: dict[str, list[_Field]] = {}
    for field in fields:
        by_tag.setdefault(field.tag, []).append(field)
    _type_and_titles(draft, by_tag)
    _people(draft, by_tag)
    _dates(draft, by_tag)
    _numbers(draft, by_tag)
    _identifiers(draft, by_tag)
    _texts(draft, by_tag)
    return draft.extract()


def _fields(draft: Draft) -> list[_Field]:
    fields: list[_Field] = []
    for line in _LINE.finditer(draft.text):
        text = line[0].rstrip("\r\n")
        tag = _TAG.match(text)
        if tag:
            group = 2 if tag[1] else 4
            start = line.start() + (tag.start(group) if tag[group] is not None else len(text))
            span = _trimmed(draft.text, start, line.start() + len(text))
            fields.append(_Field(tag[1] or tag[3], span, [span]))
        elif text.strip() and fields:
            span = _trimmed(draft.text, line.start(), line.start() + len(text))
            before = fields[-1]
            fields[-1] = _Field(before.tag, Span(before.span.start, span.end), [*before.lines, span])
        elif text.strip():
            draft.problem("stray-text", f"text before the first tag is left out: {text.strip()[:60]!r}", line.start())
    return [field for field in fields if field.span.start < field.span.end or field.tag == "ER"]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _raw(draft: Draft, field: _Field) -> str:
    return draft.text[slice(*field.span)]


def _first(by_tag: dict[str, list[_Field]], *tags: str) -> _Field | None:
    return next((by_tag[tag][0] for tag in tags if tag in by_tag), None)


def _type_and_titles(draft: Draft, by_tag: dict[str, list[_Field]]) -> None:
    kind = _first(by_tag, "TY")
    csl_type = None
    if kind:
        csl_type = draft.convert("type", kind.span, lambda raw: _TYPES.get(raw.strip().upper()))
    if title := _first(by_tag, "TI", "T1"):
        draft.copy("title", title.span)
    else:
        draft.problem("no-title", "this reference has no title (TI or T1)", severity=Severity.WARNING)
    if journal := _first(by_tag, *_CONTAINER.get(csl_type or "", ("T2", "JF", "JO"))):
        draft.copy("journal", journal.span)
    if abbreviation := _first(by_tag, *_ABBREVIATION):
        draft.copy("journal_record.abbreviation", abbreviation.span)
    if publisher := _first(by_tag, "PB"):
        draft.copy("publisher", publisher.span)


def _people(draft: Draft, by_tag: dict[str, list[_Field]]) -> None:
    """`AU` and `A1` hold one `Family, Given, Suffix` each; a name with nothing but a family name keeps it as such."""
    for field in by_tag.get("AU", []) or by_tag.get("A1", []):
        raw = _raw(draft, field)
        parts = person_parts(parse_name(raw))
        if parts:
            draft.add("authors", parts, field.span, fold(raw))


def _dates(draft: Draft, by_tag: dict[str, list[_Field]]) -> None:
    """The year stands in `PY` or `Y1`; the most precise of `DA`, `PY` and `Y1` is the date of publication."""
    found = []
    for tag in ("DA", "PY", "Y1"):
        for field in by_tag.get(tag, [])[:1]:
            iso = iso_date(_raw(draft, field).rstrip("/"))
            if iso:
                found.append((iso, field))
            else:
                message = f"{tag} {_raw(draft, field)!r} is no date that can be read; it is left out"
                draft.problem("bad-date", message, field.span.start)
    if not found:
        return
    stated = next(((iso, field) for iso, field in found if field.tag != "DA"), found[0])
    year = stated[0][:4]
    start = stated[1].span.start + _raw(draft, stated[1]).index(year)
    draft.convert("year", (start, start + 4), int)
    same_year = [entry for entry in found if entry[0][:4] == year]
    iso, field = max(same_year, key=lambda entry: len(entry[0]))
    draft.put("published", iso, field.span, derived=iso != _raw(draft, field))


def _numbers(draft: Draft, by_tag: dict[str, list[_Field]]) -> None:
    for key, tag in (("volume", "VL"), ("issue", "IS")):
        if field := _first(by_tag, tag):
            draft.copy(key, field.span)
    start, end = _first(by_tag, "SP"), _first(by_tag, "EP")
    if start and end and _raw(draft, start) != _raw(draft, end):
        draft.put("pages", f"{fold(_raw(draft, start))}-{fold(_raw(draft, end))}", start.span, end.span)
    elif start:
        draft.copy("pages", start.span)
    for field in by_tag.get("SN", []):
        for match in _ISSN.finditer(_raw(draft, field)):
            issn = normal_issn(match[0])
            if issn and issn not in draft.values.get("issn", []):
                begin = field.span.start + match.start()
                draft.add("issn", issn, (begin, begin + len(match[0])))


def _identifiers(draft: Draft, by_tag: dict[str, list[_Field]]) -> None:
    if field := _first(by_tag, "DO"):
        raw = _raw(draft, field)
        span = (field.span.start + doi_start(raw), field.span.end)
        if draft.convert("doi", span, normal_doi) is None:
            draft.problem("bad-doi", f"{raw!r} is not a DOI; it is left out", field.span.start)
    database = _first(by_tag, "DB", "DP")
    accession = _first(by_tag, "AN")
    if accession and database and _raw(draft, database).lower() in {"pubmed", "medline"}:
        draft.convert("pmid", accession.span, normal_pmid)
    if field := _first(by_tag, "C2"):
        draft.convert("pmcid", field.span, normal_pmcid)
    for key, tag in (("url", "UR"), ("pdf", "L1")):
        for field in by_tag.get(tag, []):
            if _raw(draft, field).startswith(("http://", "https://")) and key not in draft.values:
                draft.copy(key, field.span)
    if field := _first(by_tag, "LA"):
        draft.convert("language", field.span, language_tag)


def _texts(draft: Draft, by_tag: dict[str, list[_Field]]) -> None:
    if field := _first(by_tag, "AB", "N2"):
        draft.add_abstract(*field.span)
    for field in by_tag.get("KW", []):
        for span in field.lines:
            keyword = fold(draft.text[slice(*span)])
            if keyword and keyword not in draft.values.get("keywords", []):
                draft.add("keywords", keyword, span)
