"""A report page of scite.ai, saved as text: a study's abstract, how it has been cited, and the citation statements.

The page shows its parts one under the other, each behind a line of fixed words. Figures of the citation types come in
the order supporting, mentioning, contrasting, unclassified. The page glues a statement's section and stance together
(`Section: Discussionsupporting`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from synthesite.extract import Draft, Item, SourceText, whole
from synthesite.interface import N_
from synthesite.model import Extract, Span
from synthesite.text.dates import iso_date
from synthesite.text.folding import fold
from synthesite.text.html_tree import html_start
from synthesite.text.identifiers import doi_start, issn_of_doi, normal_doi
from synthesite.text.languages import detect_language
from synthesite.text.patterns import lazy

LABEL = N_("scite report page")
CLASSIFIER = "scite"
STANCES = ("supporting", "mentioning", "contrasting", "unclassified")

_LINE = lazy(r"[^\r\n]+")
_SECTION = lazy(rf"Section:[ \t]*(?P<section>.*?)(?P<stance>{'|'.join(STANCES)})[ \t]*$")
_CONFIDENCE = lazy(r"confidence:[ \t]*((?:100|[0-9]{1,2})%)")
_FIGURE = r"((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?![0-9,]))"
_COUNT = lazy(_FIGURE)
_CITATION_TYPES = lazy(rf"^Citation Types(?:\s+{_FIGURE})\s+{_FIGURE}\s+{_FIGURE}\s+{_FIGURE}\s*$", re.MULTILINE)
_CITED_BY = lazy(rf"Cited by {_FIGURE} publications?")
_STATED_TOTAL = lazy(rf"\({_FIGURE} citation statements?\)")
_REFERENCES = lazy(rf"References {_FIGURE} publications?")
_ABSTRACT = lazy(r"^Abstract:[ \t]*", re.MULTILINE)
_ABSTRACT_ENDS = lazy(r"(?:\r\n|\r(?!\n)|\n)[ \t]*(?:[\r\n]|Help me understand this report)")
_SHOW_MORE = lazy(r"…[ \t]*Show more")
_FURNITURE = lazy(r"\d{4}$|DOI:|\||View full text|Cite$|Sign up ", re.IGNORECASE)
_TITLE_ENDS = ("Abstract:", "Help me understand this report", "Search citation statements")
_FILTERS = {
    "Paper Sections": "sections",
    "Publication Types": "publication_types",
    "Relationship": "relationship",
    "Year Published": "years",
}
_STRAY = " \t:;,.–-"


class _Line(NamedTuple):
    start: int
    end: int
    text: str


def claims(source: SourceText) -> str | None:
    if html_start(source.head):
        return None
    head = source.head
    if "Search citation statements" in head and (_CITED_BY.search(source.text) or "Smart Citation" in source.text):
        return "it has the words of a scite report: 'Search citation statements' and 'Cited by … publications'"
    return None


def items(source: SourceText) -> list[Item]:
    return whole(source)


def read(item: Item) -> Extract:
    draft = Draft(item, "scite-report")
    lines = [_trim(m) for m in _LINE.finditer(item.text)]
    lines = [line for line in lines if line.text]
    _head(draft, lines)
    _abstract(draft)
    _filters(draft, lines)
    _figures(draft)
    _statements(draft, lines)
    _check_tally(draft)
    return draft.extract()


def _trim(match: re.Match[str]) -> _Line:
    text = match[0].strip()
    start = match.start() + match[0].index(text) if text else match.start()
    return _Line(start, start + len(text), text)


def _head(draft: Draft, lines: list[_Line]) -> None:
    """Year and DOI stand above the title; the title is the line before the abstract or the next fixed words."""
    end = next((i for i, line in enumerate(lines) if line.text.startswith(_TITLE_ENDS)), len(lines))
    for line in lines[: min(end, 6)]:
        if re.fullmatch(r"\d{4}", line.text) and iso_date(line.text):
            draft.convert("year", (line.start, line.end), int)
        elif line.text.startswith("DOI:"):
            _identifiers(draft, line)
    title = lines[end - 1] if 0 < end < len(lines) else None
    if title and not _FURNITURE.match(title.text):
        draft.copy("title", (title.start, title.end))
    else:
        draft.problem("no-title", "the page shows no title where a scite report has it; check that it is saved whole")


def _identifiers(draft: Draft, line: _Line) -> None:
    start = line.start + doi_start(line.text)
    doi = normal_doi(draft.text[start : line.end])
    if not doi:
        draft.problem("bad-doi", f"{line.text!r} is not a DOI; it is left out", line.start)
        return
    draft.convert("doi", (start, line.end), normal_doi)
    issn = issn_of_doi(doi)
    if issn:
        draft.put("issn", [issn], (start, line.end), derived=True)


def _abstract(draft: Draft) -> None:
    opening = _ABSTRACT.search(draft.text)
    if not opening:
        return
    closing = _ABSTRACT_ENDS.search(draft.text, opening.end())
    end = closing.start() if closing else len(draft.text)
    more = _SHOW_MORE.search(draft.text, opening.end(), end)
    if more:
        draft.put("abstract_truncated", True, more.span(), derived=True)
        end = more.start() + 1
    draft.add_abstract(opening.end(), end)


def _filters(draft: Draft, lines: list[_Line]) -> None:
    """The figures behind each filter's heading, up to the next line that is none; years are shown as pairs."""
    for at, line in enumerate(lines):
        key = _FILTERS.get(line.text)
        if not key or f"citations.filters.{key}" in draft.values:
            continue
        counts: list[_Line] = []
        for follower in lines[at + 1 :]:
            if _COUNT.fullmatch(follower.text):
                counts.append(follower)
            elif follower.text != "Select...":
                break
        if key == "years":
            counts = [c for i, c in enumerate(counts) if c.text not in [d.text for d in counts[:i]]]
        for count in counts:
            draft.add(f"citations.filters.{key}", _number(count.text), (count.start, count.end))


def _figures(draft: Draft) -> None:
    for key, pattern in (("citations.cited_by", _CITED_BY), ("citations.references", _REFERENCES)):
        match = pattern.search(draft.text)
        if match:
            draft.convert(key, match.span(1), _number)
    types = _CITATION_TYPES.search(draft.text)
    if types:
        for group, stance in enumerate(STANCES, 1):
            draft.convert(f"citations.tally.{stance}", types.span(group), _number)


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def _statements(draft: Draft, lines: list[_Line]) -> None:
    """A statement is a passage in “… …” up to its section line; the page may show one several times."""
    index_of: dict[str, int] = {}
    seen: dict[int, list[tuple[int, int]]] = {}
    for at, line in enumerate(lines):
        match = _SECTION.match(line.text)
        opening = _opening(lines, at) if match else None
        if not match or opening is None:
            continue
        span = _inside_quotes(draft.text, lines[opening].start, lines[at - 1].end)
        text = fold(draft.text[slice(*span)])
        if not text:
            continue
        if text in index_of:
            seen[index_of[text]].append(span)
            continue
        index = index_of[text] = draft.add("citations.statements", {"text": text}, span, text)
        seen[index] = [span]
        statement = draft.values["citations.statements"][index]
        _stance(draft, statement, f"citations.statements.{index}", line, match)
        confidence = _CONFIDENCE.match(lines[at + 1].text) if at + 1 < len(lines) else None
        if confidence:
            statement["confidence"] = int(confidence[1][:-1]) / 100
            where = lines[at + 1].start
            place = (where + confidence.start(1), where + confidence.end(1))
            draft.trace(f"citations.statements.{index}.confidence", statement["confidence"], place, derived=True)
        language = detect_language(text)
        if language:
            statement["language"] = language
            draft.trace(f"citations.statements.{index}.language", language, span, derived=True)
    for index, spans in seen.items():
        if len(spans) > 1:
            draft.values["citations.statements"][index]["seen"] = len(spans)
            draft.trace(f"citations.statements.{index}.seen", len(spans), *spans, derived=True)


def _opening(lines: list[_Line], at: int) -> int | None:
    """The line where the passage before a section line starts, or `None` if there is no passage.

    It is the last one before it that starts with `“…`; a passage over several lines may hold quotations of its own, so
    of lines that start with a quotation mark alone the first counts.
    """
    quoted: int | None = None
    for i in range(at - 1, max(-1, at - 40), -1):
        if lines[i].text.startswith("“…"):
            return i
        if _SECTION.match(lines[i].text) or _CONFIDENCE.match(lines[i].text):
            break
        if lines[i].text.startswith(("“", '"')):
            quoted = i
    return quoted


def _inside_quotes(text: str, start: int, end: int) -> Span:
    """The span of a passage without the page's `“…` and `…”`; quotation marks inside of them are the passage's own."""
    for mark in ('“"', "…"):
        while start < end and text[start].isspace():
            start += 1
        start += start < end and text[start] in mark
    for mark in ('”"', "…"):
        while end > start and text[end - 1].isspace():
            end -= 1
        end -= end > start and text[end - 1] in mark
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _stance(draft: Draft, statement: dict[str, object], key: str, line: _Line, match: re.Match[str]) -> None:
    statement["stance"] = match["stance"]
    start, end = match.span("stance")
    draft.trace(f"{key}.stance", match["stance"], (line.start + start, line.start + end))
    section = match["section"]
    name = _without_stray(section)
    if name:
        statement["section"] = fold(name)
        start = line.start + match.start("section") + section.index(name)
        draft.trace(f"{key}.section", name, (start, start + len(name)))


def _without_stray(section: str) -> str:
    """A section without the punctuation that the page glues to it; brackets that pair belong to it."""
    name = section.strip(_STRAY)
    while name and (name[0] in ")]}" or (name[0] in "([{" and not any(c in name for c in ")]}"))):
        name = name[1:].strip(_STRAY)
    while name and (name[-1] in "([{" or (name[-1] in ")]}" and not any(c in name for c in "([{"))):
        name = name[:-1].strip(_STRAY)
    return name


def _check_tally(draft: Draft) -> None:
    keys = [f"citations.tally.{stance}" for stance in STANCES]
    tally: list[int] = [draft.values[key] for key in keys if key in draft.values]
    stated = _STATED_TOTAL.search(draft.text)
    if stated and len(tally) == len(STANCES) and sum(tally) != _number(stated[1]):
        figures = " + ".join(map(str, tally))
        message = f"the citation types {figures} = {sum(tally)} don't add up to the {stated[1]} statements stated"
        draft.problem("tally-mismatch", f"{message}; compare the page with its original", stated.start())
