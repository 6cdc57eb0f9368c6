"""From a page's template and values to its bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cached_property, lru_cache
from typing import Any

from jinja2 import BytecodeCache, TemplateError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from synthesite import __version__
from synthesite.config import Config
from synthesite.model import Card
from synthesite.template_keys import NO_FRAME, Analysis, Frame, template_folders, template_names
from synthesite.templates import ENTRY, analyse, environment
from synthesite.text.languages import written_language
from synthesite.trace_entries import trace_entries
from synthesite.traces import Trace

_UNSHOWN = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), *range(127, 160)]  # control characters, which HTML doesn't allow
    + [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]  # embeddings and overrides, which would turn our own words round
    + [plane * 0x10000 + last for plane in range(17) for last in (0xFFFE, 0xFFFF)]  # no characters at all
)
"""Characters of sources that no page shows."""
_ANY_UNSHOWN = re.compile(f"[{''.join(map(chr, _UNSHOWN))}]")
_PLAIN = bytes(code for code in range(128) if code not in _UNSHOWN)
KEPT_ENTRIES = 20_000
"""How many entries of lists are kept for each depth of folder; an entry takes about a kilobyte."""


class Renderer:
    """Renders the pages of one site, one at a time."""

    def __init__(
        self,
        config: Config,
        frame: Frame = NO_FRAME,
        analysis: Analysis | None = None,
        bytecode: BytecodeCache | None = None,
    ) -> None:
        """`analysis` is that of the site's templates, if it is there already; `bytecode` is where Jinja keeps code."""
        self._folders = template_folders(config)
        self._given = analysis
        self._language = config.settings.language.split("-")[0]
        self._folder = self._up = ""
        self._entries: dict[str, dict[str, tuple[Card, Markup]]] = {}
        self.environment = environment(self._folders, bytecode)
        self.environment.globals.update(
            site=config.settings,
            frame=frame,
            version=__version__,
            link=self.link,
            lang_attribute=self.lang_attribute,
            entry=self.entry,
        )
        self.environment.filters.update(lang=self._lang, trace_entries=self._trace_entries)

    def render(self, path: str, template: str, values: Mapping[str, Any]) -> bytes:
        """The file of a page. Raises `jinja2.TemplateError` for a faulty template."""
        self._folder, self._up = _ways(path)
        return shown(self.environment.get_template(template).render(values, path=path) + "\n")

    def prepare(self, names: Iterable[str]) -> None:
        """Compiles templates. A faulty one is told of when a page needs it."""
        for name in sorted(names):
            with suppress(TemplateError):
                self.environment.get_template(name)

    def names(self, template: str) -> frozenset[str]:
        """The values that a template may take from its page: what isn't among them needn't be made."""
        return template_names(self._analysis, template)

    @cached_property
    def _analysis(self) -> Analysis:
        return analyse(self._folders) if self._given is None else self._given

    def link(self, target: str) -> str:
        """The address of `target` (a path below `site/`) as seen from the page that is rendered."""
        return target[len(self._folder) :] if target.startswith(self._folder) else self._up + target

    def entry(self, card: Card) -> Markup:
        """A study in a list. It is rendered once for all folders of a depth: its links go by the site's own folder."""
        kept = self._entries.setdefault(self._up, {})
        found = kept.get(card.id)
        if found is not None and (found[0] is card or found[0] == card):
            return found[1]
        folder, self._folder = self._folder, _NO_FOLDER if self._up else ""
        try:
            html = Markup(self.environment.get_template(ENTRY).render(card=card))  # noqa: S704  # a template escapes
        finally:
            self._folder = folder
        kept[card.id] = card, html
        if len(kept) > KEPT_ENTRIES:
            del kept[next(iter(kept))]
        return html

    def lang_attribute(self, language: str | None, text: str = "") -> str:
        """` lang="fi"` where a text is in another language than the page; by its script if the language isn't known."""
        known = written_language(text, language)
        return "" if not known or known.split("-")[0] == self._language else _lang(known)

    @pass_context
    def _lang(self, _: Context, text: str, language: str | None = None, *around: str) -> str:
        """The same as a filter, which templates call faster; `around` is what stands beside the text."""
        if around:
            text = "".join((text, *around))
        return "" if language is None and text.isascii() else self.lang_attribute(language, text)

    def _trace_entries(self, traces: Iterable[Trace], anchored: bool = True) -> Markup:
        """Where values come from, as a filter."""
        return trace_entries(traces, self.lang_attribute, anchored)


_NO_FOLDER = "/"
"""What no path begins with."""


@lru_cache(maxsize=256)
def _lang(language: str) -> Markup:
    return Markup(' lang="{}"').format(language)


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
    rest = content.translate(None, _PLAIN)  # what isn't ASCII, in which alone it is worth looking
    return html.translate(_UNSHOWN).encode() if rest and _ANY_UNSHOWN.search(rest.decode()) else content
