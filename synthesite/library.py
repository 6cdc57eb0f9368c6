"""All of `content/` in memory: the studies as they are published, the journals, the groups between them.

Nothing here writes. A study's front matter is applied to its record, which gives its effective record.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from synthesite.config import Config, Settings
from synthesite.curated import wrong_values
from synthesite.groups import KINDS, Group, Kind, group_studies
from synthesite.merge import unit_of
from synthesite.model import MACHINE_KEYS, How, JournalRecord, Place, Problem, Record, Severity, SourceItem, Span
from synthesite.sources import CURATOR
from synthesite.store.content import Summary, load_journal_files, load_record_files, load_summary
from synthesite.store.files import files_below, posix
from synthesite.store.markdown_files import body_sha256
from synthesite.store.records import LoadedRecord
from synthesite.study import Study
from synthesite.summary import summary_text
from synthesite.text.folding import fold, title_key
from synthesite.text.nearest import did_you_mean
from synthesite.text.slugs import slugify
from synthesite.text.yaml_text import convert_mapping, line_of, scalars
from synthesite.themes import Assigned, assign_themes

CHOSEN = "chosen by a curator"
"""The reason given for a theme that stands in the front matter."""

_RECORD_FIELDS = {field.name: field.type for field in msgspec.structs.fields(Record)}
Curated = msgspec.defstruct(
    "Curated",
    [(name, kind, msgspec.UNSET) for name, kind in _RECORD_FIELDS.items() if name not in MACHINE_KEYS]
    + [("themes", list[str], msgspec.UNSET), ("notes", str, msgspec.UNSET)],
)
"""What front matter may say: the keys of a record but for the machine's own, and themes and notes."""


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
    journals: dict[str, JournalRecord]
    """By `title_key` of their titles."""
    journal_texts: dict[str, str]
    """What curators wrote about journals, by the journals' ids."""
    groups: dict[str, list[Group]]
    """By kind (`themes`, `journals`, …), each in its kind's order."""
    groups_of: dict[str, dict[str, list[Group]]]
    """By study and kind: the groups that the study is in."""
    pages: list[SitePage]
    records: dict[str, LoadedRecord[Record]]
    """The records as their files have them, for checks."""
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
    studies = [_study(config, records[key], problems) for key in sorted(records)]
    studies.sort(key=lambda study: (_reversed_date(study), study.id))
    journals, found = load_journal_files(config.root)
    problems += found
    by_key = {title_key(loaded.record.title): loaded.record for _, loaded in sorted(journals.items())}
    groups = {kind.name: group_studies(kind, studies, config.settings.themes, by_key) for kind in KINDS}
    return Library(
        settings=config.settings,
        studies={study.id: study for study in studies},
        journals=by_key,
        journal_texts=_journal_texts(config, journals, problems),
        groups=groups,
        groups_of=_groups_of(studies, groups),
        pages=_site_pages(config, problems),
        records=records,
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


def _study(config: Config, loaded: LoadedRecord[Record], problems: list[Problem]) -> Study:
    summary = load_summary(loaded.path.with_suffix(".md"))
    shown = posix(summary.path, config.root)
    if summary.problem:
        message = f"{summary.problem.message}; until it is mended this file is not used"
        problems.append(Problem(shown, summary.problem.line, "bad-front-matter", message, Severity.ERROR))
    values = _front_matter(summary, shown, config.settings, problems)
    record = _effective(loaded.record, values, summary, shown)
    body = summary.file.body.strip()
    generated = body_sha256(body) == loaded.record.summary_sha256
    if "themes" in values:
        themes = [Assigned(theme, [CHOSEN]) for theme in values["themes"]]
    else:
        themes = assign_themes(record, "" if generated else body, config.settings.themes)
    return Study(
        record=record,
        path=posix(loaded.path, config.root),
        themes=themes,
        summary=summary_text(loaded.record, config.settings.rights) if generated else body,
        summary_is_generated=generated,
        curated=frozenset(values),
        notes=values.get("notes", ""),
    )


def _front_matter(summary: Summary, shown: str, settings: Settings, problems: list[Problem]) -> dict[str, Any]:
    """The front matter's values by their types; what is no key, no fitting value or no theme is reported."""
    values, faults = convert_mapping(summary.file.data, Curated, "key")
    if "themes" in values:
        known = [theme.id for theme in settings.themes]
        faults += [
            (["themes", at], f"{theme!r} is not a theme of config.yaml{did_you_mean(theme, known)}")
            for at, theme in enumerate(values["themes"])
            if theme not in known
        ]
        values["themes"] = [theme for theme in dict.fromkeys(values["themes"]) if theme in known]
    for key, message in wrong_values(values):
        faults.append(([key], message))
        del values[key]
    for path, message in faults:
        if path and path[0] in MACHINE_KEYS:
            message = f"the key {path[0]!r} is the program's own and can't be set here; remove the line"
        line = line_of(summary.file.yaml_text, path) + 1
        problems.append(Problem(shown, line, "bad-front-matter", message, Severity.ERROR))
    return values


def _effective(record: Record, values: dict[str, Any], summary: Summary, shown: str) -> Record:
    """The record with the curator's values in it, each with its place in the Markdown file as one more source."""
    overrides = {key: value for key, value in values.items() if key in _RECORD_FIELDS}
    body = summary.file.body.strip()
    generated = body_sha256(body) == record.summary_sha256
    if not overrides and (generated or not body):
        return record
    sources = list(record.sources or [])
    sha256 = hashlib.sha256(summary.text.encode()).hexdigest()
    item = SourceItem(path=shown, item=1, sha256=sha256, reader=CURATOR, encoding="utf-8")
    provenance = {k: p for k, p in (record.provenance or {}).items() if k.split(".")[0] not in overrides}
    where = scalars(summary.file.yaml_text) if overrides else {}
    for key in overrides:
        mark = where[(key,)]
        span = Span(summary.file.yaml_start + mark.start, summary.file.yaml_start + mark.end)
        how = How.COPIED if fold(summary.text[slice(*span)]) == fold(str(overrides[key])) else How.DECODED
        provenance[key] = Place(source=len(sources), span=span, how=how)
    if body and not generated:
        start = summary.text.index(body, summary.file.body_start)
        provenance["summary"] = Place(source=len(sources), span=Span(start, start + len(body)), how=How.COPIED)
    if "year" in overrides and "published" not in overrides and not _agree(record, overrides["year"]):
        overrides["published"] = None
        provenance.pop("published", None)
    if "published" in overrides and "year" not in overrides:
        overrides["year"] = int(overrides["published"][:4])
        published = provenance["published"]
        if isinstance(published, Place):
            provenance["year"] = msgspec.structs.replace(published, how=How.DERIVED)
    conflicts = [c for c in record.conflicts or [] if unit_of(c.field) not in overrides]
    return msgspec.structs.replace(
        record, **overrides, sources=[*sources, item], provenance=provenance, conflicts=conflicts or None
    )


def _agree(record: Record, year: int) -> bool:
    return record.published is None or record.published.startswith(str(year))


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
