"""The cache: results of pure steps, each found again under its key only.

Everything is in one folder, `.cache/synthesite/` of the site, which may be deleted at any time. A table has one value
for each name. Its values stand one behind the other in a pack, its index is written anew at the end of a build: so a
killed build leaves the old index, and a value that isn't as it was written (its key and its checksum tell) isn't there.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import TypeVar
from zlib import crc32

import msgspec

from synthesite.store.files import write_file

T = TypeVar("T")
FOLDER = Path(".cache", "synthesite")
_NOTE = b"# What is here can be deleted at any time; the next build makes it anew.\n*\n"
_WASTE = 4_000_000
"""Bytes of values that are no longer wanted from which on a pack is written anew, if they are half of it."""


_BLOCK = 64_000
"""Bytes of values that are written together."""
_CHECKED = 4
"""How many bytes of its own checksum an index starts with."""


class _Entry(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """Where a value stands in the pack."""

    key: bytes
    start: int
    length: int
    checksum: int


class _Index(msgspec.Struct, array_like=True):
    """What a table's index file holds: the name of its pack, and the values in it by name."""

    pack: str
    entries: dict[str, _Entry]


_DECODER = msgspec.msgpack.Decoder(_Index)


class Table:
    """The values of one step, by name. Copies in forked processes may read, and only the first process may write.

    What is put is written in blocks; until then it is in memory, where forks find it too.
    """

    _file = -1

    def __init__(self, folder: Path, step: str) -> None:
        self._folder = folder
        self._step = step
        self._pack, self._entries = self._load()
        self._file = -1
        self._end = 0
        self._unwritten: dict[str, tuple[bytes, bytes]] = {}
        self._size = 0
        self._process = os.getpid()
        self.changed = False
        """Whether there is something to save."""

    def __del__(self) -> None:
        """Closes the pack, for who builds more than once."""
        if self._file >= 0:
            os.close(self._file)

    def get(self, name: str, key: bytes) -> bytes | None:
        """The value of this name, if it was made under this key."""
        if name in self._unwritten:
            found = self._unwritten[name]
            return found[1] if found[0] == key else None
        entry = self._entries.get(name)
        if entry is None or entry.key != key:
            return None
        try:
            value = os.pread(self._opened(), entry.length, entry.start)
        except (OSError, ValueError, OverflowError, MemoryError):  # figures of a damaged index
            return None
        return value if len(value) == entry.length and crc32(value, crc32(key)) == entry.checksum else None

    def decoded(self, name: str, key: bytes, decoder: msgspec.msgpack.Decoder[T]) -> T | None:
        """The value of this name, decoded; `None` too for what doesn't decode."""
        value = self.get(name, key)
        try:
            return None if value is None else decoder.decode(value)
        except (msgspec.MsgspecError, ValueError):  # a text that is no UTF-8 is another error
            return None

    def key(self, name: str) -> bytes | None:
        """The key that the value of this name was made under, if there is one."""
        if name in self._unwritten:
            return self._unwritten[name][0]
        entry = self._entries.get(name)
        return entry.key if entry else None

    def put(self, name: str, key: bytes, value: bytes) -> None:
        """Keeps a value, in the place of what was there under its name. A full disk only makes the cache useless."""
        if os.getpid() != self._process:  # a fork's values would be lost, and stand where the first one's do
            return
        self._unwritten[name] = key, value
        self._size += len(value)
        self.changed = True
        if self._size > _BLOCK:
            self._write()

    def _write(self) -> None:
        """Writes what was put; another build may have written behind what this one knows of."""
        values, self._unwritten, self._size = self._unwritten, {}, 0
        try:
            file = self._opened()
            start = max(self._end, os.fstat(file).st_size)
            os.pwrite(file, b"".join([value for _, value in values.values()]), start)
        except OSError:
            for name in values:
                self._entries.pop(name, None)
            return
        for name, (key, value) in values.items():
            self._entries[name] = _Entry(key, start, len(value), crc32(value, crc32(key)))
            start += len(value)
        self._end = start

    def retain(self, names: Collection[str]) -> None:
        """Forgets the values of all other names."""
        kept = set(names)
        for known in (self._entries, self._unwritten):
            for name in known.keys() - kept:
                del known[name]
                self.changed = True

    def clear(self) -> None:
        """Forgets all values."""
        self.retain(())

    def save(self) -> None:
        """Writes the index, so that the next build finds what was kept. Without room for it, nothing is kept."""
        if not self.changed:
            return
        try:
            if self._unwritten:
                self._write()
            self._compact()
            index = msgspec.msgpack.encode(_Index(self._pack, self._entries))
            write_file(self._folder / f"{self._step}.index", _checksum(index) + index)
        except OSError:
            return
        for old in self._folder.glob(f"{self._step}-*.pack"):
            if old.name != self._pack:
                old.unlink(missing_ok=True)
        self.changed = False

    def _load(self) -> tuple[str, dict[str, _Entry]]:
        try:
            data = (self._folder / f"{self._step}.index").read_bytes()
            if data[:_CHECKED] != _checksum(data[_CHECKED:]):
                return self._new_pack(), {}
            index = _DECODER.decode(data[_CHECKED:])
        except (OSError, ValueError, msgspec.MsgspecError):  # a text in it may be no UTF-8 any more
            return self._new_pack(), {}
        if Path(index.pack).name != index.pack or not index.pack.startswith(f"{self._step}-"):
            return self._new_pack(), {}
        return index.pack, index.entries

    def _new_pack(self) -> str:
        return f"{self._step}-{os.urandom(8).hex()}.pack"

    def _opened(self) -> int:
        if self._file < 0:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self._folder / self._pack, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        return self._file

    def _compact(self) -> None:
        live = sum(entry.length for entry in self._entries.values())
        if os.fstat(self._opened()).st_size - live < max(live, _WASTE):
            return
        fresh = Table(self._folder, self._step)
        fresh._pack, fresh._entries = self._new_pack(), {}
        for name, entry in self._entries.items():
            value = self.get(name, entry.key)
            if value is not None:
                fresh.put(name, entry.key, value)
        fresh._write()
        os.close(self._opened())
        self._pack, self._entries = fresh._pack, fresh._entries
        self._file, self._end = fresh._file, fresh._end
        fresh._file = -1


def _checksum(data: bytes) -> bytes:
    return crc32(data).to_bytes(_CHECKED, "big")


class _Fleeting(Table):
    """A table that is never written, for whoever keeps nothing."""

    def __init__(self) -> None:
        self._values: dict[str, tuple[bytes, bytes]] = {}
        self.changed = False

    def get(self, name: str, key: bytes) -> bytes | None:
        found = self._values.get(name)
        return found[1] if found and found[0] == key else None

    def key(self, name: str) -> bytes | None:
        found = self._values.get(name)
        return found[0] if found else None

    def put(self, name: str, key: bytes, value: bytes) -> None:
        self._values[name] = key, value

    def retain(self, names: Collection[str]) -> None:
        self._values = {name: self._values[name] for name in self._values.keys() & set(names)}

    def save(self) -> None:
        pass


class Cache:
    """The tables of one site, whose folder is `root`; without one, nothing outlives this object."""

    def __init__(self, root: Path | None = None) -> None:
        self.folder = root and root / FOLDER
        self._tables: dict[str, Table] = {}

    def table(self, step: str) -> Table:
        """The table of a step; `step` is a word of lower-case letters."""
        if step not in self._tables:
            self._tables[step] = Table(self.folder, step) if self.folder else _Fleeting()
        return self._tables[step]

    def save(self) -> None:
        """Writes all tables that changed, and says in the folder what it is."""
        if not self.folder:
            return
        if any(table.changed for table in self._tables.values()):
            note = self.folder / ".gitignore"
            if not note.exists():
                try:
                    write_file(note, _NOTE)
                except OSError:
                    return
        for table in self._tables.values():
            table.save()
