"""What stands in folders, by marks that change whenever a file may have: so that what didn't change needn't be read.

A mark is made of a file's name, size, times, number and permissions. A file that changed a moment ago could change once
more without a new time; it has no mark yet (`UNSETTLED`), and counts as changed the next time too.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable
from typing import NamedTuple
from zlib import crc32

UNSETTLED = 0
"""The mark of a file that can't be told by its times."""
_TICK = 50_000_000
"""Nanoseconds: five to ten times the step in which kernels note times."""
_COARSE_TICK = 2_000_000_000
"""The same for file systems that note whole seconds."""
_MODULUS = 1 << 64

Folders = dict[str, dict[str, int]]
"""For each folder, by its path, the mark of each file in it by name."""


class State(NamedTuple):
    """What is in a folder: how many files, and the sum of their marks, to which one file's can be added or taken."""

    files: int
    total: int

    def plus(self, marks: int, files: int = 0) -> State:
        """The state with marks added (or taken away, if negative), and that many more files."""
        return State(self.files + files, (self.total + marks) % _MODULUS)


def mark_of(name: str, found: os.stat_result, now: int = 0) -> int:
    """The mark of a file, an even number; `UNSETTLED` if it changed just before `now`, in nanoseconds."""
    modified, changed = found.st_mtime_ns, found.st_ctime_ns
    latest = modified if modified > changed else changed
    if now and now - latest < _COARSE_TICK and (not latest % 1_000_000_000 or now - latest < _TICK):
        return UNSETTLED
    try:
        called = name.encode()
    except UnicodeEncodeError:
        called = name.encode("utf-8", "surrogateescape")
    return (hash((crc32(called), found.st_size, modified, changed, found.st_ino, found.st_mode)) | 2) & ~1


def marks_below(folder: str, settled: bool = False, follow: bool = False) -> Folders:
    """The marks of the files in a folder and in the folders below it, hidden ones too; links are followed to files.

    Paths are as `folder` has them. A folder that isn't there has no files; what can't be looked at is `UNSETTLED`. A
    link to a folder has a mark as a file has, and with `follow` is followed too, to each folder once. `settled` is for
    files that the program alone writes: then a fresh one has its mark too.
    """
    found: Folders = {}
    left, seen = [folder], set[str]()
    while left:
        place = left.pop()
        if follow:
            real = os.path.realpath(place)
            if real in seen:
                continue
            seen.add(real)
        files = marks_in(place, settled, left, follow)
        if files is not None:
            found[place] = files
    return found


def marks_in(
    place: str, settled: bool = False, folders: list[str] | None = None, follow: bool = False
) -> dict[str, int] | None:
    """The same for one folder; `None` if there is none. The folders in it are added to `folders`."""
    files: dict[str, int] = {}
    try:
        place_itself = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            with os.scandir(place_itself) as entries:  # by the folder itself: each file is then found without its path
                _add_marks(files, place, entries, 0 if settled else time.time_ns(), folders, follow)
        finally:
            os.close(place_itself)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        files[""] = UNSETTLED
    return files


def _add_marks(
    files: dict[str, int],
    place: str,
    entries: Iterable[os.DirEntry[str]],
    now: int,
    folders: list[str] | None,
    follow: bool,
) -> None:
    for entry in entries:
        name = entry.name
        try:
            what = entry.stat(follow_symlinks=False)
            is_link = stat.S_ISLNK(what.st_mode)
            if is_link:
                led = entry.stat()
                if not stat.S_ISDIR(led.st_mode):
                    what = led
                elif follow and folders is not None:
                    folders.append(f"{place}/{name}")
            if stat.S_ISDIR(what.st_mode):
                if folders is not None:
                    folders.append(f"{place}/{name}")
                continue
        except OSError:
            files[name] = UNSETTLED
            continue
        mark = mark_of(name, what, now)
        files[name] = mark | 1 if is_link and mark else mark


def state_of(files: dict[str, int]) -> State | None:
    """The state of a folder with these marks; `None` where a file has none."""
    marks = files.values()
    return None if UNSETTLED in marks else State(len(files), sum(marks) % _MODULUS)
