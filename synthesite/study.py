"""A study as it is published."""

from __future__ import annotations

from typing import NamedTuple

from synthesite.model import Checked, Record
from synthesite.themes import Assigned


class Study(NamedTuple):
    """A study with its effective record: the record with the curator's front matter applied.

    `path` is the record's file; `summary` is Markdown; `curated` names the keys that the front matter sets.
    `checked` says who verified what; `exclude` is why a curator took the study off the site, or empty.
    """

    record: Record
    path: str
    themes: list[Assigned]
    summary: str
    summary_is_generated: bool
    curated: frozenset[str]
    notes: str
    checked: tuple[Checked, ...] = ()
    exclude: str = ""

    @property
    def id(self) -> str:
        """The id, which is the name of its files and of its page."""
        return self.record.id
