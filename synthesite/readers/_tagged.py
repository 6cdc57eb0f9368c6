"""What the readers of tagged formats share (RIS, Web of Science): fields, and taking values out of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from synthesite.extract import Draft
from synthesite.model import Person, Span
from synthesite.text.abstracts import split_labelled
from synthesite.text.dates import iso_date
from synthesite.text.folding import fold, same_form
from synthesite.text.identifiers import doi_start, normal_doi, normal_issn, normal_orcid
from synthesite.text.inline_markup import inline_title, plain_text
from synthesite.text.names import parse_name, person_forms, person_parts

_ISSN = re.compile(r"(?<![\dXx-])\d{4}-?\d{3}[\dXx](?![\dXx-])")
_EMAIL = re.compile(r"\s*[(\[<]?[^\s()\[\]<>,;]+@[^\s()\[\]<>,;]+\.[^\s()\[\]<>,;]+[)\]>]?\s*$")
_ORCID = re.compile(
    r"[\s,;]*[(\[{]?\s*(?:orcid(?:\s*id)?\s*:?\s*)?(?:https?://orcid\.org/)?"
    r"(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])\s*[)\]}]?\s*$",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\W*(?:et\.? al|and others|others|no authors? listed|\[anonymous\]|n/a|null|undefined)\W*", re.IGNORECASE
)
_NO_ABSTRACT = re.compile(r"\W*no abstract(?: is| was)?(?: available| provided| found)?\W*", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")


class Field(NamedTuple):
    """A tag and the span of its value; `lines` are the spans of a value that goes on over several lines."""

    tag: str
    span: Span
    lines: list[Span]


class Fields:
    """The fields of an item by their tags, in the order of the item; those that were asked for count as read."""

    def __init__(self, draft: Draft, fields: list[Field]) -> None:
        self._draft = draft
        self._fields = fields
        self._by_tag: dict[str, list[Field]] = {}
        for field in fields:
            self._by_tag.setdefault(field.tag, []).append(field)
        self._read: set[Span] = set()

    def raw(self, field: Field) -> str:
        """The text of a field, as it stands."""
        return self._draft.text[slice(*field.span)]

    def having(self, *tags: str) -> list[Field]:
        """The fields of these tags in the order of the item; they don't count as read yet."""
        having = [tag for tag in tags if tag in self._by_tag]
        if len(having) < 2:
            return list(self._by_tag[having[0]]) if having else []
        return [field for field in self._fields if field.tag in having]

    def all(self, *tags: str) -> list[Field]:
        """The fields of these tags in the order of the item."""
        found = self.having(*tags)
        self._read.update(field.span for field in found)
        return found

    def first(self, *tags: str) -> Field | None:
        """The first field of the first of these tags that there is."""
        for tag in tags:
            if tag in self._by_tag:
                self.read(self._by_tag[tag][0])
                return self._by_tag[tag][0]
        return None

    def read(self, field: Field) -> None:
        """Counts a field as read."""
        self._read.add(field.span)

    def keep_others(self, *but: str) -> None:
        """Keeps what was not read under its tags."""
        for field in self._fields:
            if field.span not in self._read and field.tag not in but:
                self._draft.keep(field.tag, self.raw(field))


def trimmed(text: str, start: int, end: int) -> Span:
    """A span of a text without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def put_text(draft: Draft, key: str, span: tuple[int, int]) -> None:
    """Puts the text of a span, without tags and with character references undone."""
    value = plain_text(draft.text[slice(*span)])
    if value:
        draft.put(key, value, span)


def put_title(draft: Draft, span: tuple[int, int]) -> None:
    """Puts a title, its markup as CSL's inline tags."""
    value = inline_title(draft.text[slice(*span)])
    if value:
        draft.put("title", value, span)


def add_author(
    draft: Draft, span: tuple[int, int], known: set[str], *, initials: bool = False, orcid: str | None = None
) -> None:
    """Adds the author whose name is in the span, without an address behind it; an ORCID iD there goes with the name.

    `initials` says that a name without a comma is a family name and initials (`Example AB`); `orcid` is what the item
    says elsewhere. A name that is among the `known` is not added again, nor is what stands for nobody (`et al.`).
    """
    start, end = trimmed(draft.text, *span)
    raw = draft.text[start:end]
    if _NOBODY.fullmatch(raw):
        return
    if match := _ORCID.search(raw[-150:]):
        orcid = normal_orcid(match[1]) or orcid
        raw = raw[: len(raw) - len(raw[-150:]) + match.start()]
    if "@" in raw and (match := _EMAIL.search(raw[-150:])):
        raw = raw[: len(raw) - len(raw[-150:]) + match.start()]
    name = plain_text(raw)
    person = _person(name, initials)
    form = same_form(person.name)
    if person.name and form not in known:
        known.add(form)
        parts = {**person_parts(person), "orcid": orcid} if orcid else person_parts(person)
        at = trimmed(draft.text, start, start + len(raw))
        derived = bool(orcid) or name not in person_forms(person)
        draft.add("authors", parts, at, name, derived=derived)


def add_group(draft: Draft, span: tuple[int, int]) -> None:
    """Adds a group of authors by its name, which stays whole."""
    name = plain_text(draft.text[slice(*span)]).rstrip(" ,")
    if name and {"literal": name} not in draft.values.get("authors", []):
        draft.add("authors", {"literal": name}, span, name)


def _person(name: str, initials: bool) -> Person:
    if name.endswith(","):  # nothing but a family name, as reference managers write organisations
        return Person(literal=name.rstrip(" ,") or None)
    match = re.fullmatch(r"([^,]+?) ([A-Z]{1,4}|[A-Z](?: [A-Z]){1,3})", name) if initials else None
    return Person(family=match[1], given=match[2]) if match else parse_name(name)


def split_at_semicolons(text: str, start: int, end: int) -> Iterator[Span]:
    """The spans between the semicolons of a span, trimmed; empty ones are left out. Those of references don't count."""
    at = start
    for match in re.finditer(r"(?:&#?\w{1,31})?;|$", text[start:end]):
        if match[0] == ";" or not match[0]:
            span = trimmed(text, at, start + match.start())
            if span.start < span.end:
                yield span
            at = start + match.end()


def add_keywords(draft: Draft, spans: list[Span]) -> None:
    """Adds keywords that are not there yet, whatever their case."""
    known = {keyword.casefold() for keyword in draft.values.get("keywords", [])}
    for span in spans:
        keyword = plain_text(draft.text[slice(*span)])
        if keyword and keyword.casefold() not in known:
            known.add(keyword.casefold())
            draft.add("keywords", keyword, span)


def add_issns(draft: Draft, span: tuple[int, int]) -> None:
    """Adds the ISSNs that stand in a span; one with a wrong check digit is reported."""
    for match in _ISSN.finditer(draft.text, *span):
        issn = normal_issn(match[0])
        if issn and issn not in draft.values.get("issn", []):
            draft.add("issn", issn, match.span(), derived=issn != match[0])
        elif not issn and "-" in match[0]:
            message = f"the check digit of the ISSN {match[0]} is wrong, so it is left out; look it up in the journal"
            draft.problem("bad-issn", message, match.start())


def put_doi(draft: Draft, span: tuple[int, int]) -> bool:
    """Puts the DOI that a span holds, alone or behind a resolver's address or `doi:`; says whether it is one."""
    start = span[0] + doi_start(draft.text[slice(*span)])
    return draft.convert("doi", (start, span[1]), normal_doi) is not None


def add_abstract(draft: Draft, start: int, end: int) -> None:
    """Adds the abstract that stands in a span, split at its labels, without tags; a remark that there is none isn't
    one.
    """
    if _NO_ABSTRACT.fullmatch(draft.text[start : min(end, start + 100)]):
        return
    for part in split_labelled(draft.text[start:end]):
        span = (start + part.text[0], start + part.text[1])
        label = (start + part.label[0], start + part.label[1])
        draft.add_part(plain_text(draft.text[slice(*span)]), span, draft.text[slice(*label)], label)


def year_in(text: str) -> tuple[int, int] | None:
    """Where the one year stands that a text names; `None` if there is none or more than one."""
    found = list(_YEAR.finditer(text))
    return found[0].span() if found and len({match[0] for match in found}) == 1 else None


def date_in_year(text: str, year: str) -> str | None:
    """The date that a text without a year (`Mar 15`, `MAR-APR`) gives together with a year; `None` if it is none."""
    iso = iso_date(f"{year} {fold(text)}")
    return iso if iso and len(iso) > 4 else None
