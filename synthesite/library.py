"""All of `content/` in memory: the studies as they are published, the journals, the groups between them.

Nothing here writes. A study's front matter is applied to its record, which gives its effective record.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from synthesite.config import Config, Settings
from synthesite.effective import effective
from synthesite.front_matter import FrontMatter, front_matter
from synthesite.groups import KINDS, Group, Kind, group_studies
from synthesite.links import Link, find_links, link_traits
from synthesite.model import JournalRecord, Problem, Record, Severity
from synthesite.rights import published, published_journal
from synthesite.store.content import load_journal_files, load_record_files, load_summary
from synthesite.store.files import files_below, posix
from synthesite.store.markdown_files import body_sha256
from synthesite.store.records import LoadedRecord
from synthesite.study import Study
from synthesite.summary import generated_summary
from synthesite.text.folding import title_key
from synthesite.text.nearest import did_you_mean
from synthesite.text.slugs import slugify
from synthesite.themes import Assigned, Vocabulary, assign_themes

CHOSEN = "chosen by a curator"
"""The reason given for a theme that stands in the front matter."""


class SitePage(NamedTuple):
    """A page of `content/pages/`: its slug, its title and its Markdown body."""

    slug: str
    title: str
    body: str
    path: str


class Library(NamedTuple):
    """Everything that pages, exports and checks are made from. Studies are in the order newest first."""

    settings: Settings
    studies: dict[str, Study]
    full: dict[str, Record]
    """The whole effective records by id, for checks only: their texts may not be shown."""
    excluded: dict[str, Study]
    """The studies that a curator took off the site, in the same order; nothing else here counts them."""
    journals: dict[str, JournalRecord]
    """As far as they may be shown, by `title_key` of their titles."""
    full_journals: dict[str, JournalRecord]
    """The whole records of journals by id, for checks only."""
    journal_texts: dict[str, str]
    """What curators wrote about journals, by the journals' ids."""
    groups: dict[str, list[Group]]
    """By kind (`themes`, `journals`, …), each in its kind's order."""
    groups_of: dict[str, dict[str, list[Group]]]
    """By study and kind: the groups that the study is in."""
    links: dict[str, list[Link]]
    """By study: the other publications that belong to it, and why."""
    pages: list[SitePage]
    records: dict[str, LoadedRecord[Record]]
    """The records as their files have them, excluded ones too, for checks."""
    front_matter: dict[str, FrontMatter]
    """What the curators' files say, by study, excluded ones too, for checks."""
    orphans: list[str]
    """The Markdown files beside which there is no record."""
    problems: list[Problem]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The ways of grouping."""
        return KINDS


def load_library(config: Config) -> Library:
    """Loads the content of a site. Files that can't be read, and faulty keys, become problems."""
    records, _, problems = load_record_files(config.root)
    full: dict[str, Record] = {}
    vocabulary = Vocabulary(config.settings.themes)
    made = [_study(config, vocabulary, records[key], full, problems) for key in sorted(records)]
    found_studies = sorted((study for study, _ in made), key=lambda study: (_reversed_date(study), study.id))
    studies = [study for study in found_studies if not study.exclude]
    journals, found = load_journal_files(config.root)
    problems += found
    by_key = {
        title_key(loaded.record.title): published_journal(loaded.record, config.settings.rights)
        for _, loaded in sorted(journals.items())
    }
    groups = {kind.name: group_studies(kind, studies, config.settings.themes, by_key) for kind in KINDS}
    return Library(
        settings=config.settings,
        studies={study.id: study for study in studies},
        full=full,
        excluded={study.id: study for study in found_studies if study.exclude},
        journals=by_key,
        full_journals={key: loaded.record for key, loaded in sorted(journals.items())},
        journal_texts=_journal_texts(config, journals, problems),
        groups=groups,
        groups_of=_groups_of(studies, groups),
        links=find_links(link_traits(full[study.id]) for study in studies),
        pages=_site_pages(config, problems),
        records=records,
        front_matter={study.id: front for study, front in made},
        orphans=_orphans(config),
        problems=problems,
    )


def _orphans(config: Config) -> list[str]:
    paths = files_below(config.content / "studies", {".md"})
    return [posix(path, config.root) for path in paths if not path.with_suffix(".yaml").exists()]


def _groups_of(studies: list[Study], groups: dict[str, list[Group]]) -> dict[str, dict[str, list[Group]]]:
    found: dict[str, dict[str, list[Group]]] = {study.id: {kind: [] for kind in groups} for study in studies}
    for kind, members in groups.items():
        for group in members:
            for study_id in group.studies:
                found[study_id][kind].append(group)
    for study in studies:  # a study names its themes, authors and countries in an order of its own
        for way in KINDS:
            rank = {member.id: at for at, member in enumerate(way.members(study))}
            found[study.id][way.name].sort(key=lambda group: rank.get(group.id, 0))  # used at once
    return found


def _reversed_date(study: Study) -> tuple[int, ...]:
    """A key that sorts newest first; a vaguer date comes after the more precise ones of its year or month."""
    date = study.record.published or str(study.record.year or "")
    parts = [int(part) for part in date.split("-") if part.isdecimal()]
    return tuple(-part for part in [*parts, 0, 0, 0][:3])


def _study(
    config: Config,
    vocabulary: Vocabulary,
    loaded: LoadedRecord[Record],
    full: dict[str, Record],
    problems: list[Problem],
) -> tuple[Study, FrontMatter]:
    """The study as it may be shown, and its front matter; its whole effective record goes into `full`."""
    summary = load_summary(loaded.path.with_suffix(".md"))
    shown = posix(summary.path, config.root)
    front = front_matter(summary, config.settings)
    problems += [
        Problem(shown, fault.line, "bad-front-matter", fault.message, Severity.ERROR) for fault in front.faults
    ]
    values, rights = front.values, config.settings.rights
    record = full[loaded.record.id] = effective(loaded.record, front, summary, shown)
    body = summary.file.body.strip()
    generated = body_sha256(body) == loaded.record.summary_sha256
    if "themes" in values:
        themes = [Assigned(theme, [CHOSEN]) for theme in values["themes"]]
    else:
        themes = assign_themes(record, "" if generated else body, vocabulary)
    visible, withheld = published(record, rights, values)
    study = Study(
        record=visible,
        path=posix(loaded.path, config.root),
        themes=themes,
        summary=generated_summary(loaded.record, record, visible, rights, front.overrides) if generated else body,
        summary_is_generated=generated,
        curated=frozenset(values),
        notes=values.get("notes", ""),
        withheld=withheld,
        checked=tuple(values.get("checked", ())),
        exclude=values.get("exclude", ""),
    )
    return study, front


def _journal_texts(
    config: Config, journals: dict[str, LoadedRecord[JournalRecord]], problems: list[Problem]
) -> dict[str, str]:
    texts = {}
    for path in files_below(config.content / "journals", {".md"}):
        shown = posix(path, config.root)
        if path.stem in journals:
            texts[path.stem] = _body(path, shown, problems)[1]
        else:
            message = f"there is no journal {path.stem!r}{did_you_mean(path.stem, journals)}"
            problems.append(Problem(shown, 0, "unknown-journal", message))
    return texts


def _site_pages(config: Config, problems: list[Problem]) -> list[SitePage]:
    pages = []
    for path in files_below(config.content / "pages", {".md"}):
        shown = posix(path, config.root)
        data, body = _body(path, shown, problems)
        title = str(data.get("title") or path.stem.replace("-", " ").capitalize())
        pages.append(SitePage(slugify(path.stem), title, body, shown))
    return pages


def _body(path: Path, shown: str, problems: list[Problem]) -> tuple[dict[str, Any], str]:
    summary = load_summary(path)
    if summary.problem:
        message = summary.problem.message
        problems.append(Problem(shown, summary.problem.line, "bad-front-matter", message, Severity.ERROR))
    return summary.file.data, summary.file.body.strip()
