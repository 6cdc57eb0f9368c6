"""All of `content/`: the studies as they are published, the journals, the groups between them.

Nothing here writes. Of every study there is its card in memory, and no more: a study is fetched where it is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from typing import NamedTuple

import msgspec

from synthesite.blocks import Counts
from synthesite.config import Config, Settings
from synthesite.group_texts import load_group_texts, read_body
from synthesite.groups import KINDS, ById, Group, Grouped, Kind, group_studies
from synthesite.history import History, load_history
from synthesite.keys import digest, joined, program_key
from synthesite.links import Link, find_links
from synthesite.model import Card, JournalMetrics, JournalRecord, Later, Member, Problem
from synthesite.news import News, load_news
from synthesite.parallel import WORTH_A_PROCESS
from synthesite.related import NO_RELATIONS, Relations, load_relations
from synthesite.rights import published_journal
from synthesite.shelf import Shelf, load_shelf
from synthesite.steps import Step, made_aside
from synthesite.store.cache import Cache, Table
from synthesite.store.content import load_journal_files
from synthesite.store.files import files_below, posix
from synthesite.store.marks import Folders, mark_of
from synthesite.store.records import LoadedRecord
from synthesite.study import Study
from synthesite.study_loader import Rules
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
    groups: dict[str, list[Group]]
    """By kind the groups that hold a study, each in its kind's order."""
    retold: frozenset[str]
    """The studies whose pages can't tell the names of all their groups by themselves."""
    counts: Counts
    """The figures of all studies."""
    links: dict[str, list[Link]]
    """By study: the other publications that belong to it, and why."""
    history: History
    """What changed in the evidence."""
    related: Relations
    """Which studies are related to which, and why."""
    news: list[News]
    """What changed in the evidence lately, the newest first; read only where there can be feeds of it."""
    pages: list[SitePage]
    font: Later
    """The file of the font that pictures are written with; no bytes where it is the program's."""
    keys: Table
    """What keys of many studies are kept in (`batches.kept_keys`)."""
    orphans: list[str]
    """The Markdown files beside which there is no record."""
    problems: list[Problem]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The ways of grouping."""
        return tuple(kind for kind in KINDS if kind.name not in self.settings.leave_out)

    @property
    def frame(self) -> Frame:
        """What every page shows of the rest."""
        return Frame(
            kinds=tuple(FrameKind(kind.name, kind.singular, kind.plural) for kind in self.kinds),
            pages=tuple(FramePage(page.slug, page.title) for page in self.pages),
            excluded=len(self.excluded),
            feed=bool(self.news),
        )

    def card(self, study_id: str) -> Card:
        """What lists show of a study."""
        return self.studies.card(study_id)

    def cards(self, ids: Sequence[str]) -> Later:
        """The cards of studies, for a page that rests on them."""
        keys = self.studies.card_keys
        return Later(joined(map(keys.__getitem__, ids)), partial(self.studies.cards, ids))

    def members(self, group: Group) -> list[str]:
        """The ids of a group's studies, newest first."""
        return self.grouped[group.kind].members[group.id]

    def groups_of(self, study: Study) -> dict[str, list[Group]]:
        """By kind the groups that a study is in, in the study's own order; without their sizes."""
        by_kind = ((kind, self.grouped[kind.name]) for kind in KINDS)
        return {kind.name: grouped.of(kind.members(study)) if grouped.groups else [] for kind, grouped in by_kind}

    def groups_later(self, study_id: str) -> Later:
        """What tells the same of a study, for a page that rests on it, and on the study itself.

        What the study says tells the names of its groups, but where others write them otherwise.
        """
        kinds = self.grouped.values() if study_id in self.retold else ()
        told = [grouped.named(grouped.retold[study_id]) for grouped in kinds if study_id in grouped.retold]
        return Later(msgspec.msgpack.encode(told) if told else b"", lambda: self.groups_of)

    def left(self, kind: str) -> list[str]:
        """The ids of the studies that are in no group of a kind, newest first."""
        return self.grouped[kind].left

    def metrics(self, ids: Iterable[str]) -> list[str]:
        """The first of the studies for each thing that a source says of their journal's standing, if that is shown."""
        found: dict[tuple[JournalMetrics, str], str] = {}
        for study_id in ids if self.settings.journal_metrics else ():
            stated = self.studies.entries[study_id].metrics
            if stated:
                found.setdefault((stated.values, stated.path), study_id)
        return list(found.values())


class Begun(NamedTuple):
    """The studies of a site, and what is being made of all of them."""

    shelf: Shelf
    studies: Shelf
    """Those on the site."""
    journals: dict[str, LoadedRecord[JournalRecord]]
    by_key: dict[str, JournalRecord]
    """The journals as far as they may be shown, by `title_key` of their titles."""
    related: Relations
    grouping: dict[str, Step[_KeptGroups]]
    linking: Step[dict[str, list[Link]]]
    wait_for_steps: Callable[[], None]
    problems: list[Problem]


def begin_library(
    config: Config, cache: Cache, shelf: Shelf, jobs: int = 1, loaded: Callable[[Shelf], bool] | None = None
) -> Begun:
    """Begins what `load_library` makes of all studies, in processes of their own if that is much.

    `loaded` is handed the studies on the site, and says whether a process of its own is at work on them.
    """
    studies = shelf.part(excluded=False)
    others = int(loaded(studies)) if loaded else 0
    journals, problems = load_journal_files(config.root)
    by_key = {
        title_key(loaded.record.title): published_journal(loaded.record, config.settings.rights)
        for _, loaded in sorted(journals.items())
    }
    ids = list(studies)
    grouping = {kind.name: _grouping(kind, ids, studies, config.settings, by_key, cache) for kind in KINDS}
    linking = _linking(studies, cache)
    is_left_out = "related" in config.settings.leave_out
    related = NO_RELATIONS if is_left_out else _related(studies, cache, jobs, others)
    is_worth_a_process = len(studies) >= WORTH_A_PROCESS and not related.is_begun
    wait = made_aside([linking, *grouping.values()], jobs if is_worth_a_process else 1)
    return Begun(shelf, studies, journals, by_key, related, grouping, linking, wait, problems)


def load_library(
    config: Config,
    cache: Cache | None = None,
    inputs: Folders | None = None,
    jobs: int = 1,
    rules: Rules | None = None,
    loaded: Callable[[Shelf], bool] | None = None,
    begun: Begun | None = None,
) -> Library:
    """Loads the content of a site. Files that can't be read, and faulty keys, become problems.

    `inputs` are the marks of the files, by folder; without them nothing is taken from the cache unread. `rules` are
    asked about each study that is loaded; `loaded` is what `begin_library` takes. What has `begun` isn't done again.
    """
    ahead = jobs if cache else 1  # where nothing is kept, nothing is begun that nobody may ask for
    cache = cache or Cache()
    if begun is None:
        begun = begin_library(config, cache, load_shelf(config, cache, inputs or {}, jobs, rules), ahead, loaded)
    shelf, studies, journals = begun.shelf, begun.studies, begun.journals
    problems = [problem for entry in shelf.entries.values() for problem in entry.problems] + begun.problems
    history = load_history(config, cache, inputs or {})
    begun.wait_for_steps()
    ids = list(studies)
    grouped = {kind: _grouped(step.value(), ids) for kind, step in begun.grouping.items()}
    links = begun.linking.value()
    return Library(
        settings=config.settings,
        studies=studies,
        excluded=shelf.part(excluded=True),
        journals=begun.by_key,
        full_journals={key: loaded.record for key, loaded in sorted(journals.items())},
        group_texts=_group_texts(config, grouped, journals, problems),
        grouped=grouped,
        groups={kind: found.groups for kind, found in grouped.items()},
        retold=frozenset().union(*[found.retold for found in grouped.values()]),
        counts=studies.counts(),
        links=links,
        history=history,
        related=begun.related,
        news=_news(config, history, studies, cache),
        pages=_site_pages(config, problems),
        font=_font(config),
        keys=cache.table("keys"),
        orphans=sorted(shelf.orphans),
        problems=problems,
    )


class _KeptGroups(msgspec.Struct, array_like=True, frozen=True):
    """What is kept of `Grouped`; studies are named by their places among all studies."""

    groups: list[Group]
    members: dict[str, list[int]]
    meant: dict[str, Member]
    retold: dict[str, list[str]]
    left: list[int]


_GROUPS = msgspec.msgpack.Decoder(_KeptGroups)
_LINKS = msgspec.msgpack.Decoder(dict[str, list[Link]])


def _grouping(
    kind: Kind, ids: list[str], studies: Shelf, settings: Settings, journals: dict[str, JournalRecord], cache: Cache
) -> Step[_KeptGroups]:
    """The groups of a kind, kept from before while the studies say of it what they said."""
    is_left_out = kind.name in settings.leave_out
    vocabulary = settings.themes if kind.name == "themes" else []
    named = [(record.id, record.title) for record in journals.values()] if kind.name == "journals" else []
    shaped = msgspec.msgpack.encode((is_left_out, vocabulary, list(journals) if named else [], named))
    key = digest(program_key(), b"" if is_left_out else studies.members_key(kind.name), shaped)

    def make() -> bytes:
        if is_left_out:
            return msgspec.msgpack.encode(_KeptGroups([], {}, {}, {}, []))
        made = group_studies(kind, ids, studies.members(kind.name), vocabulary, journals)
        at = {study_id: place for place, study_id in enumerate(ids)}
        places = {group: [at[one] for one in found] for group, found in made.members.items()}
        left = [at[one] for one in made.left]
        return msgspec.msgpack.encode(_KeptGroups(made.groups, places, made.meant, made.retold, left))

    return Step(cache.table("groups"), kind.name, key, _GROUPS, make)


def _grouped(kept: _KeptGroups, ids: list[str]) -> Grouped:
    members = {group: [ids[at] for at in places] for group, places in kept.members.items()}
    left = [ids[at] for at in kept.left]
    return Grouped(kept.groups, members, kept.meant, kept.retold, left, ById(kept.groups))


def _linking(studies: Shelf, cache: Cache) -> Step[dict[str, list[Link]]]:
    def make() -> bytes:
        return msgspec.msgpack.encode(find_links(studies.link_traits()))

    return Step(cache.table("links"), "links", digest(program_key(), studies.traits_keys.links), _LINKS, make)


def _news(config: Config, history: History, studies: Shelf, cache: Cache) -> list[News]:
    has_feeds = config.settings.base_url and "feeds" not in config.settings.leave_out
    return load_news(history, cache, studies.entries) if has_feeds else []


def _related(studies: Shelf, cache: Cache, jobs: int, others: int) -> Relations:
    keys = {entry.id: entry.traits_key for entry in studies.entries.values()}
    return load_relations(keys, studies.related_traits, cache.table("related"), jobs, others)


def _group_texts(
    config: Config,
    grouped: dict[str, Grouped],
    journals: dict[str, LoadedRecord[JournalRecord]],
    problems: list[Problem],
) -> dict[str, dict[str, str]]:
    """Texts about themes and journals may be there before a study is."""
    known: dict[str, Collection[str]] = {kind: groups.by_id for kind, groups in grouped.items()}
    known["themes"] = [theme.id for theme in config.settings.themes]
    known["journals"] = {**grouped["journals"].by_id, **journals}
    return load_group_texts(config, known, config.settings.leave_out, problems)


def _font(config: Config) -> Later:
    path = config.root / config.settings.preview_font
    if not config.settings.preview_font:
        return Later(b"", bytes)
    return Later(digest(str(mark_of(path.name, path.stat()))), path.read_bytes)


def _site_pages(config: Config, problems: list[Problem]) -> list[SitePage]:
    pages = []
    for path in files_below(config.content / "pages", {".md"}):
        shown = posix(path, config.root)
        data, body = read_body(path, shown, problems)
        title = str(data.get("title") or path.stem.replace("-", " ").capitalize())
        pages.append(SitePage(slugify(path.stem), title, body, shown))
    return pages
