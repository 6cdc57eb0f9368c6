"""Each study as an entry of BibTeX, for LaTeX and for reference managers."""

from __future__ import annotations

from collections.abc import Iterator

from synthesite.batches import OneStudy, by_study
from synthesite.citing.kept import References
from synthesite.library import Library
from synthesite.model import Batch, Export


def exports(library: Library) -> Iterator[Batch]:
    """`studies/<id>.bib` for each study, in UTF-8."""
    return by_study("study_bib", library, _export)


def _export(one: OneStudy) -> Export:
    return Export(f"studies/{one.id}.bib", _bibtex, (one.references,))


def _bibtex(references: References) -> bytes:
    return references.bib
