"""What of a study others are related to it by, made once for each from what may be shown of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from itertools import islice

from synthesite.groups import author_group
from synthesite.related.finding import RelatedTraits
from synthesite.related.stop_words import STOP_WORDS
from synthesite.study import Study
from synthesite.text.folding import strip_accents
from synthesite.text.identifiers import normal_doi
from synthesite.text.markup import plain_title
from synthesite.text.patterns import lazy

_MOST_AUTHORS = 12
"""Authors that are compared; of a longer list the first ones and the last one."""
_FROM_TITLE = 16
"""Words of the title and the keywords."""
_FROM_ABSTRACT = 8
_OFTEN = 3
"""How often a word stands in an abstract that is about it."""
_WORD = lazy(r"[^\W\d_]{4,}")
_HAN = lazy(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2,}")
_DOI = lazy(r"10\.\d{4,9}/[^\s\"<>()\[\]{}]+")


def related_traits(study: Study, from_abstract: Counter[str]) -> RelatedTraits:
    """The traits of a study as it may be shown: a word of a text that isn't shown would show on other pages.

    `from_abstract` says of the words of the study's abstract, as `search_words` gives them, how often each is there.
    """
    record = study.record
    authors = record.authors or []
    if len(authors) > _MOST_AUTHORS:
        authors = [*authors[: _MOST_AUTHORS - 1], authors[-1]]
    groups = {group.id: group.label for author in authors if (group := author_group(author))}
    title = plain_title(record.title or "")
    words = dict(islice(_words(" ".join([title, *(record.keywords or [])])).items(), _FROM_TITLE))
    words |= _often(from_abstract, words)
    return RelatedTraits(
        id=study.id,
        title=record.title,
        language=record.language,
        year=record.year,
        authors=groups,
        themes=[theme.id for theme in study.themes],
        words=words,
        doi=record.doi,
        names=_named(study),
    )


def _often(abstract: Counter[str], known: Collection[str]) -> dict[str, str]:
    """The words that stand most often in an abstract, beside those that are known already."""
    often = sorted([(-count, word) for word, count in abstract.items() if count >= _OFTEN and len(word) > 1])
    found: dict[str, str] = {}
    for _, piece in often:
        for word in _pieces(piece):
            if (form := _form(word)) and form not in known:
                found.setdefault(form, word)
    return dict(islice(found.items(), _FROM_ABSTRACT))


def _words(text: str) -> dict[str, str]:
    """The words that say something, as they stand, by a form that singular and plural share."""
    found: dict[str, str] = {}
    for word in _pieces(text):
        if form := _form(word):
            found.setdefault(form, word)
    return found


def _pieces(text: str) -> list[str]:
    """The words of a text in small letters; of Chinese and the like, pairs of characters."""
    words = _WORD.findall(text.lower())
    if text.isascii() or not (runs := _HAN.findall(text)):
        return words
    pairs = [run[at : at + 2] for run in runs for at in range(len(run) - 1)]
    return [word for word in words if not _HAN.search(word)] + pairs


@lru_cache(maxsize=65536)
def _form(word: str) -> str:
    plain = strip_accents(word)
    if plain in STOP_WORDS:
        return ""
    if plain.endswith("ies") and len(plain) > 5:
        return f"{plain[:-3]}y"
    return plain[:-1] if plain.endswith("s") and not plain.endswith(("ss", "us", "is")) else plain


def _named(study: Study) -> list[str]:
    """The DOIs that the texts about a study name: its summary and notes, and the statements about it."""
    citations = study.record.citations
    texts = [study.summary, study.notes, *(one.text for one in (citations.statements if citations else None) or [])]
    found = (normal_doi(doi.rstrip(".,;:")) for text in texts if "10." in text for doi in _DOI.findall(text))
    return sorted({doi for doi in found if doi and doi != study.record.doi})
