"""A DOI or a PMID belongs to one study."""

from __future__ import annotations

from collections.abc import Iterator

from synthesite.checks import Content
from synthesite.checks._decided import decided_pairs
from synthesite.model import Problem


def across(content: Content) -> Iterator[Problem]:
    """A warning for each study whose DOI or PMID another study has as well, unless a person keeps the two apart."""
    from synthesite.match import IDENTIFIERS  # brings all of matching; this is asked only where identifiers changed

    decided = decided_pairs(content)
    first: dict[tuple[str, str], str] = {}
    for study in sorted(content.studies, key=lambda study: study.id):
        for key in IDENTIFIERS:
            value = getattr(study, key)
            other = first.setdefault((key, value), study.id) if value else study.id
            if other != study.id and frozenset((other, study.id)) not in decided:
                message = (
                    f"{key} {value} is also that of {other}; correct one in its .md, or decide under 'match' in "
                    f"config.yaml: 'same: [[{other}, {study.id}]]' or 'apart: [[{other}, {study.id}]]'"
                )
                yield Problem(study.path, 1, "same-identifier", message)
