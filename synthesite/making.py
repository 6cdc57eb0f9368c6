"""What a batch comes to: which of its files can stay as they are, and the others made and written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple, Protocol

import msgspec

from synthesite.keys import digest, program_key
from synthesite.model import Asset, Batch, Export, IfShown, Later, Output, Page, Problem
from synthesite.page_keys import key_of
from synthesite.parallel import end_with_the_parent
from synthesite.site_folder import FILES, Files, Kept, SiteFolder, Written
from synthesite.store.files import unwritable
from synthesite.store.marks import State


class Pages(Protocol):
    """What makes pages of templates and values."""

    def key(self, template: str) -> bytes:
        """What stands for all that a template brings to a page, itself and the settings it reads included."""

    def compile(self, templates: Collection[str], jobs: int) -> None:
        """Gets ready for pages of these templates, with up to `jobs` processes."""

    def prepare(self, jobs: int) -> None:
        """Gets ready for many pages, before the processes part."""

    def render(self, page: Page, values: dict[str, Any]) -> bytes | Problem:
        """The file of a page, or why there can't be one."""

    def names(self, template: str) -> frozenset[str]:
        """The values that a template may show."""


class Made(NamedTuple):
    """What a batch came to; plain data, which processes hand each other.

    `rows` are its files (`Files`), encoded; `templates` those of its pages; `made` counts the files that were made,
    `written` those of them with new bytes; `moves` says how the states of folders moved. `problems` come with the
    path of the file that there isn't. `is_doubled` where two outputs want one address.
    """

    rows: bytes
    templates: list[str]
    made: int
    written: int
    moves: dict[str, State]
    problems: list[tuple[str, Problem]]
    is_doubled: bool

    @property
    def files(self) -> Files:
        """The files of the batch that there are now."""
        return FILES.decode(self.rows)


class Maker:
    """Looks at batches, and makes what changed.

    `before` has what is known of the files that the last build left, whichever batch they were in; `listed` are all
    paths that the next build will know of even if this one is killed; `passed` the paths that a batch has to leave to
    another batch, by its name.
    """

    def __init__(
        self, site: SiteFolder, pages: Pages, before: Files, listed: set[str], passed: Mapping[str, set[str]]
    ) -> None:
        self._site = site
        self._pages = pages
        self._before = before
        self._listed = listed
        self._passed = passed
        self._template_keys: dict[str, bytes] = {}
        self._program = program_key()

    def key(self, batch: Batch, templates: Iterable[str]) -> bytes:
        """What stands for all that the files of a batch are made from; `templates` are those of its pages."""
        return key_of((self._program, batch.rests_on, [self._template_key(name) for name in sorted(templates)]))

    def made(self, batch: Batch) -> Made:
        """Makes and writes the files of a batch that changed. The first of two outputs of one path is taken."""
        files: dict[str, Kept | None] = {}
        left: list[tuple[Output, bytes]] = []
        seen, passed = set[str](), self._passed.get(batch.name, ())
        templates: dict[str, None] = {}
        is_doubled = False
        for output in batch.outputs():
            path = output.path
            lower = path.lower()
            if lower in seen:
                is_doubled = True
                continue
            seen.add(lower)
            if isinstance(output, Page):
                templates[output.template] = None
            if path in passed:
                continue
            key, before = self._key(output), self._before.get(path)
            if before is not None and before.key == key and self._site.is_untouched(path, before):
                files[path] = before
            else:
                files[path] = None
                left.append((output, key))
        self._site.announce(output.path for output, _ in left if output.path not in self._listed)
        problems: list[tuple[str, Problem]] = []
        moves: dict[str, State] = {}
        written = 0
        for output, key in left:
            end_with_the_parent()
            path = output.path
            result = self._write(output)
            if isinstance(result, Problem):
                problems.append((path, result))
                del files[path]
                continue
            written += result.is_new
            files[path] = Kept(key, result.mark, result.sha256)
            folder, before = path.rpartition("/")[0], self._before.get(path)
            moves[folder] = moves.get(folder, _STILL).plus(
                result.mark - (before.mark if before else 0), 0 if before else 1
            )
        rows = msgspec.msgpack.encode(files)
        return Made(rows, sorted(templates), len(left), written, moves, problems, is_doubled)

    def _template_key(self, template: str) -> bytes:
        key = self._template_keys.get(template)
        if key is None:
            key = self._template_keys[template] = self._pages.key(template)
        return key

    def _key(self, output: Output) -> bytes:
        """What stands for all that a file is made from."""
        if isinstance(output, Page):
            return key_of((self._template_key(output.template), output.path, output.rests_on))
        if isinstance(output, Export):
            return key_of((self._program, output.path, output.rests_on))
        return digest(output.content)

    def _write(self, output: Output) -> Written | Problem:
        """Makes one file and writes it."""
        content = self._content(output)
        if isinstance(content, Problem):
            return content
        try:
            return self._site.write(output.path, content)
        except OSError as error:
            return unwritable(f"site/{output.path}", error)

    def _content(self, output: Output) -> bytes | Problem:
        if isinstance(output, Asset):
            return output.content
        things = [thing.fetch() if type(thing) is Later else thing for thing in output.rests_on]
        if isinstance(output, Export):
            return output.make(*things)
        shown = self._pages.names(output.template)
        values = {
            name: value.of(name) if isinstance(value, IfShown) else value
            for name, value in output.make(*things).items()
            if name in shown
        }
        return self._pages.render(output, values)


_STILL = State(0, 0)
