"""Versions of one text: a preprint and its article."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain

from synthesite.interface import N_, Words
from synthesite.links.papers import (
    FEW_WORDS,
    Found,
    LinkTraits,
    Relation,
    by_authors,
    contradict,
    few,
    in_common,
    word_count,
    years_fit,
)
from synthesite.model import Record
from synthesite.text.folding import same_form
from synthesite.text.patterns import lazy

_YEARS = 3
"""Years that may lie between two versions, either way: servers and journals date differently."""

_PREPRINT_DOI = lazy(
    r"10\.(?:1101/(?:[0-9]{6}|[0-9]{4}\.[0-9]{2}\.[0-9]{2}\.)|64898/|48550/|31234/|31235/|31219/|31222/|21203/rs|20944/|"
    r"2139/ssrn|22541/|26434/|36227/|2196/preprints)"
)
"""bioRxiv and medRxiv, arXiv, the servers of the Open Science Framework, Research Square, Preprints.org, SSRN,
Authorea, ChemRxiv, TechRxiv and JMIR Preprints."""

_PREPRINT_VENUE = lazy(
    r"(?:med|bio|chem|tech)rxiv.*|(?:psy|soc|edu|meta|afric)?arxiv.*|preprints?(?: org)?|research square|ssrn.*|"
    r"jmir preprints|authorea|osf preprints"
)
_UNLIKE = frozenset({"not", "no", "without", "part", "phase", "wave", "i", "ii", "iii", "iv", "v"})
"""Words that make another publication of a title when they stand in one of two only; so do figures."""


def is_preprint(record: Record) -> bool:
    """Whether a record is a preprint's: by its type (CSL's `article`), its genre, its DOI or its venue."""
    return bool(
        record.type == "article"
        or "preprint" in (record.genre or "").casefold()
        or _PREPRINT_DOI.match(record.doi or "")
        or _PREPRINT_VENUE.fullmatch(same_form(record.journal or ""))
    )


def preprints_and_articles(papers: list[LinkTraits]) -> Iterator[Found]:
    """Each preprint with the article that has its title, or nearly, an author of it, and a year near it."""
    preprints = [paper for paper in papers if paper.preprint and word_count(paper.words) >= FEW_WORDS]
    if not preprints:
        return
    frequency = Counter(chain.from_iterable(set(paper.words.split()) for paper in papers))
    by_title: dict[str, list[LinkTraits]] = defaultdict(list)
    by_word: dict[str, list[LinkTraits]] = defaultdict(list)
    for paper in preprints:
        by_title[paper.words].append(paper)
        for word in _rarest(paper.words.split(), frequency):
            by_word[word].append(paper)
    telling = {word for word, found in by_word.items() if few(found)}
    for article in papers:
        words = article.words.split()
        if article.preprint or len(words) < FEW_WORDS or (telling.isdisjoint(words) and article.words not in by_title):
            continue
        near = [few(by_title.get(article.words, []))]
        near += [few(by_word.get(word, [])) for word in _rarest(words, frequency)]
        for preprint in {paper.id: paper for paper in chain(*near)}.values():
            if not years_fit(preprint, article, -_YEARS, _YEARS):
                continue
            title = _same_title(preprint.words, article.words)
            if title and in_common(preprint, article) and _fit(preprint, article):
                because = Words(title), by_authors(preprint, article)
                yield Found(preprint.id, article.id, Relation.ARTICLE, Relation.PREPRINT, because)


def _fit(preprint: LinkTraits, article: LinkTraits) -> bool:
    """Whether nothing speaks against two papers of one title: a protocol is no version of its results."""
    return (
        (preprint.plan is None) == (article.plan is None)
        and preprint.kind == article.kind
        and not contradict(preprint, article)
    )


def _rarest(words: list[str], frequency: Counter[str]) -> list[str]:
    """So many of the rarest words that two titles of which one holds the other and little more share one of them."""
    ranked = sorted(set(words), key=lambda word: (frequency[word], word))
    return ranked[: len(words) // 5 + 1]


def _same_title(one: str, other: str) -> str:
    """How two titles are the same, in words: equal, or one has all words of the other and at most a fifth more."""
    if one == other:
        return N_("the same title")
    shorter, longer = sorted((one.split(), other.split()), key=len)
    is_near = 5 * (len(longer) - len(shorter)) <= len(longer) and len(shorter) > FEW_WORDS
    if not is_near or not set(longer).issuperset(shorter):
        return ""
    more = Counter(longer) - Counter(shorter)
    in_longer = more.total() == len(longer) - len(shorter)
    return N_("nearly the same title") if in_longer and not any(w in _UNLIKE or w.isdecimal() for w in more) else ""
