"""The writer of `site/`: makes and writes what changed, removes what went, and leaves alone what it didn't write.

Files are looked at in batches. A batch of which nothing changed, in folders that nobody touched, is taken over whole.
Of another one, each file is made anew if anything that it rests on changed, if a template that it is made with did, or
if somebody else changed it.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from typing import NamedTuple

import msgspec

from synthesite.config import Config
from synthesite.looks import look_files
from synthesite.making import Made, Maker, Pages
from synthesite.model import Asset, Batch, Export, Output, Problem, Severity
from synthesite.parallel import shared_out
from synthesite.site_folder import Files, Head, Left, SiteFolder
from synthesite.store.cache import Cache
from synthesite.store.files import files_below, posix
from synthesite.store.marks import State
from synthesite.template_keys import TEMPLATES, template_folders
from synthesite.unchanged import Look

_ALONE = 60
"""How many files one process makes before it asks for help."""
_MANY = 12
"""How many batches with pages are so much that help is asked for at once."""
_CYCLES = 10_000
"""How many more objects there are before cycles are looked for: pages leave none, compiling templates does."""
_PART = re.compile(r" of (?!1$)[0-9]+$")
"""How the name of a batch ends that is one of several (`batches.by_study`): the others may take long."""
_SPLICED = 10
"""How many files a site has at least for each of which the manifest is changed and not written anew."""
_LOOSE = 100
"""How many outputs that come without a batch are looked at together."""


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


def static_files(config: Config) -> Iterator[Asset | Export]:
    """The stylesheets and whatever else stands in `static/` of the templates.

    The site's own files come first, then what its settings say, then the program's.
    """
    seen: set[str] = set()
    for folder in template_folders(config):
        if folder == TEMPLATES:
            for output in look_files(config, seen):
                if output.path not in seen:
                    seen.add(output.path)
                    yield output
        for path in files_below(folder / "static"):
            target = posix(path, folder)
            if target not in seen:
                seen.add(target)
                yield Asset(target, path.read_bytes())


def publish(
    outputs: Iterable[Output | Batch],
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
    return _Publishing(SiteFolder(config.site, cache, look), pages, _batches(outputs), jobs, progress).done()


def _batches(outputs: Iterable[Output | Batch]) -> dict[str, Batch]:
    """All outputs in batches, by the batches' names. Raises `ValueError` for two batches of one name."""
    found: dict[str, Batch] = {}
    loose: list[Output] = []

    def close() -> None:
        if loose:
            name = f"{_UNBATCHED}{len(found)}"
            found[name] = Batch(name, (), partial(list, loose[:]))
            loose.clear()

    for output in outputs:
        if isinstance(output, Batch):
            close()
            if found.setdefault(output.name, output) is not output:
                raise ValueError(f"two batches are named {output.name}")
        else:
            loose.append(output)
            if len(loose) == _LOOSE:
                close()
    close()
    return found


_UNBATCHED = "#"
"""What the names of batches begin with of outputs that came without one."""


class _Collisions(NamedTuple):
    """The addresses that two outputs want: a problem for each, and the paths that a batch leaves to one before it.

    `paths` are all that are concerned, the first ones too.
    """

    problems: list[Problem]
    passed: dict[str, set[str]]
    paths: set[str]


def _collisions(batches: Iterable[Batch]) -> _Collisions:
    """Lists every output there is."""
    found = _Collisions([], {}, set())
    first: dict[str, str] = {}
    for batch in batches:
        own: set[str] = set()
        for output in batch.outputs():
            path, lower = output.path, output.path.lower()
            if lower not in first:
                first[lower] = path
                own.add(lower)
                continue
            message = f"two pages want this address ({first[lower]} and {path}); rename one of what they show"
            found.problems.append(Problem(f"site/{path}", 0, "address-taken", message, Severity.ERROR))
            found.paths.update((first[lower], path))
            if lower not in own:
                found.passed.setdefault(batch.name, set()).add(path)
    return found


class _Publishing:
    """One run of the writer: which batches stay as they are, and what came of the others."""

    def __init__(
        self,
        site: SiteFolder,
        pages: Pages,
        batches: dict[str, Batch],
        jobs: int,
        progress: Callable[[int], None] | None,
    ) -> None:
        self._site = site
        self._pages = pages
        self._batches = batches
        self._jobs = jobs
        self._progress = progress
        self._collisions = _Collisions([], {}, set())
        if site.left.has_collisions:
            self._collisions = _collisions(batches.values())
        self._keys = Maker(site, pages, {}, set(), {})
        heads = site.left.heads
        self._stay = {name: heads[name] for name in batches if name in heads and self._can_stay(name, heads[name])}
        self._before, is_whole = self._known(heads.keys() - self._stay.keys())
        self._is_sound = site.left.is_sound and is_whole and site.is_listed()
        """Whether `_before` has all that may have to go, and the manifest can be trusted."""
        if not self._is_sound:
            self._before, _ = self._known(heads)
        self._listed = self._before.keys() | (set() if self._is_sound else site.listed())
        self._made: dict[str, Made] = {}
        self._files: dict[str, Files] = {}

    def _can_stay(self, name: str, head: Head) -> bool:
        """Whether a batch and all of its files are as the last build left them."""
        if not head.key or head.key != self._key(name, head.templates):
            return False
        if all(map(self._site.is_trusted, head.folders)):
            return True
        files = self._site.files_of(name)
        return files is not None and all(self._site.is_untouched(path, kept) for path, kept in files.items())

    def _key(self, name: str, templates: Iterable[str]) -> bytes:
        return b"" if name.startswith(_UNBATCHED) else self._keys.key(self._batches[name], templates)

    def _known(self, names: Iterable[str]) -> tuple[Files, bool]:
        """The files of batches as the last build left them, and whether the cache has them all."""
        known, is_whole = Files(), True
        for name in names:
            files = self._site.files_of(name)
            known |= files or {}
            is_whole = is_whole and files is not None
        return known, is_whole

    def done(self) -> Published:
        """Brings the site up to date."""
        self._make([name for name in self._batches if name not in self._stay])
        if not self._site.left.has_collisions and self._collide():
            self._settle()
        problems = [problem for made in self._made.values() for problem in made.problems]
        unwritten = {path for path, problem in problems if problem.code == "unwritable-file" and path in self._listed}
        now = {path for files in self._files.values() for path in files}
        if not self._is_sound:
            now.update(path for files in self._staying().values() for path in files)
        for made in self._made.values():
            self._site.note(made.moves)
        removed = self._site.remove(self._listed - now - unwritten)
        self._list(unwritten)
        self._site.done()
        heads = {name: self._stay[name] if name in self._stay else self._head(name) for name in self._batches}
        folders = self._site.folders(folder for head in heads.values() for folder in head.folders)
        told = [*self._collisions.problems, *(problem for _, problem in problems)]
        left = Left(heads, folders, not told, bool(self._collisions.problems))
        self._site.keep(left, {name: made.rows for name, made in self._made.items()})
        pages, files = sum(head.pages for head in heads.values()), sum(head.files for head in heads.values())
        return Published(pages, files, sum(made.written for made in self._made.values()), removed, told, folders)

    def _make(self, names: list[str]) -> None:
        """Makes what changed in batches, in several processes if that is much."""
        maker = Maker(self._site, self._pages, self._before, self._listed, self._collisions.passed)
        heads = self._site.left.heads
        self._pages.compile({one for name in names if name in heads for one in heads[name].templates}, self._jobs)
        gc.freeze()  # what is there stays, and needn't be looked through
        gc.set_threshold(_CYCLES)
        gc.enable()
        alone = begun = 0
        with_pages = sum(name not in heads or heads[name].pages > 0 for name in names)
        enough = 0 if with_pages >= _MANY else _ALONE
        while begun < len(names) and (alone < enough or self._jobs < 2):
            made = maker.made(self._batches[names[begun]])
            self._take(names[begun], made)
            alone, begun = alone + made.made, begun + 1
            self._tell(begun, len(names))
        rest = names[begun:]
        if not rest:
            return
        self._pages.prepare(self._jobs)

        def work(name: str) -> bytes:
            return msgspec.msgpack.encode(maker.made(self._batches[name]))

        ordered = sorted(rest, key=lambda name: bool(_PART.search(name)))  # so that none is left with a long one
        done = shared_out(work, ordered, self._jobs, lambda more: self._tell(begun + more, len(names)))
        found = dict(zip(ordered, done, strict=True))
        for name in rest:
            self._take(name, msgspec.msgpack.decode(found[name], type=Made))
        self._tell(len(names), len(names))

    def _take(self, name: str, made: Made) -> None:
        self._made[name] = made
        self._files[name] = made.files

    def _tell(self, begun: int, total: int) -> None:
        while self._progress and self._told < begun:
            self._told += 1
            self._progress(total)

    _told = 0
    """How many batches were told of."""

    def _staying(self) -> dict[str, Files]:
        """The files of the batches that stay. What the cache lost is made anew."""
        found = {}
        for name in list(self._stay):
            files = self._site.files_of(name)
            if files is None:
                del self._stay[name]
                self._make([name])
            else:
                found[name] = files
        return found

    def _collide(self) -> bool:
        """Whether two outputs want one address. Where they stayed since the last build, they don't."""
        paths = list(chain.from_iterable(self._files.values()))
        paths += [path for made in self._made.values() for path, _ in made.problems]
        wanted = set(map(str.lower, paths))
        if len(wanted) < len(paths) or any(made.is_doubled for made in self._made.values()):
            return True
        if self._is_sound and self._before.keys() >= set(paths):
            return False
        staying = chain.from_iterable(self._staying().values())
        return not wanted.isdisjoint(map(str.lower, staying))

    def _settle(self) -> None:
        """Makes the files anew that two outputs wrote, each from the first one."""
        self._collisions = _collisions(self._batches.values())
        paths = self._collisions.paths
        self._site.remove(paths)
        self._files |= self._staying()
        for files in self._files.values():
            self._before |= files
        for path in paths:
            self._before.pop(path, None)
        again = [
            name
            for name in self._batches
            if not paths.isdisjoint(self._files[name])
            or (name in self._made and (self._made[name].problems or self._made[name].is_doubled))
        ]
        for name in list(self._stay):
            if name in again:
                del self._stay[name]
            else:
                del self._files[name]
        self._make(again)

    def _list(self, unwritten: set[str]) -> None:
        """Brings the manifest up to date."""
        now = {path: kept for files in self._files.values() for path, kept in files.items()}
        count = sum(head.files for head in self._site.left.heads.values())
        if count and self._is_sound and not unwritten and not self._collisions.paths:  # then `_before` has what stays
            changed = {path: (self._before[path].sha256.hex(), "") for path in self._before.keys() - now.keys()}
            for path, kept in now.items():
                was = self._before.get(path)
                if was is None or was.sha256 != kept.sha256:
                    changed[path] = was.sha256.hex() if was else "", kept.sha256.hex()
            if not changed or (_SPLICED * len(changed) < count and self._site.relist(changed)):
                return
        for files in self._staying().values():
            now |= files
        self._site.list_files({path: kept.sha256.hex() for path, kept in now.items()} | dict.fromkeys(unwritten, ""))

    def _head(self, name: str) -> Head:
        """What is to be known of a batch that was looked at."""
        made, files = self._made[name], self._files[name]
        is_sound = not made.problems and not made.is_doubled and name not in self._collisions.passed
        return Head(
            key=self._key(name, made.templates) if is_sound else b"",
            templates=made.templates,
            files=len(files),
            pages=sum(path.endswith(".html") for path in files),
            folders=sorted({path.rpartition("/")[0] for path in files}),
        )
