"""A record's file is as the program wrote it."""

from __future__ import annotations

from collections.abc import Iterator

from synthesite.config import Settings
from synthesite.model import Problem, Severity
from synthesite.study import Whole

OF_EXCLUDED = True


def of_study(whole: Whole, settings: Settings) -> Iterator[Problem]:
    """An error for a record that was edited by hand."""
    if whole.loaded.edited:
        message = (
            f"this record was edited by hand; 'build.py adopt {whole.study.id}' moves what you changed into the front "
            "matter of the .md"
        )
        yield Problem(whole.study.path, 1, "hand-edit", message, Severity.ERROR)
