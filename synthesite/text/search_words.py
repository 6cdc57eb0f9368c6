"""The words of a text as the search index knows them: told apart, stemmed, without accents.

`templates/static/search.js` does the same to what a reader types, with the same stemmers: what is changed here must be
changed there. Tests in a browser hold the two together.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator
from functools import cache

from synthesite.text.folding import beyond_ascii
from synthesite.text.patterns import lazy

STEMMERS = {"en": "english", "de": "german", "es": "spanish", "fr": "french", "fi": "finnish"}
"""The languages whose words are stemmed, and what Snowball calls them."""

_WORD = lazy(r"[^\W_]+")
_APART = bytes(ord(c.lower() if (c := chr(at)).isalnum() else " ") if at < 128 else at for at in range(256))
"""What bytes of UTF-8 become: words of ASCII are told apart so at a fraction of the cost of a pattern."""
_UNSPACED = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters, Kana and Hangul, of which pairs are indexed (decision 21 says why)."""
_RUN = lazy(rf"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_CHARACTER = lazy(f"[{_UNSPACED}]")
_LONGEST = 30
"""Longer words are cut: they are sequences and addresses, and nobody types them to their end.

Thirty characters are 240 hexadecimal digits of UTF-8 at most, which a file's name may have on every disk.
"""


class Stems(dict[str, str]):
    """The indexed form of each word of one language, kept when it was first asked for."""

    def __init__(self, language: str) -> None:
        super().__init__()
        name = STEMMERS.get(language)
        if name:
            from Stemmer import Stemmer  # a build without anything to index doesn't need it

            self._stem = Stemmer(name, 0).stemWord
        else:
            self._stem = str

    def __missing__(self, word: str) -> str:
        made = self[word] = self.made(word)
        return made

    def made(self, word: str) -> str:
        """The word's stem without accents, for who keeps it another way."""
        return word if is_unspaced(word) else without_accents(self._stem(word[:_LONGEST]))[:_LONGEST]


@cache
def stems_of(language: str) -> Stems:
    """The stems of a language, given as a BCP 47 tag; words of a language that has no stemmer stay whole."""
    primary = language.partition("-")[0].lower()
    return _stems(primary if primary in STEMMERS else "")


@cache
def _stems(language: str) -> Stems:
    return Stems(language)


def search_words(text: str) -> list[str]:
    """The words of a text in lower case, in their order; Chinese, Japanese and Korean in overlapping pairs."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        others = beyond_ascii(text)
        if _CHARACTER.search(others):
            return [part for word in _WORD.findall(text.lower()) for part in _parts(word)]
        if any(map(str.isalnum, others)):
            text = text.lower()
            others = beyond_ascii(text)
        for other in dict.fromkeys(others):  # mostly dashes and quotation marks, and few of them
            if not other.isalnum():
                text = text.replace(other, " ")
    return text.encode("utf-8", "surrogatepass").translate(_APART).decode("utf-8", "surrogatepass").split()


def is_unspaced(word: str) -> bool:
    """Whether a word is of a script whose characters are indexed in pairs."""
    return not word.isascii() and _is_run(word[0])


def without_accents(word: str) -> str:
    """A word without the marks on its letters, as far as Unicode takes them for marks; sigma has one form."""
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFD", word)
    return "".join(c for c in apart if unicodedata.category(c) != "Mn").replace("ς", "σ")


def _parts(word: str) -> Iterator[str]:
    if word.isascii():
        yield word
        return
    for run in _RUN.findall(word):
        if not _is_run(run[0]) or len(run) == 1:
            yield run
        else:
            yield from map("".join, itertools.pairwise(run))


def _is_run(character: str) -> bool:
    return _CHARACTER.match(character) is not None
