"""The pictures by which pages are shown where somebody shares them: one of the site, and one of each theme."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from synthesite.batches import by_group
from synthesite.catalogs import interface_key, interface_language, load_interface
from synthesite.groups import Group
from synthesite.library import Library
from synthesite.looks import COLOUR, mark_on
from synthesite.model import Batch, Export
from synthesite.pictures import preview
from synthesite.text.colours import NAMES, rgb


def exports(library: Library) -> Iterator[Export | Batch]:
    """`static/preview.png`, and `themes/<id>.png` for each theme; 1200 by 630 pixels."""
    settings = library.settings
    language = interface_language(settings.language)
    site = settings.title, settings.colour, language, interface_key(language)
    yield Export("static/preview.png", _of_site, (site, library.counts.total))
    for name, themes in by_group(library.groups.get("themes", ()), "previews"):
        yield Batch(name, (site, themes), partial(_of_themes, site, themes))


_Site = tuple[str, str, str, bytes]
"""Title, colour and language of a site, and what stands for the words of that language."""


def _of_themes(site: _Site, themes: list[Group]) -> Iterator[Export]:
    for theme in themes:
        yield Export(f"themes/{theme.id}.png", _of_theme, (site, theme.label, theme.size))


def _of_site(site: _Site, studies: int) -> bytes:
    words = load_interface(site[2])
    told = words.ngettext("%(n)s study in this collection", "%(n)s studies in this collection", studies)
    return _picture(site, "", site[0], told.replace("%(n)s", words.figure(studies)))


def _of_theme(site: _Site, label: str, studies: int) -> bytes:
    words = load_interface(site[2])
    told = words.ngettext("%(n)s study under this theme", "%(n)s studies under this theme", studies)
    return _picture(site, site[0], label, told.replace("%(n)s", words.figure(studies)))


def _picture(site: _Site, above: str, title: str, told: str) -> bytes:
    ground = rgb(site[1]) or rgb(COLOUR) or NAMES["black"]
    return preview(above, title, told, ground, mark_on(ground))
