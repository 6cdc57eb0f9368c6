"""A build in which nothing changed: told by the marks of files alone, before anything else is loaded.

After a build that wrote nothing under `content/`, a note in the cache says what every folder looked like that a build
reads or writes, and what the build reported. While all of them look the same, another build would do and report the
same.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from synthesite.keys import program_key
from synthesite.parallel import aside
from synthesite.store.marks import Folders, State, mark_of, marks_below, marks_in, state_of

_NOTE = Path(".cache", "synthesite", "last-build.json")
_TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
_LOCALE = Path(__file__).resolve().parent / "locale"
_CHECKED = 32
"""How many digits of the note's own digest it starts with."""

States = dict[str, State]


class Report(NamedTuple):
    """What a build reported: its problems as they are printed, each with whether it is an error, and its counts."""

    problems: list[tuple[str, bool]]
    sources: int
    studies: int
    pages: int
    files: int


class Look(NamedTuple):
    """What a site's folders look like before a build, and what was noted after the last one.

    `look_at_inputs` and `look_at_site` give what `inputs` and `site` have, once that is asked for; it is looked at
    meanwhile.
    """

    root: Path
    look_at_inputs: Callable[[], Folders]
    note: dict[str, Any]
    look_at_site: Callable[[], dict[str, State | None]]

    @property
    def inputs(self) -> Folders:
        """The marks of everything in them that a build reads, by folder.

        Folders in the site's own are named by their path from there.
        """
        return self.look_at_inputs()

    @property
    def site(self) -> dict[str, State | None]:
        """The state of each folder of `site/`, by its path there (`""`, `studies`), as it was when the build began."""
        return self.look_at_site()

    def site_is_as_noted(self) -> bool:
        """Whether every folder of `site/` that the last build left something in is as it left it."""
        noted: dict[str, list[int]] = self.note.get("site", {})
        return bool(noted) and all(self._is(folder, state) for folder, state in noted.items())

    def _is(self, folder: str, state: list[int]) -> bool:
        found = self.site.get(folder)
        return found is not None and list(found) == state

    def with_inputs(self, outside: Iterable[str]) -> Look:
        """The same with what a build reads looked at anew; `outside` are the folders out of the site's own."""
        found = look_at_inputs(self.root, outside)
        return self._replace(look_at_inputs=lambda: found)

    def with_folders(self, folders: Iterable[str], outside: Iterable[str]) -> Look:
        """The same with a few folders of the site's looked at anew, by their paths there: others are as they were."""
        inputs = dict(self.inputs)
        for folder in folders:
            parent, _, name = folder.rpartition("/")
            if folder not in inputs and name in inputs.get(parent, {name: 0}):  # there is a link, or more that is new
                return self.with_inputs(outside)
            files = marks_in(str(self.root / folder))
            if files is None:
                inputs.pop(folder, None)
            else:
                inputs[folder] = files
        return self._replace(look_at_inputs=lambda: inputs)

    def report(self) -> Report | None:
        """What the last build reported, if another one would do nothing but repeat it."""
        note = self.note
        if not note or note["program"] != program_key().hex() or not note["complete"]:
            return None
        now, then = {place: state_of(files) for place, files in self.inputs.items()}, note["inputs"]
        if now.keys() != then.keys() or any(state is None or list(state) != then[p] for p, state in now.items()):
            return None
        if not self.site_is_as_noted():
            return None
        return Report([(text, bool(is_error)) for text, is_error in note["problems"]], *note["counts"])


def look_at(root: Path, jobs: int = 1) -> Look:
    """Looks at everything a build of the site in `root` reads or writes, with two processes if `jobs` allow it.

    The other one looks at what was built, or at what there is to build from while this one loads the program.
    """
    note = _load(root)
    site = partial(_site_states, root)
    if jobs > 1 and not note:
        return Look(root, cache(_aside(partial(look_at_inputs, root, []))), note, cache(site))
    elsewhere = cache(_states(_aside(site)) if jobs > 1 else site)
    inputs = look_at_inputs(root, note.get("outside", []))
    return Look(root, lambda: inputs, note, elsewhere)


def look_at_inputs(root: Path, outside: Iterable[str]) -> Folders:
    """The marks of everything that a build reads; `outside` are folders of sources out of the site's own, and
    single files.
    """
    inputs: Folders = {".": {}}
    with suppress(OSError):
        inputs["."]["config.yaml"] = mark_of("config.yaml", (root / "config.yaml").stat(), time.time_ns())
    inputs |= _from(str(root), marks_below(str(root / "content")))
    inputs |= _from(str(root), marks_below(str(root / "templates"), follow=True))  # as Jinja follows links
    for place in (*_linked_folders(root / "content"), *outside):
        inputs |= marks_below(place) or _mark_of_file(place)
    return inputs | marks_below(str(_TEMPLATES), follow=True) | marks_below(str(_LOCALE))


def _mark_of_file(place: str) -> Folders:
    """The mark of one file, as that of a folder in which there is nothing else."""
    with suppress(OSError):
        return {place: {"": mark_of(place, Path(place).stat(), time.time_ns())}}
    return {}


def _linked_folders(content: Path) -> Iterator[str]:
    """Where those of the folders in `content` lead that are links, to another disk say."""
    with suppress(OSError), os.scandir(content) as entries:
        for entry in entries:
            if entry.is_symlink() and entry.is_dir():
                yield str(Path(entry.path).resolve())


def remember(before: Look, outside: list[str], site: States, report: Report, complete: bool) -> None:
    """Notes how everything looked, and what was reported; `complete` if the next build would only repeat it.

    `before` is how it looked when the build began, `site` what it left.
    """
    inputs = {place: state_of(files) for place, files in before.inputs.items()}
    data = {
        "program": program_key().hex(),
        "complete": complete and None not in inputs.values(),
        "outside": outside,
        "inputs": inputs,
        "site": site,
        "problems": report.problems,
        "counts": report[1:],
    }
    text = json.dumps(data)
    from synthesite.store.files import write_file  # not needed where nothing changed

    try:
        write_file(before.root / _NOTE, (_digest(text) + text).encode())
    except OSError:
        return


def _load(root: Path) -> dict[str, Any]:
    try:
        text = (root / _NOTE).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return {}
    if text[:_CHECKED] != _digest(text[_CHECKED:]):
        return {}
    note: dict[str, Any] = json.loads(text[_CHECKED:])
    return note


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=_CHECKED // 2).hexdigest()


def _site_states(root: Path) -> dict[str, State | None]:
    site = str(root / "site")
    found = _from(site, marks_below(site, settled=True))
    return {place: state_of(files) for place, files in found.items()}


def _from(root: str, folders: Folders) -> Folders:
    """The same folders by their paths from `root`."""
    return {place[len(root) + 1 :]: files for place, files in folders.items()}


def _aside(work: Callable[[], object]) -> Callable[[], Any]:
    """Starts `work` in a process of its own; returns what waits for its result, with lists for tuples."""
    made = aside(lambda: json.dumps(work()).encode())
    return lambda: json.loads(made())


def _states(made: Callable[[], Any]) -> Callable[[], dict[str, State | None]]:
    return lambda: {place: state and State(*state) for place, state in made().items()}
