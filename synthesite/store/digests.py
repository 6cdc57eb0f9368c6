"""The digests of files, read only where their marks changed since they were read last."""

from __future__ import annotations

import os
from collections.abc import Mapping
from copy import copy
from pathlib import Path

import msgspec

from synthesite.keys import digest
from synthesite.store.cache import Cache
from synthesite.store.files import file_digest
from synthesite.store.marks import UNSETTLED, Folders

_Known = dict[str, tuple[int, bytes]]
"""By the names of files their marks and their digests."""
_DECODER = msgspec.msgpack.Decoder(_Known)
_KEY = digest("files", "sha256")


class Digests:
    """Gives the digest of a file of a site by its whole path, as `file_digest` does.

    `inputs` are the marks of the files when the build began. Who asks for a file a second time wants it read again.
    What is known is kept by folder, and only of folders that are asked for it is looked up.
    """

    def __init__(self, root: Path, cache: Cache, inputs: Folders) -> None:
        self._table = cache.table("digests")
        self._root = f"{root}{os.sep}"
        self._inputs = inputs
        self._kept: dict[str, _Known] = {}
        """What the last build kept, of the folders that were asked for."""
        self._earlier: dict[str, _Known] = {}
        """What was found before the files were looked at again."""
        self._known: dict[str, _Known] = {}
        self._asked: set[str] = set()

    def looked_again(self, inputs: Folders) -> Digests:
        """The digests after a look at the files as they are now; it is they that are to be kept."""
        again = copy(self)
        again._inputs, again._asked = inputs, set()
        again._earlier = {folder: dict(known) for folder, known in self._known.items()}
        return again

    def __call__(self, path: str) -> bytes | None:
        """The digest of a file; `None` where there is none that can be read."""
        folder, name = self._parts(path)
        if path in self._asked:
            self._known.get(folder, {}).pop(name, None)
            return file_digest(path)
        self._asked.add(path)
        mark = self._mark(folder, name)
        if mark == UNSETTLED or mark & 1:  # of a link, the mark may be that of a file that is changed elsewhere
            return file_digest(path)
        before = self._before(folder, name)
        if before is None or before[0] != mark:
            found = file_digest(path)
            if found is None:
                return None
            before = mark, found
        self._known.setdefault(folder, {})[name] = before
        return before[1]

    def by_marks(self, folder: str) -> dict[str, bytes]:
        """The digests of those files in a folder, by name, of which the marks tell that they are known."""
        marks, kept = self._inputs.get(folder, {}), self._kept_of(folder)
        return {
            name: found
            for name, (mark, found) in kept.items()
            if mark == marks.get(name) and mark != UNSETTLED and not mark & 1
        }

    def learn(self, digests: Mapping[str, bytes]) -> None:
        """Takes the digests of files, by their whole paths, from who read them just now, in the place of answers."""
        self._asked.update(digests)
        last: str | None = None
        marks, known = dict[str, int](), _Known()
        for path, found in digests.items():
            place, _, name = path.rpartition(os.sep)
            if place != last:  # they come folder by folder
                last, (folder, _) = place, self._parts(path)
                marks, known = self._inputs.get(folder, {}), self._known.setdefault(folder, {})
            mark = marks.get(name, UNSETTLED)
            if mark != UNSETTLED and not mark & 1:
                known[name] = mark, found

    def _parts(self, path: str) -> tuple[str, str]:
        """The folder and the name by which marks go; the whole path's of what isn't in the site's folder."""
        folder, _, name = path.removeprefix(self._root).replace(os.sep, "/").rpartition("/")
        return folder or ".", name

    def _mark(self, folder: str, name: str) -> int:
        return self._inputs.get(folder, {}).get(name, UNSETTLED)

    def _before(self, folder: str, name: str) -> tuple[int, bytes] | None:
        found = self._earlier.get(folder, {}).get(name)
        return self._kept_of(folder).get(name) if found is None else found

    def _kept_of(self, folder: str) -> _Known:
        if folder not in self._kept:
            self._kept[folder] = self._table.decoded(folder, _KEY, _DECODER) or {}
        return self._kept[folder]

    def keep(self) -> None:
        """Keeps the digests that were asked for, beside those that weren't."""
        for folder, known in self._known.items():
            there, kept = self._inputs.get(folder, {}), self._kept_of(folder)
            now = {name: one for name, one in (kept | known).items() if name in there}
            if now != kept:
                self._table.put(folder, _KEY, msgspec.msgpack.encode(now))
        self._table.retain(self._inputs)
