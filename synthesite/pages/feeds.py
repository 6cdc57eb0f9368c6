"""Feeds of what changed in the evidence, as Atom (RFC 4287): of the site, and of each theme.

A feed needs absolute addresses and dates: without `base_url`, or before the first change is recorded, there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from synthesite.evidence import Evidence
from synthesite.keys import joined
from synthesite.library import Library
from synthesite.model import Batch, Page
from synthesite.news import News

MOST = 20
"""Entries of a feed."""


class Entry(NamedTuple):
    """An entry of a feed: what changed, and what the study is called."""

    news: News
    title: str | None
    language: str | None


def pages(library: Library, evidence: Evidence) -> Iterator[Batch]:
    """`feed.xml` and `themes/<id>.xml`; the newest changes first."""
    if library.frame.feed:
        keys = library.studies.card_keys
        cards = joined(keys[one] for one in dict.fromkeys(one.study for one in library.news))
        named = [(group.id, group.label) for group in library.groups["themes"]]
        rests_on = (library.news, cards, named, library.studies.members_key("themes"))
        yield Batch("feeds", rests_on, partial(_pages, library))


def _pages(library: Library) -> Iterator[Page]:
    start = library.news[-1].date
    about = "", "index.html"
    yield Page("feed.xml", "feed.xml", _values, (about, _entries(library, library.news), start))
    for group in library.groups["themes"]:
        members = set(library.members(group))
        entries = _entries(library, (one for one in library.news if one.study in members))
        yield Page(f"themes/{group.id}.xml", "feed.xml", _values, ((group.label, group.path), entries, start))


def _entries(library: Library, news: Iterable[News]) -> list[Entry]:
    cards = ((one, library.card(one.study)) for one in islice(news, MOST))
    return [Entry(one, card.title, card.language) for one, card in cards]


def _values(about: tuple[str, str], entries: list[Entry], start: str) -> dict[str, Any]:
    """`start` is the date of a feed in which nothing has happened yet."""
    label, page = about
    return {"label": label, "page": page, "entries": entries, "updated": entries[0].news.date if entries else start}
