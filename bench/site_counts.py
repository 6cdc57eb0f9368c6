"""Counts what built sites consist of, so that two are seen to show the same: a template that isn't used looks fast.

python -m bench.site_counts SITE [OTHER SITE]
"""

from __future__ import annotations

import html
import os
import posixpath
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

_LINK = re.compile(r'<a [^>]*?href="([^"#]*)')
_MARKS = {
    "studies listed": '<li class="entry">',
    "groups listed": '<a class="group"',
    "statements": '<li class="statement">',
    "headings": "<h2",
}
"""What is counted on pages, and what it is known by."""
_PAGES = "pages"
_LINKS = "links"


class SiteCounts(NamedTuple):
    """A built site. `figures` counts by folder (or by page, in the first folder) and thing; `dead` leads nowhere."""

    files: int
    size: int
    figures: Counter[tuple[str, str]]
    dead: list[str]


def count_site(site: Path) -> SiteCounts:
    """Counts the files, bytes, pages, entries and links of a site; addresses may be files or folders with an index."""
    files, size = 0, 0
    figures: Counter[tuple[str, str]] = Counter()
    known, dead = dict[str, bool](), set[str]()
    for path in _files(site):
        files += 1
        size += path.stat().st_size
        if path.suffix != ".html":
            continue
        shown = path.relative_to(site).as_posix()
        place = _place(shown)
        text = path.read_text(encoding="utf-8")
        figures[place, _PAGES] += 1
        for thing, mark in _MARKS.items():
            figures[place, thing] += text.count(mark)
        for link in _LINK.findall(text):
            target = _target(posixpath.dirname(shown), html.unescape(link))
            if target is None:
                continue
            figures[place, _LINKS] += 1
            if target not in known:
                known[target] = (site / target).is_file() or (site / target / "index.html").is_file()
            if not known[target]:
                dead.add(target)
    return SiteCounts(files, size, +figures, sorted(dead))


def differences(one: SiteCounts, other: SiteCounts) -> Iterator[str]:
    """What two sites don't have in common, in words; a place that only one of them has is one difference."""
    places = [{place for place, _ in counts.figures} for counts in (one, other)]
    for place in sorted(places[0] ^ places[1]):
        yield f"{place}: only the {'first' if place in places[0] else 'second'} site has this"
    for place, thing in sorted(one.figures.keys() | other.figures.keys()):
        first, second = one.figures[place, thing], other.figures[place, thing]
        if first != second and place in places[0] & places[1]:
            yield f"{place}: {first:,} {thing} in the first site, {second:,} in the second"


def _files(site: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(site):
        yield from (Path(folder, name) for name in names)


def _place(shown: str) -> str:
    """`studies` for all pages of studies; the overview of a folder apart from what is in it."""
    folder, _, page = shown.partition("/")
    return folder if page not in {"", "index.html"} else f"{folder}/index.html" if page else folder


@lru_cache(maxsize=1_000_000)
def _target(folder: str, link: str) -> str | None:
    """The path below the site that a link on a page in this folder leads to; `None` if it leads elsewhere."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not parts.path:
        return None
    path = unquote(parts.path)
    full = path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path)
    return posixpath.normpath(full) if full else "."


def main() -> None:
    """Prints the counts of one site or two, and how these differ."""
    counted = [count_site(Path(argument)) for argument in sys.argv[1:]]
    for argument, counts in zip(sys.argv[1:], counted, strict=True):
        dead = f"{len(counts.dead)} dead links {counts.dead[:3]}"
        print(f"{argument}: {counts.files:,} files, {counts.size:,} bytes, {dead}")
        for (place, thing), number in sorted(counts.figures.items()):
            print(f"  {place}: {number:,} {thing}")
    if len(counted) == 2:
        print("\n".join(differences(*counted)) or "no differences")


if __name__ == "__main__":
    main()
