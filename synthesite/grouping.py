"""From pairs to groups: descriptions of one study together, however many there are, and nothing together that differs.

Pairs are joined from the surest to the least sure. Two groups are not joined if a member of one contradicts a member of
the other, or if a person said that they are apart: so a chain is cut at its weakest link.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from synthesite.judged import Description, Judged
from synthesite.same_study import judge

DECIDED = "decided in config.yaml"
"""The reason of what a person put together."""

_LOOKED_AT = 24
"""How many members of a large group are held against another group's."""
_FORCED = 1_000_000

Sides = tuple[set[int], set[int]]
"""Two sets of indices of descriptions about which a person decided."""


class Cluster(NamedTuple):
    """Indices of descriptions of one study, in order, and for each but the first why it belongs to one before it."""

    members: list[int]
    reasons: list[str | None]


class _Edge(NamedTuple):
    weakness: int
    one: int
    other: int
    reason: str


def cluster(
    described: Sequence[Description],
    same: Sequence[Sides] = (),
    apart: Sequence[Sides] = (),
    judged: Judged | None = None,
) -> list[Cluster]:
    """Groups the descriptions; each is in one group, and the groups are in the order of their first members.

    `same` and `apart` are what a person decided; where they contradict each other, `apart` counts. The groups don't
    depend on the order of the descriptions. Pairs that are `judged` aren't compared again.
    """
    decided = {at for sides in (*same, *apart) for side in sides for at in side}
    units, twins = _units(described, decided)
    firsts = [described[unit[0]] for unit in units]
    unit_of = {at: number for number, unit in enumerate(units) for at in unit}
    edges = [_Edge(-e.strength, e.one, e.other, e.reason) for e in (judged or Judged()).edges(firsts)]
    for one, other in same:
        members = sorted({unit_of[at] for at in one | other})
        edges += [_Edge(-_FORCED, a, b, DECIDED) for a, b in pairwise(members) if one and other]
    forbidden: list[set[int]] = [set() for _ in units]
    for one, other in apart:
        for a in one:
            for b in other:
                if unit_of[a] != unit_of[b]:
                    forbidden[unit_of[a]].add(unit_of[b])
                    forbidden[unit_of[b]].add(unit_of[a])
    joined = _join(firsts, sorted(edges), forbidden)
    return _clusters(units, joined, sorted(edges), twins)


def _units(described: Sequence[Description], decided: set[int]) -> tuple[list[list[int]], dict[int, str]]:
    """Descriptions that are the same in all that counts, as one, in an order that depends on what they say alone.

    With the reasons why those of a unit belong together, by unit. Those about which a person decided stay single.
    """
    by_key: dict[str, list[int]] = {}
    for at, one in enumerate(described):
        by_key.setdefault(one.sketch.key, []).append(at)
    units: list[list[int]] = []
    twins: dict[int, str] = {}
    for _, alike in sorted(by_key.items()):
        told = judge(described[alike[0]].traits, described[alike[0]].traits) if len(alike) > 1 else None
        together = [at for at in alike if at not in decided] if told and told.same else []
        if told and len(together) > 1:
            twins[len(units)] = told.reason
            units.append(together)
        else:
            together = []
        units += [[at] for at in alike if at not in together]
    return units, twins


def _join(described: Sequence[Description], edges: list[_Edge], forbidden: list[set[int]]) -> list[int]:
    """For each unit the number of its group, which is that of its first unit."""
    group = list(range(len(described)))
    members: dict[int, list[int]] = {at: [at] for at in group}
    for edge in edges:
        one, other = sorted((group[edge.one], group[edge.other]))
        if one == other or not forbidden[one].isdisjoint(members[other]):
            continue
        if edge.reason != DECIDED and _contradict(described, members[one], members[other]):
            continue
        for at in members[other]:
            group[at] = one
        members[one] = sorted(members[one] + members.pop(other))
        forbidden[one] |= forbidden[other]
    return group


def _contradict(described: Sequence[Description], some: list[int], others: list[int]) -> bool:
    if len(some) == len(others) == 1:
        return False
    return any(
        judge(described[a].traits, described[b].traits).contrary for a in some[:_LOOKED_AT] for b in others[:_LOOKED_AT]
    )


def _clusters(units: list[list[int]], group: list[int], edges: list[_Edge], twins: dict[int, str]) -> list[Cluster]:
    inside: dict[int, list[_Edge]] = {}
    for edge in edges:
        if group[edge.one] == group[edge.other]:
            inside.setdefault(edge.one, []).append(edge)
            inside.setdefault(edge.other, []).append(edge)
    by_group: dict[int, list[int]] = {}
    for number in range(len(units)):
        by_group.setdefault(group[number], []).append(number)
    clusters = []
    for numbers in by_group.values():
        ordered = sorted((at, number) for number in numbers for at in units[number])
        seen: set[int] = set()
        reasons: list[str | None] = []
        for _, number in ordered:
            reasons.append(_reason(number, seen, inside.get(number, []), twins))
            seen.add(number)
        clusters.append(Cluster([at for at, _ in ordered], [None, *reasons[1:]]))
    return sorted(clusters, key=lambda found: found.members[0])


def _reason(number: int, seen: set[int], edges: list[_Edge], twins: dict[int, str]) -> str | None:
    """Why a unit belongs to one before it: the surest link to one of them, else the surest of all (they are sorted)."""
    if number in seen:
        return twins[number]
    found = [edge.reason for edge in edges if (edge.other if edge.one == number else edge.one) in seen]
    found += [edge.reason for edge in edges]
    return next((reason for reason in found if reason != DECIDED), found[0] if found else None)
