"""PubMed's format "Abstract (text)": records as paragraphs, each behind its number and the citation.

A record is, in this order and each in a paragraph: the citation, the title, (a title in another language,) the
authors, `Author information:`, notes on other articles, the abstract, the copyright, and the identifiers. Lines are
wrapped, so paragraphs are read, not lines.
"""

from __future__ import annotations

import re

from synthesite.extract import Draft, Item, SourceText, pieces
from synthesite.interface import N_
from synthesite.model import Extract, Span
from synthesite.readers._plain_authors import names_of
from synthesite.readers._plain_citation import citation_of
from synthesite.text.dates import iso_date
from synthesite.text.folding import fold
from synthesite.text.identifiers import normal_doi, normal_pmcid, normal_pmid
from synthesite.text.patterns import lazy

LABEL = N_("PubMed abstracts as text")

_OPENING = lazy(r"^[0-9]{1,6}\. (?=\S[^\r\n]{1,200}\. ?(?:1[89]|20)[0-9]{2}\b)", re.MULTILINE)
_PMID = lazy(r"^PMID: ([0-9]{1,8})\b", re.MULTILINE)
_PARAGRAPH = lazy(r"\S(?:[^\r\n]|(?:\r\n|\r|\n)(?![ \t]*[\r\n]))*")
_IDENTIFIERS = (
    ("doi", lazy(r"^DOI: (\S+)", re.MULTILINE), normal_doi),
    ("pmcid", lazy(r"^PMCID: (PMC[0-9]+)", re.MULTILINE), normal_pmcid),
    ("pmid", _PMID, normal_pmid),
)
_NOTES = lazy(
    r"(?:Author information:|Collaborators:|Comment (?:in|on)|Erratum in|Erratum for|Update (?:in|of)|Republished|"
    r"Retraction (?:in|of)|Expression of concern|Summary for patients|Original report in|\[Article in|Corrected and)",
    re.IGNORECASE,
)
_TAIL = lazy(
    r"©|\(c\) [12]|copyright|published by|(?:DOI|PMID|PMCID): |conflict of interest|publication types?:|mesh terms?:",
    re.I,
)

_SUFFIX = lazy(r"\s+(?:Jr|Sr|2nd|3rd|II|III|IV)$")
"""What PubMed puts behind the initials of a namesake; a record has no place for it beside initials."""


def claims(source: SourceText) -> str | None:
    start = re.match(r"\s*", source.head)
    if start and _OPENING.match(source.head, start.end()) and _PMID.search(source.head):
        return "it starts with a numbered citation and has lines 'PMID:', as PubMed's abstracts as text do"
    return None


def items(source: SourceText) -> list[Item]:
    """A record starts at a numbered citation behind a blank line, and only where the one before has its PMID."""
    starts: list[int] = []
    for match in _OPENING.finditer(source.text):
        blank = re.search(
            r"(?:\A|[\r\n][ \t]*(?:\r\n|\r|\n))\s*$", source.text[max(0, match.start() - 8) : match.start()]
        )
        if not blank and match.start() > 0:
            continue
        if not starts or _PMID.search(source.text, starts[-1], match.start()):
            starts.append(match.start())
    ends = [*starts[1:], len(source.text)]
    return pieces(
        source,
        [Span(at, at + len(source.text[at:end].rstrip())) for at, end in zip(starts, ends, strict=True)],
    )


def read(item: Item) -> Extract:
    draft = Draft(item, "pubmed-text")
    paragraphs = [match.span() for match in _PARAGRAPH.finditer(item.text)]
    if paragraphs:
        _citation(draft, paragraphs[0])
    if len(paragraphs) > 1:
        start, end = paragraphs[1]
        draft.copy("title", (start, end - 1 if item.text[end - 1] == "." else end))
    rest = paragraphs[2:]
    if rest and item.text.startswith("[Article in", rest[0][0]):
        rest = rest[1:]
    if rest and _authors(draft, rest[0]):
        rest = rest[1:]
    _abstract(draft, rest)
    for key, pattern, rule in _IDENTIFIERS:
        if match := pattern.search(item.text):
            draft.convert(key, match.span(1), rule)
    return draft.extract()


def _citation(draft: Draft, span: tuple[int, int]) -> None:
    """`1. J Invented Res. 2021 Mar;7(2):132-142. doi: 10.5555/x. Epub 2021 Feb 3.`, over several lines."""
    raw = draft.text[slice(*span)]
    number = re.match(r"[0-9]+\.\s+", raw)
    offset = span[0] + (number.end() if number else 0)
    line = re.sub(r"[\r\n\t]", " ", draft.text[offset : span[1]])[:400]
    found = citation_of(line, cited=True)
    if not found:
        message = "the citation of this record can't be read; journal, volume, issue and pages are left out"
        draft.problem("bad-citation", message, span[0])
        return
    for key in ("journal", "volume", "issue", "pages"):
        if key in found.spans:
            draft.copy(key, (offset + found.spans[key][0], offset + found.spans[key][1]))
    if "date" in found.spans:
        start, end = (offset + place for place in found.spans["date"])
        text = fold(draft.text[start:end])
        if iso := iso_date(text):
            draft.convert("year", (start, start + 4), int)
            draft.put("published", iso, (start, end), derived=iso != text)


def _authors(draft: Draft, span: tuple[int, int]) -> bool:
    """`Niemand A(1), Keiner B(1)(2); Invented Study Group.`; whether the paragraph is one of authors."""
    raw = draft.text[slice(*span)]
    if _NOTES.match(raw) or len(raw) > 20_000:
        return False
    at = 0
    found: list[tuple[int, int, dict[str, str]]] = []
    for cell in re.finditer(r"[^,;]+(?:;|,|\.?$)", re.sub(r"\([0-9#*, ]+\)", lambda m: " " * len(m[0]), raw)):
        whole_name = cell[0].rstrip(",;.").rstrip()
        text = _SUFFIX.sub("", whole_name)
        if text != whole_name:
            draft.keep("author", whole_name)
        lead = len(text) - len(text.lstrip())
        if not text.strip():
            continue
        at = cell.start() + lead
        names = names_of(fold(text))
        name = names.names[0] if names and len(names.names) == 1 else None
        parts = name.parts if name and (name.start, name.end) == (0, len(fold(text))) else None
        if parts is None and cell.start() and raw[: cell.start()].rstrip().endswith(";"):
            parts = {"literal": fold(text)}
        if parts is None:
            return False
        found.append((span[0] + at, span[0] + cell.start() + len(text), parts))
    for start, end, parts in found:
        draft.add("authors", parts, (start, end), fold(draft.text[start:end]))
    return bool(found)


def _abstract(draft: Draft, paragraphs: list[tuple[int, int]]) -> None:
    """The paragraphs between the notes and the copyright or the identifiers."""
    body: list[tuple[int, int]] = []
    for start, end in paragraphs:
        if _TAIL.match(draft.text, start):
            break
        if _NOTES.match(draft.text, start) and not body:
            continue
        body.append((start, end))
    if body:
        draft.add_abstract(body[0][0], body[-1][1])
