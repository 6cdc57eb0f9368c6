"""The digests of files, read only where their marks changed since they were read last."""

from __future__ import annotations

import os
from copy import copy
from pathlib import Path

import msgspec

from synthesite.keys import digest
from synthesite.store.cache import Cache
from synthesite.store.files import file_digest
from synthesite.store.marks import UNSETTLED, Folders

_Known = dict[str, tuple[int, bytes]]
_DECODER = msgspec.msgpack.Decoder(_Known)
_NAME = "files"
_KEY = digest(_NAME)


class Digests:
    """Gives the digest of a file of a site by its whole path, as `file_digest` does.

    `inputs` are the marks of the files when the build began. Who asks for a file a second time wants it read again.
    """

    def __init__(self, root: Path, cache: Cache, inputs: Folders) -> None:
        self._table = cache.table("digests")
        self._root = f"{root}{os.sep}"
        self._inputs = inputs
        self._before = self._table.decoded(_NAME, _KEY, _DECODER) or {}
        self._known: _Known = {}
        self._asked: set[str] = set()

    def looked_again(self, inputs: Folders) -> Digests:
        """The digests after a look at the files as they are now; it is they that are to be kept."""
        again = copy(self)
        again._inputs, again._before, again._asked = inputs, self._before | self._known, set()
        return again

    def __call__(self, path: str) -> bytes | None:
        """The digest of a file; `None` where there is none that can be read."""
        if path in self._asked:
            self._known.pop(self._shown(path), None)
            return file_digest(path)
        self._asked.add(path)
        shown = self._shown(path)
        mark = self._mark(shown)
        before = self._before.get(shown)
        if mark == UNSETTLED or mark & 1:  # of a link, the mark may be that of a file that is changed elsewhere
            return file_digest(path)
        if before is None or before[0] != mark:
            found = file_digest(path)
            if found is None:
                return None
            before = mark, found
        self._known[shown] = before
        return before[1]

    def learn(self, path: str, found: bytes) -> None:
        """Takes the digest of a file from who read it just now, in the place of an answer."""
        self._asked.add(path)
        shown = self._shown(path)
        mark = self._mark(shown)
        if mark != UNSETTLED and not mark & 1:
            self._known[shown] = mark, found

    def _mark(self, shown: str) -> int:
        folder, _, name = shown.rpartition("/")
        return self._inputs.get(folder or ".", {}).get(name, UNSETTLED)

    def _shown(self, path: str) -> str:
        """The path from the site's folder, by which marks go; the whole path of what isn't in there."""
        return path.removeprefix(self._root).replace(os.sep, "/")

    def keep(self) -> None:
        """Keeps the digests that were asked for."""
        if self._known != self._table.decoded(_NAME, _KEY, _DECODER):
            self._table.put(_NAME, _KEY, msgspec.msgpack.encode(self._known))
