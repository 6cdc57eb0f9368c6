"""Results kept in files of their own, where damage is noticed."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from synthesite.store.files import write_file

_DIGEST = hashlib.sha256().digest_size


class CheckedFolder:
    """Results in files of their own, each with its digest before it, for any number of processes at once.

    A file that is damaged, or that can't be read or written, counts as absent.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """What is kept under a key."""
        try:
            kept = self._file(key).read_bytes()
        except OSError:
            return None
        content = kept[_DIGEST:]
        return content if hashlib.sha256(content).digest() == kept[:_DIGEST] else None

    def put(self, key: str, content: bytes) -> None:
        """Keeps a result, if the folder can be written."""
        with suppress(OSError):
            write_file(self._file(key), hashlib.sha256(content).digest() + content)

    def _file(self, key: str) -> Path:
        return self._folder / hashlib.sha256(key.encode()).hexdigest()
