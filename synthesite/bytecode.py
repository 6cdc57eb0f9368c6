"""Templates compiled once: Jinja's code in a folder, where damage is noticed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from synthesite.keys import digest
from synthesite.store.checked_folder import CheckedFolder

FolderOf = Callable[[Iterable[str]], CheckedFolder]
"""Where that is kept that is made of templates, by their names."""
Sources = Callable[[str], Mapping[str, str]]
"""The digests of the templates that the code of one is made of, by their names."""


class BytecodeFolder(BytecodeCache):
    """Keeps the code of templates, which is found again wherever a template of this name has the same text.

    `program` is whatever stands for the program and the libraries as they are: what filters make of constants may
    stand in the code. Without `sources`, the code of a template is made of its own text alone.
    """

    def __init__(self, folder_of: FolderOf, program: str, sources: Sources | None = None) -> None:
        self._folder_of = folder_of
        self._program = program
        self._sources = sources

    def beside(self, sources: Sources) -> BytecodeFolder:
        """The same for code that is made of more than one template."""
        return BytecodeFolder(self._folder_of, self._program, sources)

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002  # it tells nothing
        """What code is kept by, for Jinja: its template's name, in whichever folder that stands."""
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fills the bucket if its file is there and whole."""
        folder, key = self._place(bucket)
        code = folder.get(key)
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Writes the bucket's file."""
        folder, key = self._place(bucket)
        folder.put(key, bucket.bytecode_to_string())

    def _place(self, bucket: Bucket) -> tuple[CheckedFolder, str]:
        made_of = self._sources(bucket.key) if self._sources else {}
        parts = [part for name in sorted(made_of) for part in (name, made_of[name])]
        made_by = digest(self._program, sys.version, bucket.key, bucket.checksum, *parts).hex()
        return self._folder_of({bucket.key, *made_of}), f"code {bucket.key} {len(parts)} {made_by}"
