"""A study as it is published."""

from __future__ import annotations

from typing import NamedTuple

from synthesite.front_matter import FrontMatter
from synthesite.model import Checked, Record
from synthesite.rights import Withheld
from synthesite.store.records import LoadedRecord
from synthesite.themes import Assigned


class Study(NamedTuple):
    """A study with its effective record (the curator's front matter applied), as far as it may be shown.

    `withheld` says what of it isn't shown: by key, whether the end is missing or all of it. `path` is the
    record's file; `summary` is Markdown; `curated` names the keys that the front matter sets. `checked` says who
    verified what; `exclude` is why a curator took the study off the site, or empty. `summary_line` is the line of the
    curator's file on which what they wrote begins, where that is known.
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
    summary_line: int | None = None

    @property
    def id(self) -> str:
        """The id, which is the name of its files and of its page."""
        return self.record.id


class Whole(NamedTuple):
    """Everything that is known of one study, for checks: nothing of it but `study` may be shown.

    `loaded` is the record as its file has it, `full` the whole effective record, `front` what the curator's file says,
    `written` that file's text.
    """

    study: Study
    loaded: LoadedRecord[Record]
    full: Record
    front: FrontMatter
    written: str
