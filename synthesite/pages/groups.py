"""The pages of each group of studies.

Most groups of a large site are authors of one study or two, so the pages of such small groups show these and no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

from synthesite import readers
from synthesite.batches import all_cards, by_group, kept_keys
from synthesite.evidence import Evidence, Named, Shown
from synthesite.facts import Facts
from synthesite.figures import Divisions, across, chart_of, figures_of
from synthesite.groups import ACROSS, Group
from synthesite.history import Lately
from synthesite.keys import digest, joined
from synthesite.library import Library
from synthesite.model import Batch, Card, IfShown, JournalMetrics, JournalRecord, Later, Page, source_at
from synthesite.page_keys import key_of
from synthesite.pages import frame
from synthesite.study import Study
from synthesite.study_loader import metrics_of
from synthesite.template_keys import FrameKind
from synthesite.text.folding import title_key
from synthesite.traces import Trace, traces

SMALL = 2
"""Groups of so many studies have small pages."""


class Metrics(NamedTuple):
    """What one source says about a journal's standing."""

    values: JournalMetrics
    reader: str
    path: str
    traces: list[Trace]


class Offers(NamedTuple):
    """What a group's page may lead to on this site."""

    search: bool
    map: bool
    new: bool
    files: bool
    """Whether there are all studies of a theme in files."""


def pages(library: Library, evidence: Evidence) -> Iterator[Batch]:
    """`<kind>/<id>.html` and, beyond the page size, `<kind>/<id>--2.html` and so on."""
    names = _Names(library)
    parts = {kind.name: list(by_group(library.groups[kind.name], kind.name)) for kind in library.kinds}
    keys = kept_keys(library, "groups", _all_shown(library), partial(_keys, library, parts))
    for kind in library.frame.kinds:
        for name, groups in parts[kind.name]:
            about = _about(library, evidence, groups) if kind.name == "journals" else b""
            texts = [text for group in groups if (text := library.group_texts[kind.name].get(group.id))]
            years = [names.beside(group) for group in groups]
            named = (names.later, names.offers, texts, years, about)
            rests_on = (kind, groups, keys[name], library.settings.page_size, *named)
            yield Batch(name, rests_on, partial(_pages, library, evidence, names, kind, groups))


def _all_shown(library: Library) -> bytes:
    """What stands for all that groups show of their studies."""
    entries = library.studies.entries
    return digest(all_cards(library), joined([one.facts for one in entries.values()]), library.history.key_of(entries))


def _keys(library: Library, parts: dict[str, list[tuple[str, list[Group]]]]) -> dict[str, bytes]:
    """By batch what stands for all that its groups show of their studies; `parts` are the batches by kind."""
    entries = library.studies.entries.values()
    keys = library.history.behind({entry.id: entry.card_key + entry.facts for entry in entries})
    found = {}
    for kind, batches in parts.items():
        members = library.grouped[kind].members
        for name, groups in batches:
            ids = chain.from_iterable([members[group.id] for group in groups])
            found[name] = joined(map(keys.__getitem__, ids))
    return found


class _Names:
    """What the pages of groups name besides their studies; made once for all of them."""

    def __init__(self, library: Library) -> None:
        kinds = [kind for kind in ACROSS if kind not in library.settings.leave_out]
        self._across = {
            kind: {group.id: (at, group._replace(size=0)) for at, group in enumerate(library.groups[kind])}
            for kind in kinds
        }
        self.later = Later(key_of([list(names.items()) for names in self._across.values()]), lambda: self._across)
        """The groups of the kinds by which a group's studies are divided, without their sizes."""
        ways = {way.path for way in frame(library).ways}
        has_files = "theme_files" not in library.settings.leave_out
        self.offers = Offers("search.html" in ways, "map.html" in ways, "new.html" in ways, has_files)
        years: list[Group | None] = [None, *(one._replace(size=0) for one in library.groups["years"]), None]
        self._beside = {
            year.id: (before, after)
            for after, year, before in zip(years, years[1:], years[2:], strict=False)
            if year  # which the first and the last are not
        }

    def beside(self, group: Group) -> tuple[Group | None, Group | None]:
        """The years with studies before and after a year."""
        return self._beside[group.id] if group.kind == "years" else (None, None)


def _pages(library: Library, evidence: Evidence, names: _Names, kind: FrameKind, groups: list[Group]) -> Iterator[Page]:
    for group in groups:
        yield from _group_pages(library, evidence, names, kind, group)


def _about(library: Library, evidence: Evidence, groups: list[Group]) -> bytes:
    """What stands for all that is known of journals besides their studies' cards."""
    found: list[JournalRecord] = []
    items: list[Named] = []
    studies: list[bytes] = []
    for group in groups:
        journal = library.journals.get(title_key(group.label))
        if journal:
            entries = [library.studies.entries[one] for one in library.metrics(library.members(group))]
            found.append(journal)
            items += [*(journal.sources or []), *(item for entry in entries for item in entry.items)]
            studies += [entry.key for entry in entries]
    return key_of((found, studies, evidence.of_all(items)))


def _group_pages(library: Library, evidence: Evidence, names: _Names, kind: FrameKind, group: Group) -> Iterator[Page]:
    ids, size = library.members(group), library.settings.page_size
    count = max(1, -(-len(ids) // size))
    paths = [group.path, *(f"{kind.name}/{group.id}--{n}.html" for n in range(2, count + 1))]
    parts = [library.cards(ids[at : at + size]) for at in range(0, len(ids), size)]
    text = library.group_texts[kind.name].get(group.id, "")
    journal = library.journals.get(title_key(group.label)) if kind.name == "journals" else None
    if len(ids) <= SMALL and not journal:
        around = (names.beside(group), names.offers)
        yield Page(group.path, "group.html", _small, (kind, group, parts[0], library.studies.facts(ids), text, *around))
        return
    first = (
        kind,
        group,
        paths,
        parts[0],
        library.studies.facts(ids),
        text,
        names.beside(group),
        names.later,
        names.offers,
        library.history.lately(ids),
    )
    if journal:
        stated = library.metrics(ids)
        items: list[Named] = [*(journal.sources or [])]
        items += (item for one in stated for item in library.studies.entries[one].items)
        studies = (library.studies.later(study_id) for study_id in stated)
        yield Page(group.path, "group.html", _journal, (*first, journal, evidence.of(items), *studies))
    else:
        yield Page(group.path, "group.html", _first, first)
    for number, (path, cards) in enumerate(zip(paths[1:], parts[1:], strict=True), 2):
        yield Page(path, "group.html", _next, (kind, group, paths, number, cards))


def _next(kind: FrameKind, group: Group, paths: list[str], number: int, cards: Sequence[Card]) -> dict[str, Any]:
    return {"kind": kind, "group": group, "paths": paths, "number": number, "cards": cards, "journal": None}


def _small(
    kind: FrameKind,
    group: Group,
    cards: Sequence[Card],
    every: list[Facts],
    text: str,
    beside: tuple[Group | None, Group | None],
    offers: Offers,
) -> dict[str, Any]:
    """Of so few studies there is nothing to say that their list doesn't."""
    return _first(kind, group, [group.path], cards, every, text, beside, {}, offers, []) | {"chart": None}


def _first(
    kind: FrameKind,
    group: Group,
    paths: list[str],
    cards: Sequence[Card],
    every: list[Facts],
    text: str,
    beside: tuple[Group | None, Group | None],
    names: Divisions,
    offers: Offers,
    lately: list[Lately],
) -> dict[str, Any]:
    has_more = len(every) > SMALL
    search = f"search.html?{kind.name}={group.id}" if offers.search and has_more else ""
    return _next(kind, group, paths, 1, cards) | {
        "figures": IfShown(partial(figures_of, every)),
        "text": text,
        "beside": beside,
        "across": IfShown(partial(across, group, every, names)) if has_more else [],
        "chart": IfShown(partial(chart_of, every, f"{search}&years=" if search else ""))
        if kind.name != "years"
        else None,
        "offers": offers,
        "lately": lately if has_more else [],
        "search": search,
    }


def _journal(
    kind: FrameKind,
    group: Group,
    paths: list[str],
    cards: Sequence[Card],
    every: list[Facts],
    text: str,
    beside: tuple[Group | None, Group | None],
    names: Divisions,
    offers: Offers,
    lately: list[Lately],
    journal: JournalRecord,
    shown: Shown,
    *studies: Study,
) -> dict[str, Any]:
    """What is shown of a journal: its description, its metrics, and where each value comes from."""
    return _first(kind, group, paths, cards, every, text, beside, names, offers, lately) | {
        "journal": journal,
        "description": journal.description,
        "described_by": _described_by(journal),
        "metrics": [_metrics(study, shown) for study in studies],
        "traces": traces(journal, shown.sources, shown.rights),
    }


def _described_by(journal: JournalRecord) -> str:
    """Where a journal's description comes from, in words; empty without one."""
    places = (journal.provenance or {}).get("description")
    first = places[0] if isinstance(places, list) and places else None
    source = source_at(journal.sources, first.source) if first else None
    return readers.label(source.reader) if source else ""


def _metrics(study: Study, shown: Shown) -> Metrics:
    """What a source of a study says of its journal's standing."""
    stated = metrics_of(study.record)
    if stated is None:
        raise ValueError(f"{study.id} states no metrics")
    where = traces(study.record, shown.sources, shown.rights, only="journal_metrics")
    return Metrics(stated.values, readers.label(stated.reader), stated.path, where)
