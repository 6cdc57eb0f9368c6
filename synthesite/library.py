"""All of `content/`: the studies as they are published, the journals, the groups between them.

Nothing here writes. Of every study there is its card in memory, and no more: a study is fetched where it is needed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import partial
from typing import NamedTuple

import msgspec

from synthesite.config import Config, Settings
from synthesite.group_texts import load_group_texts, read_body
from synthesite.groups import KINDS, Group, Grouped, Kind, group_studies
from synthesite.keys import digest, joined, program_key
from synthesite.links import Link, find_links
from synthesite.model import Card, JournalMetrics, JournalRecord, Later, Problem
from synthesite.rights import published_journal
from synthesite.shelf import STUDIES, Rules, Shelf, load_shelf
from synthesite.store.cache import Cache
from synthesite.store.content import load_journal_files
from synthesite.store.files import files_below, names_in, posix
from synthesite.store.marks import Folders
from synthesite.store.records import LoadedRecord
from synthesite.template_keys import Frame, FrameKind, FramePage
from synthesite.text.folding import title_key
from synthesite.text.slugs import slugify


class SitePage(NamedTuple):
    """A page of `content/pages/`: its slug, its title and its Markdown body."""

    slug: str
    title: str
    body: str
    path: str


class Library(NamedTuple):
    """Everything that pages, exports and checks are made from. Studies are in the order newest first."""

    settings: Settings
    studies: Shelf
    excluded: Shelf
    """The studies that a curator took off the site, in the same order; nothing else here counts them."""
    journals: dict[str, JournalRecord]
    """As far as they may be shown, by `title_key` of their titles."""
    full_journals: dict[str, JournalRecord]
    """The whole records of journals by id, for checks only."""
    group_texts: dict[str, dict[str, str]]
    """What curators wrote about groups, by kind and id."""
    grouped: dict[str, Grouped]
    """By kind (`themes`, `journals`, …)."""
    links: dict[str, list[Link]]
    """By study: the other publications that belong to it, and why."""
    pages: list[SitePage]
    orphans: list[str]
    """The Markdown files beside which there is no record."""
    problems: list[Problem]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The ways of grouping."""
        return tuple(kind for kind in KINDS if kind.name not in self.settings.leave_out)

    @property
    def groups(self) -> dict[str, list[Group]]:
        """By kind the groups that hold a study, each in its kind's order."""
        return {kind: grouped.groups for kind, grouped in self.grouped.items()}

    @property
    def frame(self) -> Frame:
        """What every page shows of the rest."""
        return Frame(
            kinds=tuple(FrameKind(kind.name, kind.singular, kind.plural) for kind in self.kinds),
            pages=tuple(FramePage(page.slug, page.title) for page in self.pages),
            excluded=len(self.excluded),
        )

    def card(self, study_id: str) -> Card:
        """What lists show of a study."""
        return self.studies.card(study_id)

    def cards(self, ids: Sequence[str]) -> Later:
        """The cards of studies, for a page that rests on them."""
        keys = self.studies.card_keys
        return Later(joined([keys[study_id] for study_id in ids]), partial(self.studies.cards, ids))

    def members(self, group: Group) -> list[str]:
        """The ids of a group's studies, newest first."""
        return self.grouped[group.kind].members[group.id]

    def groups_of(self, study_id: str) -> dict[str, list[Group]]:
        """By kind the groups that a study is in, in the study's own order; without their sizes."""
        members = self.card(study_id).members
        return {kind: grouped.of(members.get(kind, ())) for kind, grouped in self.grouped.items()}

    def groups_later(self, study_id: str) -> Later:
        """The same for a page that rests on it, and on the study itself.

        What the study says tells the names of its groups, but where others write them otherwise.
        """
        members = self.card(study_id).members
        told = [
            grouped.of(members[kind])
            for kind, grouped in self.grouped.items()
            if grouped.told and kind in members and not grouped.told.isdisjoint([one.id for one in members[kind]])
        ]
        key = msgspec.msgpack.encode(told) if told else b""
        return Later(key, partial(self.groups_of, study_id))

    def metrics(self, ids: Iterable[str]) -> list[str]:
        """The first of the studies for each thing that a source says of their journal's standing, if that is shown."""
        found: dict[tuple[JournalMetrics, str], str] = {}
        for study_id in ids if self.settings.journal_metrics else ():
            stated = self.studies.entries[study_id].metrics
            if stated:
                found.setdefault((stated.values, stated.path), study_id)
        return list(found.values())


def load_library(
    config: Config,
    cache: Cache | None = None,
    inputs: Folders | None = None,
    jobs: int = 1,
    rules: Rules | None = None,
) -> Library:
    """Loads the content of a site. Files that can't be read, and faulty keys, become problems.

    `inputs` are the marks of the files, by folder; without them nothing is taken from the cache unread. `rules` are
    asked about each study that is loaded.
    """
    cache = cache or Cache()
    shelf = load_shelf(config, cache, inputs or {}, jobs, rules)
    problems = [problem for entry in shelf.entries.values() for problem in entry.problems]
    usable = sorted(
        (entry for entry in shelf.entries.values() if entry.card), key=lambda entry: (entry.order, entry.id)
    )
    studies = shelf.part([entry for entry in usable if not entry.exclude])
    journals, found = load_journal_files(config.root)
    problems += found
    by_key = {
        title_key(loaded.record.title): published_journal(loaded.record, config.settings.rights)
        for _, loaded in sorted(journals.items())
    }
    cards = [entry.card for entry in studies.entries.values() if entry.card]
    grouped = {
        kind.name: group_studies(
            kind, [] if kind.name in config.settings.leave_out else cards, config.settings.themes, by_key
        )
        for kind in KINDS
    }
    return Library(
        settings=config.settings,
        studies=studies,
        excluded=shelf.part([entry for entry in usable if entry.exclude]),
        journals=by_key,
        full_journals={key: loaded.record for key, loaded in sorted(journals.items())},
        group_texts=_group_texts(config, grouped, journals, problems),
        grouped=grouped,
        links=_links(studies, cache),
        pages=_site_pages(config, problems),
        orphans=_orphans(config, inputs or {}),
        problems=problems,
    )


_LINKS = msgspec.msgpack.Decoder(dict[str, list[Link]])


def _links(studies: Shelf, cache: Cache) -> dict[str, list[Link]]:
    table, key = cache.table("links"), digest(program_key(), studies.traits_key())
    kept = table.decoded("links", key, _LINKS)
    if kept is not None:
        return kept
    found = find_links(traits.links for traits in studies.traits())
    table.put("links", key, msgspec.msgpack.encode(found))
    return found


def _orphans(config: Config, inputs: Folders) -> list[str]:
    records = set(names_in(inputs, config.root, STUDIES, {".yaml"}))
    beside = names_in(inputs, config.root, STUDIES, {".md"})
    return [f"{STUDIES}/{name}" for name in beside if f"{name[:-3]}.yaml" not in records]


def _group_texts(
    config: Config,
    grouped: dict[str, Grouped],
    journals: dict[str, LoadedRecord[JournalRecord]],
    problems: list[Problem],
) -> dict[str, dict[str, str]]:
    """Texts about themes and journals may be there before a study is."""
    known: dict[str, Collection[str]] = {kind: groups.names for kind, groups in grouped.items()}
    known["themes"] = [theme.id for theme in config.settings.themes]
    known["journals"] = {**grouped["journals"].names, **journals}
    return load_group_texts(config, known, config.settings.leave_out, problems)


def _site_pages(config: Config, problems: list[Problem]) -> list[SitePage]:
    pages = []
    for path in files_below(config.content / "pages", {".md"}):
        shown = posix(path, config.root)
        data, body = read_body(path, shown, problems)
        title = str(data.get("title") or path.stem.replace("-", " ").capitalize())
        pages.append(SitePage(slugify(path.stem), title, body, shown))
    return pages
