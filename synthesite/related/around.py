"""Whose related studies may be others when some studies have changed: those around them, and no one else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from synthesite.related.finding import Index, RelatedTraits, close_to, features, weight

_Members = Mapping[str, Sequence[str]]


def around(
    before: Mapping[str, RelatedTraits],
    now: Mapping[str, RelatedTraits],
    index: Index,
    change: Callable[[dict[str, list[str]]], None],
    listed: Callable[[str], Collection[str]],
) -> set[str]:
    """The studies whose related studies may be others than before.

    `before` and `now` are the traits of those that changed, as far as they were and are there. `index` is as it was,
    until `change` is called with the features that others have now than before, and their members. `listed` gives the
    ids of the related studies that a study had.

    Two studies that are as they were have other relations only if what a feature weighs that both have is another
    now, or if one is related, or was, to a study that changed.
    """
    todo = set(now)
    for traits in before.values():
        todo.update(close_to(traits, index).scores)
    then, after = _moved(before, now, index)
    change(after)
    for traits in now.values():
        todo.update(close_to(traits, index).scores)
    changed = before.keys() | now.keys()
    for feature, members in after.items():
        todo.update(_reweighed(then[feature], [one for one in members if one not in changed], len(members), listed))
    return todo - (before.keys() - now.keys())


def _moved(
    before: Mapping[str, RelatedTraits], now: Mapping[str, RelatedTraits], index: Index
) -> tuple[dict[str, int], dict[str, list[str]]]:
    """How many had each feature that went or came, and who has it now."""
    lost: dict[str, set[str]] = {}
    for traits in before.values():
        for feature in features(traits):
            lost.setdefault(feature, set()).add(traits.id)
    after: dict[str, list[str]] = {}
    then: dict[str, int] = {}
    for traits in now.values():
        for feature in features(traits):
            went = lost.get(feature, set())
            if traits.id in went:
                went.discard(traits.id)
                continue
            if feature not in after:
                then[feature] = len(index.members(feature))
                after[feature] = list(index.members(feature))
            after[feature].append(traits.id)
    for feature, went in lost.items():
        if went:
            members = index.members(feature)
            then.setdefault(feature, len(members))
            after[feature] = [one for one in after.get(feature, members) if one not in went]
    return then, after


def _reweighed(then: int, unchanged: list[str], now: int, listed: Callable[[str], Collection[str]]) -> Iterator[str]:
    """Those among the `unchanged` that have a feature, for whom it matters that it weighs something else now."""
    old, new = weight(then), weight(now)
    if old == new or len(unchanged) < 2:
        return
    if new > old:
        yield from unchanged
        return
    for one in unchanged:  # a pair that has less in common matters only to whom it was related
        if not set(unchanged).isdisjoint(listed(one)):
            yield one
