"""Publications of one investigation: a protocol and its results, and whatever names the same registration."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, combinations

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
    title_words,
    word_count,
    years_fit,
)
from synthesite.text.folding import same_form
from synthesite.text.patterns import lazy

_YEARS = 12
"""Years that may lie between a protocol and its results."""

_PLAN = lazy(
    r"\b(?:study|trial|research|review|evaluation|analysis)[ -]protocol\b|\bprotocol (?:for|of) (?:a|an|the)\b|"
    r"^\s*(?:a |the )?protocol\s*$|\bstudienprotokoll\b|\bprotocolo de(?:l)?\b|\bprotocole de\b",
    re.IGNORECASE,
)
_PLAN_START = lazy(r"^(?:a |the )?(?:\w+[ -])?protocol (?:for|of)(?: an?| the)? ", re.IGNORECASE)
_GENRES = frozenset({"protocol", "study protocol", "trial protocol", "clinical trial protocol"})
_PARTS = lazy(r"[:.?!–—]\s+|\s+[-–—]\s+|[:.?!]\s*$")


def plan_of(title: str, genre: str) -> str | None:
    """The title of what a paper is the protocol of, empty if that can't be told; `None` if it is no protocol."""
    plain = title.lower()
    if "protoc" in plain or "protok" in plain:
        parts = [part for part in _PARTS.split(title) if part.strip()]
        if any(map(_PLAN.search, parts)):
            parts[0] = _PLAN_START.sub("", parts[0], count=1)
            return ": ".join(part for part in parts if not _PLAN.search(part))
    return title if same_form(genre) in _GENRES else None


def title_beginnings(title: str) -> list[str]:
    """The words of the title as a whole, and of its first part, as keys; too short ones are left out."""
    parts = [part for part in _PARTS.split(title) if part.strip()]
    keys = {title_words(parts[0] if parts else ""): FEW_WORDS + 1, title_words(title): FEW_WORDS}
    return [words for words, least in keys.items() if word_count(words) >= least]


def protocols_and_results(papers: list[LinkTraits]) -> Iterator[Found]:
    """Each protocol with the papers that have its title, or the first part of it, and two of its authors."""
    by_title: dict[str, list[LinkTraits]] = defaultdict(list)
    for paper in papers:
        for words in paper.plan or ():
            by_title[words].append(paper)
    starts = {_first_words(words) for words in by_title}
    for paper in papers if by_title else []:
        if paper.plan is not None or _first_words(paper.words) not in starts:
            continue
        near = chain.from_iterable(few(by_title.get(words, [])) for words in title_beginnings(paper.title))
        for plan in {plan.id: plan for plan in near}.values():
            shared = in_common(plan, paper)
            if (
                shared >= max(1, min(2, len(plan.authors), len(paper.authors)))
                and years_fit(plan, paper, -1, _YEARS)
                and plan.kind == paper.kind
                and not contradict(plan, paper)
            ):
                because = Words(N_("the same title but for the protocol")), by_authors(plan, paper)
                yield Found(plan.id, paper.id, Relation.RESULTS, Relation.PROTOCOL, because)


def _first_words(words: str) -> tuple[str, ...]:
    """So many words as every key has."""
    return tuple(words.split(" ", FEW_WORDS)[:FEW_WORDS])


def same_investigation(papers: list[LinkTraits]) -> Iterator[Found]:
    """The papers that name one investigation, by a registration number or, without one, by the same name."""
    by_key: dict[str, list[LinkTraits]] = defaultdict(list)
    for paper in papers:
        for number in paper.registered:
            by_key[number].append(paper)
        if paper.investigation:
            by_key[f" {same_form(paper.investigation)}"].append(paper)
    for key, members in by_key.items():
        for one, other in combinations(few(members), 2):
            name = key if key in one.registered else one.investigation
            relation = inverse = Relation.INVESTIGATION
            if (one.plan is None) != (other.plan is None) and one.kind is other.kind is None:
                both = (Relation.PROTOCOL, Relation.RESULTS)
                relation, inverse = both if one.plan is None else both[::-1]
            because = Words(N_("both belong to %(name)s"), name=name)
            yield Found(one.id, other.id, relation, inverse, (because,))
