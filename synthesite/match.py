"""Which extracts are about the same study."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import is_
from typing import NamedTuple

import msgspec

from synthesite.found import AnyExtract, description
from synthesite.grouping import Cluster, Sides, cluster
from synthesite.judged import Judged
from synthesite.parallel import aside

IDENTIFIERS = ("doi", "pmid")


class Match(NamedTuple):
    """Extracts about one study, and for each but the first why it belongs to one before it (`doi`; `title, year`)."""

    extracts: Sequence[AnyExtract]
    reasons: list[str | None]


class _Grouped(NamedTuple):
    """What grouping came to, and what `Judged` keeps then, if that has changed."""

    clusters: list[Cluster]
    judged: bytes | None


_GROUPED = msgspec.msgpack.Decoder(_Grouped)


class Grouper:
    """Groups extracts about one study; pairs that are `judged` aren't compared again.

    `ahead` groups extracts as they were read in another process, while it is found out whether they are what is to be
    grouped; if so, nothing is left to do.
    """

    def __init__(self, judged: Callable[[], Judged] = Judged) -> None:
        self._load = judged
        self._ahead: tuple[Sequence[AnyExtract], Callable[[], bytes]] | None = None
        self.judged: bytes | None = None
        """What came of comparing as `Judged.dump` gives it, where it is something new."""

    def ahead(self, extracts: Sequence[AnyExtract]) -> None:
        """Starts to group these extracts, about which nobody decided anything."""
        self._ahead = extracts, aside(lambda: msgspec.msgpack.encode(self._grouped(extracts)))

    @property
    def is_under_way(self) -> bool:
        """Whether another process is grouping."""
        return self._ahead is not None

    def grouped(
        self, extracts: Sequence[AnyExtract], same: Sequence[Sides] = (), apart: Sequence[Sides] = ()
    ) -> list[Match]:
        """What `group_extracts` gives."""
        started, self._ahead = self._ahead, None
        made = _GROUPED.decode(started[1]()) if started else None
        if started is None or made is None or same or apart or not _are_same(extracts, started[0]):
            made = self._grouped(extracts, same, apart)
        self.judged = made.judged
        return _matches(extracts, made.clusters)

    def _grouped(
        self, extracts: Sequence[AnyExtract], same: Sequence[Sides] = (), apart: Sequence[Sides] = ()
    ) -> _Grouped:
        judged = self._load()
        clusters = cluster(list(map(description, extracts)), same, apart, judged)
        return _Grouped(clusters, judged.dump() if judged.changed else None)


def _are_same(some: Sequence[AnyExtract], others: Sequence[AnyExtract]) -> bool:
    return len(some) == len(others) and all(map(is_, some, others))


def group_extracts(
    extracts: Sequence[AnyExtract],
    same: Sequence[Sides] = (),
    apart: Sequence[Sides] = (),
) -> list[Match]:
    """Groups the extracts about one study; `same` and `apart` are the indices of those about which a person decided.

    The order of the groups, and of the extracts in them, is that of the extracts.
    """
    return _matches(extracts, cluster(list(map(description, extracts)), same, apart))


def _matches(extracts: Sequence[AnyExtract], found: Sequence[Cluster]) -> list[Match]:
    return [Match([extracts[at] for at in group.members], group.reasons) for group in found]
