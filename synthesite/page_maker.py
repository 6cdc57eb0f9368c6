"""Templates as the writer of the site asks for them: what each stands for, and pages made with it.

Jinja is loaded only when there is a page to make, or a template that has not been looked into before.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from synthesite.catalogs import interface_key, interface_language, load_interface
from synthesite.config import Config
from synthesite.interface import ENGLISH, Interface
from synthesite.keys import digest, program_key
from synthesite.known_templates import KnownTemplates
from synthesite.model import Page, Problem, Severity
from synthesite.parallel import shared_out
from synthesite.store.cache import Cache
from synthesite.template_keys import (
    Frame,
    page_templates,
    template_files,
    template_folders,
    template_key,
    template_names,
)

if TYPE_CHECKING:  # takes long, and isn't needed where nothing changed
    from jinja2 import TemplateError

    from synthesite.render import Renderer

_OFTEN = frozenset({"group.html", "study.html"})
"""The templates that most pages are made with; compiling one takes some tenth of a second."""
_TOGETHER = 3
"""How many templates are worth a process that helps to compile them."""
_SHOWN = "templates/"
"""What stands before the names of templates, in what the loader calls their files too."""
_INTERFACE = msgspec.msgpack.Decoder(Interface)


class PageMaker:
    """Makes the pages of one site, whose pages show `frame` around them."""

    def __init__(self, config: Config, frame: Frame, cache: Cache) -> None:
        self._config = config
        self._frame = frame
        self._words = cache.table("words")
        self._language = interface_language(config.settings.language)
        self._folders = template_folders(config)
        self._kept = cache.folder and cache.folder / "code"
        self._names: dict[str, frozenset[str]] = {}

    def key(self, template: str) -> bytes:
        """What stands for all that a template brings to a page."""
        key = template_key(self._analysis, template, self._config.settings, self._frame)
        return digest(program_key(), self._interface_key, key)

    def names(self, template: str) -> frozenset[str]:
        """The values that a template may show."""
        if template not in self._names:
            self._names[template] = template_names(self._analysis, template)
        return self._names[template]

    def compile(self, templates: Collection[str], jobs: int) -> None:
        """Compiles those of the templates of pages that are new, with up to `jobs` processes, and keeps their code."""
        lacking = self._renderer.lacking(templates) if templates and jobs > 1 else []
        if len(lacking) < _TOGETHER:
            return

        def work(template: str) -> bytes:
            self._renderer.prepare(template)
            return b""

        shared_out(work, lacking, jobs)

    def load(self) -> None:
        """Loads what makes pages, which is otherwise done when the first one is made."""
        self._renderer  # noqa: B018 - made when it is first asked for

    def prepare(self, jobs: int) -> None:
        """Gets the templates of pages ready, so that processes which part now needn't do it each."""
        self.compile(page_templates(self._analysis), jobs)
        for name in sorted(_OFTEN.intersection(self._analysis)):
            self._renderer.prepare(name)

    def render(self, page: Page, values: dict[str, Any]) -> bytes | Problem:
        """The file of a page, or why there can't be one."""
        try:
            return self._renderer.render(page.path, page.template, values)
        except Exception as error:
            from jinja2 import TemplateError

            if isinstance(error, TemplateError):
                return _problem(page, error)
            raise

    @cached_property
    def _renderer(self) -> Renderer:
        from synthesite.bytecode import BytecodeFolder
        from synthesite.render import Renderer

        made_by = digest(program_key(), self._interface_key).hex()
        bytecode = BytecodeFolder(self._analysis.folder_of, made_by) if self._kept else None
        return Renderer(self._config, self._frame, self._analysis, bytecode, self._interface())

    def _interface(self) -> Interface:
        """The interface in the site's language, whose catalog is read once for each state of it."""
        if self._language == ENGLISH:
            return load_interface(ENGLISH)
        key = digest(program_key(), self._interface_key)
        kept = self._words.decoded(self._language, key, _INTERFACE)
        if kept is None:
            kept = load_interface(self._language)
            self._words.put(self._language, key, msgspec.msgpack.encode(kept))
        return kept

    @cached_property
    def _interface_key(self) -> bytes:
        return interface_key(self._language)

    @cached_property
    def _analysis(self) -> KnownTemplates:
        return KnownTemplates(template_files(self._folders), self._kept)


def _problem(page: Page, error: TemplateError) -> Problem:
    from jinja2 import TemplateSyntaxError

    name, line = page.template, 0
    if isinstance(error, TemplateSyntaxError):
        name, line = error.name or name, error.lineno
    trace = error.__traceback__
    while trace:
        file = trace.tb_frame.f_code.co_filename
        if file.startswith(_SHOWN):
            name, line = file.removeprefix(_SHOWN), trace.tb_lineno
        trace = trace.tb_next
    message = f"the page {page.path} can't be made: {error.message or type(error).__name__}; mend the template"
    return Problem(_SHOWN + name, line, "bad-template", message, Severity.ERROR)
