"""Modules that are found by themselves: readers, pages, exports and checks are added by adding a file."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def modules_of(package: ModuleType) -> dict[str, ModuleType]:
    """The public modules of a package by their names, in the order of the names."""
    names = sorted(m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_"))
    return {name: importlib.import_module(f"{package.__name__}.{name}") for name in names}
