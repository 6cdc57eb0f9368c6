"""The writer of `site/`: makes and writes what changed, removes what went, and leaves alone what it didn't write.

A file is made anew if anything that it rests on changed, if a template that it is made with did, or if somebody else
changed it. What was made before stands in the table `outputs` of the cache: each file's key, mark and digest.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from typing import Any, NamedTuple, Protocol

import msgspec

from synthesite.config import Config
from synthesite.keys import digest, program_key
from synthesite.model import Asset, Export, IfShown, Later, Output, Page, Problem, Severity
from synthesite.parallel import in_order
from synthesite.site_folder import Kept, SiteFolder, Written
from synthesite.store.cache import Cache
from synthesite.store.files import files_below, posix, unwritable
from synthesite.store.marks import State
from synthesite.template_keys import template_folders
from synthesite.unchanged import Look

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
    site = SiteFolder(config.site, cache, look)
    todo, kept, problems = _what_to_make(outputs, site, pages)
    before = site.listed() | site.kept.keys()
    if not before.issuperset(output.path for output, _ in todo):
        site.list_files(dict.fromkeys([*before, *(output.path for output, _ in todo)], ""))
    if len(todo) >= 2 * _PARALLEL:
        pages.prepare({output.template for output, _ in todo if isinstance(output, Page)})

    gc.freeze()  # what is there stays, and needn't be looked through
    gc.enable()  # templates leave cycles behind

    def make(at: int) -> Written | Problem:
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
    outputs: Iterable[Output], site: SiteFolder, pages: Pages
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


def _make(site: SiteFolder, pages: Pages, output: Output) -> Written | Problem:
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
