"""A curator's file belongs to a record, or nobody sees it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from synthesite.checks import Content
from synthesite.model import Problem, Severity
from synthesite.text.nearest import did_you_mean


def across(content: Content) -> Iterator[Problem]:
    """An error for each Markdown file of a study without a record beside it."""
    ids = [study.id for study in content.studies]
    for path in content.orphans:
        name = PurePosixPath(path).stem
        near = did_you_mean(name, ids)
        message = (
            "no record stands beside this file, so it is on no page; take the record back from Git, or move this file "
            f"to the folder and the name of the record it is about{near}"
        )
        yield Problem(path, 0, "orphan-summary", message, Severity.ERROR)
