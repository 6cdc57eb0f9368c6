"""Versions of one text: a preprint and its article."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain

from synthesite.links.investigations import plan_of
from synthesite.links.notices import kind_of
from synthesite.links.papers import FEW_WORDS, Found, Paper, Relation, by_authors, contradict, few, in_common, years_fit
from synthesite.model import Record
from synthesite.text.folding import same_form

_YEARS = 3
"""Years that may lie between two versions, either way: servers and journals date differently."""

_PREPRINT_DOI = re.compile(
    r"10\.(?:1101/(?:[0-9]{6}|[0-9]{4}\.[0-9]{2}\.[0-9]{2}\.)|64898/|48550/|31234/|31235/|31219/|31222/|21203/rs|20944/|"
    r"2139/ssrn|22541/|26434/|36227/|2196/preprints)"
)
"""bioRxiv and medRxiv, arXiv, the servers of the Open Science Framework, Research Square, Preprints.org, SSRN,
Authorea, ChemRxiv, TechRxiv and JMIR Preprints."""

_PREPRINT_VENUE = re.compile(
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


def preprints_and_articles(papers: list[Paper]) -> Iterator[Found]:
    """Each preprint with the article that has its title, or nearly, an author of it, and a year near it."""
    titled = [paper for paper in papers if len(paper.words) >= FEW_WORDS]
    preprints = {paper.record.id: paper for paper in titled if is_preprint(paper.record)}
    if not preprints:
        return
    frequency = Counter(word for paper in papers for word in set(paper.words))
    by_title: dict[tuple[str, ...], list[Paper]] = defaultdict(list)
    by_word: dict[str, list[Paper]] = defaultdict(list)
    for paper in preprints.values():
        by_title[paper.words].append(paper)
        for word in _rarest(paper.words, frequency):
            by_word[word].append(paper)
    for article in titled:
        if article.record.id in preprints:
            continue
        near = [few(by_title.get(article.words, []))]
        near += [few(by_word.get(word, [])) for word in _rarest(article.words, frequency)]
        for preprint in {paper.record.id: paper for paper in chain(*near)}.values():
            if not in_common(preprint, article):
                continue
            title = _same_title(preprint, article)
            if title and _fit(preprint, article):
                because = f"{title} and {by_authors(preprint, article)}"
                yield Found(preprint.record.id, article.record.id, Relation.ARTICLE, Relation.PREPRINT, because)


def _fit(preprint: Paper, article: Paper) -> bool:
    """Whether nothing speaks against two papers of one title: a protocol is no version of its results."""
    return (
        years_fit(preprint, article, -_YEARS, _YEARS)
        and (plan_of(preprint) is None) == (plan_of(article) is None)
        and kind_of(preprint) == kind_of(article)
        and not contradict(preprint, article)
    )


def _rarest(words: tuple[str, ...], frequency: Counter[str]) -> list[str]:
    """So many of the rarest words that two titles of which one holds the other and little more share one of them."""
    ranked = sorted(set(words), key=lambda word: (frequency[word], word))
    return ranked[: len(words) // 5 + 1]


def _same_title(one: Paper, other: Paper) -> str:
    """How two titles are the same, in words: equal, or one has all words of the other and at most a fifth more."""
    if one.words == other.words:
        return "same title"
    shorter, longer = sorted((Counter(one.words), Counter(other.words)), key=lambda words: words.total())
    more = longer - shorter
    is_near = shorter <= longer and more.total() * 5 <= longer.total() and shorter.total() > FEW_WORDS
    return "nearly the same title" if is_near and not any(w in _UNLIKE or w.isdecimal() for w in more) else ""
