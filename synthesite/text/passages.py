"""Cutting passages without bending them: sentences and first words."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?…][\"”’)\]]*(?=\s+[\"“‘(\[]?[A-ZÀ-ÞΑ-ΩА-Я0-9])|[。！？]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|vs|cf|approx|ca|no|vol|fig|dr|prof|st|z\.B|bzw|u\.a)|\b[A-Z])\.$", re.IGNORECASE
)
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
    """The number of words; two characters in Han, Kana or Hangul count as one."""
    return sum(_cjk(word) / 2 or 1 for word in text.split())


def _cjk(word: str) -> int:
    return sum("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af" for c in word)


def first_words(text: str, limit: int) -> tuple[str, bool]:
    """At most the first `limit` words, and whether anything was left out; Han, Kana and Hangul count two a word."""
    words = 0.0
    for match in re.finditer(r"\S+", text):
        cjk = _cjk(match[0])
        if cjk and words + cjk / 2 > limit:
            return text[: match.start() + max(0, int((limit - words) * 2))].rstrip(), True
        words += cjk / 2 or 1
        if words > limit:
            return text[: match.start()].rstrip(), True
    return text, False
