"""Templates compiled once: Jinja's code in a folder, where damage is noticed."""

from __future__ import annotations

import sys

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from synthesite.store.checked_folder import CheckedFolder


class BytecodeFolder(BytecodeCache):
    """Keeps the code of templates.

    Jinja itself sees whether the code is that of the template's source. `program` is whatever stands for the program
    and the libraries as they are: what filters make of constants may stand in the code.
    """

    def __init__(self, folder: CheckedFolder, program: str) -> None:
        self._folder = folder
        self._made_by = f"{program} {sys.version}"

    def beside(self, made_of: str) -> BytecodeFolder:
        """The same folder for code that is made of more than the source of its template."""
        return BytecodeFolder(self._folder, f"{self._made_by} {made_of}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fills the bucket if its file is there and whole."""
        code = self._folder.get(self._key(bucket))
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Writes the bucket's file."""
        self._folder.put(self._key(bucket), bucket.bytecode_to_string())

    def _key(self, bucket: Bucket) -> str:
        return f"{self._made_by} {bucket.key} {bucket.checksum}"
