"""The sources of a site: finding them, decoding them, handing them to their reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from synthesite import readers
from synthesite.config import Config, SourceRule
from synthesite.extract import Item, SourceText, item_sha256, whole
from synthesite.model import Extract, Problem, Severity, SourceItem
from synthesite.parallel import in_order
from synthesite.store.decoding import UndecodableError, decode
from synthesite.store.files import files_below, posix, skipped_below

SOURCES = "content/sources"
CURATOR = "curator"
"""The `reader` of a source that is a curator's own Markdown file, read as one item."""


class Reading(NamedTuple):
    """What was found in a site's sources: how many there are, the extracts in order, the problems."""

    sources: int
    extracts: list[Extract]
    problems: list[Problem]


KEPT_CHARACTERS = 32_000_000
"""How much text of sources is kept for the next question about it: some 100 MB."""
NO_RULES: tuple[SourceRule, ...] = ()


def source_paths(root: Path) -> list[Path]:
    """The sources of the site in the folder `root`, in the order of their paths; hidden files are none."""
    return files_below(root / SOURCES)


def skipped_sources(root: Path) -> list[Problem]:
    """What stands in `content/sources/` and is not read: links out of it, and what is neither file nor folder."""
    problems = []
    for path, why in skipped_below(root / SOURCES):
        message = f"{why}, so it is not read; put a copy of the file here instead"
        problems.append(Problem(posix(path, root), 0, "skipped-source", message))
    return problems


def open_source(path: Path, shown: str) -> tuple[SourceText | None, list[Problem]]:
    """The text of a source; `shown` is its path in records and problems."""
    try:
        decoded = decode(path.read_bytes())
    except OSError as error:
        advice = "check its permissions" if isinstance(error, PermissionError) else "check that it is there, and a file"
        reason = f"it can't be read: {error.strerror}; {advice}"
        return None, [Problem(shown, 0, "unreadable-source", reason, Severity.ERROR)]
    except UndecodableError as error:
        code = "empty-source" if "empty" in str(error) else "unreadable-source"
        return None, [Problem(shown, 0, code, f"{error}; replace it or move it out of {SOURCES}/", Severity.ERROR)]
    source = SourceText(shown, decoded.text, decoded.encoding)
    if not decoded.remark:
        return source, []
    return source, [Problem(shown, 0, "encoding", f"{decoded.remark}; save it as UTF-8 if letters come out wrong")]


def rule_for(shown: str, rules: Sequence[SourceRule]) -> SourceRule:
    """What the settings say about a source; later rules add to earlier ones and win over them."""
    path = PurePosixPath(shown)
    below = path.relative_to(SOURCES) if path.is_relative_to(SOURCES) else path
    reader, columns = "", dict[str, str]()
    for rule in rules:
        if fnmatchcase(below.as_posix(), rule.files):
            reader, columns = rule.reader or reader, columns | rule.columns
    return SourceRule(files=shown, reader=reader, columns=columns)


def read_file(path: Path, shown: str, rules: Sequence[SourceRule] = NO_RULES) -> list[Extract | Problem]:
    """Everything the readers make of one file, in order."""
    source, problems = open_source(path, shown)
    return [*problems, *(read_text(source, rules) if source else ())]


def read_text(source: SourceText, rules: Sequence[SourceRule] = NO_RULES) -> Iterator[Extract | Problem]:
    """Everything the readers make of a source that is decoded already, in order."""
    rule = rule_for(source.path, rules)
    yield from readers.read_source(source._replace(columns=rule.columns), rule.reader)


def who_reads(source: SourceText, rules: Sequence[SourceRule] = NO_RULES) -> str:
    """Which reader takes a source and why, in a sentence; an empty text where none does."""
    forced = rule_for(source.path, rules).reader
    name = readers.reader_of(source, forced)
    if isinstance(name, Problem):
        return ""
    reason = "the setting sources says so" if forced else readers.claims(source)[name]
    return f"{source.path}: read by {name} ({readers.label(name)}), because {reason}"


def read_sources(config: Config, jobs: int = 1, progress: Callable[[int], None] | None = None) -> Reading:
    """Reads all sources of a site with up to `jobs` processes; `progress` is told of each source that is done."""
    paths = source_paths(config.root)
    extracts: list[Extract] = []
    problems = skipped_sources(config.root)

    def read_one(path: Path) -> list[Extract | Problem]:
        shown = posix(path, config.root)
        if not shown.isprintable():
            message = "its name holds characters that a record can't name; rename it"
            return [Problem(shown, 0, "bad-name", message, Severity.ERROR)]
        return read_file(path, shown, config.settings.sources)

    for found in in_order(read_one, paths, jobs):
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

    def __init__(self, root: Path, rules: Sequence[SourceRule] = NO_RULES, extracts: Sequence[Extract] = ()) -> None:
        self._root = root
        self._rules = rules
        self._extracts = {(e.source.path, e.source.reader, e.source.sha256): e for e in extracts}
        self._kept: dict[tuple[str, str], tuple[int, dict[str, Item]]] = {}
        self._characters = 0

    def item(self, source: SourceItem) -> Item | None:
        """The item as it stands in its source now; `None` if the file is gone, or no longer holds these characters."""
        return self._items(source.path, source.reader).get(source.sha256)

    def extract(self, source: SourceItem) -> Extract | None:
        """What the item's reader finds in it, now; `None` if the item isn't to be had, or the reader fails on it.

        An item that was read already (`extracts`) isn't read again: the same characters give the same extract.
        """
        known = self._extracts.get((source.path, source.reader, source.sha256))
        item = None if known else self.item(source)
        reader = readers.all_readers().get(source.reader)
        try:
            return reader.read(item) if item and reader else known
        except Exception:  # told where the source is read
            return None

    def _items(self, path: str, reader: str) -> dict[str, Item]:
        """The items of a source; those used last are kept, as many as have `KEPT_CHARACTERS` together."""
        found = self._kept.pop((path, reader), None)
        if found is None:
            items = self._read_items(path, reader)
            found = sum(len(item.text) for item in items.values()), items
            self._characters += found[0]
        self._kept[path, reader] = found  # the last of the dict is the one used last
        while self._characters > KEPT_CHARACTERS and len(self._kept) > 1:
            self._characters -= self._kept.pop(next(iter(self._kept)))[0]
        return found[1]

    def _read_items(self, path: str, reader: str) -> dict[str, Item]:
        known = readers.all_readers().get(reader)
        full = (self._root / path).resolve()
        if not full.is_relative_to(self._root.resolve()) or not full.is_file():
            return {}
        text, _ = open_source(full, path)
        if text is None or (known is None and reader != CURATOR):
            return {}
        text = text._replace(columns=rule_for(path, self._rules).columns)
        try:
            items = known.items(text) if known else whole(text)
        except Exception:  # told where the source is read; here its items are just not to be had
            return {}
        return {item_sha256(item.text): item for item in items}
