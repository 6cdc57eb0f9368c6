"""Modules that are found by themselves: readers, pages, exports and checks are added by adding a file."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType


def modules_of(package: ModuleType) -> dict[str, ModuleType]:
    """The public modules of a package by their names, in the order of the names."""
    names = sorted(name for folder in package.__path__ for name in names_in(Path(folder)))
    return {name: importlib.import_module(f"{package.__name__}.{name}") for name in names}


def names_in(folder: Path) -> list[str]:
    """The names of the public modules in a folder, in their order; none is imported."""
    return sorted(path.stem for path in folder.iterdir() if path.suffix == ".py" and path.name[0] != "_")
