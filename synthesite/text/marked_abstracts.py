"""Titles and abstracts that carry HTML or JATS inside another format's strings, some of them escaped twice."""

from __future__ import annotations

import re
from typing import NamedTuple

from synthesite.text.abstracts import role_of, split_labelled
from synthesite.text.folding import fold
from synthesite.text.inline_markup import inline_title
from synthesite.text.inline_markup import plain_text as html_text
from synthesite.text.xml_spans import Kind, tokens
from synthesite.text.xml_text import csl_title, plain_passage, plain_text

_HEADINGS = frozenset({"title", "h1", "h2", "h3", "h4", "h5", "h6"})
_STRONG = frozenset({"b", "bold", "strong"})
_SLANTED = frozenset({"i", "italic", "em", "u", "underline"})
_BLOCKS = frozenset({"p", "br", "div", "li", "sec", "section", "list-item", "td", "tr"}) | _HEADINGS
_NAME_OF_ALL = frozenset(
    {"abstract", "summary", "zusammenfassung", "résumé", "resumé", "resumen", "resumo", "riassunto", "samenvatting"}
    | {"tiivistelmä", "sammanfattning", "abstrakt", "摘要", "要旨", "초록"}
)
_LONGEST_LABEL = 60
_COLON = re.compile(r"\s*[:：]")
_NO_TAG = re.compile(
    r"<(?!/?[A-Za-z][^<>]*+>)|(?<=<)(?:[A-Za-z]+:)?"
    r"(fn|annotation-xml|annotation|alt-text|object-id|index-term|tex-math|xref)(?=[\s/>])"
)
_SHIELD = "\ue000"  # of a private use area: stands for a `<` that opens no tag
_INLINE_TAG = re.compile(r"<(/?)(i|b|sup|sub)>")


class MarkedPart(NamedTuple):
    """A part of an abstract: its label with its span (empty if it has none), its text with its span."""

    label: str
    label_span: tuple[int, int]
    text: str
    span: tuple[int, int]


def marked_text(markup: str) -> str:
    """What a piece of HTML or JATS says, white space folded; what is still escaped then is undone once more."""
    return html_text(plain_text(_shielded(markup)).replace(_SHIELD, "<"))


def marked_title(markup: str) -> str:
    """A title with CSL's inline tags, white space folded; without any if they don't pair."""
    title = inline_title(csl_title(_shielded(markup)).replace(_SHIELD, "<"))
    opened: list[str] = []
    for closing, tag in _INLINE_TAG.findall(title):
        if not closing:
            opened.append(tag)
        elif not opened or opened.pop() != tag:
            return fold(_INLINE_TAG.sub("", title))
    return fold(_INLINE_TAG.sub("", title)) if opened else title


def marked_parts(markup: str) -> list[MarkedPart]:
    """The parts of an abstract, split at its headings or bold labels; without these, at labels in its text.

    A heading that names the whole (`Abstract`) is none of a part. Spans are offsets into the markup.
    """
    labels = _labels(_shielded(markup))
    if not labels:
        return _plain_parts(markup)
    found: list[MarkedPart] = []
    label, label_span, at = "", (0, 0), 0
    for start, end, inner in [*labels, (len(markup), len(markup), (0, 0))]:
        text, span = _text(markup, at, start)
        name = marked_text(markup[slice(*inner)]).rstrip(":：").strip()
        if text or (label and start == len(markup)):
            if not text:  # a heading with nothing under it is what the abstract ends with
                text, span, label = label, label_span, ""
            found.append(MarkedPart(label, label_span if label else (0, 0), text, span))
            label, label_span = "", (0, 0)
        if label and name:  # a heading under a heading
            label, label_span = marked_text(markup[label_span[0] : inner[1]]), (label_span[0], inner[1])
        elif name and name.lower() not in _NAME_OF_ALL:
            label, label_span = _named(markup, inner, name)
        at = end
    return found


def _shielded(markup: str) -> str:
    """The markup, as long as it was, with every `<` replaced that opens neither a tag nor a comment: it is a sign.

    An element whose text is left out elsewhere becomes one that says nothing, if it is never closed.
    """
    lasts = {"": markup.rfind("-->")}

    def replaced(match: re.Match[str]) -> str:
        name = match[1] or ""
        if name not in lasts:
            lasts[name] = markup.rfind(f"{name}>")
        last = lasts[name]
        if name:
            return match[0] if match.end() + 1 < last else "sc".ljust(len(match[0]))
        return "<" if match.start() < last and markup.startswith("<!--", match.start()) else _SHIELD

    return _NO_TAG.sub(replaced, markup)


def _named(markup: str, inner: tuple[int, int], name: str) -> tuple[str, tuple[int, int]]:
    """A label and its span, without the colon behind it if that can be left out of the span."""
    at = markup.find(name, *inner)
    if at >= 0:
        return name, (at, at + len(name))
    raw = markup[slice(*inner)]
    span = (inner[1] - len(raw.lstrip()), inner[0] + len(raw.rstrip(" \t\r\n:：")))
    return marked_text(markup[slice(*span)]), span


def _text(markup: str, start: int, end: int) -> tuple[str, tuple[int, int]]:
    """What stands between two offsets, with its span; a colon that belongs to the label before it is left out."""
    if start and (colon := _COLON.match(markup, start, end)):
        start = colon.end()
    while start < end and markup[start].isspace():
        start += 1
    while end > start and markup[end - 1].isspace():
        end -= 1
    return marked_text(markup[start:end]), (start, end)


def _plain_parts(markup: str) -> list[MarkedPart]:
    passage = plain_passage(_shielded(markup), 0, len(markup))
    bounds = passage.trimmed()
    if bounds is None:
        return []
    parts = split_labelled(passage.text[slice(*bounds)])
    if len(parts) == 1 and parts[0].label[0] == parts[0].label[1]:
        text, span = _text(markup, 0, len(markup))
        return [MarkedPart("", (0, 0), text, span)] if text else []
    found = []
    for at, part in enumerate(parts):
        label = passage.span(bounds[0] + part.label[0], bounds[0] + part.label[1])
        start = passage.starts[bounds[0] + part.text[0]] if part.text[0] < part.text[1] else label[1]
        following = parts[at + 1].label[0] if at + 1 < len(parts) else None
        end = len(markup) if following is None else passage.starts[bounds[0] + following]
        text, span = _text(markup, start, end)
        name = marked_text(markup[slice(*label)])
        found.append(MarkedPart(name, label, text, span))
    return found


def _labels(markup: str) -> list[tuple[int, int, tuple[int, int]]]:
    """The headings and bold labels: the span of each with its tags, and that of what stands between them."""
    if "<" not in markup:
        return []
    found: list[tuple[int, int, tuple[int, int]]] = []
    opened: tuple[str, int, int] | None = None
    before = ""  # what stands before, since the last block began
    for token in tokens(markup, 0, len(markup)):
        if opened:
            if token.kind is Kind.CLOSE and token.text == opened[0]:
                inner = (opened[2], token.start)
                if opened[0] in _HEADINGS or _is_label(markup, inner, token.end, before, opened[0]):
                    found.append((opened[1], token.end, inner))
                    before = ""
                else:
                    before = "…"
                opened = None
        elif token.kind is Kind.OPEN and token.text in _HEADINGS | _STRONG | _SLANTED:
            opened = (token.text, token.start, token.end)
        elif token.kind in (Kind.OPEN, Kind.CLOSE, Kind.EMPTY):
            before = "" if token.text in _BLOCKS else before
        elif token.kind is Kind.TEXT and token.text.strip():
            before = token.text.rstrip()[-1:]
    return found


def _is_label(markup: str, inner: tuple[int, int], after: int, before: str, tag: str) -> bool:
    """Whether what is set off opens a part: at the start of a block or a sentence, and with a colon or well known."""
    text = fold(plain_text(markup[slice(*inner)]))
    if not text or len(text) > _LONGEST_LABEL or before not in {"", ".", "!", "?", ")", "]", "”", '"', "。"}:
        return False
    has_colon = text.endswith((":", "：")) or _COLON.match(markup, after) is not None
    return role_of(text) is not None if tag in _SLANTED else has_colon or (role_of(text) is not None)
