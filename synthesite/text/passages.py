"""Cutting passages without bending them: sentences and first words."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?…][\"”’)\]]*(?=\s+[\"“‘(\[]?[A-ZÀ-ÞΑ-ΩА-Я0-9])|[。！？]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|vs|cf|approx|ca|no|vol|fig|dr|prof|st|z\.B|bzw|u\.a)|\b[A-Z])\.$", re.IGNORECASE
)
_WORD = re.compile(r"[^\s\u200b]+")
_UNSPACED = (
    ("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"),  # Thai and Lao, Burmese, Khmer
    ("\u3040", "\u9fff"), ("\uac00", "\ud7af"), ("\uf900", "\ufaff"),  # Kana and Han, Hangul, Han again
    ("\uff66", "\uff9f"), ("\U00020000", "\U0003ffff"),  # narrow Kana, rarer Han
)  # fmt: skip
"""Scripts that put no space between words, or few."""
_ONE_LETTER = re.compile(r"\b[A-Z]\.$")


def first_sentence(text: str) -> tuple[str, bool]:
    """The first sentence, and whether it is whole.

    A text whose first sentence is never closed comes back as it is, marked as not whole; a text that ends in `…` is
    cut, not closed.
    """
    for match in _END.finditer(text):
        sentence = text[: match.end()]
        if not (_ABBREVIATION.search(sentence) or _ONE_LETTER.search(sentence)) and not sentence.endswith("…"):
            return sentence, True
    return text, bool(re.search(r"[.!?。！？][\"”’)\]]*$", text))


def count_words(text: str) -> float:
    """The number of words; two characters of a script that is written without spaces count as one.

    Ten characters of a "word" of more than thirty count as one too: whatever joins words, they stay countable.
    """
    return sum(map(_weight, _WORD.findall(text)))


def _unspaced(word: str) -> int:
    return sum(any(first <= c <= last for first, last in _UNSPACED) for c in word) if not word.isascii() else 0


def _weight(word: str) -> float:
    return _unspaced(word) / 2 or max(1, len(word) / 10 if len(word) > 30 else 1)


def first_words(text: str, limit: float) -> tuple[str, bool]:
    """At most the first `limit` words, as `count_words` counts them, and whether anything was left out."""
    words = 0.0
    for match in _WORD.finditer(text):
        weight = _weight(match[0])
        if words + weight > limit:
            room = max(0, int((limit - words) * 2)) if _unspaced(match[0]) else 0
            return text[: match.start() + room].rstrip(), True
        words += weight
    return text, False
