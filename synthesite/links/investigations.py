"""Publications of one investigation: a protocol and its results, and whatever names the same registration."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, combinations

from synthesite.links.notices import kind_of
from synthesite.links.papers import (
    FEW_WORDS,
    Found,
    Paper,
    Relation,
    by_authors,
    contradict,
    few,
    in_common,
    title_words,
    years_fit,
)
from synthesite.text.folding import fold, same_form
from synthesite.text.registrations import registrations

_YEARS = 12
"""Years that may lie between a protocol and its results."""

_PLAN = re.compile(
    r"\b(?:study|trial|research|review|evaluation|analysis)[ -]protocol\b|\bprotocol (?:for|of) (?:a|an|the)\b|"
    r"^\s*(?:a |the )?protocol\s*$|\bstudienprotokoll\b|\bprotocolo de(?:l)?\b|\bprotocole de\b",
    re.IGNORECASE,
)
_PLAN_START = re.compile(r"^(?:a |the )?(?:\w+[ -])?protocol (?:for|of)(?: an?| the)? ", re.IGNORECASE)
_GENRES = frozenset({"protocol", "study protocol", "trial protocol", "clinical trial protocol"})
_PARTS = re.compile(r"[:.?!–—]\s+|\s+[-–—]\s+|[:.?!]\s*$")


def plan_of(paper: Paper) -> str | None:
    """The title of what a paper is the protocol of, empty if that can't be told; `None` if it is no protocol."""
    if "protoc" not in paper.title.lower() and "protok" not in paper.title.lower():
        return paper.title if same_form(paper.record.genre or "") in _GENRES else None
    parts = [part for part in _PARTS.split(paper.title) if part.strip()]
    if any(map(_PLAN.search, parts)):
        parts[0] = _PLAN_START.sub("", parts[0], count=1)
        return ": ".join(part for part in parts if not _PLAN.search(part))
    return paper.title if same_form(paper.record.genre or "") in _GENRES else None


def protocols_and_results(papers: list[Paper]) -> Iterator[Found]:
    """Each protocol with the papers that have its title, or the first part of it, and two of its authors."""
    plans = {paper.record.id: plan_of(paper) for paper in papers}
    by_title: dict[tuple[str, ...], list[Paper]] = defaultdict(list)
    for paper in papers:
        for words in _beginnings(plans[paper.record.id] or ""):
            by_title[words].append(paper)
    lengths = sorted({len(words) for words in by_title})
    for paper in papers if by_title else []:
        if plans[paper.record.id] is not None:
            continue
        starts = [paper.words[:length] for length in lengths if paper.words[:length] in by_title]
        keys = _beginnings(paper.title) if starts else []  # a title that starts like one, before it is taken apart
        near = chain.from_iterable(few(by_title.get(words, [])) for words in keys)
        for plan in {plan.record.id: plan for plan in near}.values():
            shared = in_common(plan, paper)
            if (
                shared >= max(1, min(2, len(plan.authors), len(paper.authors)))
                and years_fit(plan, paper, -1, _YEARS)
                and kind_of(plan) == kind_of(paper)
                and not contradict(plan, paper)
            ):
                because = f"same title but for the protocol, and {by_authors(plan, paper)}"
                yield Found(plan.record.id, paper.record.id, Relation.RESULTS, Relation.PROTOCOL, because)


def _beginnings(title: str) -> list[tuple[str, ...]]:
    """The title as a whole, and its first part, as keys; too short ones are left out."""
    parts = [part for part in _PARTS.split(title) if part.strip()]
    keys = {title_words(parts[0] if parts else ""): FEW_WORDS + 1, title_words(title): FEW_WORDS}
    return [words for words, least in keys.items() if len(words) >= least]


def same_investigation(papers: list[Paper]) -> Iterator[Found]:
    """The papers that name one investigation, by a registration number or, without one, by the same name."""
    by_key: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        for number in sorted(paper.registered):
            by_key[number].append(paper)
        name = paper.record.investigation or ""
        if same_form(name) and not registrations(name):
            by_key[f" {same_form(name)}"].append(paper)
    for key, members in by_key.items():
        for one, other in combinations(few(members), 2):
            name = key if key in one.registered else fold(one.record.investigation or "")
            relation = inverse = Relation.INVESTIGATION
            if (plan_of(one) is None) != (plan_of(other) is None) and kind_of(one) is kind_of(other) is None:
                both = (Relation.PROTOCOL, Relation.RESULTS)
                relation, inverse = both if plan_of(one) is None else both[::-1]
            yield Found(one.record.id, other.record.id, relation, inverse, f"both belong to {name}")
