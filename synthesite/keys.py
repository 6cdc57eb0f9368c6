"""Keys: short digests that stand for everything a result was made from. Equal keys mean equal results.

The program's own code is a part of every key, and so are the libraries beside it: what another version made is made
anew.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b, sha256
from pathlib import Path

_SIZE = 16
_PACKAGE = Path(__file__).resolve().parent


def digest(*parts: bytes | str) -> bytes:
    """Sixteen bytes that differ for any two lists of parts; where a part ends counts."""
    made = blake2b(digest_size=_SIZE)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        made.update(b"%d:" % len(data))
        made.update(data)
    return made.digest()


def joined(keys: Iterable[bytes]) -> bytes:
    """One key for many."""
    return sha256(b"".join(keys)).digest()[:_SIZE]  # processors have instructions for it, which many keys are worth


@cache
def program_key() -> bytes:
    """The key of this program as it is: its own code, Python, and the versions of the libraries installed with it."""
    parts: list[bytes | str] = [sys.version]
    for folder, folders, files in os.walk(_PACKAGE):
        folders.sort()
        for name in sorted(files):
            if name.endswith(".py"):
                with open(f"{folder}{os.sep}{name}", "rb", buffering=0) as file:  # noqa: PTH123  # half the time
                    parts += [name, file.read()]
    for place in sys.path:
        if place.endswith(("site-packages", "dist-packages")) and Path(place).is_dir():
            parts += sorted(
                path.name for path in Path(place).iterdir() if path.name.endswith((".dist-info", ".egg-info"))
            )
    return digest(*parts)
