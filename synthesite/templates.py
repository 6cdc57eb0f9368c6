"""Jinja's environment, and what templates depend on, told from their text alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, MutableMapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateSyntaxError,
    meta,
    nodes,
)

from synthesite.bytecode import BytecodeFolder
from synthesite.fast_code import FastEnvironment, markup
from synthesite.interface import Interface
from synthesite.markdown import render_markdown
from synthesite.template_keys import STATIC, TemplateFacts, Uses, template_files
from synthesite.template_trees import TemplateTrees
from synthesite.template_words import FUNCTIONS, give_words, with_words
from synthesite.text.headings import page_title, page_words
from synthesite.text.languages import script_language
from synthesite.text.markup import plain_title, title_html

ENTRY = "partials/entry.html"
"""The template of a study in a list."""
HEADER = "partials/header.html"
"""The template of what stands above every page."""
GLOBALS = FUNCTIONS | {
    "site",
    "frame",
    "link",
    "version",
    "lang_attribute",
    "entry",
    "study_entries",
    "kept_header",
    "page_language",
}
"""What every template is given beside the values of its page."""
_WITH_LANGUAGE = frozenset({"lang", "reference", "trace_entries"})
"""Filters that depend on the language of the site; that of the interface is part of every page's key."""


class _Templates(FileSystemLoader):
    """Templates by names that don't say in which folder each stands: what they come to is the same in any."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, _, is_fresh = super().get_source(environment, template)
        return source, f"templates/{template}", is_fresh


class _Environment(Environment):
    """Jinja with one dictionary of globals for all templates, where Jinja layers one for each over it.

    We never give a template globals of its own, and copying the layers took a third of the time of an import.
    Templates are compiled with their words in the language of `interface`.
    """

    interface = Interface()
    trees: TemplateTrees

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        def parse() -> nodes.Template:
            return with_words(super(_Environment, self)._parse(source, name, filename), self.interface)

        return self.trees.tree(name or "", source, parse)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


class _Fast(FastEnvironment, _Environment):
    """The same with templates compiled as fast functions."""


def environment(
    folders: list[Path],
    bytecode: BytecodeFolder | None = None,
    interface: Interface | None = None,
    *,
    fast: bool = False,
) -> Environment:
    """Jinja as all templates see it; `folders` in order of precedence, words in the language of `interface`.

    What is `fast` gives the same as Jinja or raises something (`synthesite/fast_code.py`). Code in `bytecode` is of one
    language only. The other globals and the filters `lang`, `reference` and `trace_entries` are the renderer's: they
    depend on the site. Templates are read once: whoever wants changed ones makes a new environment.
    """
    made = (_Fast if fast else _Environment)(
        loader=ChoiceLoader([_Templates(folder) for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=bytecode,
        extensions=["jinja2.ext.i18n"],
    )
    if isinstance(made, FastEnvironment):
        made.uses = _uses
    made.interface = interface or Interface()
    made.trees = TemplateTrees(made, bytecode)
    made.policies["ext.i18n.trimmed"] = True
    made.newstyle_gettext = True  # type: ignore[attr-defined]  # of the extension
    give_words(made, made.interface)
    made.filters.update(
        title=lambda text: markup(title_html(text)),  # which escapes all but four inline tags
        plain_title=plain_title,
        markdown=render_markdown,
        site_markdown=lru_cache(maxsize=4)(render_markdown),
        upper_first=lambda text: text[:1].upper() + text[1:],
        script_lang=script_language,
        page_title=page_title,
        page_words=page_words,
        lang=str,  # so that templates parse
        reference=str,
        trace_entries=str,
    )
    return made


def analyse(folders: list[Path]) -> dict[str, TemplateFacts]:
    """What each template says, by name; of static files only those that a template may use."""
    files = template_files(folders)
    found: dict[str, TemplateFacts] = {}
    ahead = [name for name in files if not name.startswith(STATIC)]
    static = [name for name in files if name.startswith(STATIC)]
    while ahead:
        for name in ahead:
            found[name] = template_facts(files[name].read_bytes())
        used = {uses for facts in found.values() for uses in facts.uses}
        ahead = [name for name in static if name not in found and any(uses.fits(name) for uses in used)]
    return dict(sorted(found.items()))


@cache
def _parser() -> Environment:
    return environment([])


def template_facts(source: bytes) -> TemplateFacts:
    """What a template's text says. One that Jinja can't parse says nothing but its digest."""
    digest = hashlib.sha256(source).hexdigest()
    try:
        tree = _parser().parse(source.decode())
        names = meta.find_undeclared_variables(tree)
    except (TemplateSyntaxError, UnicodeDecodeError, RecursionError):
        return TemplateFacts(digest)
    said = list(tree.find_all(nodes.Node))
    uses = {use for name in _loaded(said) for use in _uses(name)}
    settings, every = _settings(said)
    if names & {"entry", "study_entries"}:
        uses.add(Uses(ENTRY, whole=True))
    if names & {"lang_attribute", "page_language"} or any(
        isinstance(node, nodes.Filter) and node.name in _WITH_LANGUAGE for node in said
    ):
        settings.add("language")
    return TemplateFacts(
        digest=digest,
        uses=tuple(sorted(uses)),
        names=tuple(sorted(names - GLOBALS)),
        settings=tuple(sorted(settings)),
        reads_all_settings=every,
        reads_frame="frame" in names,
    )


def _loaded(said: list[nodes.Node]) -> Iterator[nodes.Expr]:
    """What stands where a template names another one, among all nodes of it."""
    for node in said:
        if isinstance(node, (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
            yield node.template


def _uses(name: nodes.Expr) -> Iterator[Uses]:
    """The templates that an expression may name; what isn't constant in it may be anything."""
    if isinstance(name, nodes.Const):
        pieces = str(name.value).split("/")
        yield Uses("/".join(piece for piece in pieces if piece not in {"", "."}), whole=True)  # so the loader has it
    elif isinstance(name, (nodes.List, nodes.Tuple)):
        for item in name.items:
            yield from _uses(item)
    elif isinstance(name, nodes.CondExpr):
        for side in (name.expr1, name.expr2):
            if side is not None:
                yield from _uses(side)
    elif isinstance(name, (nodes.Concat, nodes.Add)):
        parts = name.nodes if isinstance(name, nodes.Concat) else [name.left, name.right]
        for first in _uses(parts[0]):
            for last in _uses(parts[-1]):
                yield Uses(first.start, last.start if last.whole else last.end)
    else:
        yield Uses("")


def _settings(said: list[nodes.Node]) -> tuple[set[str], bool]:
    """The settings that a template reads, and whether it may read any: where `site` is used otherwise than `site.x`."""
    read: set[str] = set()
    plain = 0
    for node in said:
        if isinstance(node, (nodes.Getattr, nodes.Getitem)) and _is_site(node.node):
            name = node.attr if isinstance(node, nodes.Getattr) else _constant(node.arg)
            if isinstance(name, str):
                read.add(name)
                plain += 1
    return read, sum(map(_is_site, said)) > plain


def _is_site(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "site"


def _constant(node: nodes.Node) -> object:
    return node.value if isinstance(node, nodes.Const) else None
