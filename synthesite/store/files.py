"""Reading and writing files so that a killed build leaves each one old or new, never half."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from synthesite.model import Problem, Severity

_TEMPORARY = ".synthesite-new"


def write_if_changed(path: Path, content: bytes) -> bool:
    """Writes a file as `write_file` does, unless it holds these bytes already; says whether it did."""
    try:
        if path.read_bytes() == content:
            return False
    except FileNotFoundError:
        pass
    write_file(path, content)
    return True


def write_file(path: Path, content: bytes) -> None:
    """Writes a file by way of a temporary one beside it; its folder is made if it isn't there."""
    temporary = path.with_name(f".{path.name}{_TEMPORARY}")
    try:
        temporary.write_bytes(content)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
    temporary.replace(path)


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
    for leftover in folder.rglob(f".*{_TEMPORARY}"):
        leftover.unlink(missing_ok=True)


def files_below(folder: Path, suffixes: Iterable[str] | None = None) -> list[Path]:
    """The files below a folder in the order of their paths, without hidden ones and without links out of it."""
    return [folder / name for name in names_below(folder, suffixes)]


def names_below(folder: Path, suffixes: Iterable[str] | None = None) -> list[str]:
    """The paths of the same files from the folder, with `/`."""
    wanted = None if suffixes is None else tuple(suffixes)
    found: list[str] = []
    inside = folder.resolve()
    left = [""]
    while left:
        below = left.pop()
        try:
            with os.scandir(folder / below) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        left.append(f"{below}{entry.name}/")
                    elif wanted is not None and _suffix(entry.name) not in wanted:
                        continue
                    elif _is_file_inside(entry, inside):
                        found.append(f"{below}{entry.name}")
        except OSError:  # `skipped_below` tells of it
            continue
    return sorted(found)


def _is_file_inside(entry: os.DirEntry[str], inside: Path) -> bool:
    """Whether this is a file, or a link to one below the folder `inside`. A link that leads to itself is none."""
    try:
        return entry.is_file() and (not entry.is_symlink() or Path(entry.path).resolve().is_relative_to(inside))
    except OSError:
        return False


def _suffix(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:] if 0 < dot < len(name) - 1 else ""


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
