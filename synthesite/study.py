"""A study as it is published."""

from __future__ import annotations

from typing import NamedTuple

from synthesite.model import Card, Checked, Record
from synthesite.rights import Withheld
from synthesite.themes import Assigned


class Study(NamedTuple):
    """A study with its effective record (the curator's front matter applied), as far as it may be shown.

    `withheld` says what of it isn't shown: by key, whether the end is missing or all of it. `path` is the
    record's file; `summary` is Markdown; `curated` names the keys that the front matter sets. `checked` says who
    verified what; `exclude` is why a curator took the study off the site, or empty.
    """

    record: Record
    path: str
    themes: list[Assigned]
    summary: str
    summary_is_generated: bool
    curated: frozenset[str]
    notes: str
    withheld: dict[str, Withheld]
    checked: tuple[Checked, ...] = ()
    exclude: str = ""

    @property
    def id(self) -> str:
        """The id, which is the name of its files and of its page."""
        return self.record.id


def card_of(study: Study) -> Card:
    """What lists show of a study; its groups are left out."""
    record = study.record
    authors = record.authors or []
    return Card(
        id=study.id,
        title=record.title,
        language=record.language,
        authors=[author.name for author in authors[:4]],
        author_count=len(authors),
        journal=record.journal,
        year=record.year,
        published=record.published,
        gist=record.findings[0] if record.findings else None,
        design=record.design,
        countries=record.countries or [],
        open_access=record.open_access,
        tally=record.citations.tally if record.citations else None,
        notices=[notice.type for notice in record.notices or []],
        conflicts=len(record.conflicts or []),
    )
