"""Which studies are related to which: found anew only around those that changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

import msgspec

MOST = 32
"""Studies that may share something which still says that they belong together."""
KEPT = 8
"""Related studies that are kept for each; a page shows fewer, and none that it shows already as another version."""
_LEAST = 8
"""The score below which two studies have too little in common."""
_CLOSER = 16
"""How many of the studies with the most words and authors in common are looked at more closely."""
_SHOWN_WORDS = 4
_NAMED, _AUTHOR, _THEME = 20, 2, 2
_MOST_THEMES = 3


class Why(StrEnum):
    """In what way two studies are related, the strongest first."""

    NAMES = "names"
    NAMED_BY = "named by"
    AUTHORS = "authors"
    THEMES = "themes"
    WORDS = "words"


class Reason(NamedTuple):
    """Why two studies are related, and by what: names of authors, ids of themes, words."""

    why: Why
    what: list[str]


class RelatedTraits(msgspec.Struct, frozen=True, kw_only=True, array_like=True, omit_defaults=True, gc=False):
    """What of a study is compared, and what other pages say of it.

    `authors` are their names by their groups' ids, `words` the words as they stand by their forms.
    """

    id: str
    title: str | None = None
    language: str | None = None
    year: int | None = None
    authors: dict[str, str] = {}
    themes: list[str] = []
    words: dict[str, str] = {}
    doi: str | None = None
    names: list[str] = []
    """DOIs that texts about the study name."""


class Related(NamedTuple):
    """A study that is related to another one, as that one's page shows it, and why."""

    id: str
    title: str | None
    language: str | None
    year: int | None
    reasons: list[Reason]


_Index = dict[str, list[str]]


def find_related(
    studies: Mapping[str, RelatedTraits], before: Mapping[str, RelatedTraits], changed: Iterable[str]
) -> dict[str, list[Related]]:
    """The related studies of all whose relations may be others than before, the closest first.

    `studies` are the traits of all studies on the site, `before` those of the last time (none, if there was none), and
    `changed` the ids whose traits aren't the same in both, those of new studies and of studies that went included.
    Whoever isn't in the result has the relations that they had.
    """
    index: _Index = defaultdict(list)
    for traits in studies.values():
        for feature in _features(traits):
            index[feature].append(traits.id)
    todo = _around(studies, before, changed, index) if before else set(studies)
    return {one: _related(studies[one], studies, index) for one in sorted(todo)}


def _around(
    studies: Mapping[str, RelatedTraits], before: Mapping[str, RelatedTraits], changed: Iterable[str], index: _Index
) -> set[str]:
    """The studies that share something with one that changed, as it is or as it was."""
    todo: set[str] = set()
    moved: dict[str, int] = defaultdict(int)
    for one in changed:
        for known, step in ((studies, 1), (before, -1)):
            if one in known:
                for feature in _features(known[one]):
                    moved[feature] += step
        if one in studies:
            todo.add(one)
    for feature, step in moved.items():
        members = index.get(feature, [])
        if len(members) <= MOST or len(members) - step <= MOST:
            todo.update(members)
    return todo


def _features(traits: RelatedTraits) -> list[str]:
    """What a study is found by, each once: `w` a word, `a` an author, `t` two themes, `d` a DOI it has or names."""
    found = [f"w{word}" for word in traits.words]
    found += [f"a{author}" for author in traits.authors]
    themes = sorted(traits.themes)
    found += [f"t{one} {other}" for at, one in enumerate(themes) for other in themes[at + 1 :]]
    return found + [f"d{doi}" for doi in ({traits.doi, *traits.names} if traits.names else [traits.doi]) if doi]


def _weight(shared_by: int) -> int:
    """How much it says that two studies share something, which so many share: in coarse steps."""
    return 1 if shared_by > 12 else 3 if shared_by > 4 else 4


def _related(traits: RelatedTraits, studies: Mapping[str, RelatedTraits], index: _Index) -> list[Related]:
    scores: dict[str, int] = {}
    weights: dict[str, int] = {}
    for feature in _features(traits):
        members = index[feature]
        shared_by = len(members)
        if not 1 < shared_by <= MOST:
            continue
        weight = weights[feature] = _weight(shared_by)
        kind = feature[0]
        worth = weight * _AUTHOR if kind == "a" else weight
        for member in members:
            scores[member] = scores.get(member, 0) + worth
    scores.pop(traits.id, None)
    themes = set(traits.themes)
    found = []
    most = _LEAST - _THEME * _MOST_THEMES
    for minus, one in sorted([(-score, one) for one, score in scores.items() if score >= most])[:_CLOSER]:
        score = -minus
        other = studies[one]
        score += _THEME * min(_MOST_THEMES, len(themes.intersection(other.themes)))
        score += _NAMED * ((other.doi in traits.names) + (traits.doi in other.names))
        if score >= _LEAST and (reasons := _reasons(traits, other, weights)):
            found.append((-score, -(other.year or 0), one, reasons))
    found.sort(key=lambda one: one[:3])
    return [
        Related(one, studies[one].title, studies[one].language, studies[one].year, reasons)
        for _, _, one, reasons in found[:KEPT]
    ]


def _reasons(one: RelatedTraits, other: RelatedTraits, weights: Mapping[str, int]) -> list[Reason]:
    """In what ways two studies are related, the strongest first; of shared words the rarest."""
    words = [word for word in one.words if word in other.words and f"w{word}" in weights]
    words.sort(key=lambda word: -weights[f"w{word}"])
    found = (
        (Why.NAMES, [other.doi] if other.doi and other.doi in one.names else []),
        (Why.NAMED_BY, [one.doi] if one.doi and one.doi in other.names else []),
        (Why.AUTHORS, [name for group, name in one.authors.items() if group in other.authors]),
        (Why.THEMES, [theme for theme in one.themes if theme in other.themes]),
        (Why.WORDS, [one.words[word] for word in words[:_SHOWN_WORDS]] if len(words) > 1 else []),
    )
    return [Reason(why, what) for why, what in found if what]
