"""What checks that look at all studies at once know of each: small, plain, and made once for each study."""

from __future__ import annotations

import msgspec

from synthesite.near_misses import near_miss_traits
from synthesite.study import Whole
from synthesite.traits import Traits


class CheckTraits(msgspec.Struct, frozen=True, kw_only=True, array_like=True, omit_defaults=True):
    """A study on the site: its record's file, what a person can name it by, and what `near_misses` compares.

    `items` are the paths and numbers of the items of sources that its record is made of.
    """

    id: str
    path: str
    formerly: list[str] = []
    doi: str | None = None
    pmid: str | None = None
    items: list[tuple[str, int]] = []
    compared: Traits


def check_traits(whole: Whole) -> CheckTraits:
    """What of a study is held against others."""
    record = whole.full
    return CheckTraits(
        id=record.id,
        path=whole.study.path,
        formerly=record.formerly or [],
        doi=record.doi or None,
        pmid=record.pmid or None,
        items=[(source.path, source.item) for source in record.sources or []],
        compared=near_miss_traits(record),
    )
