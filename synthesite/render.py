"""From a page's template and values to its bytes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cached_property, partial
from hashlib import sha256
from typing import Any

import msgspec
from jinja2 import TemplateError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from synthesite import __version__
from synthesite.bytecode import BytecodeFolder
from synthesite.card_list import CardList
from synthesite.catalogs import interface_language, load_interface, page_language
from synthesite.citing import Part
from synthesite.config import Config
from synthesite.fast_code import markup, page_function
from synthesite.interface import Interface
from synthesite.keys import digest
from synthesite.model import Card
from synthesite.reference_html import reference_html
from synthesite.template_keys import (
    NO_FRAME,
    TEMPLATES,
    Analysis,
    Frame,
    template_folders,
    template_names,
    used_templates,
)
from synthesite.templates import ENTRY, HEADER, analyse, environment
from synthesite.text.languages import written_language
from synthesite.trace_entries import TraceEntries

_UNSHOWN = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), *range(127, 160)]  # control characters, which HTML doesn't allow
    + [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]  # embeddings and overrides, which would turn our own words round
    + [plane * 0x10000 + last for plane in range(17) for last in (0xFFFE, 0xFFFF)]  # no characters at all
)
"""Characters of sources that no page shows."""
NO_HEADER = Markup("")
_ANY_UNSHOWN = re.compile(f"[{''.join(map(chr, _UNSHOWN))}]")
_PLAIN = bytes(code for code in range(128) if code not in _UNSHOWN)
KEPT_ENTRIES = 100_000
"""How many entries of lists are kept for each depth of folder; an entry takes about a kilobyte."""


class Renderer:
    """Renders the pages of one site, one at a time."""

    def __init__(
        self,
        config: Config,
        frame: Frame = NO_FRAME,
        analysis: Analysis | None = None,
        bytecode: BytecodeFolder | None = None,
        interface: Interface | None = None,
    ) -> None:
        """`analysis` is that of the site's templates, `interface` that of its language, if they are there already.

        `bytecode` is where Jinja keeps the code of templates in that language.
        """
        self._folders = template_folders(config)
        self._given = analysis
        language = page_language(config.settings.language)
        self._language = language.split("-")[0]
        self._path = self._folder = self._up = ""
        self._attributes: dict[str | None, str] = {}
        """What says that a text is in a language, by the language."""
        self._entries = defaultdict[str, dict[bytes, bytes]](dict)
        """Entries of lists by how the pages lead to the site's own folder, and by what stands for the cards."""
        self._headers: dict[tuple[str, str], Markup] = {}
        """The header of pages, by their folder and its `root`."""
        ways = [way.path for way in frame.ways] + [item.page for item in config.settings.navigation]
        self._leads_to = {kind.path for kind in frame.kinds}.union(ways)
        """The pages that a header leads to, which have one of their own."""
        interface = interface or load_interface(interface_language(language))
        self.environment = environment(self._folders, bytecode, interface)
        self._code = bytecode and bytecode.beside(self._sources)
        self._fast = environment(self._folders, self._code, interface, fast=True)
        traces = TraceEntries(self.lang_attribute, interface)
        for one in (self.environment, self._fast):
            one.globals.update(
                site=config.settings,
                frame=frame,
                version=__version__,
                link=self.link,
                lang_attribute=self.lang_attribute,
                entry=self.entry,
                study_entries=self.study_entries,
                kept_header=self.kept_header,
                page_language=language,
            )
            one.filters.update(lang=self._lang, reference=self._reference, trace_entries=traces.html)
        self._functions: dict[str, Callable[[Mapping[str, Any]], str] | None] = {}

    def render(self, path: str, template: str, values: Mapping[str, Any]) -> bytes:
        """The file of a page. Raises `jinja2.TemplateError` for a faulty template."""
        self._path, (self._folder, self._up) = path, _ways(path)
        return shown(self._html(template, {**values, "path": path})) + b"\n"

    def _html(self, template: str, values: Mapping[str, Any]) -> str:
        """What a template makes of values: as a fast function, or where that raises anything, by Jinja itself."""
        function = self._functions[template] if template in self._functions else self._function(template)
        if function is not None:
            try:
                return function(values)
            except Exception:  # noqa: S110  # Jinja tells of what is wrong, if anything is
                pass
        return self.environment.get_template(template).render(values)

    def _function(self, template: str) -> Callable[[Mapping[str, Any]], str] | None:
        """What makes pages of a template fast; `None` for one that isn't flat, or faulty, of which Jinja tells."""
        if template not in self._functions:
            try:
                self._functions[template] = page_function(self._fast.get_template(template))
            except Exception:
                self._functions[template] = None
        return self._functions[template]

    def lacking(self, names: Iterable[str]) -> list[str]:
        """Those of the templates of pages whose code isn't kept, the one that is made of most templates first."""
        if self._code is None:
            return []
        asked = sorted(names, key=lambda name: (-len(used_templates(self._analysis, name)), name))
        return [name for name in asked if name in self._analysis and not self._is_kept(name, self._code)]

    def _is_kept(self, name: str, code: BytecodeFolder) -> bool:
        assert self._fast.loader is not None  # noqa: S101  # ours always has one
        with suppress(Exception):  # no text, of which Jinja tells when a page needs it
            source, _, _ = self._fast.loader.get_source(self._fast, name)
            return code.has(name, source)
        return True

    def prepare(self, name: str) -> None:
        """Compiles a template of pages. A faulty one is told of when a page needs it."""
        used = used_templates(self._analysis, name)
        if ENTRY in used:
            self._function(ENTRY)
        if self._function(name) is None:
            for one in used:
                with suppress(TemplateError):
                    self.environment.get_template(one)

    def names(self, template: str) -> frozenset[str]:
        """The values that a template may take from its page: what isn't among them needn't be made."""
        return template_names(self._analysis, template)

    def _sources(self, template: str) -> dict[str, str]:
        """The digests of all templates that a fast function may be made of, by their names; empty for missing ones."""
        facts = self._analysis
        return {name: facts[name].digest if name in facts else "" for name in used_templates(facts, template)}

    @cached_property
    def _analysis(self) -> Analysis:
        return analyse(self._folders) if self._given is None else self._given

    def link(self, target: str) -> str:
        """The address of `target` (a path below `site/`) as seen from the page that is rendered."""
        return target[len(self._folder) :] if target.startswith(self._folder) else self._up + target

    def entry(self, card: Card) -> Markup:
        """A study in a list. It is rendered once for all folders of a depth: its links go by the site's own folder."""
        return markup(self._entry(digest(msgspec.msgpack.encode(card)), lambda: card).decode())

    def study_entries(self, cards: Iterable[Card]) -> Markup:
        """Studies in a list, each with the end of its last line."""
        if not isinstance(cards, CardList):
            return markup("".join(f"{self.entry(card)}\n" for card in cards))
        keys, kept = cards.card_keys, self._entries[self._up]
        found = [kept.get(key) or self._entry(key, partial(cards.__getitem__, at)) for at, key in enumerate(keys)]
        found.append(b"")
        return markup(b"\n".join(found).decode())

    def _entry(self, key: bytes, card: Callable[[], Card]) -> bytes:
        """The entry of a study in a list; the key stands for its card, which is asked for if there is none yet."""
        kept = self._entries[self._up]
        found = kept.get(key)
        if found is not None:
            return found
        folder, self._folder = self._folder, _NO_FOLDER if self._up else ""
        try:
            made = self._html(ENTRY, {"card": card()}).encode()
        finally:
            self._folder = folder
        if len(kept) < KEPT_ENTRIES:  # lists go through the same studies again: the first are worth as much as the last
            kept[key] = made
        return made

    def kept_header(self, root: str, made: Markup = NO_HEADER) -> Markup:
        """The header of this page, which is kept for its folder if it is `made`; empty where none is kept yet.

        Where the template isn't the program's, none is kept: another one may show anything of a page.
        """
        if not self._folder or self._path in self._leads_to or not self._has_own_header:
            return made
        key = self._folder, root
        return self._headers.setdefault(key, made) if made else self._headers.get(key, made)

    @cached_property
    def _has_own_header(self) -> bool:
        facts = self._analysis.get(HEADER)
        return facts is not None and facts.digest == sha256((TEMPLATES / HEADER).read_bytes()).hexdigest()

    def lang_attribute(self, language: str | None, text: str = "") -> str:
        """` lang="fi"` where a text is in another language than the page; by its script if the language isn't known."""
        known = language if text.isascii() else written_language(text, language)
        try:
            return self._attributes[known]
        except KeyError:
            is_pages = not known or known.split("-")[0] == self._language
            found = self._attributes[known] = "" if is_pages else Markup(' lang="{}"').format(known)
            return found

    @pass_context
    def _lang(self, _: Context, text: str, language: str | None = None, *around: str) -> str:
        """The same as a filter, which templates call faster; `around` is what stands beside the text."""
        if around:
            text = "".join((text, *around))
        if text.isascii():
            if language is None:
                return ""
            if language in self._attributes:
                return self._attributes[language]
        return self.lang_attribute(language, text)

    def _reference(self, parts: Iterable[Part]) -> Markup:
        """A reference in a style, as a filter."""
        return reference_html(parts, self.lang_attribute)


_NO_FOLDER = "/"
"""What no path begins with."""


def _ways(page: str) -> tuple[str, str]:
    """The folder of a page with its slash, empty at the top, and the way up from it."""
    folder = page[: page.rfind("/") + 1]
    return folder, "../" * folder.count("/")


def relative(page: str, target: str) -> str:
    """A link from one path below `site/` to another that works on a server, from a sub-path and from a disk."""
    folder, up = _ways(page)
    return target[len(folder) :] if target.startswith(folder) else up + target


def shown(html: str) -> bytes:
    """A page as UTF-8 without the characters that no page shows."""
    content = html.encode()
    rest = content.translate(None, _PLAIN).decode()  # what isn't ASCII, in which alone it is worth looking
    if rest.isprintable() or not _ANY_UNSHOWN.search(rest):
        return content
    return html.translate(_UNSHOWN).encode()
