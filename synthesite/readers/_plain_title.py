"""The title of a page saved as text: labelled, given in the page's own suggestion how to cite, or where titles stand.

A line is taken by its place only beside what tells the place: right above the authors, or between PubMed's citation
and the authors.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from synthesite.readers._plain_authors import Names, names_of
from synthesite.readers._plain_citation import citation_of, issue_of
from synthesite.readers._plain_fields import Field, label_line, split_label, starts_something
from synthesite.readers._plain_lines import Line, is_address, is_badge, is_furniture, is_heading
from synthesite.text.dates import iso_date
from synthesite.text.folding import fold
from synthesite.text.licences import spdx
from synthesite.text.patterns import lazy

_CITE_FROM = 20
_SITE = lazy(r"\s[|–—-]\s[^|]{2,60}(?:\s[|–—-]\s[^|]{2,60})?$")


class Head(NamedTuple):
    """What stands at the head of a page: the title's span, and the lines of authors with their names."""

    title: tuple[int, int] | None
    authors: tuple[tuple[Line, Names], ...]


def head_of(text: str, lines: list[Line], fields: list[Field]) -> Head:
    """The title and the line of authors among the own lines above the abstract."""
    title = _labelled(text, fields) or _cited(text, lines, fields)
    placed = _by_place(text, lines, title)
    title = title or placed.title or _only(text, lines)
    return Head(title, placed.authors)


def trimmed_title(whole: str, start: int, end: int) -> tuple[int, int]:
    """The span of a title without the full stop behind it."""
    text = whole[start:end]
    if text.endswith((".", "。")) and not text.endswith(("..", "…")) and text.count(".") == 1:
        text = text[:-1]
    return start, start + len(text.rstrip())


def could_be_title(line: Line) -> bool:
    """Whether a line looks like a title: several words or Chinese characters, and none of what pages show otherwise."""
    text = line.text
    han = sum("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af" for c in text)
    if not (12 <= len(text) <= 500 and len(text.split()) >= 3) and not (han >= 6 and len(text) <= 200):
        return False
    if text.endswith((":", ",", ";", "：")) or re.search(r"https?:|www\.|@|©|›|»|\s/\s.*\s/\s|doi\.org", text):
        return False
    if re.match(r"[^\W\d_]", text) is None and not re.match(r"[“\"'‘«¿¡0-9(\[<]", text):
        return False
    if len(re.findall(r"[.!?] [A-ZÀ-Þ]", text)) > 1 or iso_date(text) or is_badge(text):
        return False
    if is_heading(text) or label_line(text) or split_label(line) or citation_of(text):
        return False
    return not (is_furniture(text) and len(text) < 60) and not re.search(r"\bcookies?\b|javascript", text, re.I)


def _labelled(text: str, fields: list[Field]) -> tuple[int, int] | None:
    """The one labelled title; the same one twice is one."""
    found: dict[str, tuple[int, int]] = {}
    for field in fields:
        if field.key == "title":
            span = trimmed_title(text, *field.spans[0])
            found.setdefault(fold(text[slice(*span)]).casefold(), span)
    spans = list(found.values())
    return spans[0] if len(spans) == 1 else None


def _cited(text: str, lines: list[Line], fields: list[Field]) -> tuple[int, int] | None:
    """The longest line that the page's suggestion how to cite contains, or that stands in the page's own tab title."""
    candidates = [line for line in lines if could_be_title(line) and len(line.text) >= _CITE_FROM]
    wanted = [fold(text[field.spans[0][0] : field.spans[-1][1]]).casefold() for field in fields if field.key == "cite"]
    found = [line for line in candidates for cite in wanted if _key(line) in cite and _key(line) != cite]
    if not found:
        keys = {_key(line) for line in candidates if not _SITE.search(line.text)}
        tabs = [_SITE.sub("", fold(line.text)).casefold().rstrip(".") for line in lines[:6] if _SITE.search(line.text)]
        found = [line for line in candidates if _key(line) in keys and _key(line) in tabs]
    line = max(found, key=lambda one: len(one.text), default=None)
    return trimmed_title(text, *line.span) if line else None


def _only(text: str, lines: list[Line]) -> tuple[int, int] | None:
    """The only line that can be the title and stands right below a remark on the study, a citation or a DOI."""
    found = []
    for above, line in pairwise(lines):
        told = is_badge(above.text) or citation_of(above.text) or "doi.org/10." in above.text
        if told and could_be_title(line) and not names_of(line.text) and ";" not in line.text:
            found.append(line)
    return trimmed_title(text, *found[0].span) if len(found) == 1 and len(lines) <= 40 else None


def _key(line: Line) -> str:
    return fold(line.text).casefold().rstrip(".")


def _by_place(text: str, lines: list[Line], title: tuple[int, int] | None) -> Head:
    """The line of authors that stands below a title."""
    for at, line in enumerate(lines):
        if label_line(line.text) == "authors" or (split_label(line) or ("",))[0] == "authors":
            above = _above(lines, at)
            if above and not title and not _is_second(lines, above):
                return Head(trimmed_title(text, *above.span), ())
            continue
        names = names_of(line.text)
        above = _above(lines, at) if names else None
        if not names or not above:
            continue
        block = _block(lines, at, names)
        if not block:
            continue
        known = title is not None and above.start <= title[0] < above.end
        after_citation = at >= 2 and _below_citation(lines, above)
        if len(names.names) >= 2 or len(block) >= 2 or names.marked or known or after_citation:
            sure = known or not _is_second(lines, above)
            return Head(trimmed_title(text, *above.span) if sure else None, tuple(block))
    return Head(None, ())


def _block(lines: list[Line], at: int, names: Names) -> list[tuple[Line, Names]]:
    """The lines of authors from `at` on.

    One; or one for each author, where all but the last end in a comma or an address stands below each. Of a name that
    others may follow in a way that isn't clear, nothing is made: an author too few is as wrong as one too many.
    """
    block = [(lines[at], names)]
    if len(names.names) > 1 and not lines[at].text.endswith((",", ";")):
        return block
    for line in lines[at + 1 : at + 80]:
        following = names_of(line.text)
        if following and not is_furniture(line.text):
            block.append((line, following))
        elif starts_something(line) or is_badge(line.text) or is_furniture(line.text) or citation_of(line.text):
            break
        elif not is_address(line.text) or block[-1][0].text.endswith((",", ";")):
            return block if len(line.text) > 60 or not names.names else []
    return block


def _above(lines: list[Line], at: int) -> Line | None:
    """The line above that could be the title; remarks, dates and labelled values between the two don't count."""
    for place in range(at - 1, max(0, at - 8) - 1, -1):
        line = lines[place]
        below = citation_of(lines[place + 1].text) if place + 1 < len(lines) else None
        if below and "journal" not in below.spans and len(line.text) <= 100:
            continue  # the journal's name above `Volume 7, Issue 2`
        if could_be_title(line) and not names_of(line.text):
            return line
        passed = is_badge(line.text) or iso_date(line.text) or citation_of(line.text) or spdx(line.text)
        if not passed and not label_line(line.text) and not split_label(line):
            return None
    return None


def _is_second(lines: list[Line], line: Line) -> bool:
    """Whether another line that could be a title stands right above: the title in another language, or its first half.

    Which of them is the title isn't clear then.
    """
    before = next((one for one in lines if one.number == line.number - 1), None)
    if not before or before.text == line.text or len(before.text.split()) < 5 or issue_of(before.text):
        return False
    return could_be_title(before) and not names_of(before.text)


def _below_citation(lines: list[Line], title: Line) -> bool:
    before = [line for line in lines if line.start < title.start][-2:]
    return any(citation_of(line.text) for line in before)
