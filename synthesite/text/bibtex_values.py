"""Values of BibTeX fields that are more than a text: addresses, lists of keywords, abstracts with labels."""

from __future__ import annotations

import re
from typing import NamedTuple

from synthesite.text.abstracts import split_labelled
from synthesite.text.folding import fold
from synthesite.text.tex import decode_tex, tex_text, tex_title

_SEPARATORS = re.compile(r"[;,{}]|\\.", re.DOTALL)


class LabelledText(NamedTuple):
    """A part of an abstract as text, and where its TeX and that of its label stand; an empty label is none."""

    text: str
    span: tuple[int, int]
    label: str
    label_span: tuple[int, int]


def abstract_parts(raw: str) -> list[LabelledText]:
    """The parts of an abstract, split at its labels; one part where a part wouldn't read the same by itself."""
    decoded = decode_tex(raw)
    parts = []
    for part in split_labelled(decoded.text):
        spans = [
            (decoded.starts[start], decoded.ends[end - 1]) if end > start else (0, 0)
            for start, end in (part.text, part.label)
        ]
        text, label = (fold(decoded.text[slice(*span)]) for span in (part.text, part.label))
        if text:
            parts.append(LabelledText(text, spans[0], label, spans[1]))
    readable = all(
        tex_text(raw[slice(*part.span)]) == part.text and tex_text(raw[slice(*part.label_span)]) == part.label
        for part in parts
    )
    return parts if readable else [LabelledText(tex_text(raw), (0, len(raw)), "", (0, 0))]


def tex_readings(raw: str) -> set[str]:
    """What the TeX stands for where it is neither cut nor put together; `text.decodings` gives all of it."""
    return {fold(raw), tex_text(raw), tex_title(raw)}


def typed_address(raw: str) -> str:
    """A DOI or address as it is typed: TeX's escapes undone, but no ligature of hyphens made."""
    text = re.sub(r"\\([_%&#~{}$^])(?:\{\})?", r"\1", raw)
    text = re.sub(r"\\url\s*\{([^{}]*)\}", r"\1", text)
    if "\\" in text or "&" in text or "$" in text:
        text = tex_text(re.sub(r"-(?=-)", "-{}", text.replace("~", "\\~{}")))
    return fold(text).replace("{", "").replace("}", "").strip("<> ").rstrip(".,;")


def split_keywords(raw: str) -> list[tuple[int, int]]:
    """The spans of the keywords: parted by semicolons, or by commas where there are none outside of braces."""
    cuts: dict[str, list[int]] = {";": [], ",": []}
    depth = 0
    for token in _SEPARATORS.finditer(raw):
        if token[0] == "{":
            depth += 1
        elif token[0] == "}":
            depth = max(0, depth - 1)
        elif depth == 0 and token[0] in cuts:
            cuts[token[0]].append(token.start())
    at = cuts[";"] or cuts[","]
    spans = []
    for start, end in zip([0, *(cut + 1 for cut in at)], [*at, len(raw)], strict=True):
        text = raw[start:end]
        lead = len(text) - len(text.lstrip())
        if text.strip():
            spans.append((start + lead, start + len(text.rstrip())))
    return spans
