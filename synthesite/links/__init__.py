"""Links between studies: versions of one text, publications of one investigation, and what is said of a study.

Nothing is merged here and nothing guessed: each link says why it is there. The work grows with the number of studies
and not with its square, because only studies that share a rare key are compared; a key that more than `papers.MOST`
studies share says nothing, and is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from synthesite.interface import Words
from synthesite.links.investigations import protocols_and_results, same_investigation
from synthesite.links.notices import addresses_of_notices, titles_of_notices
from synthesite.links.papers import LinkTraits, Relation
from synthesite.links.traits import link_traits
from synthesite.links.versions import preprints_and_articles

__all__ = ["Link", "LinkTraits", "find_links", "link_traits"]


class Link(NamedTuple):
    """A study that belongs to this one: what it is to it, and why that is known."""

    id: str
    relation: Relation
    because: tuple[Words, ...]


def find_links(studies: Iterable[LinkTraits]) -> dict[str, list[Link]]:
    """The links of each study that has some, in the order of the relations; always both ways.

    `studies` are those on the site, in any order.
    """
    papers = sorted(studies, key=lambda paper: paper.id)
    rules = (titles_of_notices, addresses_of_notices, preprints_and_articles, protocols_and_results, same_investigation)
    pairs: dict[tuple[str, str], list[tuple[Relation, tuple[Words, ...]]]] = {}
    for found in chain.from_iterable(rule(papers) for rule in rules):
        pairs.setdefault((found.one, found.other), []).append((found.relation, found.because))
        pairs.setdefault((found.other, found.one), []).append((found.inverse, found.because))
    links: dict[str, list[Link]] = {}
    rank = {relation: at for at, relation in enumerate(Relation)}
    for (one, other), reasons in sorted(pairs.items()):
        relation = min((relation for relation, _ in reasons), key=rank.__getitem__)
        because = dict.fromkeys(chain.from_iterable(because for _, because in reasons))
        links.setdefault(one, []).append(Link(other, relation, tuple(because)))
    return {one: sorted(found, key=lambda link: (rank[link.relation], link.id)) for one, found in links.items()}
