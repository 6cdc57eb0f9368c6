"""What a page weighs when it is opened for the first time: itself, the stylesheets, scripts and pictures it names."""

from __future__ import annotations

import gzip
import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from bench.pages.kinds import Finding, kind_of

LIMITS = {"studies": 15_000, "map": 25_000, "stylesheet": 6_000}
"""Bytes, compressed by gzip, by kind of page."""
LIST = 25_000
"""The same for every other page."""
WITH_SCRIPT = {"search"}
"""The kinds of page that may have a script."""

_LOADED = re.compile(
    r"""<link\b[^>]*\brel="?stylesheet\b[^>]*?\bhref="([^"#?]+)|<(?:script|img)\b[^>]*?\bsrc="([^"#?]+)"""
)
_SCRIPT = re.compile(r"<script\b(?![^>]*\btype=\"?application/(?:ld\+)?json)", re.IGNORECASE)
_INLINE = re.compile(r"<[^<>]+\sstyle=|<style\b|<[^<>]+\son[a-z]+=\"", re.IGNORECASE)


def weights(site: Path, paths: Iterable[str]) -> Iterator[Finding]:
    """Pages that are too heavy, stylesheets likewise, and scripts and inline styles where there may be none."""

    @cache
    def weight(path: str) -> int:
        return len(gzip.compress((site / path).read_bytes(), 6, mtime=0))

    for sheet in sorted((site / "static").glob("*.css")):
        if weight(f"static/{sheet.name}") > LIMITS["stylesheet"]:
            yield Finding("weight", f"static/{sheet.name}", f"{weight(f'static/{sheet.name}'):,} bytes compressed")
    for path in paths:
        text, kind = (site / path).read_text(encoding="utf-8"), kind_of(path)
        named = {one or other for one, other in _LOADED.findall(text)}
        folder = posixpath.dirname(path)
        loaded = {posixpath.normpath(posixpath.join(folder, name)) for name in named if "://" not in name}
        total = weight.__wrapped__(path) + sum(weight(one) for one in loaded if (site / one).is_file())
        limit = LIMITS.get(kind, LIST)
        if total > limit:
            yield Finding("weight", path, f"{total:,} bytes compressed, {limit:,} at most")
        if kind not in WITH_SCRIPT and _SCRIPT.search(text):
            yield Finding("script", path, "there is a script on this page")
        if _INLINE.search(text):
            yield Finding("inline", path, "there is an inline style or script on this page")
