"""Two studies that look like one are one, or a person said that they aren't."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from synthesite.checks._decided import decided_pairs
from synthesite.library import Library
from synthesite.match import IDENTIFIERS
from synthesite.model import Problem, Record
from synthesite.near_misses import near_misses
from synthesite.sources import SourceTexts
from synthesite.traits import COMPARED


def check(library: Library, sources: SourceTexts) -> Iterator[Problem]:
    """A warning for each pair of studies that look alike, were not merged, and of which nobody has decided."""
    records = _records(library)
    ids = sorted(records)
    described = [{key: msgspec.to_builtins(getattr(records[name], key)) for key in COMPARED} for name in ids]
    decided = decided_pairs(library)
    for miss in near_misses(described):
        one, other = ids[miss.one], ids[miss.other]
        if frozenset((one, other)) not in decided and not _share_identifier(records[one], records[other]):
            message = (
                f"{one} and {other} look alike and are two records: {miss.reason}; if they are one study, write "
                f"'same: [[{one}, {other}]]' under 'match' in config.yaml, and if not, 'apart: [[{one}, {other}]]'"
            )
            yield Problem(library.studies[other].path, 1, "near-miss", message)


def _records(library: Library) -> dict[str, Record]:
    """The whole effective records of the studies on the site, by id."""
    return {name: library.full[name] for name in library.studies}


def _share_identifier(one: Record, other: Record) -> bool:
    """Whether both have the same DOI or PMID, which another rule reports."""
    return any(getattr(one, key) and getattr(one, key) == getattr(other, key) for key in IDENTIFIERS)
