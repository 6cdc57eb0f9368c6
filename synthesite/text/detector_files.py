"""The arrays of the language detector in a file of their own, from which they are mapped: unpacking them takes longer.

The file is only good for the program and the libraries that wrote it (`key`); a damaged one is as none.
"""

from __future__ import annotations

import json
import mmap
import os
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

_NAME = "detector.arrays"
_LINE = 4096
"""Bytes before the arrays, for what is said of them."""


def save_arrays(folder: Path, key: str, arrays: dict[str, Any]) -> None:
    """Writes arrays of one or two dimensions; without room for them, nothing is written."""
    told, at = {}, _LINE
    for name, array in arrays.items():
        order = "C" if array.flags.c_contiguous else "F"
        told[name] = (str(array.dtype), array.shape, order, at, crc32(_bytes(array)))
        at += -(-array.nbytes // 64) * 64
    head = json.dumps({"key": key, "size": at, "arrays": told}).encode()
    temporary = folder / f".{_NAME}{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(head.ljust(_LINE))
            for name, array in arrays.items():
                file.seek(told[name][3])
                file.write(_bytes(array))
            file.truncate(at)
        temporary.replace(folder / _NAME)
    except OSError:
        temporary.unlink(missing_ok=True)


def load_arrays(folder: Path, key: str) -> dict[str, Any] | None:
    """The arrays that were written under this key; `None` if there are none, or if they aren't as they were written."""
    try:
        with (folder / _NAME).open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        head = json.loads(data[:_LINE])
        if head["key"] != key or head["size"] != len(data):
            return None
        arrays = {}
        for name, (dtype, shape, order, at, checksum) in head["arrays"].items():
            array = np.ndarray(tuple(shape), np.dtype(dtype), data, at, order=order)
            if crc32(_bytes(array)) != checksum:
                return None
            arrays[name] = array
    except (OSError, ValueError, TypeError, KeyError, AttributeError):  # all that a damaged head may lead to
        return None
    return arrays


def _bytes(array: Any) -> memoryview:
    """The bytes of an array as they lie in memory."""
    return memoryview(array.ravel(order="K")).cast("B")
