"""The sources of a site: finding them, decoding them, handing them to their reader."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from synthesite import readers
from synthesite.extract import Item, SourceText, item_sha256, whole
from synthesite.model import Extract, Problem, Severity, SourceItem
from synthesite.parallel import in_order
from synthesite.store.decoding import UndecodableError, decode
from synthesite.store.files import files_below, posix

CURATOR = "curator"
"""The `reader` of a source that is a curator's own Markdown file, read as one item."""


class Reading(NamedTuple):
    """What was found in a site's sources: how many there are, the extracts in order, the problems."""

    sources: int
    extracts: list[Extract]
    problems: list[Problem]


def source_paths(root: Path) -> list[Path]:
    """The sources of the site in the folder `root`, in the order of their paths; hidden files are none."""
    return files_below(root / "content" / "sources")


def open_source(path: Path, shown: str) -> tuple[SourceText | None, list[Problem]]:
    """The text of a source; `shown` is its path in records and problems."""
    try:
        decoded = decode(path.read_bytes())
    except OSError as error:
        reason = f"it can't be read: {error.strerror}; check its permissions"
        return None, [Problem(shown, 0, "unreadable-source", reason, Severity.ERROR)]
    except UndecodableError as error:
        code = "empty-source" if "empty" in str(error) else "unreadable-source"
        return None, [
            Problem(shown, 0, code, f"{error}; replace it or move it out of content/sources/", Severity.ERROR)
        ]
    source = SourceText(shown, decoded.text, decoded.encoding)
    if not decoded.remark:
        return source, []
    return source, [Problem(shown, 0, "encoding", f"{decoded.remark}; save it as UTF-8 if letters come out wrong")]


def read_file(path: Path, shown: str) -> list[Extract | Problem]:
    """Everything the readers make of one file, in order."""
    source, problems = open_source(path, shown)
    return [*problems, *(readers.read_source(source) if source else ())]


def _read_below(root: Path, path: Path) -> list[Extract | Problem]:
    return read_file(path, posix(path, root))


def read_sources(root: Path, jobs: int = 1, progress: Callable[[int], None] | None = None) -> Reading:
    """Reads all sources of a site with up to `jobs` processes; `progress` is told of each source that is done."""
    paths = source_paths(root)
    extracts: list[Extract] = []
    problems: list[Problem] = []
    for found in in_order(partial(_read_below, root), paths, jobs):
        for one in found:
            if isinstance(one, Extract):
                extracts.append(one)
            else:
                problems.append(one)
        if progress:
            progress(len(paths))
    return Reading(len(paths), extracts, problems)


class SourceTexts:
    """The texts of items, by what a record says of them, for whoever shows or verifies a passage."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._items = lru_cache(maxsize=64)(self._read_items)

    def item(self, source: SourceItem) -> Item | None:
        """The item as it stands in its source now; `None` if the file is gone, or no longer holds these characters."""
        by_hash = self._items(source.path, source.reader)
        return by_hash.get(source.sha256)

    def _read_items(self, path: str, reader: str) -> dict[str, Item]:
        known = readers.all_readers().get(reader)
        full = (self._root / path).resolve()
        if not full.is_relative_to(self._root.resolve()) or not full.is_file():
            return {}
        text, _ = open_source(full, path)
        if text is None or (known is None and reader != CURATOR):
            return {}
        items = known.items(text) if known else whole(text)
        return {item_sha256(item.text): item for item in items}
