"""Each study as an entry of BibTeX, for LaTeX and for reference managers."""

from __future__ import annotations

from collections.abc import Iterator

from synthesite.citing.kept import References
from synthesite.library import Library
from synthesite.model import Export


def exports(library: Library) -> Iterator[Export]:
    """`studies/<id>.bib` for each study, in UTF-8."""
    for study_id in library.studies:
        yield Export(f"studies/{study_id}.bib", _bibtex, (library.studies.references(study_id),))


def _bibtex(references: References) -> bytes:
    return references.bib.encode()
