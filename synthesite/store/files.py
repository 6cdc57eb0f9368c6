"""Reading and writing files so that a killed build leaves each one old or new, never half."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path

from synthesite.model import Problem, Severity
from synthesite.store.marks import UNSETTLED, Folders

_TEMPORARY = ".synthesite-new"
_AT_ONCE = 1 << 16
"""How many bytes of a file are read at once: all that most have."""
DIGEST_SIZE = 16
"""How many bytes `file_digest` gives."""


def write_if_changed(path: str | Path, content: bytes) -> bool:
    """Writes a file as `write_file` does, unless it holds these bytes already; says whether it did."""
    if _holds(path, content):
        return False
    write_file(path, content)
    return True


def write_file(path: str | Path, content: bytes | bytearray) -> None:
    """Writes a file by way of a temporary one beside it; its folder is made if it isn't there."""
    folder, name = os.path.split(path)
    temporary = os.path.join(folder, f".{name}{_TEMPORARY}")  # noqa: PTH118  # a third of the time that paths take
    _write(temporary, os.O_TRUNC, content)
    os.replace(temporary, path)  # noqa: PTH105  # as above


def write_new(place: str, content: bytes) -> os.stat_result | None:
    """Writes a file that isn't there, as fast as can be; `None` if it is there. A killed build may leave half of it."""
    try:
        return _write(place, os.O_EXCL, content)
    except FileExistsError:
        return None


def _write(place: str, how: int, content: bytes | bytearray) -> os.stat_result:
    """Writes a file that is opened with the flags `how`; its folder is made if it isn't there."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | how
    try:
        file = os.open(place, flags, 0o666)
    except FileNotFoundError:
        Path(place).parent.mkdir(parents=True, exist_ok=True)
        file = os.open(place, flags, 0o666)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(file, left) :]
        return os.fstat(file)
    finally:
        os.close(file)


def _holds(path: str | Path, content: bytes) -> bool:
    """Whether there is a file with these bytes, which is read only if it has as many. Raises `OSError`."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        is_as_long = os.fstat(file).st_size == len(content)
        return is_as_long and b"".join(iter(partial(os.read, file, _AT_ONCE), b"")) == content
    finally:
        os.close(file)


def content_of(path: str | Path, flags: int = 0) -> bytes | None:
    """What is in a file that is opened with these flags, `None` where there is none that can be read.

    Asked of every file there is, so nothing but the reading is done.
    """
    try:
        file = os.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | flags)
    except OSError:
        return None
    try:
        content = part = os.read(file, _AT_ONCE)
        while len(part) == _AT_ONCE:
            part = os.read(file, _AT_ONCE)
            content += part
        return content
    except OSError:
        return None
    finally:
        os.close(file)


def text_of(content: bytes) -> str:
    """Bytes in UTF-8 as text, without the mark before it that some editors write. Raises `UnicodeDecodeError`.

    The codec that takes the mark off is no part of Python's core, and slow.
    """
    return content.decode("utf-8-sig" if content.startswith(BOM_UTF8) else "utf-8")


def file_digest(path: str | Path) -> bytes | None:
    """A hash of the bytes of a file, `None` where there is none that can be read."""
    content = content_of(path)
    return None if content is None else bytes_digest(content)


def bytes_digest(content: bytes) -> bytes:
    """What `file_digest` gives of a file with these bytes: the beginning of their SHA-256."""
    return sha256(content).digest()[:DIGEST_SIZE]


def unwritable(shown: str, error: OSError) -> Problem:
    """The problem that a file can't be written; `shown` is its path below the site's folder."""
    message = f"it can't be written: {error.strerror}; make room for it, or check the permissions of its folder"
    return Problem(shown, 0, "unwritable-file", message, Severity.ERROR)


def is_file(path: Path) -> bool:
    """Whether there is such a file; `False` too where the folder can't be looked into."""
    try:
        return path.is_file()
    except OSError:
        return False


def remove_leftovers(folder: Path) -> None:
    """Removes temporary files that a killed build left below a folder."""
    for path, _ in _walk(str(folder), hidden=True):
        if path.endswith(_TEMPORARY) and Path(path).name.startswith("."):
            Path(path).unlink(missing_ok=True)


def has_leftovers(folders: Folders) -> bool:
    """Whether there are any in folders of which the marks are known."""
    return any(name.endswith(_TEMPORARY) for files in folders.values() for name in files)


def files_below(folder: Path, suffixes: Iterable[str] | None = None) -> list[Path]:
    """The files below a folder in the order of their paths, without hidden ones and without links out of it."""
    return [Path(path) for path in paths_below(folder, suffixes)]


def names_below(folder: Path, suffixes: Iterable[str] | None = None) -> list[str]:
    """The paths of the same files from the folder, with `/`."""
    start = len(str(folder)) + 1
    return [path[start:] for path in paths_below(folder, suffixes)]


def folders_below(folders: Folders, below: str) -> Iterator[tuple[str, dict[str, int]]]:
    """Those of the folders whose marks are known that `files_below` would look into, with the marks."""
    inside = f"{below}/"
    for place, files in folders.items():
        if place == below or (place.startswith(inside) and "/." not in place[len(below) :]):
            yield place, files


def names_in_folder(files: dict[str, int], folder: Path, below: Path, suffixes: Collection[str]) -> list[str]:
    """The names of the files that `files_below` gives in one `folder` itself, by their marks, in order.

    Links lead to nothing out of `below`.
    """
    return sorted(
        name
        for name, mark in files.items()
        if name[name.rfind(".") :] in suffixes
        and name[0] != "."
        and ((mark != UNSETTLED and not mark & 1) or is_file_inside(folder / name, below))
    )


def is_file_inside(path: Path, folder: Path) -> bool:
    """Whether there is such a file, and no link that leads out of the folder."""
    try:
        return path.is_file() and (not path.is_symlink() or path.resolve().is_relative_to(folder.resolve()))
    except OSError:
        return False


def paths_below(folder: Path, suffixes: Iterable[str] | None = None) -> list[str]:
    """What `files_below` gives, as texts, for whoever has to look at very many."""
    wanted = None if suffixes is None else set(suffixes)
    inside = folder.resolve()
    found = []
    for path, is_link in _walk(str(folder)):
        if wanted is not None and f".{path.rpartition('.')[2]}" not in wanted:
            continue
        if not is_link or (Path(path).is_file() and Path(path).resolve().is_relative_to(inside)):
            found.append(path)
    return sorted(found)


def _walk(folder: str, *, hidden: bool = False) -> Iterator[tuple[str, bool]]:
    """The files and links below a folder, each with whether it is a link; nothing else, and links aren't followed.

    Without `hidden`, not what begins with a dot. The kind of an entry comes with the folder's listing: nothing is asked
    of the entries themselves, which would take longer than all the rest.
    """
    try:
        with os.scandir(folder) as listing:
            entries = list(listing)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(".") and not hidden:
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path, hidden=hidden)
            elif entry.is_symlink() or entry.is_file(follow_symlinks=False):
                yield entry.path, entry.is_symlink()
        except OSError:  # it went away just now
            continue


def skipped_below(folder: Path) -> list[tuple[Path, str]]:
    """What `files_below` passes over without being asked to, each with the reason, in the order of the paths."""
    inside = folder.resolve()
    found: list[tuple[Path, str]] = []

    def unreadable(error: OSError) -> None:
        found.append((Path(error.filename), f"it is a folder that can't be read ({error.strerror})"))

    for directory, names, files in os.walk(folder, onerror=unreadable):
        names[:] = [name for name in names if not name.startswith(".")]
        for name in [*names, *files]:
            path = Path(directory, name)
            if name.startswith("."):
                continue
            if path.is_symlink() and (name in names or not path.exists() or not path.resolve().is_relative_to(inside)):
                found.append((path, "it is a link that leads to a folder, out of the sources, or nowhere"))
            elif name in files and not is_file(path):
                found.append((path, "it is neither a file nor a folder"))
    return sorted(found)


def posix(path: Path, root: Path) -> str:
    """The path below the site's folder, with `/`, as problems and records name it."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.as_posix()
