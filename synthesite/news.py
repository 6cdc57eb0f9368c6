"""What changed in the evidence lately, study by study, for feeds, the newest date first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

import msgspec

from synthesite.history import History
from synthesite.keys import digest, program_key
from synthesite.model import Change, ChangeKind
from synthesite.store.cache import Cache

MOST = 2000
"""Entries that are kept of a date, and looked at in all: feeds show the newest few."""


class News(NamedTuple):
    """What changed about a study on a date (`2026-01-31`): the kinds of changes, and the types of new notices."""

    date: str
    study: str
    kinds: list[ChangeKind]
    notices: list[str]


_NEWS = msgspec.msgpack.Decoder(list[News])


def load_news(history: History, cache: Cache, studies: Collection[str]) -> list[News]:
    """The newest changes of studies that are among those given."""
    table, key = cache.table("news"), digest(program_key(), history.key)
    found: list[News] = []
    for date, _ in history.dates:
        if len(found) >= MOST:
            break
        news = table.decoded(date, key, _NEWS)
        if news is None:
            news = _by_study(date, history.on(date))
            table.put(date, key, msgspec.msgpack.encode(news))
        found += [one for one in news if one.study in studies]
    table.retain([date for date, _ in history.dates])
    return found[:MOST]


def _by_study(date: str, changes: Iterable[Change]) -> list[News]:
    """The changes of a date, those of one study together, in the order in which the studies are named first."""
    found: dict[str, News] = {}
    for change in changes:
        one = found.setdefault(change.study, News(date, change.study, [], []))
        if change.change not in one.kinds:
            one.kinds.append(change.change)
        if change.change == ChangeKind.NOTICE and change.field and change.field not in one.notices:
            one.notices.append(change.field)
    return list(found.values())[:MOST]
