"""What changed in the evidence lately, study by study, for feeds: from `content/changes/`, the newest date first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

import msgspec

from synthesite.config import Config
from synthesite.keys import digest, program_key
from synthesite.model import Change, ChangeKind
from synthesite.store.cache import Cache
from synthesite.store.files import files_below

MOST = 2000
"""Entries that are kept of a date, and looked at in all: feeds show the newest few."""


class News(NamedTuple):
    """What changed about a study on a date (`2026-01-31`): the kinds of changes, and the types of new notices."""

    date: str
    study: str
    kinds: list[ChangeKind]
    notices: list[str]


_NEWS = msgspec.msgpack.Decoder(list[News])


def load_news(config: Config, cache: Cache, studies: Collection[str]) -> list[News]:
    """The newest changes of studies that are among those given.

    A file of changes that is as it was isn't parsed again; one with a fault, of which ingest tells, is left out.
    """
    table = cache.table("news")
    files = {path.stem: path for path in files_below(config.root / "content" / "changes", {".yaml"})}
    found: list[News] = []
    for date in sorted(files, reverse=True):
        if len(found) >= MOST:
            break
        try:
            data = files[date].read_bytes()
        except OSError:
            continue
        key = digest(program_key(), date, data)
        news = table.decoded(date, key, _NEWS)
        if news is None:
            from synthesite.store.change_files import changes_of_file  # needs YAML, which a build may do without

            news = _by_study(date, changes_of_file(config.root, date))
            table.put(date, key, msgspec.msgpack.encode(news))
        found += [one for one in news if one.study in studies]
    table.retain(files)
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
