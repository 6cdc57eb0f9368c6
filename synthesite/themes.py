"""Which themes of the vocabulary a study belongs to, and because of which words.

A keyword counts once in each field it stands in, as whole words, whatever its number and its spelling (British or
American, with a hyphen, a space or neither). A field weighs as much as it says about what the study is about. A theme
is assigned from `THRESHOLD` on: a keyword in the title is enough, one in a long text is not.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from synthesite.config import Theme
from synthesite.model import Record
from synthesite.text.folding import strip_accents
from synthesite.text.spelling import american

WEIGHTS = {"title": 3, "keywords": 3, "outcomes": 2, "findings": 2, "intervention": 1, "abstract": 1, "summary": 1}
THRESHOLD = 3

_WORD = re.compile(r"\w+(?:[-‐‑'’]\w+)*")
_HYPHEN = re.compile(r"[-‐‑]")
_PLURALS = (
    (re.compile(r"^bias(es)?$"), "bias"),
    (re.compile(r"^(child)ren$"), r"\1"),
    (re.compile(r"^(criteri|phenomen)(?:on|a)$"), r"\1on"),
    (re.compile(r"(analy|cri|gno|paraly|synthe|hypothe)s[ie]s$"), r"\1se"),
    (re.compile(r"(?<=..)(?:ies|ie)$"), "y"),
    (re.compile(r"(?<=..)(ss|sh|x)es$"), r"\1"),
    (re.compile(r"(?<=..)ches?$"), "ch"),
    (re.compile(r"(?<=..)(?<![sui])s$"), ""),
)
"""Ends of plurals and what they become; singular and plural only have to meet in the same form."""


class Assigned(NamedTuple):
    """A theme of a study with the words it was assigned for, as they stand in the vocabulary."""

    id: str
    because: list[str]


@lru_cache(maxsize=65_536)
def normal_word(word: str) -> str:
    """The form under which spelling variants and numbers of an English word are equal."""
    word = strip_accents(word.casefold()).replace("’", "'").removesuffix("'s").replace("'", "")
    for pattern, singular in _PLURALS:
        word, changed = pattern.subn(singular, word)
        if changed:
            break
    return american(word)


def _tokens(text: str) -> tuple[list[str], list[str]]:
    """The words of a text twice: compounds split at their hyphens, and compounds written as one word."""
    split: list[str] = []
    joined: list[str] = []
    for word in _WORD.findall(text):
        parts = _HYPHEN.split(word)
        split.extend(normal_word(part) for part in parts if part)
        joined.append(normal_word("".join(parts)))
    return split, joined


@lru_cache(maxsize=4096)
def _keyword_forms(keyword: str) -> tuple[str, ...]:
    split, joined = _tokens(keyword)
    return tuple({f" {' '.join(form)} " for form in (split, joined, ["".join(split)]) if form and form != [""]})


class _Field(NamedTuple):
    name: str
    forms: tuple[str, str]


def _fields(record: Record, summary: str) -> list[_Field]:
    texts = {
        "title": record.title or "",
        "keywords": " | ".join(record.keywords or []),
        "outcomes": " | ".join(record.outcomes or []),
        "findings": " | ".join(record.findings or []),
        "intervention": record.intervention or "",
        "abstract": " | ".join(part.text for part in record.abstract or []),
        "summary": summary,
    }
    fields = []
    for name, text in texts.items():
        if text:
            parts = [_tokens(part) for part in text.split("|")]
            forms = tuple(" | ".join(f" {' '.join(words)} " for words in side) for side in zip(*parts, strict=True))
            fields.append(_Field(name, (forms[0], forms[1])))
    return fields


def assign_themes(record: Record, summary: str, vocabulary: list[Theme]) -> list[Assigned]:
    """The themes of a study, the strongest first, then in the vocabulary's order.

    `summary` is a summary that a person wrote; a generated one says nothing that the record doesn't say.
    """
    fields = _fields(record, summary)
    scored = []
    for at, theme in enumerate(vocabulary):
        score, because = 0, []
        for keyword in theme.keywords:
            weight = sum(WEIGHTS[field.name] for field in fields if _stands_in(keyword, field))
            if weight:
                score += weight
                because.append(keyword)
        if score >= THRESHOLD:
            scored.append((-score, at, Assigned(theme.id, because)))
    return [assigned for _, _, assigned in sorted(scored)]


def _stands_in(keyword: str, field: _Field) -> bool:
    return any(form in text for form in _keyword_forms(keyword) for text in field.forms)
