"""A registration number with a digit too few or too many leads nowhere and links nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from synthesite.config import Settings
from synthesite.model import Problem
from synthesite.study import Whole
from synthesite.text.registrations import wrong_length


def of_study(whole: Whole, settings: Settings) -> Iterator[Problem]:
    """A warning for an `investigation` that is a registry's letters with another number of digits than it gives."""
    study = whole.study
    wrong = wrong_length(study.record.investigation or "")
    if wrong:
        registry, digits, due = wrong
        path = PurePosixPath(study.path)
        where = path.with_suffix(".md").as_posix() if "investigation" in study.curated else study.path
        message = (
            f"the investigation {study.record.investigation!r} has {digits} digits, numbers of {registry} have {due}; "
            f"correct it in the front matter of {path.stem}.md"
        )
        yield Problem(where, 1, "bad-registration", message)
