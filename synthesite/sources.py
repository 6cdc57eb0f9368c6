"""The sources of a site: finding them, decoding them, handing them to their reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from itertools import chain
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import NamedTuple, Protocol

import msgspec

from synthesite import readers
from synthesite.config import FILE as CONFIG_FILE
from synthesite.config import Config, SourceRule, line_of_setting
from synthesite.extract import Item, SourceText, item_sha256, whole
from synthesite.found import AnyExtract, Found, Outcome, full, pack, unpack
from synthesite.item_index import ItemIndex, Kept, Standing, index_items, split
from synthesite.keys import digest, program_key
from synthesite.model import Extract, Problem, Severity, SourceItem
from synthesite.parallel import aside, in_order
from synthesite.store.cache import Cache, Table
from synthesite.store.content import summary_text
from synthesite.store.decoding import UndecodableError, decode, read_range
from synthesite.store.files import file_digest, files_below, posix, skipped_below
from synthesite.text.paths import is_outside

SOURCES = "content/sources"
CURATOR = "curator"
"""The `reader` of a source that is a curator's own Markdown file, read as one item."""


class Reading(NamedTuple):
    """What was found in a site's sources: how many there are, the extracts in order, the problems."""

    sources: int
    extracts: Sequence[AnyExtract]
    problems: list[Problem]


_CURATORS = re.compile(r"content/studies/[a-z0-9]+/[a-z0-9-]+\.md")
KEPT_CHARACTERS = 8_000_000
"""How much text of items is kept for the next question about it: some 25 MB."""
NO_RULES: tuple[SourceRule, ...] = ()
NO_INDEXES: Mapping[tuple[str, str], ItemIndex] = MappingProxyType({})


def source_paths(root: Path) -> list[Path]:
    """The sources of the site in the folder `root`, in the order of their paths; hidden files are none."""
    return files_below(root / SOURCES)


def all_source_paths(config: Config) -> list[Path]:
    """The sources of a site: those in `content/sources/`, then those in each folder that the settings name."""
    paths = source_paths(config.root)
    for name, folder in _folders(config.root, config.settings.sources).items():
        patterns = [rule.files or "*" for rule in config.settings.sources if rule.source_name == name]
        paths += [
            path
            for path in files_below(folder)
            if any(fnmatchcase(path.relative_to(folder).as_posix(), pattern) for pattern in patterns)
        ]
    return paths


def _folders(root: Path, rules: Sequence[SourceRule]) -> dict[str, Path]:
    """The folders outside the site's own that the settings name, by the names that stand for them in records."""
    return {rule.source_name: (root / rule.folder).resolve() for rule in rules if rule.folder}


def outside_folders(config: Config) -> list[str]:
    """The folders of sources that are not below the site's own."""
    return sorted(str(folder) for folder in _folders(config.root, config.settings.sources).values())


def shown_path(config: Config, path: Path) -> str:
    """The path of a source as records and problems name it: the same on every machine.

    Below the site's folder, or `<name>:<path>` below a folder that the settings name; as it is for any other file.
    """
    for name, folder in _folders(config.root, config.settings.sources).items():
        if path.is_relative_to(folder):
            return f"{name}:{path.relative_to(folder).as_posix()}"
    return posix(path, config.root)


def locate(config: Config, shown: str) -> Path | None:
    """The file of a source that a record names, or `None` if there is none; never one out of the source's folder."""
    return _locate(config.root, config.settings.sources, shown)


def _locate(root: Path, rules: Sequence[SourceRule], shown: str) -> Path | None:
    name, _, below = shown.partition(":") if is_outside(shown) else ("", "", shown)
    folder = _folders(root, rules).get(name) if is_outside(shown) else root
    if shown.startswith(f"{SOURCES}/"):  # which may be a link to another disk
        folder, below = root / SOURCES, shown.removeprefix(f"{SOURCES}/")
    if folder is None or (name and any(part.startswith(".") for part in below.split("/"))):
        return None
    try:
        path = (folder / below).resolve()
        return path if path.is_relative_to(folder.resolve()) and path.is_file() else None
    except (OSError, ValueError):  # a folder that can't be looked into; a name that no file can have
        return None


def skipped_sources(config: Config) -> list[Problem]:
    """What stands among the sources and is not read: links out, what is neither file nor folder, folders not there."""
    folders = _folders(config.root, config.settings.sources)
    problems = []
    for folder in [config.root / SOURCES, *filter(Path.is_dir, folders.values())]:
        for path, why in skipped_below(folder):
            message = f"{why}, so it is not read; put a copy of the file here instead"
            problems.append(Problem(shown_path(config, path), 0, "skipped-source", message))
    missing = {name for name, folder in folders.items() if not folder.is_dir()}
    for at, rule in enumerate(config.settings.sources):
        if rule.source_name in missing:
            missing.remove(rule.source_name)
            kept = "what was made from it is kept as it is, and can't be verified"
            message = f"there is no folder {rule.folder!r} here; {kept}"
            problems.append(Problem(CONFIG_FILE, _line_of_rule(config, at), "missing-folder", message))
    return problems


def _line_of_rule(config: Config, at: int) -> int:
    return line_of_setting(config.root, ["sources", at, "folder"])


def open_source(path: Path, shown: str) -> tuple[SourceText | None, list[Problem]]:
    """The text of a source; `shown` is its path in records and problems."""
    try:
        decoded = decode(path.read_bytes())
    except OSError as error:
        advice = "check its permissions" if isinstance(error, PermissionError) else "check that it is there, and a file"
        reason = f"it can't be read: {error.strerror}; {advice}"
        return None, [Problem(shown, 0, "unreadable-source", reason, Severity.ERROR)]
    except UndecodableError as error:
        folder = f"the folder {shown.split(':')[0]}" if is_outside(shown) else f"{SOURCES}/"
        code = "empty-source" if "empty" in str(error) else "unreadable-source"
        return None, [Problem(shown, 0, code, f"{error}; replace it or move it out of {folder}", Severity.ERROR)]
    source = SourceText(shown, decoded.text, decoded.encoding)
    if not decoded.remark:
        return source, []
    return source, [Problem(shown, 0, "encoding", f"{decoded.remark}; save it as UTF-8 if letters come out wrong")]


def rule_for(shown: str, rules: Sequence[SourceRule]) -> SourceRule:
    """What the settings say about a source; later rules add to earlier ones and win over them."""
    name, _, below = shown.partition(":") if is_outside(shown) else ("", "", shown)
    path = PurePosixPath(below)
    below = path.relative_to(SOURCES).as_posix() if path.is_relative_to(SOURCES) else below
    reader, columns = "", dict[str, str]()
    for rule in rules:
        if rule.source_name == name and fnmatchcase(below, rule.files or "*"):
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


_LARGE = 200_000
"""Bytes from which on it may pay to share one source out among processes."""


class _Part(NamedTuple):
    """A source to be read by one process, or a part of a large one; `last` says that no more of it follows."""

    path: Path
    source: SourceText | None = None
    reader: str = ""
    items: Sequence[Item] = ()
    last: bool = True


_FEW = 8
"""Parts from which on it pays to share them out."""
_ReadPart = tuple[bool, bytes | list[Extract | Problem]]
"""Whether anything was found in a part; and that, packed if it can be."""


def read_sources(
    config: Config,
    jobs: int = 1,
    progress: Callable[[int], None] | None = None,
    cache: Cache | None = None,
    digest_of: Callable[[str], bytes | None] = file_digest,
) -> Reading:
    """Reads all sources of a site with up to `jobs` processes; `progress` is told of each source that is done.

    What `cache` holds of a source with the same bytes (`digest_of` a file tells) isn't read again.
    """
    paths = all_source_paths(config)
    table = cache.table("extracts") if cache else None
    keys = {path: _key(config, path, digest_of) for path in paths} if table else {}
    kept = {path: data for path in paths if (data := _kept(table, shown_path(config, path), keys.get(path)))}
    extracts: list[AnyExtract] = []
    problems = skipped_sources(config)
    results = _read(config, [path for path in paths if path not in kept], jobs, meanwhile=bool(kept))
    unpacked = {path: [unpack(one) for one in data] for path, data in kept.items()}  # while the others are read
    for path in paths:
        found: Sequence[Outcome | bytes | Extract | Problem] = unpacked.get(path) or next(results)
        for one in found:
            if isinstance(one, bytes | Outcome):
                outcome = one if isinstance(one, Outcome) else unpack(one)
                extracts += map(Found, outcome.extracts)
                problems += outcome.problems
            elif isinstance(one, Extract):
                extracts.append(one)
            else:
                problems.append(one)
        key = keys.get(path)
        if table and key and path not in kept and all(isinstance(one, bytes) for one in found):
            table.put(shown_path(config, path), key, msgspec.msgpack.encode(found))
        if progress:
            progress(len(paths))
    if table:
        table.retain([shown_path(config, path) for path in paths])
    return Reading(len(paths), extracts, problems)


def _key(config: Config, path: Path, digest_of: Callable[[str], bytes | None]) -> bytes | None:
    """What the outcome of reading a source depends on; `None` for one that can't be read."""
    shown = shown_path(config, path)
    data = digest_of(str(path)) if shown.isprintable() else None
    rule = rule_for(shown, config.settings.sources)
    return data and digest(program_key(), data, shown, rule.reader, *chain.from_iterable(sorted(rule.columns.items())))


def _kept(table: Table | None, shown: str, key: bytes | None) -> list[bytes] | None:
    """What the cache holds of a source, packed."""
    value = table.get(shown, key) if table and key else None
    return msgspec.msgpack.decode(value, type=list[bytes]) if value is not None else None


def _read(
    config: Config, paths: Sequence[Path], jobs: int, meanwhile: bool = False
) -> Iterator[list[bytes | Extract | Problem]]:
    """For each source what its reader finds, packed, in one piece or several; as it is where it can't be packed.

    It begins at once if there is something else to do `meanwhile`: then few sources are read in a process of their own.
    """
    rules = config.settings.sources

    def read_part(part: _Part) -> _ReadPart:
        shown = shown_path(config, part.path)
        found: list[Extract | Problem]
        if not shown.isprintable():
            message = "its name holds characters that a record can't name; rename it"
            found = [Problem(shown, 0, "bad-name", message, Severity.ERROR)]
        elif part.source is None:
            found = read_file(part.path, shown, rules)
        else:
            found = list(readers.read_items(part.reader, part.items))
        return bool(found), pack(found) or found

    total = _total(paths)
    parts = [part for path in paths for part in _parts(path, config, jobs, total)]
    if meanwhile and jobs > 1 and 0 < len(parts) < _FEW:
        return _of_each(config, parts, _aside(read_part, parts))
    return _of_each(config, parts, in_order(read_part, parts, jobs))


def _aside(read: Callable[[_Part], _ReadPart], parts: Sequence[_Part]) -> Iterator[_ReadPart]:
    """What `read` gives of each part, read in a process of its own that starts at once."""
    import pickle  # only here; a text that has no form in bytes (half a character) has one as a pickle

    made = aside(lambda: pickle.dumps([read(part) for part in parts]))

    def results() -> Iterator[_ReadPart]:
        yield from pickle.loads(made())  # noqa: S301  # made a moment ago by this very program

    return results()


def _of_each(
    config: Config, parts: Sequence[_Part], read: Iterable[_ReadPart]
) -> Iterator[list[bytes | Extract | Problem]]:
    """What was read of the parts of each source, together."""
    whole: list[bytes | Extract | Problem] = []
    is_silent = True
    for part, (some, found) in zip(parts, read, strict=True):
        is_silent = is_silent and not some
        whole += [found] if isinstance(found, bytes) else found
        if part.last and is_silent and part.source:
            forced = rule_for(part.source.path, config.settings.sources).reader
            nothing = readers.nothing_found(part.source, part.reader, forced)
            whole.append(pack([nothing]) or nothing)
        if part.last:
            yield whole
            whole, is_silent = [], True


def _total(paths: Sequence[Path]) -> int:
    return sum(path.stat().st_size for path in paths if path.is_file())


def _parts(path: Path, config: Config, jobs: int, total: int) -> list[_Part]:
    """A source as one part, or as several if it is so large that others would wait for it, and reads without remark."""
    size = path.stat().st_size if path.is_file() else 0
    shown = shown_path(config, path)
    if jobs < 2 or size < max(_LARGE, total // (jobs * 2)) or not shown.isprintable():
        return [_Part(path)]
    source, remarks = open_source(path, shown)
    if source is None or remarks:
        return [_Part(path)]
    rule = rule_for(shown, config.settings.sources)
    source = source._replace(columns=rule.columns)
    prepared = readers.prepare(source, rule.reader)
    if isinstance(prepared, Problem) or not prepared[1]:
        return [_Part(path)]
    name, items = prepared
    step = max(1, -(-len(items) // (jobs * 8)))
    starts = range(0, len(items), step)
    return [_Part(path, source, name, items[at : at + step], at + step >= len(items)) for at in starts]


def curators_item(source: SourceItem, text: str) -> Item | None:
    """A curator's file as an item, by its text; `None` if that isn't what the record names."""
    item = whole(SourceText(source.path, text, "utf-8"))[0]
    return item if item_sha256(text) == source.sha256 else None


class Texts(Protocol):
    """Whoever has the texts of items, by what records say of them."""

    def item(self, source: SourceItem) -> Item | None:
        """The item, as long as it stands in its source as it was."""

    def extract(self, source: SourceItem) -> Extract | None:
        """What its reader finds in it; `None` if it is not to be had, or the reader fails on it."""


class SourceTexts:
    """The texts of items, by what a record says of them, for whoever shows or verifies a passage.

    Each source is split once, for its index; after that its items are read one by one, and checked by their hashes.
    `extracts` are those that were read already, `indexes` those of sources that are known to be as they were, by path
    and reader.
    """

    def __init__(
        self,
        root: Path,
        rules: Sequence[SourceRule] = NO_RULES,
        extracts: Sequence[AnyExtract] = (),
        indexes: Mapping[tuple[str, str], ItemIndex] = NO_INDEXES,
    ) -> None:
        self._root = root
        self._rules = rules
        self._extracts = {(e.source.path, e.source.reader, e.source.sha256): e for e in extracts}
        self._indexes: dict[tuple[str, str], ItemIndex | None] = dict(indexes)
        self._located: dict[str, Path | None] = {}
        self._kept = Kept(KEPT_CHARACTERS)

    def item(self, source: SourceItem) -> Item | None:
        """The item as it stands in its source now; `None` if the file is gone, or no longer holds these characters."""
        if source.reader == CURATOR:
            return self._curators(source)
        return self._kept.get((source.path, source.reader, source.sha256), lambda: self._item(source))

    def _curators(self, source: SourceItem) -> Item | None:
        """A curator's file, which records name as a source of what the curator wrote."""
        if not _CURATORS.fullmatch(source.path):
            return None
        return curators_item(source, summary_text(self._root / source.path))

    def line(self, source: SourceItem) -> int | None:
        """The line in which the item starts in its source now, without reading it; `None` as for `item`."""
        index = self.index(source.path, source.reader)
        standing = index.items.get(source.sha256) if index else None
        return standing.line if standing else None

    def extract(self, source: SourceItem) -> Extract | None:
        """What the item's reader finds in it, now; `None` if the item isn't to be had, or the reader fails on it.

        An item that was read already (`extracts`) isn't read again: the same characters give the same extract.
        """
        known = self._extracts.get((source.path, source.reader, source.sha256))
        if known:
            return full(known)
        reader, index = readers.reader_named(source.reader), self.index(source.path, source.reader)
        if reader is None or index is None:
            return None
        item = self._in_context(source) if index.in_context else self.item(source)
        try:
            return reader.read(item) if item else None
        except Exception:  # told where the source is read
            return None

    def index(self, path: str, reader: str) -> ItemIndex | None:
        """Where the items of a source stand; `None` if it or its reader is not here.

        Asked for before processes are forked, it is there in all of them.
        """
        if (path, reader) not in self._indexes:
            source = self._source(path)
            items = self._split(source, reader) if source else None
            self._indexes[path, reader] = index_items(source, items) if source and items is not None else None
        return self._indexes[path, reader]

    def know(self, path: str, reader: str, index: ItemIndex) -> None:
        """Takes the index of a source that is as it was when the index was made."""
        self._indexes[path, reader] = index

    def _item(self, source: SourceItem) -> tuple[Item | None, int]:
        """An item and how many characters it has."""
        index = self.index(source.path, source.reader)
        standing = index.items.get(source.sha256) if index else None
        text = self._text(source.path, index.encoding, standing) if index and standing else None
        if index is None or standing is None or text is None or item_sha256(text) != source.sha256:
            return None, 0
        columns = rule_for(source.path, self._rules).columns
        of = SourceText(source.path, text if index.is_whole else "", index.encoding, columns)
        return Item(of, standing.number, text, standing.line, column=standing.column), len(text)

    def _text(self, path: str, encoding: str, standing: Standing) -> str | None:
        """The characters where an item should be; `None` if there is no such file any more, or no such text in it."""
        if path not in self._located:
            self._located[path] = _locate(self._root, self._rules, path)
        full = self._located[path]
        try:
            if full is None:
                return None
            if encoding == "utf-8":
                return read_range(full, standing.start, standing.end).decode("utf-8", "surrogatepass")
            data = self._kept.get((path, "", ""), lambda: self._in_utf8(path))
            return data[standing.start : standing.end].decode("utf-8", "surrogatepass")
        except (OSError, UnicodeDecodeError):
            return None

    def _in_utf8(self, path: str) -> tuple[bytes, int]:
        source = self._source(path)
        data = source.text.encode("utf-8", "surrogatepass") if source else b""
        return data, len(data)

    def _in_context(self, source: SourceItem) -> Item | None:
        """The item with what its reader has to know of the rest of the file."""

        def items() -> tuple[dict[str, Item], int]:
            text = self._source(source.path)
            found = self._split(text, source.reader) if text else None
            return {item_sha256(item.text): item for item in found or ()}, len(text.text) if text else 0

        return self._kept.get((source.path, source.reader, ""), items).get(source.sha256)

    @staticmethod
    def _split(source: SourceText, reader: str) -> list[Item] | None:
        return split(source, reader)

    def _source(self, path: str) -> SourceText | None:
        full = _locate(self._root, self._rules, path)
        text = open_source(full, path)[0] if full else None
        return text._replace(columns=rule_for(path, self._rules).columns) if text else None
