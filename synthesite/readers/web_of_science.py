"""Web of Science's tagged export ("plain text", "other reference software": `.txt`, `.ciw`).

Tags after Clarivate's list "Web of Science Core Collection Field Tags": two characters and a blank, values go on over
lines indented by three blanks, `PT` opens a record, `ER` closes it, `EF` ends the file. Older databases of the same
platform (BIOSIS, CABI, FSTA, Derwent) write names without a comma, put addresses into them, and don't always indent.
"""

from __future__ import annotations

import re

from synthesite.extract import Draft, Item, SourceText, pieces
from synthesite.interface import N_
from synthesite.model import Extract, Span
from synthesite.readers import _tagged as tagged
from synthesite.readers._tagged import Field, Fields, trimmed
from synthesite.text.dates import iso_date
from synthesite.text.folding import same_form, title_key
from synthesite.text.identifiers import normal_orcid, normal_pmid
from synthesite.text.languages import language_tag
from synthesite.text.patterns import lazy

LABEL = N_("Web of Science export")

_HEADER = lazy(r"[\s\ufeff]*FN [^\r\n]*(?:\r\n|\r|\n)\s*(?:VR|PT) ")
_FIRST_RECORD = lazy(r"[\s\ufeff]*PT [A-Z](?:\r\n|\r|\n)(?:[A-Z][A-Z0-9] |   )")
_EDGE = lazy(r"(?:\A|(?<=[\r\n]))\ufeff?(PT [A-Z][ \t]*(?=[\r\n]|\Z)|(?:ER|EF)[ \t]*(?=[\r\n]|\Z)|FN )")
_LINE = lazy(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_TAG = lazy(r"\ufeff?([A-Z][A-Z0-9])(?: (.*))?", re.DOTALL)
_INDENTED = lazy(r"[\r\n](?:   |\t)")
_KNOWN = (
    "AB AE AF AR AU BA BE BF BN BP BS C1 C3 CA CC CL CR CT CY D2 DA DE DG DI DL DT EA ED EF EI EM EP ER EY FN FP FU FX "
    "GA GP HC HO HP ID IS J9 JI LA LS MA MC MQ NR OA OI P2 PA PC PD PG PI PL PM PN PS PT PU PY RI RP SC SE SI SN SO SP "
    "SU TC TI U1 U2 UT VL VR WC WE X1 X4 X5 Y1 Y4 Y5 Z1 Z2 Z3 Z4 Z8 Z9 ZA ZB ZR ZS"
)
_TAGS = frozenset(_KNOWN.split())
"""The known tags: where lines aren't indented, other words of two capitals are text."""

_IDENTIFIED = lazy(r"([^;/]+)/(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")
_OPEN = lazy(r"\b(?:gold|green|bronze|hybrid)", re.IGNORECASE)


def claims(source: SourceText) -> str | None:
    if _HEADER.match(source.head):
        return "it starts with the tags FN and VR, as exports of Web of Science do"
    if _FIRST_RECORD.match(source.head):
        return "it starts with the tag PT and goes on with tags of two capitals, as exports of Web of Science do"
    return None


def items(source: SourceText) -> list[Item]:
    spans, start = [], -1
    for match in _EDGE.finditer(source.text):
        tag = match[1][:2]
        if start >= 0:
            spans.append(trimmed(source.text, start, match.end() if tag == "ER" else match.start()))
        start = match.start(1) if tag == "PT" else -1
    if start >= 0:
        spans.append(trimmed(source.text, start, len(source.text)))
    return pieces(source, spans)


def read(item: Item) -> Extract:
    draft = Draft(item, "web-of-science")
    fields = Fields(draft, _fields(draft))
    if not fields.all("ER"):
        draft.problem("missing-er", "this record has no closing 'ER' line; it may be cut off: export it again")
    kind = _type(draft, fields)
    _titles(draft, fields, kind)
    _people(draft, fields)
    _dates(draft, fields)
    _numbers(draft, fields)
    _identifiers(draft, fields)
    _texts(draft, fields)
    _counts(draft, fields)
    fields.keep_others("ER", "PT")
    return draft.extract()


def _fields(draft: Draft) -> list[Field]:
    fields: list[Field] = []
    indented = _INDENTED.search(draft.text)
    for line in _LINE.finditer(draft.text):
        text = line[0].rstrip("\r\n")
        tag = _TAG.fullmatch(text)
        if tag and (indented or tag[1] in _TAGS):
            start = line.start() + (tag.start(2) if tag[2] is not None else len(text))
            span = trimmed(draft.text, start, line.start() + len(text))
            fields.append(Field(tag[1], span, [span] if span.start < span.end else []))
        elif text.strip() and fields:
            span = trimmed(draft.text, line.start(), line.start() + len(text))
            before = fields[-1]
            before.lines.append(span)
            fields[-1] = before._replace(span=Span(before.lines[0].start, span.end))
    return [field for field in fields if field.span.start < field.span.end or field.tag == "ER"]


def _type(draft: Draft, fields: Fields) -> str:
    """`PT` is J, B, S (book in a series), C (conference), P (patent) or D (data); `DT` and `CT` say what of a book."""
    stated = fields.first("PT")
    code = fields.raw(stated) if stated else ""
    kind = {"J": "article-journal", "C": "paper-conference", "P": "patent", "D": "dataset"}.get(code)
    if code in {"B", "S"}:
        kind = _of_a_book(fields)
    if genre := fields.first("DT"):
        tagged.put_text(draft, "genre", genre.span)
    if stated and kind:
        draft.put("type", kind, stated.span, derived=True)
    return kind or ""


def _of_a_book(fields: Fields) -> str:
    genres = " ".join(fields.raw(field).lower() for field in fields.having("DT"))
    if fields.having("CT") or "proceedings" in genres or "meeting" in genres:
        return "paper-conference"
    titles, books = fields.having("TI"), fields.having("SO")
    if titles and books and title_key(fields.raw(titles[0])) != title_key(fields.raw(books[0])):
        return "chapter"
    return "chapter" if "chapter" in genres else "book"


def _titles(draft: Draft, fields: Fields, kind: str) -> None:
    if title := fields.first("TI"):
        tagged.put_title(draft, title.span)
    else:
        draft.problem("no-title", "this record has no title (TI)")
    for field in (*fields.having("JI"), *fields.having("J9")):
        if "journal_record.abbreviation" not in draft.values and kind == "article-journal":
            tagged.put_text(draft, "journal_record.abbreviation", field.span)
            fields.read(field)
    if publisher := fields.first("PU"):
        tagged.put_text(draft, "publisher", publisher.span)
    if kind in {"book", "patent"}:
        return
    if journal := fields.first("SO"):
        cased = [
            field for field in fields.having("JI") if same_form(fields.raw(field)) == same_form(fields.raw(journal))
        ]
        shouts = fields.raw(journal).isupper() and cased
        tagged.put_text(draft, "journal", (cased[0] if shouts else journal).span)


def _people(draft: Draft, fields: Fields) -> None:
    """`AF` has the full names and `AU` the short ones; the full ones win where there are as many. `CA` are groups."""
    known: set[str] = set()
    full, short, orcids = fields.all("AF"), fields.all("AU"), _orcids(fields)
    for field in full if _count(full) >= _count(short) else short:
        for span in (part for line in field.lines for part in tagged.split_at_semicolons(draft.text, *line)):
            orcid = orcids.get(same_form(draft.text[slice(*span)]))
            tagged.add_author(draft, span, known, initials=True, orcid=orcid)
    if not draft.values.get("authors"):
        for field in fields.all("BF") or fields.all("BA"):
            for span in field.lines:
                tagged.add_author(draft, span, known, initials=True)
    for field in fields.all("CA"):
        for span in tagged.split_at_semicolons(draft.text, *field.span):
            tagged.add_group(draft, span)


def _orcids(fields: Fields) -> dict[str, str]:
    """The ORCID iDs that `OI` gives (`Example, Ada/0000-…; …`) by name; a name with two of them has none."""
    found: dict[str, str] = {}
    for field in fields.all("OI"):
        for name, number in _IDENTIFIED.findall(fields.raw(field)):
            orcid, key = normal_orcid(number), same_form(name)
            found[key] = orcid if orcid and found.get(key, orcid) == orcid else ""
    return found


def _count(fields: list[Field]) -> int:
    return sum(len(field.lines) for field in fields)


def _dates(draft: Draft, fields: Fields) -> None:
    """`PY` is the year, `PD` the month or day (`FEB`, `FEB 15`, `FEB 2011`, `SPR`); before print `EY` and `EA`."""
    year, part = fields.first("PY") or fields.first("EY"), fields.first("PD")
    early = fields.having("EA")
    if not year:
        dated = next((field for field in (part, *early) if field and iso_date(fields.raw(field))), None)
        place = tagged.year_in(fields.raw(dated)) if dated else None
        if dated and place:
            start = dated.span.start
            draft.convert("year", (start + place[0], start + place[1]), int)
            draft.convert("published", dated.span, iso_date)
            fields.read(dated)
        return
    raw = fields.raw(year)
    if not re.fullmatch(r"[12][0-9]{3}", raw):
        draft.problem("bad-date", f"{year.tag} {raw!r} is no year; it is left out", year.span.start)
        return
    draft.convert("year", year.span, int)
    stated = iso_date(fields.raw(part)) if part else None
    if part and stated and stated.startswith(raw):
        draft.put("published", stated, part.span, derived=stated != fields.raw(part))
    elif part and (full := tagged.date_in_year(fields.raw(part), raw)):
        draft.put("published", full, year.span, part.span, derived=True)
    else:
        draft.put("published", raw, year.span)


def _numbers(draft: Draft, fields: Fields) -> None:
    """Volume, issue (`SU` is that of a supplement), pages or the number of the article."""
    if volume := fields.first("VL"):
        draft.copy("volume", volume.span)
    if issue := fields.first("IS", "SU"):
        draft.copy("issue", issue.span)
    start, end = fields.first("BP"), fields.first("EP")
    if start and end and fields.raw(start) != fields.raw(end):
        draft.put("pages", f"{fields.raw(start)}-{fields.raw(end)}", start.span, end.span)
    elif pages := start or fields.first("AR", "PS"):
        draft.copy("pages", pages.span)
    for field in fields.all("SN", "EI"):
        tagged.add_issns(draft, field.span)


def _identifiers(draft: Draft, fields: Fields) -> None:
    if (doi := fields.first("DI")) and not tagged.put_doi(draft, doi.span):
        draft.problem("bad-doi", f"{fields.raw(doi)!r} is not a DOI; it is left out", doi.span.start)
    if pmid := fields.first("PM"):
        draft.convert("pmid", pmid.span, normal_pmid)
    for field in fields.having("DL"):
        if re.fullmatch(r"https?://\S+", fields.raw(field)):
            draft.copy("url", field.span)
            fields.read(field)
    for field in fields.having("LA"):
        if draft.convert("language", field.span, language_tag):
            fields.read(field)


def _texts(draft: Draft, fields: Fields) -> None:
    """`DE` are the authors' keywords, `ID` those that Clarivate adds."""
    if abstract := fields.first("AB"):
        tagged.add_abstract(draft, *abstract.span)
    words = [*fields.all("DE"), *fields.all("ID")]
    tagged.add_keywords(
        draft, [span for field in words for span in tagged.split_at_semicolons(draft.text, *field.span)]
    )


def _counts(draft: Draft, fields: Fields) -> None:
    """`TC` counts citations in the Core Collection, `Z9` in all databases; `DA` is the date of the export."""
    cited = fields.first("TC") or fields.first("Z9")
    counted = cited and draft.convert("citations.cited_by", cited.span, _whole) is not None
    if counted and (day := fields.first("DA")):
        draft.convert("citations.as_of", day.span, iso_date)
    if references := fields.first("NR"):
        draft.convert("citations.references", references.span, _whole)
    for field in fields.having("OA"):
        if _OPEN.search(fields.raw(field)):
            draft.put("open_access", True, field.span, derived=True)


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None
