"""All studies of a theme in one file: as references (RIS, BibTeX) and as a table (CSV), newest first."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import cache, partial

from synthesite.batches import theme_keys
from synthesite.citing.kept import References
from synthesite.citing.table import heading
from synthesite.groups import Group
from synthesite.library import Library
from synthesite.model import Batch, Export, Later

_BYTE_ORDER = "\ufeff"
"""Stands before a table, so that spreadsheets know its encoding."""


def exports(library: Library) -> Iterator[Batch]:
    """`themes/<id>.ris`, `.bib` and `.csv` for each theme, in UTF-8; the table with a mark of the byte order."""
    entries = library.studies.entries
    keys = {study_id: entry.references_key or entry.key for study_id, entry in entries.items()}
    references = theme_keys(library, "theme files", keys)
    for theme in library.groups["themes"]:
        key = references[theme.id]
        yield Batch(f"theme files {theme.id}", (theme.id, key), partial(_files, library, theme, key))


def _files(library: Library, theme: Group, key: bytes) -> Iterator[Export]:
    contents = cache(partial(_contents, library, library.members(theme)))
    for name in References._fields:
        yield Export(f"themes/{theme.id}.{name}", _file, (Later(key, partial(_one_of, contents, name)),))


def _file(content: bytes) -> bytes:
    return content


def _one_of(contents: Callable[[], dict[str, bytes]], name: str) -> bytes:
    return contents()[name]


def _contents(library: Library, ids: list[str]) -> dict[str, bytes]:
    """The files of all formats in one go, as reading a study takes longer than writing it down."""
    files = {name: io.BytesIO() for name in References._fields}
    files["csv"].write(f"{_BYTE_ORDER}{heading()}".encode())
    for study_id in ids:
        for file, text in zip(files.values(), library.studies.references(study_id).fetch(), strict=True):
            file.write(text)
    return {name: file.getvalue() for name, file in files.items()}
