"""Reading and writing files so that a killed build leaves each one old or new, never half."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

_TEMPORARY = ".synthesite-new"


def write_if_changed(path: Path, content: bytes) -> bool:
    """Writes a file by way of a temporary one beside it, unless it holds these bytes already; says whether it did."""
    try:
        if path.read_bytes() == content:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}{_TEMPORARY}")
    temporary.write_bytes(content)
    temporary.replace(path)
    return True


def remove_leftovers(folder: Path) -> None:
    """Removes temporary files that a killed build left below a folder."""
    for leftover in folder.rglob(f".*{_TEMPORARY}"):
        leftover.unlink(missing_ok=True)


def files_below(folder: Path, suffixes: Iterable[str] | None = None) -> list[Path]:
    """The files below a folder in the order of their paths, without hidden ones and without links out of it."""
    wanted = None if suffixes is None else set(suffixes)
    found = []
    inside = folder.resolve()
    for directory, names, files in os.walk(folder):
        names[:] = [name for name in names if not name.startswith(".")]
        for file in files:
            path = Path(directory, file)
            if file.startswith(".") or (wanted is not None and path.suffix not in wanted):
                continue
            if path.is_file() and (not path.is_symlink() or path.resolve().is_relative_to(inside)):
                found.append(path)
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def posix(path: Path, root: Path) -> str:
    """The path below the site's folder, with `/`, as problems and records name it."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.as_posix()
