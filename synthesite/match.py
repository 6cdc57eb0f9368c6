"""Which extracts are about the same study."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from synthesite.grouping import Sides, cluster
from synthesite.model import Extract
from synthesite.traits import traits_of

IDENTIFIERS = ("doi", "pmid")


class Match(NamedTuple):
    """Extracts about one study, and for each but the first why it belongs to one before it (`doi`; `title, year`)."""

    extracts: list[Extract]
    reasons: list[str | None]


def group_extracts(extracts: list[Extract], same: Sequence[Sides] = (), apart: Sequence[Sides] = ()) -> list[Match]:
    """Groups the extracts about one study; `same` and `apart` are the indices of those about which a person decided.

    The order of the groups, and of the extracts in them, is that of the extracts.
    """
    found = cluster([traits_of(extract.values) for extract in extracts], same, apart)
    return [Match([extracts[at] for at in group.members], group.reasons) for group in found]
