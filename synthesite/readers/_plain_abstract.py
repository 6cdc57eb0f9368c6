"""The abstract of a page saved as text: behind its label, up to whatever is no abstract any more."""

from __future__ import annotations

import re
from typing import NamedTuple

from synthesite.extract import Draft
from synthesite.readers._plain_fields import label_line, split_label
from synthesite.readers._plain_lines import Line, heading_key, is_furniture, is_heading
from synthesite.text.abstracts import CONCLUDED, is_label, role_of
from synthesite.text.patterns import lazy

_MORE = (
    r"(?:show|read|view|see) (?:more|full abstract|full text|all)|expand|more|mehr (?:anzeigen|lesen)|weiterlesen|"
    r"(?:ver|leer|mostrar|ler) (?:más|mais)|(?:lire|voir|afficher) (?:la suite|plus)|näytä lisää|lue lisää|visa mer|"
    r"展开更多|展开|更多|もっと見る"
)
_MORE_LINE = lazy(rf"(?:…|\.\.\.)?\s*[(\[]?(?:{_MORE})[)\]]?\s*[▼▾↓›»]*", re.IGNORECASE)
_CUT = lazy(rf"(?P<dots>…|\.\.\.|\[…\]|\[\.\.\.\])\s*[(\[]?(?:{_MORE})?[)\]]?\s*$", re.IGNORECASE)
_ENDED = lazy(r"[.!?:;。！？：；…\])”\"»][0-9]{0,3}$")
_RIGHTS = lazy(r"©|\(c\) (?:19|20)[0-9]{2}|copyright\b|this article is protected|published by\b", re.IGNORECASE)
_MORE_LABELS_TEXT = (
    "trial registration;clinical trial registration;registration;funding;patient or public contribution;"
    "level of evidence;what is known;what this study adds;clinical implications;practical implications;"
    "originality/value;design/methodology/approach;research limitations/implications;social implications;"
    "relevance to clinical practice;implications for rehabilitation;main outcomes and measures;"
    "design, setting, and participants;data synthesis;sample;samples;data collection;data analysis;"
    "search strategy;selection criteria;main outcomes;strengths and limitations;registrierung;registro;"
    "enregistrement;studien-registrierung;方法与结果;对象与方法;研究方法;研究结果;研究结论"
)
_MORE_LABELS = frozenset(_MORE_LABELS_TEXT.split(";"))
_TOOL = lazy(r"read online|listen|translate|pdf|full text|en|de|es|fr|pt|in english", re.IGNORECASE)
"""Buttons between the heading of an abstract and the abstract."""
_SHORT = 60


class Abstract(NamedTuple):
    """An abstract: its heading, where it starts and ends, its parts with labels on lines of their own, and the place
    that says that it is cut.
    """

    heading: Line
    start: int
    end: int
    parts: list[tuple[tuple[int, int], int, int]]
    cut: tuple[int, int] | None
    last: int
    """The number of its last line."""


def abstracts_of(lines: list[Line]) -> list[Abstract]:
    """The abstracts among a page's own lines, in order; a page may have one in each of several languages."""
    found: list[Abstract] = []
    for at, line in enumerate(lines):
        if found and line.number <= found[-1].last:
            continue
        labelled = split_label(line)
        if labelled and labelled[0] == "abstract":
            start = labelled[2][0]
            first = line._replace(start=start, text=line.text[start - line.start :], end=labelled[2][1])
            abstract = _collect(line, [first, *lines[at + 1 :]])
        elif label_line(line.text) == "abstract":
            abstract = _collect(line, lines[at + 1 :])
        else:
            continue
        if abstract:
            found.append(abstract)
    return found or _unheaded(lines)


def _unheaded(lines: list[Line]) -> list[Abstract]:
    """An abstract without a heading: three or more lines in a row, each behind a label, that go from aim to result."""
    for at, first in enumerate(lines):
        row = 0
        roles = set()
        while at + row < len(lines) and lines[at + row].number == first.number + row:
            label = re.match(r"([^:：]{3,60})[:：]\s*\S.{20}", lines[at + row].text)
            if not label or not is_label(label[1]):
                break
            roles.add(role_of(label[1]))
            row += 1
        if row >= 3 and len(roles - {None}) >= 3:
            last = lines[at + row - 1]
            return [Abstract(first, first.start, last.end, [], None, last.number)]
    return []


def add_abstract(draft: Draft, abstract: Abstract) -> None:
    """Puts the abstract into the draft, part by part, and marks one that is cut."""
    if abstract.parts:
        for label, start, end in abstract.parts:
            draft.add_part(draft.text[start:end], (start, end), draft.text[slice(*label)], label)
    else:
        draft.add_abstract(abstract.start, abstract.end)
    if abstract.cut and "abstract" in draft.values:
        draft.put("abstract_truncated", True, abstract.cut, derived=True)


def _collect(heading: Line, lines: list[Line]) -> Abstract | None:
    """The abstract that the lines start with; `None` where they start with no passage."""
    text: list[Line] = []
    labels: list[tuple[Line, list[Line]]] = []
    cut: tuple[int, int] | None = None
    before = heading.number
    for at, line in enumerate(lines):
        if line.number > before + 1:
            break
        if not text and not labels and _TOOL.fullmatch(line.text):
            before = line.number
            continue
        if _MORE_LINE.fullmatch(line.text):
            if text and (line.text[0] in "….…" or not _ENDED.search(text[-1].text)):
                cut = line.span
            break
        name = _label(line, lines[at + 1 : at + 2], labels)
        if name:
            if (text and not labels) or any(name == heading_key(one.text) for one, _ in labels):
                break
            labels.append((line, []))
        elif _ends(line, text):
            if not labels or not _goes_on(line, lines[at + 1 : at + 7], labels):
                break
            labels.append((line, []))
        else:
            text.append(line)
            if labels:
                labels[-1][1].append(line)
            if (dots := _CUT.search(line.text[-60:])) and dots.end("dots") < dots.end():
                before = line.number
                break
        before = line.number
    if not text or (not labels and sum(len(line.text) for line in text) < 40 and not _is_cjk(text[0].text)):
        return None
    end = text[-1].end
    if match := _CUT.search(text[-1].text[-60:]):
        offset = end - len(text[-1].text[-60:])
        cut = (offset + match.start("dots"), offset + match.end("dots"))
        end = cut[1]
    parts = [
        (_label_span(label), own[0].start, end if own[-1] is text[-1] else own[-1].end) for label, own in labels if own
    ]
    return Abstract(heading, text[0].start, end, parts, cut, before)


def _label(line: Line, following: list[Line], labels: list[tuple[Line, list[Line]]]) -> str:
    """The key of a line that is the label of a part; an empty text for any other line."""
    if len(line.text) > _SHORT or not following:
        return ""
    name = heading_key(line.text)
    concluded = any(role_of(label.text) == CONCLUDED for label, _ in labels)
    if not name or (concluded and name not in _MORE_LABELS and role_of(name) not in {None, CONCLUDED}):
        return ""
    return name if is_label(name) or name in _MORE_LABELS else ""


def _ends(line: Line, text: list[Line]) -> bool:
    """Whether a line is no passage of the abstract any more."""
    if _RIGHTS.match(line.text) or label_line(line.text) or is_heading(line.text):
        return True
    if (labelled := split_label(line)) and not (labelled[1].casefold() == "subjects" and line.text.endswith(".")):
        return labelled[0] != "abstract"
    if len(line.text) > _SHORT or _ENDED.search(line.text):
        return len(line.text) <= _SHORT and is_furniture(line.text) and line.gap
    return not text or bool(_ENDED.search(text[-1].text)) or is_furniture(line.text)


def _goes_on(line: Line, following: list[Line], labels: list[tuple[Line, list[Line]]]) -> bool:
    """Whether an unknown short line is the label of a part: a passage follows, and then a known label."""
    if is_heading(line.text) or label_line(line.text) or is_furniture(line.text) or split_label(line):
        return False
    if len(following) < 2 or len(following[0].text) <= _SHORT:
        return False
    used = {heading_key(label.text) for label, _ in labels}
    names = [_label(one, following[at + 1 : at + 2], labels) for at, one in enumerate(following[1:], 1)]
    return any(name and name not in used and role_of(name) for name in names)


def _label_span(line: Line) -> tuple[int, int]:
    text = line.text.rstrip(" :：\t")
    lead = len(text) - len(text.lstrip("*•·#- "))
    return line.start + lead, line.start + len(text)


def _is_cjk(text: str) -> bool:
    return len(text) >= 12 and sum("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af" for c in text) * 2 > len(text)
