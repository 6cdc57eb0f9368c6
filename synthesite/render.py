"""Jinja and Markdown: from a page's template and values to its HTML."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markdown_it import MarkdownIt
from markupsafe import Markup

from synthesite import __version__
from synthesite.config import Config, Settings
from synthesite.model import Page
from synthesite.text.languages import script_language
from synthesite.text.markdown_subset import subset_html
from synthesite.text.markup import plain_title, title_html
from synthesite.text.numbers import counted

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
"""The program's own templates; a site may override any of them by a file of the same name in its `templates/`."""


def template_folders(config: Config) -> list[Path]:
    """Where templates and static files are looked for, the site's own folder first."""
    folders = [config.root / "templates", TEMPLATES]
    return [folder for at, folder in enumerate(folders) if folder.is_dir() and folder not in folders[:at]]


_UNSHOWN = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), *range(127, 160)]  # control characters, which HTML doesn't allow
    + [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]  # embeddings and overrides, which would turn our own words round
    + [plane * 0x10000 + last for plane in range(17) for last in (0xFFFE, 0xFFFF)]  # no characters at all
)
"""Characters of sources that no page shows."""


class Renderer:
    """Renders the pages of one site."""

    def __init__(self, config: Config) -> None:
        self.environment = _environment(template_folders(config))
        self.environment.globals.update(_globals(config.settings))

    def render(self, page: Page) -> str:
        """The HTML of a page. Raises `jinja2.TemplateError` for a faulty template."""
        template = self.environment.get_template(page.template)
        return template.render(page.values, path=page.path).translate(_UNSHOWN) + "\n"


def _environment(folders: list[Path]) -> Environment:
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.filters.update(
        title=lambda text: Markup(title_html(text)),  # noqa: S704  # title_html escapes all but four inline tags
        plain_title=plain_title,
        markdown=render_markdown,
        counted=counted,
        script_lang=script_language,
    )
    return environment


def _globals(settings: Settings) -> Mapping[str, Any]:
    return {"site": settings, "link": relative_link, "version": __version__, "lang_attribute": _lang_attribute}


@pass_context
def relative_link(context: Context, target: str) -> str:
    """The address of `target` (a path below `site/`) as seen from the page that is rendered."""
    return relative(str(context["path"]), target)


def relative(page: str, target: str) -> str:
    """A link from one path below `site/` to another that works on a server, from a sub-path and from a disk."""
    path, hash_sign, fragment = target.partition("#")
    folder = posixpath.dirname(page)
    return (posixpath.relpath(path, folder) if folder else path) + hash_sign + fragment


@pass_context
def _lang_attribute(context: Context, language: str | None, text: str = "") -> Markup:
    """` lang="fi"` where a text is in another language than the page; by its script if the language isn't known."""
    known = script_language(text) or language
    page_language = context["site"].language
    if not known or known.split("-")[0] == page_language.split("-")[0]:
        return Markup("")
    return Markup(' lang="{}"').format(known)


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})


def render_markdown(text: str, shift: int = 0) -> Markup:
    """Markdown as HTML, its headings moved down by `shift` levels; HTML in it stays text, scripts can't be linked."""
    html = subset_html(text, shift)
    return Markup(whole_markdown(text, shift) if html is None else html)  # noqa: S704  # both escape what is no markup


def whole_markdown(text: str, shift: int) -> str:
    """What `render_markdown` gives, by markdown-it alone."""
    tokens = _markdown().parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) + shift)}"
    return str(_markdown().renderer.render(tokens, _markdown().options, {}))
