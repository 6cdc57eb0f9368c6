"""RIS: the tagged format of reference managers and databases (Research Information Systems, 1990s; no formal standard).

Two lists of tags are about, that of 2001 (`T1`, `A1`, `JF`, `Y1`, `N2`) and that of 2011 with EndNote's meanings
(`TI`, `AU`, `T2`, `PY`, `AB`), and every vendor mixes them. Where a tag has a second meaning with some vendor, it is
taken by what stands in it (`M3` with a DOI, `C2` with a PMCID, `M1` with a number) or not at all.
"""

from __future__ import annotations

import re

from synthesite.extract import Draft, Item, SourceText, pieces
from synthesite.interface import N_
from synthesite.model import Extract, Severity
from synthesite.readers import _tagged as tagged
from synthesite.readers._ris_identifiers import put_addresses, put_doi, put_pubmed_ids, says_nothing
from synthesite.readers._ris_lines import fields_of, reference_spans
from synthesite.readers._ris_types import PERIODICALS, TYPES, WHOLE, container_tags
from synthesite.readers._tagged import Field, Fields
from synthesite.text.dates import iso_date
from synthesite.text.folding import fold, same_form, title_key
from synthesite.text.html_tree import html_start
from synthesite.text.identifiers import normal_doi
from synthesite.text.languages import language_tag

LABEL = N_("RIS export")

_OPENING = re.compile(r"(?:\A|[\r\n])[ \t\ufeff]*TY[ \t]{1,4}[-\u2013][ \t]*[A-Za-z]")
_OTHER_TAG = re.compile(r"[\r\n][ \t\ufeff]*(?:A[1U]|T[1I2]|ER|ID|PY|Y1|JO|JF)[ \t]{1,4}-")
_BEFORE = re.compile(r"[ \t\ufeff]*(?:[A-Z][A-Z0-9][ \t]{1,4}[-\u2013]|[\r\n]|\Z)")
_VOLUME = re.compile(r"(?:vol(?:ume|\.)?\s+)?(\S+?)\s*\(\s*([^()]+?)\s*\)", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:vol(?:ume|\.)|vol|no\.|nr\.|number|issue|heft|bd\.|band)\s*(?=\d)", re.IGNORECASE)
_ISSUE = re.compile(r"\d{1,4}(?:\s*[-\u2013/]\s*\d{1,4})?|(?:s|sup|suppl|supplement|pt|part)\.?\s*\d*", re.IGNORECASE)
_ARTICLE_NUMBER = re.compile(r"[A-Za-z]{0,3}[-. ]?\d[\w.-]{0,20}")
_PAGES_LEAD = re.compile(r"(?:pp?\.|pages?:?|S\.|art(?:icle)?\.?\s*(?:no\.?|number|id)?:?)\s*(?=\w*\d)", re.IGNORECASE)
_RANGE = re.compile(r"(\w+)\s*[-\u2013\u2014]+\s*(\w+)")
_GENRE = re.compile(r"[^\W\d_][^\W\d_ /&;,()-]{2,}[^\d:]{0,120}")
_CITED = re.compile(r"\b(?:Cited By ?:?|Total Times Cited ?:)\s*(\d{1,7})\b")
_REFERENCES = re.compile(r"\b(?:Cited Reference Count ?:|Number of references -)\s*(\d{1,6})\b")
_EXPORTED = re.compile(r"\bExport Date ?:\s*(\d{1,2} [A-Za-z]+ \d{4})")


def claims(source: SourceText) -> str | None:
    if html_start(source.head):
        return None
    head = source.head
    opening = _OPENING.search(head)
    if not opening:
        return None
    before = head[: opening.start()].strip("\ufeff \t\r\n").splitlines()
    if not before:
        return "it starts with the tag TY, as RIS does"
    if all(_BEFORE.match(line) for line in before):
        return "its first lines are tags, TY among them, as RIS has"
    if _OTHER_TAG.search(head, opening.end()):
        return "it holds references that open with the tag TY, as RIS does"
    return None


def items(source: SourceText) -> list[Item]:
    return pieces(source, reference_spans(source.text))


def read(item: Item) -> Extract:
    draft = Draft(item, "ris")
    fields = Fields(draft, fields_of(draft))
    if not fields.all("ER"):
        draft.problem("missing-er", "this reference has no closing 'ER  -' line; it may be cut off: export it again")
    kind = _type(draft, fields)
    _titles(draft, fields, kind)
    if kind != "EDBOOK":  # its AU are editors
        _people(draft, fields)
    _dates(draft, fields)
    _numbers(draft, fields, kind)
    _pages(draft, fields, kind)
    put_doi(draft, fields)
    put_pubmed_ids(draft, fields)
    put_addresses(draft, fields)
    _texts(draft, fields)
    _counts(draft, fields)
    fields.keep_others("ER")
    return draft.extract()


def _type(draft: Draft, fields: Fields) -> str:
    """Puts the type and returns it as RIS has it; one that is stated in several ways is a conflict."""
    stated = fields.having("TY")
    known = [(TYPES.get(fields.raw(field).upper()), field) for field in stated]
    if len({name for name, _ in known if name}) > 1:
        draft.conflict("type", *((fields.raw(field), field.span) for name, field in known if name))
        return ""
    for name, field in known:
        if name:
            fields.read(field)
            draft.put("type", name, field.span, derived=True)
            return fields.raw(field).upper()
    return fields.raw(stated[0]).upper() if stated else ""


def _titles(draft: Draft, fields: Fields, kind: str) -> None:
    titles = fields.having("TI", "T1") or (fields.having("BT", "CT") if kind in WHOLE or kind == "UNPB" else [])
    if titles:
        title = _cased(fields, titles[0], [*titles[1:], *fields.having("ST")])
        for field in titles:
            if title_key(fields.raw(field)) == title_key(fields.raw(title)):
                fields.read(field)
        tagged.put_title(draft, title.span)
    else:
        draft.problem("no-title", "this reference has no title (TI or T1)", severity=Severity.WARNING)
    candidates = [field for tag in container_tags(kind) for field in fields.having(tag)[:1]]
    if candidates:
        fuller = (other for other in candidates if _abbreviates(fields.raw(candidates[0]), fields.raw(other)))
        container = next(fuller, candidates[0])
        fields.read(container)
        tagged.put_text(draft, "journal", container.span)
        _abbreviation(draft, fields, container)
    if publisher := fields.first("PB"):
        tagged.put_text(draft, "publisher", publisher.span)


def _cased(fields: Fields, title: Field, others: list[Field]) -> Field:
    """The same title in upper and lower case, where the first one shouts."""
    raw = fields.raw(title)
    if not raw.isupper():
        return title
    same = (other for other in others if title_key(fields.raw(other)) == title_key(raw))
    return next((other for other in same if not fields.raw(other).isupper()), title)


def _abbreviation(draft: Draft, fields: Fields, container: Field) -> None:
    """The journal's abbreviation; `JO` holds it with many vendors, the full title with others."""
    full = fields.raw(container)
    for tag in ("JA", "J2", "J1", "JO", "JF"):
        for field in fields.having(tag):
            short = fields.raw(field)
            if field is container:
                found = tag in {"JA", "J2", "J1"}
            elif same_form(short) == same_form(full):
                fields.read(field)
                found = False
            else:
                found = tag in {"JA", "J2", "J1"} or _abbreviates(short, full)
            if found and "journal_record.abbreviation" not in draft.values:
                fields.read(field)
                tagged.put_text(draft, "journal_record.abbreviation", field.span)


def _abbreviates(short: str, full: str) -> bool:
    """Whether each word of the short form starts a word of the full one, in their order."""
    words = iter(same_form(full).split())
    starts = same_form(short).split()
    return len(short) < len(full) and all(any(word.startswith(start) for word in words) for start in starts)


def _people(draft: Draft, fields: Fields) -> None:
    """`AU` and `A1` hold one `Family, Given, Suffix` each; some vendors put several into one, with semicolons."""
    spans = [s for field in fields.all("AU", "A1") for s in tagged.split_at_semicolons(draft.text, *field.span)]
    initials = _are_initials([fold(draft.text[slice(*span)]) for span in spans])
    known: set[str] = set()
    for span in spans:
        tagged.add_author(draft, span, known, initials=initials)


def _are_initials(names: list[str]) -> bool:
    """Whether the names are written as MEDLINE does (`Example AB`): all without a comma are, and one initial stands
    alone somewhere; `Xiaoming LI` is a family name in capitals.
    """
    plain = [name[:80] for name in names if "," not in name and " " in name]
    ends = [re.fullmatch(r"[^,]*[a-z][^,]* ([A-Z]{1,3})", name) for name in plain]
    return all(ends) and any(end and len(end[1]) == 1 for end in ends)


def _dates(draft: Draft, fields: Fields) -> None:
    """The year stands in `PY` or `Y1`; the most precise of `DA`, `PY` and `Y1` in that year is the date."""
    found: list[tuple[str, Field]] = []
    for tag in ("DA", "PY", "Y1"):
        field, iso = _date(draft, fields, tag)
        if field and iso:
            found.append((iso, field))
    stated = next((entry for entry in found if entry[1].tag != "DA"), found[0] if found else None)
    if not stated:
        return
    iso, field = stated
    at = fields.raw(field).find(iso[:4])
    if at < 0:
        return
    start = field.span.start + at
    draft.convert("year", (start, start + 4), int)
    same_year = [entry for entry in found if entry[0][:4] == iso[:4]]
    best, where = max(same_year, key=lambda entry: len(entry[0]))
    month = fields.having("DA")
    full = tagged.date_in_year(fields.raw(month[0]), iso[:4]) if month and len(best) == 4 else None
    if full:
        fields.read(month[0])
        draft.put("published", full, (start, start + 4), month[0].span, derived=True)
    else:
        draft.put("published", best, where.span, derived=best != fields.raw(where))


def _date(draft: Draft, fields: Fields, tag: str) -> tuple[Field | None, str | None]:
    """The first date that can be read in the fields of a tag; in words among others a year is enough."""
    unread = None
    for field in fields.having(tag):
        raw = fields.raw(field)
        iso = iso_date(raw.rstrip("/"))
        if iso:
            fields.read(field)
            return field, iso
        unread = unread or (field if any(c.isalnum() for c in raw) else None)
    if not unread:
        return None, None
    raw = fields.raw(unread)
    year = tagged.year_in(raw)
    if year and any(c.isalpha() for c in raw):
        return unread, raw[slice(*year)]
    if not (tag == "DA" and len(re.findall(r"\d{3}", raw)) == 0):
        message = f"{tag} {raw!r} is no date that can be read; it is left out"
        draft.problem("bad-date", message, unread.span.start)
    return None, None


def _stated(fields: Fields, *tags: str) -> Field | None:
    """The first field of these tags that says something: `n/a` and the like don't."""
    for tag in tags:
        for field in fields.having(tag):
            if not says_nothing(fields.raw(field)):
                return field
    return None


def _numbers(draft: Draft, fields: Fields, kind: str) -> None:
    """Volume and issue; `50(2)` in `VL` is both. EndNote's older export has the issue of a journal in `M1`."""
    volume, issue = _stated(fields, "VL", "VO"), _stated(fields, "IS")
    both = _VOLUME.fullmatch(fields.raw(volume)[:60]) if volume else None
    if volume and both and (not issue or both[2] == fields.raw(issue)):
        fields.read(volume)
        for key, group in (("volume", 1), ("issue", 2)):
            draft.copy(key, (volume.span.start + both.start(group), volume.span.start + both.end(group)))
    if not issue and kind in PERIODICALS and not _is_pure(fields):
        number = _stated(fields, "M1")
        issue = number if number and _ISSUE.fullmatch(fields.raw(number)) else None
    for key, field in (("volume", volume), ("issue", issue)):
        if field:
            fields.read(field)
            lead = _NUMBERED.match(fields.raw(field))
            draft.copy(key, (field.span.start + (lead.end() if lead else 0), field.span.end))
    for field in fields.having("SN"):
        tagged.add_issns(draft, field.span)
        if re.fullmatch(r"[\dXx]{4}-?[\dXx]{4}", fields.raw(field)) and draft.values.get("issn"):
            fields.read(field)


def _is_pure(fields: Fields) -> bool:
    """Whether this comes from Elsevier's Pure, which writes the abstract twice, the DOI in `U2`, and in `M1` the
    number of the article.
    """
    twice = {fields.raw(field) for field in fields.having("N2")} & {fields.raw(f) for f in fields.having("AB")}
    doi = any(normal_doi(fields.raw(field)) for field in fields.having("U2"))
    return doi or bool(twice)


def _pages(draft: Draft, fields: Fields, kind: str) -> None:
    """`SP` and `EP`, or a range in one of them, or else the number of the article (`C7`; Pure's `M1`)."""
    start, end = _stated(fields, "SP"), _stated(fields, "EP")
    if start and not end and kind in WHOLE and not _RANGE.search(fields.raw(start)[:60]):
        return
    if start:
        fields.read(start)
        first = _pages_span(fields, start)
        text = draft.text[slice(*first)]
        whole = _RANGE.fullmatch(text)
        if end:
            fields.read(end)
            last = _pages_span(fields, end)
            whole_last = _RANGE.fullmatch(draft.text[slice(*last)])
            if whole_last and whole_last[1] == text:
                draft.copy("pages", last)
            elif not whole and text != draft.text[slice(*last)]:
                pages = f"{fold(text)}-{fold(draft.text[slice(*last)])}"
                draft.put("pages", pages, first, last)
        draft.copy("pages", first)
    elif end and _RANGE.fullmatch(fields.raw(end)):
        fields.read(end)
        draft.copy("pages", end.span)
    else:
        number = _stated(fields, "C7") or (_stated(fields, "M1") if _is_pure(fields) else None)
        if number and _ARTICLE_NUMBER.fullmatch(draft.text[slice(*_pages_span(fields, number))]):
            fields.read(number)
            draft.copy("pages", _pages_span(fields, number))


def _pages_span(fields: Fields, field: Field) -> tuple[int, int]:
    lead = _PAGES_LEAD.match(fields.raw(field))
    return field.span.start + (lead.end() if lead else 0), field.span.end


def _texts(draft: Draft, fields: Fields) -> None:
    """`AB` and `N2` are both the abstract; what one of them repeats of the other is left out."""
    texts = fields.all("AB", "N2")
    kept = texts if len(texts) < 2 else []
    forms: list[str] = []
    for field in sorted(texts, key=lambda field: -len(fields.raw(field))) if len(texts) > 1 else ():
        form = same_form(fields.raw(field))
        if not any(form in longer for longer in forms[:9]):
            kept.append(field)
            forms.append(form)
    for field in sorted(kept, key=lambda field: field.span.start):
        tagged.add_abstract(draft, *field.span)
    lines = [line for field in fields.all("KW") for line in field.lines]
    tagged.add_keywords(draft, [span for line in lines for span in tagged.split_at_semicolons(draft.text, *line)])
    for field in fields.having("LA"):
        if draft.convert("language", field.span, language_tag):
            fields.read(field)
    for field in fields.having("M3"):
        if _GENRE.fullmatch(fields.raw(field)) and "genre" not in draft.values:
            fields.read(field)
            tagged.put_text(draft, "genre", field.span)


def _counts(draft: Draft, fields: Fields) -> None:
    """What Scopus and Web of Science say in `N1` about citations, and when."""
    for field in fields.having("N1"):
        for key, pattern in (("citations.cited_by", _CITED), ("citations.references", _REFERENCES)):
            if match := pattern.search(fields.raw(field)):
                draft.convert(key, (field.span.start + match.start(1), field.span.start + match.end(1)), int)
    for field in fields.having("N1") if "citations.cited_by" in draft.values else []:
        if match := _EXPORTED.search(fields.raw(field)):
            span = (field.span.start + match.start(1), field.span.start + match.end(1))
            draft.convert("citations.as_of", span, iso_date)
