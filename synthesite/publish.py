"""The writer of `site/`: makes and writes what changed, removes what went, and leaves alone what it didn't write.

A file is made anew if anything that it rests on changed, if a template that it is made with did, or if somebody else
changed it. What was made before stands in the table `outputs` of the cache: each file's key, mark and digest.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import msgspec

from synthesite.config import Config
from synthesite.keys import digest, program_key
from synthesite.model import Asset, Export, IfShown, Later, Output, Page, Problem, Severity
from synthesite.parallel import in_order
from synthesite.store.cache import Cache
from synthesite.store.files import files_below, posix, remove_leftovers, unwritable, write_if_changed, write_new
from synthesite.store.marks import Folders, State, mark_of, marks_in, state_of
from synthesite.template_keys import template_folders
from synthesite.unchanged import Look

MANIFEST = ".synthesite-files.json"
"""What is in `site/`: the SHA-256 of each file by its path, in the order of the paths."""
_PARALLEL = 60
"""How many files there must be for each process before the work is shared out."""


class Published(NamedTuple):
    """How many files a site has, how many were written and removed now, and the problems met.

    `folders` says in what state the folders of `site/` were left, by their paths there.
    """

    pages: int
    files: int
    written: int
    removed: int
    problems: list[Problem]
    folders: dict[str, State]


class Pages(Protocol):
    """What makes pages of templates and values."""

    def key(self, template: str) -> bytes:
        """What stands for all that a template brings to a page, itself and the settings it reads included."""

    def prepare(self, templates: Iterable[str]) -> None:
        """Gets ready for many pages with these templates, before the processes part."""

    def render(self, page: Page, values: dict[str, Any]) -> bytes | Problem:
        """The file of a page, or why there can't be one."""

    def names(self, template: str) -> frozenset[str]:
        """The values that a template may show."""


class Kept(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A file as it was written: the key of what it was made from, its mark then, and the SHA-256 of its bytes."""

    key: bytes
    mark: int
    sha256: bytes


class _Written(NamedTuple):
    """What became of a file: whether its bytes are new, and how it is now."""

    is_new: bool
    mark: int
    sha256: bytes


_KEPT = msgspec.msgpack.Decoder(dict[str, Kept])
_STATES = msgspec.msgpack.Decoder(dict[str, State])
_NOTHING = msgspec.msgpack.encode({})
_FILES, _FOLDERS = "files", "folders"
"""What the table `outputs` has: what is kept of each file, and the state of each folder, as one build left them."""
_KEY = digest(_FILES)


def static_files(config: Config) -> Iterator[Asset]:
    """The stylesheet and whatever else stands in `static/` of the templates; the site's own files come first."""
    seen: set[str] = set()
    for folder in template_folders(config):
        for path in files_below(folder / "static"):
            target = posix(path, folder)
            if target not in seen:
                seen.add(target)
                yield Asset(target, path.read_bytes())


def publish(
    outputs: Iterable[Output],
    config: Config,
    pages: Pages,
    cache: Cache,
    jobs: int = 1,
    progress: Callable[[int], None] | None = None,
    look: Look | None = None,
) -> Published:
    """Writes a site. Two outputs of one path (also by case alone) are an error, and the first one is kept.

    `look` is how the site looked when the build began: the files of folders that nobody touched since the last build
    needn't be looked at one by one.
    """
    site = _Site(config.site, cache, look)
    todo, kept, problems = _what_to_make(outputs, site, pages)
    before = site.listed() | site.kept.keys()
    if not before.issuperset(output.path for output, _ in todo):
        site.list_files(dict.fromkeys([*before, *(output.path for output, _ in todo)], ""))
    if len(todo) >= 2 * _PARALLEL:
        pages.prepare({output.template for output, _ in todo if isinstance(output, Page)})

    gc.freeze()  # what is there stays, and needn't be looked through
    gc.enable()  # templates leave cycles behind

    def make(at: int) -> _Written | Problem:
        return _make(site, pages, todo[at][0])

    written = 0
    unwritten: dict[str, str] = {}
    for (output, key), result in zip(todo, in_order(make, range(len(todo)), jobs, at_least=_PARALLEL), strict=True):
        if isinstance(result, Problem):
            problems.append(result)
            if result.code == "unwritable-file" and output.path in before:
                unwritten[output.path] = ""  # what was there before may be there still
        else:
            written += result.is_new
            kept[output.path] = site.note(output.path, key, result)
        if progress:
            progress(len(todo))
    removed = site.remove(before - kept.keys() - unwritten.keys())
    if todo or removed or not site.is_listed():
        site.list_files({path: one.sha256.hex() for path, one in kept.items()} | unwritten)
    folders = site.folders(kept)
    site.keep(kept, folders)
    count = sum(path.endswith(".html") for path in kept)
    return Published(count, len(kept), written, removed, problems, folders)


def _what_to_make(
    outputs: Iterable[Output], site: _Site, pages: Pages
) -> tuple[list[tuple[Output, bytes]], dict[str, Kept], list[Problem]]:
    """The outputs that have to be made, each with its key, the files that can stay, and the collisions."""
    todo: list[tuple[Output, bytes]] = []
    stay: dict[str, Kept] = {}
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    template_keys: dict[str, bytes] = {}
    program = program_key()
    for output in outputs:
        path = output.path
        lower = path.lower()
        if lower in seen:
            message = f"two pages want this address ({seen[lower]} and {path}); rename one of what they show"
            problems.append(Problem(f"site/{path}", 0, "address-taken", message, Severity.ERROR))
            continue
        seen[lower] = path
        if isinstance(output, Page):
            if output.template not in template_keys:
                template_keys[output.template] = pages.key(output.template)
            key = key_of((template_keys[output.template], path, output.rests_on))
        elif isinstance(output, Export):
            key = key_of((program, path, output.rests_on))
        else:
            key = digest(output.content)
        before = site.kept.get(path)
        if before is not None and before.key == key and site.is_untouched(path, before):
            stay[path] = before
        else:
            todo.append((output, key))
    return todo, stay, problems


def key_of(things: Any) -> bytes:
    """The key of what a page rests on. Raises `TypeError` for what is neither plain data nor `Later`."""
    return blake2b(_ENCODER.encode(things), digest_size=16).digest()


def _plain(thing: Any) -> bytes:
    if type(thing) is Later:
        return thing.key
    raise TypeError(f"a page can't rest on {thing!r}: it is neither plain data nor Later")


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_plain, order="deterministic")


def _make(site: _Site, pages: Pages, output: Output) -> _Written | Problem:
    """Makes one file and writes it."""
    if isinstance(output, Asset):
        content: bytes | Problem = output.content
    else:
        things = [thing.fetch() if type(thing) is Later else thing for thing in output.rests_on]
        if isinstance(output, Export):
            content = output.make(*things)
        else:
            shown = pages.names(output.template)
            values = {
                name: value.make() if isinstance(value, IfShown) else value
                for name, value in output.make(*things).items()
                if name in shown
            }
            content = pages.render(output, values)
    if isinstance(content, Problem):
        return content
    try:
        return site.write(output.path, content)
    except OSError as error:
        return unwritable(f"site/{output.path}", error)


class _Site:
    """The folder of the site, and what the last build left in it."""

    def __init__(self, folder: Path, cache: Cache, look: Look | None) -> None:
        self._folder = folder
        self._root = str(folder)
        self._table = cache.table("outputs")
        self._look = look
        self._trusted: dict[str, State | None] = {}
        self._marks: Folders = {}
        self.kept: dict[str, Kept] = {}
        self._folders: dict[str, State] = {}
        with suppress(msgspec.MsgspecError):
            self.kept = _KEPT.decode(self._table.get(_FILES, _KEY) or _NOTHING)
            self._folders = _STATES.decode(self._table.get(_FOLDERS, _KEY) or _NOTHING)
        if look is None or not look.site_is_as_noted():
            remove_leftovers(folder)

    def is_untouched(self, path: str, kept: Kept) -> bool:
        """Whether a file is as the last build left it."""
        folder, name = _split(path)
        if self._state(folder) is not None:
            return True
        if folder not in self._marks:
            self._marks[folder] = marks_in(f"{self._root}/{folder}".rstrip("/"), settled=True) or {}
        return self._marks[folder].get(name) == kept.mark

    def _state(self, folder: str) -> State | None:
        """The state of a folder that nobody touched."""
        if folder not in self._trusted:
            found = self._look.site.get(folder) if self._look else None
            self._trusted[folder] = found if found == self._folders.get(folder) else None
        return self._trusted[folder]

    def write(self, path: str, content: bytes) -> _Written:
        """Writes a file, unless it holds these bytes already."""
        place, name = f"{self._root}/{path}", _split(path)[1]
        found, is_new = write_new(place, content), True
        if found is None:
            is_new = write_if_changed(Path(place), content)
            found = Path(place).stat()
        return _Written(is_new, mark_of(name, found), sha256(content).digest())

    def note(self, path: str, key: bytes, written: _Written) -> Kept:
        """What is kept of a file that was written, and its folder's new state."""
        folder, _ = _split(path)
        state, before = self._state(folder), self.kept.get(path)
        if state is not None:
            old = before.mark if before else 0
            self._trusted[folder] = state.plus(written.mark - old, 0 if before else 1)
        return Kept(key, written.mark, written.sha256)

    def keep(self, kept: dict[str, Kept], folders: dict[str, State]) -> None:
        """Keeps in the cache what is known of the site's files and folders."""
        if kept != self.kept:
            self._table.put(_FILES, _KEY, msgspec.msgpack.encode(kept))
        if folders != self._folders:
            self._table.put(_FOLDERS, _KEY, msgspec.msgpack.encode(folders))

    def folders(self, kept: Iterable[str]) -> dict[str, State]:
        """The states of the site's folders. That of its own, where the manifest is, is looked at anew."""
        self._trusted.pop("", None)
        found = {}
        for folder in sorted({_split(path)[0] for path in kept} | {""}):
            state = self._trusted.get(folder)
            if state is None:
                state = state_of(marks_in(f"{self._root}/{folder}".rstrip("/"), settled=True) or {})
            if state is not None:
                found[folder] = state
        return found

    def listed(self) -> set[str]:
        """The files that the manifest names; none if it is damaged."""
        try:
            data = msgspec.json.decode((self._folder / MANIFEST).read_bytes())
        except (OSError, ValueError, msgspec.MsgspecError):  # a wrong byte in a text is another error
            return set()
        return {path for path in data if isinstance(path, str)} if isinstance(data, list | dict) else set()

    def is_listed(self) -> bool:
        """Whether the manifest is as the last build left it."""
        return self._state("") is not None

    def list_files(self, files: dict[str, str]) -> None:
        """Writes the manifest: the digests of files by their paths."""
        text = msgspec.json.format(msgspec.json.encode(dict(sorted(files.items()))), indent=0)
        write_if_changed(self._folder / MANIFEST, text + b"\n")

    def remove(self, paths: set[str]) -> int:
        """Removes files, and folders that are empty then; never anything out of the site. Returns how many files."""
        removed = 0
        for path in sorted(paths):
            full = (self._folder / path).resolve()
            if full.is_relative_to(self._folder.resolve()) and full.is_file():
                full.unlink()
                removed += 1
                self._trusted[_split(path)[0]] = None
                if full.parent != self._folder.resolve() and not any(full.parent.iterdir()):
                    full.parent.rmdir()
        return removed


def _split(path: str) -> tuple[str, str]:
    """The folder of a path, empty at the top, and the file's name."""
    folder, _, name = path.rpartition("/")
    return folder, name
