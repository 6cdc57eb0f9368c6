"""The lines of MEDLINE's tagged format: where records start, and their fields with the place of each value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from synthesite.extract import Draft
from synthesite.model import Span
from synthesite.text.folding import fold

_TAG = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}-(?:[ \t]+|$)|(PMID)-[ \t]*(?=\d)")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_ONCE = frozenset({"PMID", "OWN", "TI", "DP", "AB", "STAT", "VI", "SO", "JT"})
_OPENING = frozenset({"PMID", "OWN"})


class Field(NamedTuple):
    """A tag and the place of its value, which may go over several lines."""

    tag: str
    span: Span


def record_spans(text: str) -> list[Span]:
    """A record starts at `PMID` or `OWN`, or behind an empty line at the first tag of all or one that came before."""
    starts: list[int] = []
    seen: set[str] = set()
    first, blank = "", True
    for line in _LINE.finditer(text):
        tag = _tag(line[0])
        if tag:
            opens = tag in _OPENING and (tag in seen or (blank and "TI" in seen))
            opens = opens or (blank and (tag == first or (tag in _ONCE and tag in seen)))
            if not starts or opens:
                starts.append(line.start())
                seen.clear()
            first = first or tag
            seen.add(tag)
        blank = not line[0].strip()
    if starts and text[: starts[0]].strip():
        starts[0] = 0  # what stands before is reported as belonging nowhere
    ends = [*starts[1:], len(text)]
    stripped = (start + len(text[start:end].rstrip()) for start, end in zip(starts, ends, strict=True))
    return [Span(start, end) for start, end in zip(starts, stripped, strict=True)]


def _tag(line: str) -> str:
    match = _TAG.match(line.rstrip("\r\n"))
    return (match[1] or match[2]) if match else ""


class Record:
    """The fields of a record, and which of them have been put to use."""

    def __init__(self, fields: list[Field]) -> None:
        self.fields = fields
        self.used: set[Span] = set()

    def all(self, *tags: str) -> Iterator[Field]:
        """The fields with any of these tags, in the record's order."""
        for field in self.fields:
            if field.tag in tags:
                self.used.add(field.span)
                yield field

    def first(self, *tags: str) -> Field | None:
        """The first field of the first of these tags that there is."""
        return next((field for tag in tags for field in self.all(tag)), None)


def fields_of(draft: Draft) -> list[Field]:
    """The fields of a record that have a value, in order; text before the first is a problem."""
    fields: list[Field] = []
    stray = False
    for line in _LINE.finditer(draft.text):
        text = line[0].rstrip("\r\n")
        tag = _TAG.match(text)
        start, end = line.start() + (tag.end() if tag else 0), line.start() + len(text)
        while start < end and draft.text[start].isspace():
            start += 1
        while end > start and draft.text[end - 1].isspace():
            end -= 1
        if tag:
            fields.append(Field(tag[1] or tag[2], Span(start, end)))
        elif start < end and fields:
            last = fields[-1]
            begin = last.span.start if last.span.start < last.span.end else start
            fields[-1] = Field(last.tag, Span(begin, end))
        elif start < end and not stray:
            stray = True
            draft.problem("stray-text", f"text before the first tag is left out: {text.strip()[:60]!r}", start)
    return [field for field in fields if field.span.start < field.span.end]


def raw_of(draft: Draft, field: Field) -> str:
    """The text of a field, white space folded."""
    return fold(draft.text[slice(*field.span)])
