"""Which extracts are about the same study."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from synthesite.found import AnyExtract, description
from synthesite.grouping import Sides, cluster
from synthesite.judged import Judged

IDENTIFIERS = ("doi", "pmid")


class Match(NamedTuple):
    """Extracts about one study, and for each but the first why it belongs to one before it (`doi`; `title, year`)."""

    extracts: Sequence[AnyExtract]
    reasons: list[str | None]


def group_extracts(
    extracts: Sequence[AnyExtract],
    same: Sequence[Sides] = (),
    apart: Sequence[Sides] = (),
    judged: Judged | None = None,
) -> list[Match]:
    """Groups the extracts about one study; `same` and `apart` are the indices of those about which a person decided.
    Pairs that are `judged` aren't compared again.

    The order of the groups, and of the extracts in them, is that of the extracts.
    """
    found = cluster(list(map(description, extracts)), same, apart, judged)
    return [Match([extracts[at] for at in group.members], group.reasons) for group in found]
