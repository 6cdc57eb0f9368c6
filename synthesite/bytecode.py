"""Templates compiled once: Jinja's code in a folder, where damage is noticed."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from synthesite.store.files import write_file

_DIGEST = hashlib.sha256().digest_size


class BytecodeFolder(BytecodeCache):
    """Keeps the code of templates in a folder of a cache, each file with its digest before it.

    Jinja itself sees whether the code is that of the template's source. A file that is damaged, or that can't be read
    or written, counts as absent. `program` is whatever stands for the program and the libraries as they are: what
    filters make of constants may stand in the code.
    """

    def __init__(self, folder: Path, program: str) -> None:
        self._folder = folder
        self._made_by = f"{program} {sys.version}"

    def beside(self, made_of: str) -> BytecodeFolder:
        """The same folder for code that is made of more than the source of its template."""
        return BytecodeFolder(self._folder, f"{self._made_by} {made_of}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fills the bucket if its file is there and whole."""
        try:
            kept = self._file(bucket).read_bytes()
        except OSError:
            return
        code = kept[_DIGEST:]
        if hashlib.sha256(code).digest() == kept[:_DIGEST]:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Writes the bucket's file."""
        code = bucket.bytecode_to_string()
        try:
            write_file(self._file(bucket), hashlib.sha256(code).digest() + code)
        except OSError:
            return

    def _file(self, bucket: Bucket) -> Path:
        name = hashlib.sha256(f"{self._made_by} {bucket.key} {bucket.checksum}".encode()).hexdigest()
        return self._folder / name
