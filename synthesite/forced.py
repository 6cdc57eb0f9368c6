"""What a person decided about who is the same study: the setting `match`, resolved to extracts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from synthesite.found import known_by
from synthesite.identity import Identified, Known
from synthesite.text.study_refs import study_ref

Pair = tuple[set[int], set[int]]


class Unresolved(NamedTuple):
    """A pair of the setting that can't be followed: which one (from 0), and why."""

    at: int
    why: str


def forced_pairs(
    pairs: Sequence[Sequence[str]],
    identified: Identified,
    known: Mapping[str, Known],
    *,
    apart: bool,
    against: Sequence[Pair] = (),
) -> tuple[list[Pair], list[Unresolved]]:
    """The pairs as sets of indices of extracts.

    `against` are pairs that count more: what would put something of two of their sides together is not followed.
    How a study is named: `synthesite.text.study_refs`; a former id will do.
    """
    found: list[Pair] = []
    unresolved = []
    for at, names in enumerate(pairs):
        sides = [_extracts_of(name, identified, known) for name in names]
        unknown = [name for name, side in zip(names, sides, strict=True) if not side]
        if unknown:
            unresolved.append(Unresolved(at, f"{unknown[0]!r} names no study and no item that is here"))
        elif apart and sides[0] & sides[1]:
            items = sorted({f"{e.source.path}#{e.source.item}" for e in (identified.extracts[i] for i in sides[0])})
            why = f"{names[0]!r} and {names[1]!r} are one study now; name its items instead ({', '.join(items[:6])})"
            unresolved.append(Unresolved(at, why))
        elif sides[0].isdisjoint(sides[1]) and any(_contradict(sides, pair) for pair in against):
            unresolved.append(Unresolved(at, "a pair under apart says the opposite, and that one counts"))
        else:
            found.append((sides[0], sides[1]))
    return found, unresolved


def _contradict(sides: Sequence[set[int]], pair: Pair) -> bool:
    one, other = sides
    return any(not one.isdisjoint(a) and not other.isdisjoint(b) for a, b in (pair, pair[::-1]))


def _extracts_of(name: str, identified: Identified, known: Mapping[str, Known]) -> set[int]:
    ref = study_ref(name)
    ids = {one.id for one in known.values() if ref.value == one.id or ref.value in (one.record.formerly or ())}
    found = set()
    for at, (extract, owners) in enumerate(zip(identified.extracts, identified.owners, strict=True)):
        source = extract.source
        match ref.kind:
            case "id":
                named = not ids.isdisjoint(owners)
            case "item":
                named = (source.path, source.item) == (ref.value, ref.item)
            case key:
                named = known_by(extract).get(key) == ref.value
        if named:
            found.add(at)
    return found
