"""The tagged format of MEDLINE (`.nbib`), as PubMed and ERIC export it.

A line is a tag of up to four letters, filled up to four characters, a hyphen, a blank and a value; six blanks continue
the line before, an empty line ends a record (https://www.nlm.nih.gov/bsd/mms/medlineelements.html). ERIC has tags of
five characters and dates of its own.
"""

from __future__ import annotations

import re

from synthesite.extract import Draft, Item, SourceText, pieces
from synthesite.interface import N_
from synthesite.model import Extract, Person, Span
from synthesite.readers._medline_lines import Field, Record, fields_of, raw_of, record_spans
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
from synthesite.readers._xml import add_named, orcid_of
from synthesite.text.dates import iso_date
from synthesite.text.folding import fold
from synthesite.text.html_tree import html_start
from synthesite.text.identifiers import doi_start, normal_doi, normal_issn, normal_pmcid, normal_pmid
from synthesite.text.languages import language_tag
from synthesite.text.names import parse_name, person_parts
from synthesite.text.patterns import lazy

LABEL = N_("MEDLINE export (nbib)")

_FIRST_TAG = lazy(r"^(?:PMID[ \t]{0,2}-[ \t]*\d|(?:OWN|STAT|FAU|JID)[ \t]*-[ \t]*\S)", re.MULTILINE)
_OTHER_TAG = lazy(r"^(?:TI|AU|FAU|PT|DP|AB|AID|SO|STAT|LID|JT|TA)[ \t]{0,2}-", re.MULTILINE)
_RIS = lazy(r"^[ \t]*TY  ?-", re.MULTILINE)
_IDENTIFIER = lazy(r"(.*\S)\s*\[([a-z]+)\]$")
_ISSN = lazy(r"\d{4}-?\d{3}[\dXx]")
_INITIALS = lazy(r"(.+?)\s+([A-Z]{1,4}(?:\s+(?:Jr|Sr|2nd|3rd|4th))?)$")
_COPYRIGHT = lazy(
    r"\s+(?:Copyright\s+(?:\(c\)\s*|©\s*)?(?:19|20)\d\d|(?:Copyright\s*:?\s*)?©|(?<=[.!?)]\s)\(c\)\s*(?:19|20)\d\d)"
    r"[^\r\n].{0,250}$",
    re.DOTALL,
)
_CAPITAL_LABEL = lazy(r"(?:^|(?<=[.!?)\]])\s+)([A-Z][A-Z0-9\s,/&'()\-]{2,80}[A-Z)])\s?:\s+")


def claims(source: SourceText) -> str | None:
    if html_start(source.head):
        return None
    head = source.head
    if _FIRST_TAG.search(head) and _OTHER_TAG.search(head) and not _RIS.search(head):
        return "its lines start with MEDLINE's tags (PMID, OWN, FAU …)"
    return None


def items(source: SourceText) -> list[Item]:
    return pieces(source, record_spans(source.text))


def read(item: Item) -> Extract:
    draft = Draft(item, "medline")
    record = Record(fields_of(draft))
    _kind(draft, record)
    _titles(draft, record)
    _people(draft, record)
    _dates(draft, record)
    _identifiers(draft, record)
    _numbers(draft, record)
    _texts(draft, record)
    _notices(draft, record)
    for field in record.fields:
        if field.span not in record.used:
            draft.keep(field.tag, raw_of(draft, field))
    return draft.extract()


def _kind(draft: Draft, record: Record) -> None:
    kinds = list(record.all("PT"))
    words = [raw_of(draft, field) for field in kinds]
    chapter = any(field.tag == "BTI" for field in record.fields)
    found = type_of(words, is_book=chapter, is_part=any(field.tag == "TI" for field in record.fields))
    if found:
        draft.put("type", found[1], kinds[found[0]].span, derived=True)
    genre = genre_of(words)
    if genre is not None:
        draft.copy("genre", kinds[genre].span)
    for at, field in enumerate(kinds):
        if at != genre:
            draft.keep("PT", raw_of(draft, field))


def _titles(draft: Draft, record: Record) -> None:
    """A book has its title in `BTI`; PubMed writes `[Not Available]` where there is only a vernacular title (`TT`)."""
    book = record.first("BTI")
    title = record.first("TI")
    if title is None or raw_of(draft, title).strip(".") == "[Not Available]":
        title = record.first("TT") or (book if title is None else None)
    if title:
        draft.copy("title", without_full_stop(draft.text, title.span))
    else:
        draft.problem("no-title", "this record has no title (TI)")
    journal = record.first("JT", "TA")
    if journal and (_is_eric_report(draft, record) or draft.values.get("type") == "article"):
        draft.copy("publisher", journal.span)
    elif journal:
        draft.copy("journal", journal.span)
        if abbreviation := record.first("TA"):
            draft.copy("journal_record.abbreviation", abbreviation.span)
    elif book and title and title.tag != "BTI":
        draft.copy("journal", book.span)
    if publisher := record.first("PB"):
        draft.copy("publisher", publisher.span)


def _is_eric_report(draft: Draft, record: Record) -> bool:
    """ERIC puts the institution of what is no journal article where the journal stands."""
    owner = next((field for field in record.fields if field.tag == "OWN"), None)
    kinds = {raw_of(draft, field) for field in record.fields if field.tag == "PT"}
    return owner is not None and raw_of(draft, owner) == "ERIC" and bool(kinds) and "Journal Articles" not in kinds


def _people(draft: Draft, record: Record) -> None:
    """`FAU` holds a full name, the `AU` beside it the same one short; `CN` is a group; `AUID` belongs to the last."""
    full, last = False, -1
    only_short = len(list(record.all("AU"))) > len(list(record.all("FAU")))  # some authors have no full name
    for field in record.all("FAU", "CN", "AUID", *(["AU"] if only_short else [])):
        raw = raw_of(draft, field)
        if field.tag == "AUID":
            _identifier_of(draft, field, last)
        elif field.tag == "AU" and full:
            full = False
        else:
            full = field.tag == "FAU"
            person = Person(literal=raw) if field.tag == "CN" else _person(raw, field.tag)
            last = add_named(draft, person, field.span, raw) if person_parts(person) else -1


def _person(raw: str, tag: str) -> Person:
    """PubMed's short names have their initials last, without a comma: `Example AB`."""
    short = _INITIALS.match(raw) if tag == "AU" and "," not in raw else None
    return Person(family=short[1], given=short[2]) if short else parse_name(raw)


def _identifier_of(draft: Draft, field: Field, author: int) -> None:
    orcid = orcid_of(raw_of(draft, field))
    if author < 0 or not orcid or "orcid" in draft.values["authors"][author]:
        draft.keep("AUID", raw_of(draft, field))
        return
    draft.values["authors"][author]["orcid"] = orcid
    start = draft.text.find(orcid, *field.span)
    span = (start, start + len(orcid)) if start >= 0 else field.span
    draft.trace(f"authors.{author}.orcid", orcid, span, derived=start < 0)


def _dates(draft: Draft, record: Record) -> None:
    """`DP` is the date of the issue; a more precise electronic one of the same year is taken where only that counts."""
    field = record.first("DP")
    if not field:
        return
    raw = raw_of(draft, field)
    year = re.match(r"(?:[^\d]*\D)?((?:1[5-9]|20)\d\d)(?!\d)", raw) or re.search(r"\b((?:19|20)\d\d)$", raw)
    if not year:
        draft.problem("bad-date", f"DP {raw!r} is no date that can be read; it is left out", field.span.start)
        return
    start = draft.text.index(year[1], *field.span)
    draft.put("year", int(year[1]), (start, start + 4))
    iso = iso_date(raw) if "-" not in raw else None
    published, span = (iso, field.span) if iso and iso[:4] == year[1] else (year[1], Span(start, start + 4))
    electronic = next((f for f in record.fields if f.tag == "DEP"), None)
    only_electronic = any(f.tag == "PST" and raw_of(draft, f) == "epublish" for f in record.fields)
    if electronic and only_electronic:
        digits = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", raw_of(draft, electronic))
        other = iso_date("-".join(digits.groups())) if digits else None
        if other and other.startswith(published) and len(other) > len(published):
            published, span = other, electronic.span
            record.used.add(electronic.span)
    draft.put("published", published, span, derived=published != fold(draft.text[slice(*span)]))


def _identifiers(draft: Draft, record: Record) -> None:
    """`LID` and `AID` hold a value and its kind in brackets: `10.5555/12345 [doi]`, `e42 [pii]`."""
    if field := record.first("PMID"):
        draft.convert("pmid", field.span, normal_pmid)
    if field := record.first("PMC"):
        draft.convert("pmcid", field.span, normal_pmcid)
    links: list[Field] = []
    for field in [*record.all("LID"), *record.all("AID")]:
        match = _IDENTIFIER.match(draft.text[slice(*field.span)])
        kind = match[2] if match else ""
        span = Span(field.span.start, field.span.start + match.end(1)) if match else field.span
        raw = draft.text[slice(*span)]
        doi = normal_doi(raw) if kind in {"doi", ""} else None
        if doi and draft.values.get("doi", doi) == doi:
            draft.convert("doi", (span.start + doi_start(raw), span.end), normal_doi)
        elif kind == "doi":
            draft.problem("bad-doi", f"{raw!r} is not a DOI, or not the one above; it is left out", span.start)
        elif kind == "pii" and field.tag == "LID":
            _location(draft, record, span)
        elif not kind and raw.startswith(("http://", "https://")):
            links.insert(0 if field.tag == "AID" else len(links), field)
        else:
            draft.keep(field.tag, raw_of(draft, field))
    for field in links[:1]:
        draft.copy("url", field.span)


def _location(draft: Draft, record: Record, span: Span) -> None:
    """An article number takes the place of pages where the record's citation (`SO`) has it there, or there is none."""
    location = fold(draft.text[slice(*span)])
    tags = {field.tag for field in record.fields}
    source = next((raw_of(draft, field) for field in record.fields if field.tag == "SO"), None)
    cited = source is None or f":{location}." in source or source.endswith(f":{location}")
    if "PG" not in tags and "VI" in tags and cited and is_location(location) and draft.values.get("type") != "article":
        draft.copy("pages", span)
    else:
        draft.keep("LID", location)


def _numbers(draft: Draft, record: Record) -> None:
    for key, tag in (("volume", "VI"), ("issue", "IP"), ("pages", "PG")):
        if field := record.first(tag):
            draft.copy(key, field.span)
    for field in record.all("IS", "ISSN"):
        for match in _ISSN.finditer(draft.text, *field.span):
            issn = normal_issn(match[0])
            if issn and issn not in draft.values.get("issn", []):
                draft.add("issn", issn, match.span(), derived=issn != match[0])
    if field := record.first("NR"):
        draft.convert("citations.references", field.span, whole_number)
    languages = list(record.all("LA"))
    if len(languages) == 1:
        draft.convert("language", languages[0].span, language_tag)
    for field in languages:
        draft.keep("LA", raw_of(draft, field))
    numbers = set()
    for field in record.all("SI"):
        bank, _, number = raw_of(draft, field).partition("/")
        draft.keep("SI", raw_of(draft, field))
        if bank.lower() in REGISTRIES and number:
            numbers.add(number)
            last = Span(draft.text.index("/", *field.span) + 1, field.span.end)
    if len(numbers) == 1:
        draft.copy("investigation", last)


def _texts(draft: Draft, record: Record) -> None:
    if field := record.first("AB"):
        _abstract(draft, *field.span)
    for field in record.all("OT"):
        _keyword(draft, field.span)
    for field in record.all("MH"):
        raw = draft.text[slice(*field.span)]
        lead = len(raw) - len(raw.lstrip("*"))
        _keyword(draft, Span(field.span.start + lead, field.span.start + len(raw.partition("/")[0])))


def _keyword(draft: Draft, span: Span) -> None:
    """A star marks a main topic."""
    start, end = span
    while start < end and draft.text[start] == "*":
        start += 1
    keyword = fold(draft.text[start:end])
    if keyword and keyword not in draft.values.get("keywords", []):
        draft.add("keywords", keyword, (start, end))


def _abstract(draft: Draft, start: int, end: int) -> None:
    """Labels stand in capitals; a note of copyright at the end is no part of the abstract."""
    if note := _COPYRIGHT.search(draft.text, max(start, end - 320), end):
        draft.keep("CI", note[0])
        end = note.start()
    labels = list(_CAPITAL_LABEL.finditer(draft.text[start:end]))
    if not labels or labels[0].start():
        draft.add_abstract(start, end)
        return
    for at, label in enumerate(labels):
        stop = labels[at + 1].start() if at + 1 < len(labels) else end - start
        span = (start + label.end(), start + len(draft.text[start : start + stop].rstrip()))
        place = (start + label.start(1), start + label.end(1))
        if span[0] < span[1]:
            draft.add_part(draft.text[slice(*span)], span, fold(label[1]), place)


def _notices(draft: Draft, record: Record) -> None:
    for field in record.all("EIN", "RIN", "ECI", "PRIN", "CRI"):
        add_notice(draft, notice_type(field.tag), raw_of(draft, field), field.span)
    for field in record.all("PT"):
        if raw_of(draft, field) == RETRACTED:
            add_retraction(draft, field.span)
