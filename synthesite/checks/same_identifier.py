"""A DOI or a PMID belongs to one study."""

from __future__ import annotations

from collections.abc import Iterator

from synthesite.library import Library
from synthesite.match import IDENTIFIERS
from synthesite.model import Problem
from synthesite.sources import SourceTexts


def check(library: Library, sources: SourceTexts) -> Iterator[Problem]:
    """A warning for each study whose DOI or PMID another study has as well."""
    first: dict[tuple[str, str], str] = {}
    for study in sorted(library.studies.values(), key=lambda study: study.id):
        for key in IDENTIFIERS:
            value = getattr(study.record, key)
            other = first.setdefault((key, value), study.id) if value else study.id
            if other != study.id:
                message = (
                    f"{key} {value} is also that of {other}; correct one of them, or remove one of the two records"
                )
                yield Problem(study.path, 1, "same-identifier", message)
