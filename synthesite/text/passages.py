"""Cutting passages without bending them: sentences and first words."""

from __future__ import annotations

import re
from typing import NamedTuple

from synthesite.text.folding import beyond_ascii
from synthesite.text.patterns import lazy

_END = lazy(r"[.!?…][\"”’)\]]*(?=\s+[\"“‘(\[]?[A-ZÀ-ÞΑ-ΩА-Я0-9])|[。！？]")
_ABBREVIATION = lazy(
    r"(?:\b(?:e\.g|i\.e|et al|vs|cf|approx|ca|no|vol|fig|dr|prof|st|z\.B|bzw|u\.a)|\b[A-Z])\.$", re.IGNORECASE
)
_WORD = lazy(r"[^\s\u200b]+")
_UNSPACED = (
    ("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"),  # Thai and Lao, Burmese, Khmer
    ("\u3040", "\u9fff"), ("\uac00", "\ud7af"), ("\uf900", "\ufaff"),  # Kana and Han, Hangul, Han again
    ("\uff66", "\uff9f"), ("\U00020000", "\U0003ffff"),  # narrow Kana, rarer Han
)  # fmt: skip
"""Scripts that put no space between words, or few."""
_UNSPACED_CHARACTER = lazy(f"[{''.join(f'{first}-{last}' for first, last in _UNSPACED)}]")
_ONE_LETTER = lazy(r"\b[A-Z]\.$")
_BEFORE_END = 16
"""So many characters, more than any abbreviation has, tell whether a sentence ends in one."""
_LONG_WORD = 30
"""A "word" of more characters counts as several."""


def first_sentence(text: str) -> tuple[str, bool]:
    """The first sentence, and whether it is whole.

    A text whose first sentence is never closed comes back as it is, marked as not whole; a text that ends in `…` is
    cut, not closed.
    """
    for match in _END.finditer(text):
        end = match.end()
        last = text[max(0, end - _BEFORE_END) : end]
        is_abbreviated = last[-1] == "." and (_ABBREVIATION.search(last) or _ONE_LETTER.search(last))
        if not is_abbreviated and last[-1] != "…":
            return text[:end], True
    return text, bool(re.search(r"[.!?。！？][\"”’)\]]*$", text))


class Measured(NamedTuple):
    """A text and the number of its words; in a plain one each word counts as one, as in nearly all texts."""

    text: str
    words: float
    is_plain: bool

    def first(self, limit: float) -> Measured:
        """At most its first `limit` words; it is the same text if nothing had to be left out."""
        if not self.is_plain:
            return measured(_first_weighed(self.text, limit))
        most = max(0, int(limit))
        if self.words <= most:
            return self
        left_out = self.text.split(None, most)[most]
        return Measured(self.text[: len(self.text) - len(left_out)].rstrip(), most, is_plain=True)


def measured(text: str) -> Measured:
    """The text with the number of its words; two characters of a script that is written without spaces count as one.

    Ten characters of a "word" of more than thirty count as one too: whatever joins words, they stay countable.
    """
    others = beyond_ascii(text)
    if not others or not ("\u200b" in others or _UNSPACED_CHARACTER.search(others)):
        words = text.split()
        if max(map(len, words), default=0) <= _LONG_WORD:
            return Measured(text, len(words), is_plain=True)
    return Measured(text, sum(map(_weight, _WORD.findall(text))), is_plain=False)


def count_words(text: str) -> float:
    """The number of words, as `measured` counts them."""
    return measured(text).words


def _unspaced(word: str) -> int:
    return sum(any(first <= c <= last for first, last in _UNSPACED) for c in word) if not word.isascii() else 0


def _weight(word: str) -> float:
    return _unspaced(word) / 2 or max(1, len(word) / 10 if len(word) > _LONG_WORD else 1)


def first_words(text: str, limit: float) -> tuple[str, bool]:
    """At most the first `limit` words, as `count_words` counts them, and whether anything was left out."""
    if len(text) < 2 * limit:
        return text, False  # words and what separates them: so few characters can't be more words
    if len(text.split()) + len(text) / 10 + len(beyond_ascii(text)) <= limit:
        return text, False  # nor can it if long words, and those of scripts without spaces, count at most so much more
    shown = measured(text).first(limit).text
    return shown, shown != text


def _first_weighed(text: str, limit: float) -> str:
    """The first words of any text, weighed one by one."""
    words = 0.0
    for match in _WORD.finditer(text):
        weight = _weight(match[0])
        if words + weight > limit:
            room = max(0, int((limit - words) * 2)) if _unspaced(match[0]) else 0
            return text[: match.start() + room].rstrip()
        words += weight
    return text
