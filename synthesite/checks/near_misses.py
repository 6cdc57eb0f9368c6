"""Two studies that look like one are one, or a person said that they aren't."""

from __future__ import annotations

from collections.abc import Iterator

from synthesite.check_traits import CheckTraits
from synthesite.checks import content_of
from synthesite.checks._decided import decided_pairs
from synthesite.evidence import Evidence
from synthesite.library import Library
from synthesite.model import Problem

ONLY_IN_CHECK = True
"""All studies are compared with each other, which takes longer than all the rest of a build."""


def check(library: Library, evidence: Evidence) -> Iterator[Problem]:
    """A warning for each pair of studies that look alike, were not merged, and of which nobody has decided."""
    from synthesite.near_misses import near_miss_traits, near_misses  # brings all of matching, for check alone

    content = content_of(library)
    studies = sorted(content.studies, key=lambda study: study.id)
    decided = decided_pairs(content)
    compared = [near_miss_traits(library.studies.whole(study.id).full) for study in studies]
    for miss in near_misses(compared):
        one, other = studies[miss.one], studies[miss.other]
        if frozenset((one.id, other.id)) not in decided and not _share_identifier(one, other):
            message = (
                f"{one.id} and {other.id} look alike and are two records: {miss.reason}; if they are one study, write "
                f"'same: [[{one.id}, {other.id}]]' under 'match' in config.yaml, and if not, "
                f"'apart: [[{one.id}, {other.id}]]'"
            )
            yield Problem(other.path, 1, "near-miss", message)


def _share_identifier(one: CheckTraits, other: CheckTraits) -> bool:
    """Whether both have the same DOI or PMID, which another rule reports."""
    from synthesite.match import IDENTIFIERS  # as above

    return any(getattr(one, key) and getattr(one, key) == getattr(other, key) for key in IDENTIFIERS)
