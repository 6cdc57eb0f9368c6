"""The kinds of page of a built site, told by their addresses, and one or two pages of each to look at."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

_LATER = re.compile(r"--\d+\.html$")
_REFRESH = re.compile(rb'<meta http-equiv="refresh"', re.IGNORECASE)


class Finding(NamedTuple):
    """What is wrong with a page, and which bar says so."""

    bar: str
    path: str
    message: str


def pages_of(site: Path) -> list[str]:
    """The addresses of all pages, in order."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def kind_of(path: str) -> str:
    """What kind of page stands at an address: `home`, `studies`, `themes index`, `themes later`, `map cell`, …"""
    if path == "index.html":
        return "home"
    folder, _, name = path.rpartition("/")
    if not folder:
        return name.removesuffix(".html").partition("--")[0]
    if name == "index.html":
        return f"{folder} index"
    kind = folder if "/" not in folder else f"{folder.partition('/')[0]} cell"
    return f"{kind} later" if _LATER.search(name) else kind


def samples(site: Path) -> dict[str, list[str]]:
    """For each kind of page its largest page, and its smallest if that is another; redirects are left out."""
    kinds: dict[str, list[str]] = {}
    for path in pages_of(site):
        kinds.setdefault(kind_of(path), []).append(path)
    found: dict[str, list[str]] = {}
    for kind, paths in kinds.items():
        shown = [path for path in sorted(paths, key=lambda path: _size(site, path)) if not _is_redirect(site / path)]
        if shown:
            found[kind] = list(dict.fromkeys([shown[-1], shown[0]]))
    return found


def _size(site: Path, path: str) -> tuple[int, str]:
    return (site / path).stat().st_size, path


def _is_redirect(path: Path) -> bool:
    with path.open("rb") as file:
        return _REFRESH.search(file.read(2_000)) is not None
