"""Modules that are found by themselves: readers, pages, exports and checks are added by adding a file."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType


def modules_of(package: ModuleType) -> dict[str, ModuleType]:
    """The public modules of a package by their names, in the order of the names."""
    names = _public(package.__path__)
    return {name: importlib.import_module(f"{package.__name__}.{name}") for name in names}


def names_in(folder: Path) -> list[str]:
    """The names of the public modules in a folder, in their order; none is imported."""
    return _public([str(folder)])


def _public(folders: Iterable[str]) -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(folders) if not module.name.startswith("_"))
