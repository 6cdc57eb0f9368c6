"""A registration number with a digit too few or too many leads nowhere and links nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from synthesite.library import Library
from synthesite.model import Problem
from synthesite.sources import SourceTexts
from synthesite.text.registrations import wrong_length


def check(library: Library, sources: SourceTexts) -> Iterator[Problem]:
    """A warning for each `investigation` that is a registry's letters with another number of digits than it gives."""
    for study in sorted(library.studies.values(), key=lambda study: study.id):
        wrong = wrong_length(study.record.investigation or "")
        if wrong:
            registry, digits, due = wrong
            path = PurePosixPath(study.path)
            where = path.with_suffix(".md").as_posix() if "investigation" in study.curated else study.path
            message = (
                f"the investigation {study.record.investigation!r} has {digits} digits, numbers of {registry} have "
                f"{due}; correct it in the front matter of {path.stem}.md"
            )
            yield Problem(where, 1, "bad-registration", message)
