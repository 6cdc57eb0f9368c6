"""Results kept in files of their own, where damage is noticed."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from synthesite.store.files import write_file

_DIGEST = hashlib.sha256().digest_size


class CheckedFolder:
    """Results in files of their own, each with its digest before it, for any number of processes at once.

    A file that is damaged, or that can't be read or written, counts as absent. What can't be kept here is kept
    `elsewhere`, if there is such a folder.
    """

    def __init__(self, folder: Path, elsewhere: CheckedFolder | None = None) -> None:
        self._folder = folder
        self._elsewhere = elsewhere

    def get(self, key: str) -> bytes | None:
        """What is kept under a key."""
        with suppress(OSError):
            kept = self._file(key).read_bytes()
            content = kept[_DIGEST:]
            if hashlib.sha256(content).digest() == kept[:_DIGEST]:
                return content
        return self._elsewhere.get(key) if self._elsewhere else None

    def has(self, key: str) -> bool:
        """Whether something is kept under a key, damaged or not."""
        return self._file(key).exists() or (self._elsewhere is not None and self._elsewhere.has(key))

    def put(self, key: str, content: bytes) -> None:
        """Keeps a result, if a folder can be written."""
        try:
            write_file(self._file(key), hashlib.sha256(content).digest() + content)
        except OSError:
            if self._elsewhere:
                self._elsewhere.put(key, content)

    def _file(self, key: str) -> Path:
        return self._folder / hashlib.sha256(key.encode()).hexdigest()
