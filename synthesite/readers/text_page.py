"""A page about one study, saved as plain text: of a publisher, a repository, a library, a database or an index.

No two sites write the same page, so this reader knows no site. It looks for what all of them show: labelled values,
the line that says where a study stands, the line of authors below the title, the abstract behind its label. What is
not clear is left out. It is general: any reader that knows a format of its own goes first.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from synthesite.extract import Draft, Item, SourceText, whole
from synthesite.interface import N_
from synthesite.model import Extract
from synthesite.readers._plain_abstract import Abstract, abstracts_of, add_abstract
from synthesite.readers._plain_citation import Citation, citation_of, issue_of
from synthesite.readers._plain_fields import Field, fields_of, other_label
from synthesite.readers._plain_identifiers import add_identifiers
from synthesite.readers._plain_lines import Line, lines_of
from synthesite.readers._plain_published import add_dates
from synthesite.readers._plain_sections import own_lines
from synthesite.readers._plain_title import Head, head_of
from synthesite.readers._plain_values import (
    add_authors,
    add_citation,
    add_counts,
    add_keywords,
    add_labelled,
    add_licence,
)
from synthesite.text.patterns import lazy

LABEL = N_("page about a study, saved as text")
GENERAL = True

_FOREIGN = lazy(
    r"\s*(?:[{\[]\s*[\"{\[\]]|<(?:!doctype|\?xml|html|[a-z]+[\s>])|@[a-z]+\s*[{(]|%[0-9A-Z] |\\[a-z]+[{\[])",
    re.IGNORECASE,
)
_TAGS = lazy(r"<(?:div|p|span|a|meta|script|br|td|li)\b[^<>]{0,300}>", re.IGNORECASE)
_TAGGED = lazy(r"^(?:[A-Z][A-Z0-9]{1,3} {0,2}- |[A-Z][A-Z0-9] \S|%[A-Z0-9] )", re.MULTILINE)
_RESULTS = lazy(
    r"\b(?:showing|results?|treffer|resultados|résultats|tulokset|displaying|items?)\s+[0-9,]+\s*(?:-|–|to|bis|a|à)\s*[0-9,]+"
    r"(?:\s*(?:of|von|de|sur|/)\s*[0-9,]+)?|[0-9,.]+ (?:results|treffer|resultados|résultats|hits|osumaa)\b(?! of)|"
    r"\bsearch results for\b|\bnext page\b.*\bsort(?:ed)? by\b|检索结果",
    re.IGNORECASE,
)

_CITED_YEAR = lazy(r"(?<![\w/.-])((?:19|20)[0-9]{2})[a-z]?(?:\)|[.,:])")


class _Page(NamedTuple):
    """A page taken apart."""

    own: list[Line]
    fields: list[Field]
    abstracts: list[Abstract]
    head: Head
    citation: tuple[Line, Citation] | None


def claims(source: SourceText) -> str | None:
    head = source.head
    if _FOREIGN.match(head) or len(_TAGS.findall(head)) > 5 or len(_TAGGED.findall(head)) > 5 or _is_table(head):
        return None
    page = _page(head)
    if _shows_several(head, page):
        return None
    labelled = {field.key for field in page.fields}
    named = "title" in labelled or _has_identifier(page)
    if named and (page.abstracts or (page.citation and (page.head.title or page.head.authors))):
        return "it is plain text that names a study and shows its abstract or where it was published"
    if page.head.title and page.head.authors and page.abstracts and page.citation:
        return "it is plain text with a title, authors, an abstract and where it was published"
    if page.head.title and page.head.authors and page.citation and len(labelled) >= 4:
        return "it is plain text with a title, authors, where it was published and labelled values"
    if {"title", "authors"} <= labelled and len(labelled & {"year", "published", "publisher", "issn", "type"}) >= 2:
        return "it is plain text with the labelled values of one publication"
    return None


def items(source: SourceText) -> list[Item]:
    return whole(source)


def read(item: Item) -> Extract:
    draft = Draft(item, "text-page")
    page = _page(item.text)
    if page.head.title:
        draft.copy("title", page.head.title)
    else:
        draft.problem("no-title", "no line is clearly the title; give it in the study's front matter")
    add_authors(draft, page.fields, page.head)
    add_citation(draft, page.citation, page.fields, page.own)
    add_dates(draft, page.own, page.fields, page.citation)
    add_identifiers(draft, page.own, page.fields, page.citation)
    for at, abstract in enumerate(page.abstracts):
        if at == 0:
            add_abstract(draft, abstract)
        else:
            draft.keep(abstract.heading.text[:40].partition(":")[0], item.text[abstract.start : abstract.end])
    add_keywords(draft, page.fields)
    add_labelled(draft, page.fields)
    add_licence(draft, page.own)
    add_counts(draft, page.fields)
    _keep_others(draft, page)
    return draft.extract()


def _page(text: str) -> _Page:
    own = own_lines(lines_of(text))
    abstracts = abstracts_of(own)
    inside = {number for one in abstracts for number in range(one.heading.number, one.last + 1)}
    outside = [line for line in own if line.number not in inside]
    fields = fields_of(outside)
    first = abstracts[0].heading.number if abstracts else (own[-1].number + 1 if own else 0)
    above = [line for line in outside if line.number < first]
    head = head_of(text, above if abstracts else above[:60], fields)
    return _Page(outside, fields, abstracts, head, _citation(text, outside, fields, head))


def _citation(text: str, lines: list[Line], fields: list[Field], head: Head) -> tuple[Line, Citation] | None:
    """Where the study stands, by the first line that says so: a labelled one, the page's suggestion how to cite behind
    the title, or any other of its own lines.
    """
    repec = "repec" in text.casefold()
    cited = [field for field in fields if field.key == "cite"]
    for field in [field for field in fields if field.key == "journal"] + cited:
        start, end = field.spans[0]
        behind = _behind_title(text, start, end, head.title) if field.key == "cite" else start
        found = citation_of(text[behind:end], repec, cited=field.key == "cite") if behind else None
        if found:
            spans = {key: (behind - start + a, behind - start + b) for key, (a, b) in found.spans.items()}
            if "date" not in spans and (year := _CITED_YEAR.search(text, start, behind)):
                spans["date"] = year.start(1) - start, year.end(1) - start
            return field.line._replace(start=start, end=end, text=text[start:end]), Citation(spans, end - start)
    taken = {start for field in fields if field.key in {"cite", "title"} for start, _ in field.spans}
    taken |= {head.title[0]} if head.title else set()
    best: tuple[Line, Citation] | None = None
    for line in lines:
        if any(line.start <= start < line.end for start in taken) or not (found := citation_of(line.text, repec)):
            continue
        if best is None or _says_more(best, (line, found)):
            best = line, found
    if best:
        return best
    return next(((line, found) for line in lines[:40] if (found := issue_of(line.text))), None)


def _says_more(one: tuple[Line, Citation], other: tuple[Line, Citation]) -> bool:
    """Whether another citation says all that the one says, and more."""
    said = {key: one[0].text[slice(*span)] for key, span in one[1].spans.items()}
    more = {key: other[0].text[slice(*span)] for key, span in other[1].spans.items()}
    year = said.pop("date", "")[-4:]
    return len(more) > len(said) + bool(year) and said.items() <= more.items() and year in more.get("date", year)


def _behind_title(text: str, start: int, end: int, title: tuple[int, int] | None) -> int:
    """Where a suggestion how to cite goes on behind the title; 0 where it doesn't have it."""
    if not title or end - start > 2_000:
        return 0
    at = text.casefold().find(text[slice(*title)].casefold(), start, end) if len(text.casefold()) == len(text) else -1
    if at < 0:
        at = text.find(text[slice(*title)], start, end)
    if at < 0:
        return 0
    rest = text[at + title[1] - title[0] : end]
    return end - len(rest.lstrip(" .,\"”?!'’«»"))


def _has_identifier(page: _Page) -> bool:
    return any(field.key in {"doi", "pmid", "pmcid"} for field in page.fields) or any(
        re.search(r"\bdoi:\s?10\.|doi\.org/10\.", line.text) for line in page.own if len(line.text) <= 400
    )


def _is_table(head: str) -> bool:
    """Whether a text looks like CSV or TSV: the first lines have the same number of separators, three at least."""
    lines = [line for line in head[:5_000].splitlines() if line.strip()][:3]
    return len(lines) >= 2 and any(
        lines[0].count(mark) >= 3 and all(line.count(mark) >= lines[0].count(mark) for line in lines) for mark in ",;\t"
    )


def _shows_several(head: str, page: _Page) -> bool:
    """Whether a text is a list of studies: it says so, or it has several of what one study has one of."""
    if any(_RESULTS.search(line.text) for line in page.own if len(line.text) <= 120):
        return True
    for key in ("pmid", "pmcid", "title"):
        values = {head[slice(*field.spans[0])].casefold() for field in page.fields if field.key == key}
        if len(values if key == "title" else {value.split()[0] for value in values}) > 1:
            return True
    placed = [line for line in page.own if len(line.text) <= 300 and citation_of(line.text)]
    kinds = {field.label.casefold() for field in page.fields if field.key == "abstract"}
    return len({one.text for one in placed}) > (4 if page.abstracts else 2) or (
        len(page.abstracts) > 3 and len(kinds) < 3
    )


def _keep_others(draft: Draft, page: _Page) -> None:
    """Keeps labelled values that a record has no place for, on pages that are made of labelled values."""
    for field in page.fields:
        if field.key in {"mesh", "other_date"}:
            for span in field.spans:
                draft.keep(field.label, draft.text[slice(*span)])
    if len(page.fields) < 5:
        return
    taken = {field.line.number for field in page.fields}
    for line in page.own:
        if line.number not in taken and len(line.text) <= 300 and (other := other_label(line)):
            draft.keep(other[0], draft.text[slice(*other[1])])
