"""The folder `site/`, and what the last build left in it, in the table `outputs`: of each batch of files its head,
and in a row of its own each file's key, mark and digest.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgspec

from synthesite.keys import digest
from synthesite.store.cache import Cache
from synthesite.store.files import remove_leftovers, write_file, write_if_changed, write_new
from synthesite.store.marks import Folders, State, mark_of, marks_in, state_of
from synthesite.unchanged import Look

MANIFEST = ".synthesite-files.json"
"""What is in `site/`: the SHA-256 of each file by its path, in the order of the paths."""
UNDER_WAY = ".synthesite-under-way"
"""While a build writes: the paths of the new files, one JSON text a line, each there before its file is."""


class Kept(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A file as it was written: the key of what it was made from, its mark then, and the SHA-256 of its bytes."""

    key: bytes
    mark: int
    sha256: bytes


class Head(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What is known of a batch without its files: its key with its pages' templates, how many files and pages, where.

    `key` is empty for what has to be looked at again in any case.
    """

    key: bytes
    templates: list[str]
    files: int
    pages: int
    folders: list[str]


class Left(msgspec.Struct, array_like=True, frozen=True):
    """What a build left: the heads of all batches, the states of the folders, and whether anything went wrong."""

    heads: dict[str, Head] = {}
    folders: dict[str, State] = {}
    is_sound: bool = True
    has_collisions: bool = False


class Written(NamedTuple):
    """What became of a file: whether its bytes are new, and how it is now."""

    is_new: bool
    mark: int
    sha256: bytes


Files = dict[str, Kept]
FILES = msgspec.msgpack.Decoder(Files)
_LEFT = msgspec.msgpack.Decoder(Left)
_BATCHES = "batches"
"""The row of the table `outputs` that is a `Left`; the others are named `files of` a batch."""
_KEY = digest(_BATCHES)
_QUOTE, _ESCAPED = b'"', b'\\"'
_FIRST, _NEXT, _LAST = b'{"', b'", "', b'"}\n'
"""What stands in the manifest before the first path, between a digest and the next path, and behind the last digest."""


class SiteFolder:
    """The folder of the site, and what the last build left in it."""

    def __init__(self, folder: Path, cache: Cache, look: Look | None) -> None:
        self._folder = folder
        self._root = str(folder)
        self._table = cache.table("outputs")
        self._before = look.site if look else None  # asked for now: what is written later isn't from before
        self._trusted: dict[str, State | None] = {}
        self._marks: Folders = {}
        self.left = self._table.decoded(_BATCHES, _KEY, _LEFT) or Left()
        if look is None or not look.site_is_as_noted():
            remove_leftovers(folder)

    def files_of(self, batch: str) -> Files | None:
        """The files of a batch as they were left; `None` if that isn't known."""
        return self._table.decoded(_row(batch), _KEY, FILES)

    def is_untouched(self, path: str, kept: Kept) -> bool:
        """Whether a file is as the last build left it."""
        folder, name = _split(path)
        if self.is_trusted(folder):
            return True
        if folder not in self._marks:
            self._marks[folder] = marks_in(f"{self._root}/{folder}".rstrip("/"), settled=True) or {}
        return self._marks[folder].get(name) == kept.mark

    def is_trusted(self, folder: str) -> bool:
        """Whether nobody touched a folder since the last build."""
        return self._state(folder) is not None

    def _state(self, folder: str) -> State | None:
        """The state of a folder that nobody touched."""
        if folder not in self._trusted:
            found = self._before.get(folder) if self._before else None
            self._trusted[folder] = found if found == self.left.folders.get(folder) else None
        return self._trusted[folder]

    def is_listed(self) -> bool:
        """Whether the manifest is as the last build left it."""
        return self.is_trusted("")

    def announce(self, paths: Iterable[str]) -> None:
        """Says which new files are about to be written, for the build after one that is killed; in one go."""
        lines = b"".join(msgspec.json.encode(path) + b"\n" for path in paths)
        if lines:
            self._folder.mkdir(parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
            with os.fdopen(os.open(self._folder / UNDER_WAY, flags, 0o666), "wb", buffering=0) as file:
                file.write(lines)

    def write(self, path: str, content: bytes) -> Written:
        """Writes a file, unless it holds these bytes already."""
        place, name = f"{self._root}/{path}", _split(path)[1]
        found, is_new = write_new(place, content), True
        if found is None:
            is_new = write_if_changed(place, content)
            found = os.stat(place)  # noqa: PTH116  # of each file that is written: a path takes longer than the look
        return Written(is_new, mark_of(name, found), sha256(content).digest())

    def note(self, moves: Mapping[str, State]) -> None:
        """Notes by how much the states of folders moved when files in them were written."""
        for folder, move in moves.items():
            state = self._state(folder)
            if state is None and self._is_new(folder):
                state = State(0, 0)
            if state is not None:
                self._trusted[folder] = state.plus(move.total, move.files)

    def _is_new(self, folder: str) -> bool:
        """Whether a folder wasn't there when the build began, and no file was written to it that wasn't noted."""
        return self._before is not None and folder not in self._before and folder not in self._marks

    def keep(self, left: Left, files: Mapping[str, bytes]) -> None:
        """Keeps in the cache what a build left: `files` are the rows of the batches that were looked at."""
        for batch, row in files.items():
            if self._table.get(_row(batch), _KEY) != row:
                self._table.put(_row(batch), _KEY, row)
        if left != self.left:
            self._table.retain({_BATCHES, *map(_row, left.heads)})
            self._table.put(_BATCHES, _KEY, msgspec.msgpack.encode(left))

    def folders(self, folders: Iterable[str]) -> dict[str, State]:
        """The states of the site's folders. That of its own, where the manifest is, is looked at anew."""
        self._trusted.pop("", None)
        found = {}
        for folder in sorted({*folders, ""}):
            state = self._trusted.get(folder)
            if state is None:
                state = state_of(marks_in(f"{self._root}/{folder}".rstrip("/"), settled=True) or {})
            if state is not None:
                found[folder] = state
        return found

    def listed(self) -> set[str]:
        """The files that the manifest names, none if it is damaged, and those that a killed build announced."""
        found: set[str] = set()
        with suppress(OSError, ValueError, msgspec.MsgspecError):  # a wrong byte in a text is another error
            data = msgspec.json.decode((self._folder / MANIFEST).read_bytes())
            found.update(path for path in data if isinstance(path, str)) if isinstance(data, list | dict) else None
        with suppress(OSError):
            for line in (self._folder / UNDER_WAY).read_bytes().splitlines():
                with suppress(ValueError, msgspec.MsgspecError):  # the last one of a killed build
                    found.add(msgspec.json.decode(line, type=str))
        return found

    def list_files(self, files: Mapping[str, str]) -> None:
        """Writes the manifest: the digests of files by their paths."""
        text = msgspec.json.format(msgspec.json.encode({path: files[path] for path in sorted(files)}), indent=0)
        write_if_changed(self._folder / MANIFEST, text + b"\n")

    def relist(self, changed: Mapping[str, tuple[str, str]]) -> bool:
        """Changes the manifest as it stands: by path the old digest and the new one, empty for a file that isn't there.

        Says whether each was found as it should be, and if not, changes nothing.
        """
        with (self._folder / MANIFEST).open("rb") as file:  # some fifty megabytes, of which there is one copy
            body = bytearray(os.fstat(file.fileno()).st_size + len(_NEXT) - len(_LAST))
            file.readinto(body)
        if not body.startswith(_FIRST) or _ESCAPED in body or any('"' in path for path in changed):
            return False  # where a path has a quote, it isn't plain where its entry ends
        body[-len(_NEXT) :] = _NEXT
        at, place = 0, len(_FIRST)
        parts: list[memoryview | bytes] = []
        with memoryview(body) as view:
            for path, (old, new) in sorted(changed.items()):
                name = msgspec.json.encode(path)[1:] + b": " + _QUOTE
                place = _place_in(body, path, place)
                is_there = body.startswith(name + old.encode() + _NEXT, place) if old else _path_at(body, place) == path
                if is_there != bool(old):
                    return False
                told = place + len(name)
                if len(old) == len(new):
                    view[told : told + len(old)] = new.encode()
                    continue
                parts += view[at:place], name + new.encode() + _NEXT if new else b""
                at = told + len(old) + len(_NEXT) if old else place
            if parts:
                body = bytearray().join([*parts, view[at:]])
        if len(body) == len(_FIRST):  # which is no list
            return False
        body[-len(_NEXT) :] = _LAST
        write_file(self._folder / MANIFEST, body)
        return True

    def done(self) -> None:
        """Says that all that was announced is in the manifest, or isn't there."""
        (self._folder / UNDER_WAY).unlink(missing_ok=True)

    def remove(self, paths: Iterable[str]) -> int:
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


def _row(batch: str) -> str:
    return f"files of {batch}"


def _path_at(body: bytearray, place: int) -> str | None:
    """The path that stands at this place of a manifest; `None` at its end."""
    end = body.find(b'": "', place)
    return None if end < 0 else msgspec.json.decode(_QUOTE + body[place : end + 1], type=str)


def _place_in(body: bytearray, path: str, low: int) -> int:
    """Where in a manifest a path stands, or would stand, at or behind the beginning of an entry."""
    high = len(body)
    while low < high:
        before = body.rfind(_NEXT, low, (low + high) // 2)
        place = low if before < 0 else before + len(_NEXT)
        found = _path_at(body, place)
        if found is not None and found < path:
            low = body.index(_NEXT, place) + len(_NEXT)
        else:
            high = place
    return low


def _split(path: str) -> tuple[str, str]:
    """The folder of a path, empty at the top, and the file's name."""
    folder, _, name = path.rpartition("/")
    return folder, name
