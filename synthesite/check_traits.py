"""What checks that look at all studies at once in every build know of each: small and plain, made once for each."""

from __future__ import annotations

import msgspec

from synthesite.study import Whole

IDENTIFIERS = ("doi", "pmid")
"""The keys of `CheckTraits` of which each value is one study's alone."""


class CheckTraits(msgspec.Struct, frozen=True, kw_only=True, array_like=True, omit_defaults=True):
    """A study on the site: its record's file, and what a person can name it by.

    `items` are the paths and numbers of the items of sources that its record is made of.
    """

    id: str
    path: str
    formerly: list[str] = []
    doi: str | None = None
    pmid: str | None = None
    items: list[tuple[str, int]] = []


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
    )
