"""Dotted keys (`citations.statements.0.stance` is a way through nested data), and paths of sources as texts."""

from __future__ import annotations

from functools import lru_cache
from typing import Any


def resolve(data: Any, key: str) -> Any:
    """The value at a dotted key of nested dicts and lists, `None` where there is none; numbers are list indexes."""
    for part in _parts(key):
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and part.isdecimal() and int(part) < len(data):
            data = data[int(part)]
        else:
            return None
    return data


@lru_cache(maxsize=4096)
def _parts(key: str) -> tuple[str, ...]:
    return tuple(key.split("."))


def is_outside(path: str) -> bool:
    """Whether a source's path names a folder that is not part of the site: `private:scite/page.html`."""
    return ":" in path.split("/")[0]
