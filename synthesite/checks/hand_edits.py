"""A record's file is as the program wrote it."""

from __future__ import annotations

from collections.abc import Iterator

from synthesite.library import Library
from synthesite.model import Problem, Severity
from synthesite.sources import SourceTexts


def check(library: Library, sources: SourceTexts) -> Iterator[Problem]:
    """An error for each record that was edited by hand."""
    for study in [*library.studies.values(), *library.excluded.values()]:
        if library.records[study.id].edited:
            message = (
                f"this record was edited by hand; 'build.py adopt {study.id}' moves what you changed into the front "
                "matter of the .md"
            )
            yield Problem(study.path, 1, "hand-edit", message, Severity.ERROR)
