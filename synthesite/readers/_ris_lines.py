"""The lines of RIS: where references start and end, and their fields.

A line is two characters, two blanks, a hyphen and a value; `TY` opens a reference and `ER` closes it. Real files bend
all of that: one blank or a tab before the hyphen, values that go on over lines without a tag, tags before `TY`, `TY`
several times, no `ER`, marks of a byte order in the middle of files that were joined.
"""

from __future__ import annotations

import re

from synthesite.extract import Draft
from synthesite.model import Span
from synthesite.readers._tagged import Field, trimmed
from synthesite.text.patterns import lazy

_LEAD = r"[ \t\ufeff]*"
_STRICT = lazy(rf"{_LEAD}([A-Z][A-Z0-9])(?:[ \t]{{2,4}}|\t)[-\u2013](.*)", re.DOTALL)
_LOOSE = lazy(rf"{_LEAD}([A-Z][A-Z0-9]) -(?![^ \t])(.*)", re.DOTALL)
_BARE_END = lazy(rf"{_LEAD}ER[ \t]*-?[ \t]*")
_TAGGED_LINE = lazy(
    rf"(?:\A|[\r\n])({_LEAD}(?:[A-Z][A-Z0-9](?:[ \t]{{2,4}}|\t)[-\u2013]|(?:TY|ER)[ \t]*-?(?![^ \t\r\n]))[^\r\n]*)"
)
_STRICT_OTHER = lazy(rf"[\r\n]{_LEAD}(?!TY|ER)[A-Z][A-Z0-9](?:[ \t]{{2,4}}|\t)[-\u2013]")
_LOOSE_TYPE = lazy(rf"{_LEAD}TY -[ \t]*[A-Z]{{2,}}[A-Z ]*")
_LINE = lazy(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_OWN = frozenset({"AU", "A1", "A2", "ED", "TI", "T1", "T2", "BT", "CT"})
"""Tags that a reference of its own has; a `TY` that none of them follows is one more `TY` of the same reference."""


def reference_spans(text: str) -> list[Span]:
    """Where the references of a file stand.

    A reference ends at its `ER`, or, if it has none, before the next `TY` that brings a title or names of its own.
    """
    spans: list[Span] = []
    openings: list[tuple[int, bool]] = []  # where a TY stands, and whether a title or names follow it
    start, own, typed, loose = -1, False, False, False

    def close(end: int) -> None:
        groups: list[tuple[int, bool]] = []
        for at, is_own in openings:
            if groups and not (is_own and groups[-1][1]):
                groups[-1] = (groups[-1][0], groups[-1][1] or is_own)
            else:
                groups.append((at, is_own))
        ends = [*(at for at, _ in groups[1:]), end][: len(groups)]
        spans.extend(trimmed(text, at, stop) for (at, _), stop in zip(groups, ends, strict=True))
        openings.clear()

    for match in _TAGGED_LINE.finditer(text):
        line, at = match[1], match.start(1)
        tag = line.lstrip(" \t\ufeff")[:2]
        strict = _STRICT.match(line)
        if tag == "TY" and (strict or _LOOSE_TYPE.fullmatch(line)):
            loose = not strict
            if start >= 0 and typed:
                openings.append((start, own))
                start, own = at, False
            elif start < 0:
                start, own = at, False
            typed = True
        elif tag == "ER" and (strict or _BARE_END.fullmatch(line)):
            if start >= 0:
                if typed or own:
                    openings.append((start, own))
                close(match.end())
            start, own, typed = -1, False, False
        elif strict:
            if start < 0:
                start, own, typed = at, False, False
            own = own or tag in _OWN
        if loose and start >= 0:
            own = True
    if start >= 0 and (typed or own):
        openings.append((start, own))
    close(len(text))
    return spans


def fields_of(draft: Draft) -> list[Field]:
    """The fields of a reference that have a value, and its `ER`."""
    fields: list[Field] = []
    loose = _is_loose(draft.text)
    for line in _LINE.finditer(draft.text):
        text = line[0].rstrip("\r\n")
        tag = _STRICT.match(text) or (_LOOSE.match(text) if loose else None)
        if tag or _BARE_END.fullmatch(text):
            start = line.start() + (tag.start(2) if tag else len(text))
            span = trimmed(draft.text, start, line.start() + len(text))
            fields.append(Field(tag[1] if tag else "ER", span, [span] if span.start < span.end else []))
        elif text.strip() and fields:
            span = trimmed(draft.text, line.start(), line.start() + len(text))
            before = fields[-1]
            before.lines.append(span)
            fields[-1] = before._replace(span=Span(before.lines[0].start, span.end))
        elif text.strip():
            draft.problem("stray-text", f"text before the first tag is left out: {text.strip()[:60]!r}", line.start())
    return [field for field in fields if field.span.start < field.span.end or field.tag == "ER"]


def _is_loose(text: str) -> bool:
    """Whether a reference is written with one blank before the hyphen: its first tag is, or all but `TY` and `ER`."""
    return bool(_LOOSE.match(text[:40])) or not _STRICT_OTHER.search(text)
