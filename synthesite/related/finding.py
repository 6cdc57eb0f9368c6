"""Which studies are related to which: how much two have in common, and how that is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

import msgspec

MOST = 32
"""Studies that may share something which still says that they belong together."""
SHOWN = 5
"""Related studies that a page shows."""
KEPT = 8
"""Related studies that are kept for each: a page shows none of them that it shows already as another version."""
_LEAST = 8
"""The score below which two studies have too little in common."""
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


class Index(NamedTuple):
    """What of all studies is at hand: who shares a feature, who has which themes (as bits), and the traits of one."""

    members: Callable[[str], Sequence[str]]
    themes: Mapping[str, int]
    traits: Callable[[str], RelatedTraits]


class ThemeBits:
    """Sets of themes as numbers, each theme being one bit of them."""

    def __init__(self) -> None:
        self._bits: dict[str, int] = {}

    def __call__(self, themes: Iterable[str]) -> int:
        """The number of a set of themes."""
        found = 0
        for theme in themes:
            found |= self._bits.setdefault(theme, 1 << len(self._bits))
        return found


def find_related(studies: Mapping[str, RelatedTraits]) -> dict[str, list[Related]]:
    """The related studies of each study, the closest first; `studies` are the traits of all on the site."""
    index = index_of(studies, members_of(studies.values()))
    return {one: related_of(traits, index) for one, traits in studies.items()}


def members_of(studies: Iterable[RelatedTraits]) -> dict[str, list[str]]:
    """The ids of the studies that have each feature."""
    members: dict[str, list[str]] = defaultdict(list)
    for traits in studies:
        for feature in features(traits):
            members[feature].append(traits.id)
    return members


def index_of(studies: Mapping[str, RelatedTraits], members: Mapping[str, list[str]]) -> Index:
    """What is at hand of studies of which all is known."""
    bits = ThemeBits()
    themes = {one: bits(traits.themes) for one, traits in studies.items()}
    return Index(members.__getitem__, themes, studies.__getitem__)


def features(traits: RelatedTraits) -> list[str]:
    """What a study is found by, each once: `w` a word, `a` an author, `t` two themes, `d` a DOI it has or names."""
    found = [f"w{word}" for word in traits.words]
    found += [f"a{author}" for author in traits.authors]
    themes = sorted(set(traits.themes))
    found += [f"t{one} {other}" for at, one in enumerate(themes) for other in themes[at + 1 :]]
    return found + [f"d{doi}" for doi in ({traits.doi, *traits.names} if traits.names else [traits.doi]) if doi]


def weight(shared_by: int) -> int:
    """How much it says that two studies share something, which so many share: in coarse steps."""
    if not 1 < shared_by <= MOST:
        return 0
    return 1 if shared_by > 12 else 3 if shared_by > 4 else 4


_WEIGHTS = [weight(shared_by) for shared_by in range(MOST + 1)]


class Close(NamedTuple):
    """The studies that have enough in common with one, with how much that is; and what its telling words weigh."""

    scores: dict[str, int]
    words: dict[str, int]


def close_to(traits: RelatedTraits, index: Index) -> Close:
    """Who has enough in common with a study to be related to it: a sum over features and themes that both have.

    It is the same both ways, and depends on nothing but the two studies and what the features that they share weigh.
    """
    scores: dict[str, int] = {}
    words: dict[str, int] = {}
    named: set[str] = set()
    members_of, score_of = index.members, scores.get
    for feature in features(traits):
        members = members_of(feature)
        if not 1 < len(members) <= MOST:
            continue
        worth = _WEIGHTS[len(members)]
        kind = feature[0]
        if kind == "w":
            words[feature[1:]] = worth
        elif kind == "a":
            worth *= _AUTHOR
        elif kind == "d":
            named.update(members)
        for member in members:
            scores[member] = score_of(member, 0) + worth
    scores.pop(traits.id, None)
    for one in named - {traits.id}:
        other = index.traits(one)
        scores[one] += _NAMED * ((other.doi in traits.names) + (traits.doi in other.names))
    themes, own = index.themes, index.themes[traits.id]
    least = _LEAST - _THEME * min(_MOST_THEMES, own.bit_count())
    found = {}
    for one, score in scores.items():
        if score >= least:
            both = own & themes[one]
            whole = score + _THEME * min(_MOST_THEMES, both.bit_count()) if both else score
            if whole >= _LEAST:
                found[one] = whole
    return Close(found, words)


def related_of(traits: RelatedTraits, index: Index) -> list[Related]:
    """The related studies of one, the closest first, of these the newest, and then in the order of their ids."""
    scores, weights = close_to(traits, index)
    if not scores:
        return []
    telling = sorted(weights, key=weights.__getitem__, reverse=True)
    ordered = sorted([(-score, -(index.traits(one).year or 0), one) for one, score in scores.items()])
    found: list[Related] = []
    for _, _, one in ordered:
        other = index.traits(one)
        if reasons := _reasons(traits, other, telling):
            found.append(Related(one, other.title, other.language, other.year, reasons))
            if len(found) == KEPT:
                break
    return found


def _reasons(one: RelatedTraits, other: RelatedTraits, telling: Sequence[str]) -> list[Reason]:
    """In what ways two studies are related, the strongest first; `telling` are words of the one, the rarest first."""
    found: list[Reason] = []
    if other.doi and other.doi in one.names:
        found.append(Reason(Why.NAMES, [other.doi]))
    if one.doi and one.doi in other.names:
        found.append(Reason(Why.NAMED_BY, [one.doi]))
    if not one.authors.keys().isdisjoint(other.authors):
        found.append(Reason(Why.AUTHORS, [name for group, name in one.authors.items() if group in other.authors]))
    its_themes, its_words = other.themes, other.words
    if themes := [theme for theme in one.themes if theme in its_themes]:
        found.append(Reason(Why.THEMES, themes))
    words = [word for word in telling if word in its_words]
    if len(words) > 1:
        found.append(Reason(Why.WORDS, [one.words[word] for word in words[:_SHOWN_WORDS]]))
    return found
