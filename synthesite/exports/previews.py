"""The pictures by which pages are shown where somebody shares them: one of the site, and one of each theme."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from synthesite.batches import by_group
from synthesite.catalogs import interface_key, interface_language, load_interface
from synthesite.interface import N_
from synthesite.library import Library
from synthesite.looks import COLOUR, mark_on
from synthesite.model import Batch, Export, Later
from synthesite.pictures import preview
from synthesite.text.colours import NAMES, rgb


def exports(library: Library) -> Iterator[Export | Batch]:
    """`static/preview.png`, and `themes/<id>.png` for each theme; 1200 by 630 pixels.

    They say nothing that changes with the studies: who shares a page shares it with the picture of that day.
    """
    settings = library.settings
    language = interface_language(settings.language)
    site = settings.title, settings.colour, language, interface_key(language)
    yield Export("static/preview.png", _of_site, (site, library.font))
    for name, themes in by_group(library.groups.get("themes", ()), "previews"):
        named = [(theme.id, theme.label) for theme in themes]
        yield Batch(name, (site, named, library.font), partial(_of_themes, site, named, library.font))


_Site = tuple[str, str, str, bytes]
"""Title, colour and language of a site, and what stands for the words of that language."""
_SITE, _THEME = N_("Studies with their sources"), N_("Studies on this theme")


def _of_themes(site: _Site, themes: list[tuple[str, str]], font: Later) -> Iterator[Export]:
    for theme, label in themes:
        yield Export(f"themes/{theme}.png", _of_theme, (site, label, font))


def _of_site(site: _Site, font: bytes) -> bytes:
    return _picture(site, "", site[0], _SITE, font)


def _of_theme(site: _Site, label: str, font: bytes) -> bytes:
    return _picture(site, site[0], label, _THEME, font)


def _picture(site: _Site, above: str, title: str, told: str, font: bytes) -> bytes:
    ground = rgb(site[1]) or rgb(COLOUR) or NAMES["black"]
    return preview(above, title, load_interface(site[2]).gettext(told), ground, mark_on(ground), font)
