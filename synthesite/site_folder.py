"""The folder `site/`, and what the last build left in it: each file's key, mark and digest, in the table `outputs`."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgspec

from synthesite.keys import digest
from synthesite.store.cache import Cache
from synthesite.store.files import remove_leftovers, write_if_changed, write_new
from synthesite.store.marks import Folders, State, mark_of, marks_in, state_of
from synthesite.unchanged import Look

MANIFEST = ".synthesite-files.json"
"""What is in `site/`: the SHA-256 of each file by its path, in the order of the paths."""


class Kept(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A file as it was written: the key of what it was made from, its mark then, and the SHA-256 of its bytes."""

    key: bytes
    mark: int
    sha256: bytes


class Written(NamedTuple):
    """What became of a file: whether its bytes are new, and how it is now."""

    is_new: bool
    mark: int
    sha256: bytes


_KEPT = msgspec.msgpack.Decoder(dict[str, Kept])
_STATES = msgspec.msgpack.Decoder(dict[str, State])
_FILES, _FOLDERS = "files", "folders"
"""What the table `outputs` has: what is kept of each file, and the state of each folder, as one build left them."""
_KEY = digest(_FILES)


class SiteFolder:
    """The folder of the site, and what the last build left in it."""

    def __init__(self, folder: Path, cache: Cache, look: Look | None) -> None:
        self._folder = folder
        self._root = str(folder)
        self._table = cache.table("outputs")
        self._look = look
        self._trusted: dict[str, State | None] = {}
        self._marks: Folders = {}
        self.kept = self._table.decoded(_FILES, _KEY, _KEPT) or {}
        self._folders = self._table.decoded(_FOLDERS, _KEY, _STATES) or {}
        if look is None or not look.site_is_as_noted():
            remove_leftovers(folder)

    def is_untouched(self, path: str, kept: Kept) -> bool:
        """Whether a file is as the last build left it."""
        folder, name = _split(path)
        if self._state(folder) is not None:
            return True
        if folder not in self._marks:
            self._marks[folder] = marks_in(f"{self._root}/{folder}".rstrip("/"), settled=True) or {}
        return self._marks[folder].get(name) == kept.mark

    def _state(self, folder: str) -> State | None:
        """The state of a folder that nobody touched."""
        if folder not in self._trusted:
            found = self._look.site.get(folder) if self._look else None
            self._trusted[folder] = found if found == self._folders.get(folder) else None
        return self._trusted[folder]

    def write(self, path: str, content: bytes) -> Written:
        """Writes a file, unless it holds these bytes already."""
        place, name = f"{self._root}/{path}", _split(path)[1]
        found, is_new = write_new(place, content), True
        if found is None:
            is_new = write_if_changed(Path(place), content)
            found = Path(place).stat()
        return Written(is_new, mark_of(name, found), sha256(content).digest())

    def note(self, path: str, key: bytes, written: Written) -> Kept:
        """What is kept of a file that was written, and its folder's new state."""
        folder, _ = _split(path)
        state, before = self._state(folder), self.kept.get(path)
        if state is not None:
            old = before.mark if before else 0
            self._trusted[folder] = state.plus(written.mark - old, 0 if before else 1)
        return Kept(key, written.mark, written.sha256)

    def keep(self, kept: dict[str, Kept], folders: dict[str, State]) -> None:
        """Keeps in the cache what is known of the site's files and folders."""
        if kept != self.kept:
            self._table.put(_FILES, _KEY, msgspec.msgpack.encode(kept))
        if folders != self._folders:
            self._table.put(_FOLDERS, _KEY, msgspec.msgpack.encode(folders))

    def folders(self, kept: Iterable[str]) -> dict[str, State]:
        """The states of the site's folders. That of its own, where the manifest is, is looked at anew."""
        self._trusted.pop("", None)
        found = {}
        for folder in sorted({_split(path)[0] for path in kept} | {""}):
            state = self._trusted.get(folder)
            if state is None:
                state = state_of(marks_in(f"{self._root}/{folder}".rstrip("/"), settled=True) or {})
            if state is not None:
                found[folder] = state
        return found

    def listed(self) -> set[str]:
        """The files that the manifest names; none if it is damaged."""
        try:
            data = msgspec.json.decode((self._folder / MANIFEST).read_bytes())
        except (OSError, ValueError, msgspec.MsgspecError):  # a wrong byte in a text is another error
            return set()
        return {path for path in data if isinstance(path, str)} if isinstance(data, list | dict) else set()

    def is_listed(self) -> bool:
        """Whether the manifest is as the last build left it."""
        return self._state("") is not None

    def list_files(self, files: dict[str, str]) -> None:
        """Writes the manifest: the digests of files by their paths."""
        text = msgspec.json.format(msgspec.json.encode(dict(sorted(files.items()))), indent=0)
        write_if_changed(self._folder / MANIFEST, text + b"\n")

    def remove(self, paths: set[str]) -> int:
        """Removes files, and folders that are empty then; never anything out of the site. Returns how many files."""
        removed = 0
        for path in sorted(paths):
            full = (self._folder / path).resolve()
            if full.is_relative_to(self._folder.resolve()) and full.is_file():
                full.unlink()
                removed += 1
                self._trusted[_split(path)[0]] = None
                if full.parent != self._folder.resolve() and not any(full.parent.iterdir()):
                    full.parent.rmdir()
        return removed


def _split(path: str) -> tuple[str, str]:
    """The folder of a path, empty at the top, and the file's name."""
    folder, _, name = path.rpartition("/")
    return folder, name
