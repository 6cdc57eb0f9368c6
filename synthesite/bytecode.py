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
        folder, key = self._place(bucket.key, bucket.checksum)
        code = folder.get(key)
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Writes the bucket's file."""
        folder, key = self._place(bucket.key, bucket.checksum)
        folder.put(key, bucket.bytecode_to_string())

    def has(self, name: str, source: str) -> bool:
        """Whether the code of a template is kept; it may be damaged."""
        folder, key = self._place(name, self.get_source_checksum(source))
        return folder.has(key)

    def tree(self, name: str, source: str) -> bytes | None:
        """What was kept of a template by `keep_tree`."""
        return self._folder_of([name]).get(self._tree_key(name, source))

    def keep_tree(self, name: str, source: str, tree: bytes) -> None:
        """Keeps what a template's text comes to on the way to its code."""
        self._folder_of([name]).put(self._tree_key(name, source), tree)

    def _tree_key(self, name: str, source: str) -> str:
        return f"tree {name} {digest(self._program, sys.version, source).hex()}"

    def _place(self, name: str, checksum: str) -> tuple[CheckedFolder, str]:
        made_of = self._sources(name) if self._sources else {}
        parts = [part for one in sorted(made_of) for part in (one, made_of[one])]
        made_by = digest(self._program, sys.version, name, checksum, *parts).hex()
        return self._folder_of({name, *made_of}), f"code {name} {len(parts)} {made_by}"
