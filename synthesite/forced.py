"""What a person decided about who is the same study: the setting `match`, resolved to extracts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from synthesite.identity import Identified, Known
from synthesite.text.identifiers import normal_doi, normal_pmid

Pair = tuple[set[int], set[int]]


class Unresolved(NamedTuple):
    """A pair of the setting that can't be followed: which one (from 0), and why."""

    at: int
    why: str


def forced_pairs(
    pairs: Sequence[Sequence[str]], identified: Identified, known: Mapping[str, Known], *, apart: bool
) -> tuple[list[Pair], list[Unresolved]]:
    """The pairs as sets of indices of extracts.

    A study is named by its id (a former one too), its DOI, `pmid:` and its PMID, or the path of a source, `#` and the
    number of the item.
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
        else:
            found.append((sides[0], sides[1]))
    return found, unresolved


def _extracts_of(name: str, identified: Identified, known: Mapping[str, Known]) -> set[int]:
    ids = {one.id for one in known.values() if name == one.id or name in (one.record.formerly or ())}
    path, _, number = name.rpartition("#")
    doi = normal_doi(name)
    pmid = normal_pmid(name[5:]) if name.lower().startswith("pmid:") else None
    found = set()
    for at, (extract, owners) in enumerate(zip(identified.extracts, identified.owners, strict=True)):
        source = extract.source
        if (
            (ids and not ids.isdisjoint(owners))
            or (doi and extract.values.get("doi") == doi)
            or (pmid and extract.values.get("pmid") == pmid)
            or (path == source.path and number == str(source.item))
        ):
            found.add(at)
    return found
