"""Which themes of the vocabulary a study belongs to, and because of which words.

A keyword counts once in each field it stands in, as whole words, whatever its number and its spelling (British or
American, with a hyphen, a space or neither). A field weighs as much as it says about what the study is about. A theme
is assigned from `THRESHOLD` on: a keyword in the title is enough, one in a long text is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from synthesite.config import Theme
from synthesite.model import Record
from synthesite.text.folding import strip_accents
from synthesite.text.patterns import lazy
from synthesite.text.spelling import american

WEIGHTS = {"title": 3, "keywords": 3, "outcomes": 2, "findings": 2, "intervention": 1, "abstract": 1, "summary": 1}
THRESHOLD = 3

_WORD = lazy(r"\w+(?:[-‐‑'’]\w+)*")
_HYPHEN = lazy(r"[-‐‑]")
_PLURALS = (
    (lazy(r"^bias(es)?$"), "bias"),
    (lazy(r"^(child)ren$"), r"\1"),
    (lazy(r"^(criteri|phenomen)(?:on|a)$"), r"\1on"),
    (lazy(r"(analy|cri|gno|paraly|synthe|hypothe)s[ie]s$"), r"\1se"),
    (lazy(r"(?<=..)(?:ies|ie)$"), "y"),
    (lazy(r"(?<=..)(ss|sh|x)es$"), r"\1"),
    (lazy(r"(?<=..)ches?$"), "ch"),
    (lazy(r"(?<=..)(?<![sui])s$"), ""),
)
"""Ends of plurals and what they become; singular and plural only have to meet in the same form."""
_PLURAL_ENDS = ("s", "ie", "che", "ren", "on", "a")
"""How every word ends that one of these changes."""
_MOST = 65_536
"""So many pieces of texts a vocabulary remembers at most."""


class Assigned(NamedTuple):
    """A theme of a study with the words it was assigned for, as they stand in the vocabulary."""

    id: str
    because: list[str]


@lru_cache(maxsize=65_536)
def normal_word(word: str) -> str:
    """The form under which spelling variants and numbers of an English word are equal."""
    word = strip_accents(word.casefold()).replace("’", "'").removesuffix("'s").replace("'", "")
    for pattern, singular in _PLURALS if word.endswith(_PLURAL_ENDS) else ():
        if pattern.search(word):
            return american(pattern.sub(singular, word))
    return american(word)


@lru_cache(maxsize=65_536)
def _normal(word: str) -> tuple[str, str]:
    """A word as it stands in texts, in two normal forms: a compound split at its hyphens, and written as one."""
    parts = _HYPHEN.split(word)
    return " ".join([normal_word(part) for part in parts]), normal_word("".join(parts))


def _forms(text: str) -> tuple[str, ...]:
    """The normal words of a text between blanks, in one form or two: compounds split, and compounds as one word."""
    words = [_normal(word) for word in _WORD.findall(text)]
    split = f" {' '.join([word[0] for word in words])} "
    return (split, f" {' '.join([word[1] for word in words])} ") if _HYPHEN.search(text) else (split,)


def _keyword_forms(keyword: str) -> set[str]:
    split, *joined = _forms(keyword)
    return {form for form in (split, *joined, f" {split.replace(' ', '')} ") if form.strip(" ")}


class _Phrase(NamedTuple):
    """A form of a keyword between blanks, its words, and the keyword's number."""

    form: str
    words: frozenset[str]
    number: int


class Vocabulary:
    """The themes of a site, made ready once for however many studies."""

    def __init__(self, themes: Sequence[Theme]) -> None:
        self._ids = [theme.id for theme in themes]
        self._keywords = [(at, keyword) for at, theme in enumerate(themes) for keyword in theme.keywords]
        self._by_first_word: dict[str, list[_Phrase]] = {}
        self._words: set[str] = set()
        self._others: set[str] = set()
        """Pieces of texts between white space in which no word of a keyword is, as in nearly all."""
        for number, (_, keyword) in enumerate(self._keywords):
            for form in sorted(_keyword_forms(keyword)):
                words = form.split()
                self._by_first_word.setdefault(words[0], []).append(_Phrase(form, frozenset(words), number))
                self._words.update(words)

    def __bool__(self) -> bool:
        return bool(self._keywords)

    def keywords_in(self, text: str) -> set[int]:
        """The numbers of the keywords that stand in a text as whole words; `|` in it parts them."""
        return {number for part in text.split("|") for number in self._in_part(part)}

    def _in_part(self, text: str) -> Iterator[int]:
        known = self._known_in(text)
        forms: tuple[str, ...] = ()
        for word in known:
            for phrase in self._by_first_word.get(word, ()):
                if phrase.form == f" {word} ":
                    yield phrase.number
                elif phrase.words <= known:
                    forms = forms or _forms(text)
                    if any(phrase.form in form for form in forms):
                        yield phrase.number

    def _known_in(self, text: str) -> set[str]:
        """The normal words of a text that are in keywords, those of compounds split and written as one word."""
        known: set[str] = set()
        for piece in set(text.split()) - self._others:
            forms = [form for word in _WORD.findall(piece) for form in _normal(word)]
            found = self._words.intersection(" ".join(forms).split())
            known |= found
            if not found:
                if len(self._others) >= _MOST:
                    self._others.clear()
                self._others.add(piece)
        return known

    def assigned(self, weights: Mapping[int, int]) -> list[Assigned]:
        """The themes whose keywords weigh enough, from the weights of those that have any, by their numbers."""
        scores: dict[int, int] = {}
        because: dict[int, list[str]] = {}
        for number in sorted(weights):
            at, keyword = self._keywords[number]
            scores[at] = scores.get(at, 0) + weights[number]
            because.setdefault(at, []).append(keyword)
        enough = sorted((-score, at) for at, score in scores.items() if score >= THRESHOLD)
        return [Assigned(self._ids[at], because[at]) for _, at in enough]


def assign_themes(record: Record, summary: str, vocabulary: Vocabulary) -> list[Assigned]:
    """The themes of a study, the strongest first, then in the vocabulary's order.

    `summary` is a summary that a person wrote; a generated one says nothing that the record doesn't say.
    """
    weights: dict[int, int] = {}
    for name, text in _texts(record, summary) if vocabulary else ():
        for number in vocabulary.keywords_in(text):
            weights[number] = weights.get(number, 0) + WEIGHTS[name]
    return vocabulary.assigned(weights)


def _texts(record: Record, summary: str) -> Iterator[tuple[str, str]]:
    """The fields that tell what a study is about, those of a list or of parts with `|` between them."""
    yield "title", record.title or ""
    yield "keywords", " | ".join(record.keywords or [])
    yield "outcomes", " | ".join(record.outcomes or [])
    yield "findings", " | ".join(record.findings or [])
    yield "intervention", record.intervention or ""
    yield "abstract", " | ".join([part.text for part in record.abstract or []])
    yield "summary", summary
