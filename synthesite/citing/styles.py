"""The three styles: from a record to the parts of its reference.

A publication stands in a journal, in a book or another volume (`_IN_A_VOLUME`), or for itself. What isn't known is left
out; only a missing year is said to be missing, where the style asks for it.
"""

from __future__ import annotations

import re

import msgspec

from synthesite.citing.names import bare_initials, family_first, given_first, initials, whole_given, with_and
from synthesite.citing.pieces import pages_chicago, pages_expanded, pages_minimal, stopped, title_case
from synthesite.model import Record
from synthesite.text.folding import fold
from synthesite.text.markup import plain_title

_IN_A_VOLUME = frozenset({"chapter", "entry", "entry-dictionary", "entry-encyclopedia"})
_SEVERAL = re.compile(r"\d[^\d.]+\d")
_MOST_APA = 20
"""Authors that APA lists; of more, the first nineteen and the last one."""
_MOST_VANCOUVER = 6
_MOST_CHICAGO = 6
"""Authors that Chicago lists; of more, the first three."""


class Part(msgspec.Struct, frozen=True, gc=False):
    """A part of a reference. `language` is that of a title, if it is known, and `None` for all other parts."""

    text: str
    italic: bool = False
    language: str | None = None


def apa(record: Record) -> list[Part]:
    """APA, seventh edition."""
    names = [family_first(author, initials, ", ") for author in record.authors or []]
    if len(names) > _MOST_APA:
        by = f"{', '.join(names[: _MOST_APA - 1])}, … {names[-1]}"
    else:
        by = with_and(names, "&") if names else ""
    year = f"({record.year or 'n.d.'})."
    title, journal = _title(record), _journal(record)
    parts = [Part(f"{stopped(by)} {year} ")] if by else []
    head = stopped(title)
    parts.append(Part(head if journal else head[: len(title)], not journal, record.language))
    parts.append(Part(" " if journal or head == title else ". "))
    if not by:
        parts.append(Part(f"{year} "))
    pages = pages_expanded(record.pages or "")
    if journal and record.type in _IN_A_VOLUME:
        parts += [Part("In "), Part(journal, True), Part(f" ({_page_label(pages)} {pages}). " if pages else ". ")]
        parts += _publisher(record)
    elif journal:
        parts.append(Part(_cased(record, journal), True))
        if record.volume:
            parts += [Part(", "), Part(record.volume, True)]
        issue = f"({record.issue})" if record.issue else ""
        if issue and not record.volume:
            issue = f", {issue}"
        rest = f"{issue}, {pages}" if pages else issue
        parts.append(Part(" " if not rest and parts[-1].text.endswith(".") else f"{stopped(rest)} "))
    else:
        parts += _publisher(record)
    return _trimmed([*parts, Part(_address(record))])


def vancouver(record: Record) -> list[Part]:
    """Vancouver, as in the NLM's Citing Medicine, second edition."""
    names = [family_first(author, bare_initials, " ") for author in record.authors or []]
    by = f"{', '.join(names[:_MOST_VANCOUVER])}, et al." if len(names) > _MOST_VANCOUVER else ", ".join(names)
    online = "" if record.doi or not _address(record) else " [Internet]"
    title, journal, year = _title(record), _journal(record), str(record.year or "")
    parts = [Part(f"{stopped(by)} ")] if by else []
    pages = pages_minimal(record.pages or "")
    if journal and record.type not in _IN_A_VOLUME:
        parts += [Part(stopped(title), language=record.language), Part(" ")]
        parts.append(Part(stopped(f"{journal.replace('.', '')}{online}")))
        issue = f"({record.issue})" if record.issue else ""
        where = f"{record.volume or ''}{issue}"
        where = f"{where}:{pages}" if where and pages else where or pages
        dated = f"{year};{where}" if year and where else year or where
        parts.append(Part(f" {stopped(dated)} " if dated else " "))
    elif journal:
        parts += [Part(stopped(title), language=record.language), Part(" In: "), Part(stopped(f"{journal}{online}"))]
        parts.append(Part(f" {_published(record, year)}{f'p. {pages}. ' if pages else ''}"))
    else:
        head = stopped(f"{title}{online}")
        parts += [Part(title, language=record.language), Part(f"{head[len(title) :]} {_published(record, year)}")]
    end = f"doi:{record.doi}" if record.doi else _address(record)
    return _trimmed([*parts, Part(end if record.doi or not end else f"Available from: {end}")])


def chicago(record: Record) -> list[Part]:
    """The author-date style of the Chicago Manual of Style."""
    authors = record.authors or []
    names = [family_first(author, whole_given, ", ") for author in authors[:1]]
    names += [given_first(author, whole_given) for author in authors[1:]]
    first = f"{', '.join(names[:3])}, et al."
    by = first if len(names) > _MOST_CHICAGO else with_and(names, "and") if names else ""
    year = f"{record.year}." if record.year else "n.d."
    title, journal = _cased(record, _title(record)), _cased(record, _journal(record))
    named = (
        [Part("“"), Part(stopped(title), language=record.language), Part("” ")]
        if journal or record.type in {"article", "thesis", "webpage", "post-weblog"}
        else [Part(title, True, record.language), Part(stopped(title)[len(title) :] + " ")]
    )
    parts = [Part(f"{stopped(by)} {year} "), *named] if by else [*named, Part(f"{year} ")]
    pages = pages_chicago(record.pages or "")
    if journal and record.type in _IN_A_VOLUME:
        parts += [Part("In "), Part(journal, True), Part(" " if journal.endswith(".") else ". "), *_publisher(record)]
    elif journal:
        parts.append(Part(journal, True))
        issue = f" ({record.issue})" if record.issue else ""
        numbers = f", {'nos.' if _SEVERAL.search(record.issue) else 'no.'} {record.issue}" if record.issue else ""
        rest = f" {record.volume}{issue}" if record.volume else numbers
        rest = f"{rest}: {pages}" if rest and pages else f", {pages}" if pages else rest
        parts.append(Part(" " if not rest and journal.endswith(".") else f"{stopped(rest)} "))
    else:
        parts += _publisher(record)
    address = _address(record)
    return _trimmed([*parts, Part(stopped(address) if address else "")])


def _title(record: Record) -> str:
    return fold(plain_title(record.title or ""))


def _journal(record: Record) -> str:
    return fold(plain_title(record.journal or ""))


def _cased(record: Record, title: str) -> str:
    """A title in title case if the study is known to be in English."""
    return title_case(title) if (record.language or "").startswith("en") else title


def _publisher(record: Record) -> list[Part]:
    return [Part(f"{stopped(record.publisher)} ")] if record.publisher else []


def _page_label(pages: str) -> str:
    return "pp." if _SEVERAL.search(pages) else "p."


def _published(record: Record, year: str) -> str:
    """`Publisher; 2020. `, as far as known."""
    said = f"{record.publisher}; {year}" if record.publisher and year else record.publisher or year
    return f"{stopped(said)} " if said else ""


def _address(record: Record) -> str:
    """Where it is found: by its DOI, or else at its address if that is one of the web's."""
    if record.doi:
        return f"https://doi.org/{record.doi}"
    url = record.url or ""
    return url if url.startswith(("https://", "http://")) else ""


def _trimmed(parts: list[Part]) -> list[Part]:
    """The parts without empty ones, and with no blank at the end."""
    found = [part for part in parts if part.text]
    while found and found[-1].text != (text := found[-1].text.rstrip()):
        last = found.pop()
        if text:
            found.append(Part(text, last.italic, last.language))
    return found
