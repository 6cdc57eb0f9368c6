"""The looks of a site that its settings say: its theme colour, its logo, its icons, and a stylesheet of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from synthesite.config import Config, Logo
from synthesite.model import Asset, Export
from synthesite.pictures import favicon
from synthesite.template_keys import TEMPLATES, FrameLogo, template_folders
from synthesite.text.colours import NAMES, contrast, readable, rgb, written

ICON = "static/favicon.svg"
THEME = "static/theme.css"
STYLE = "static/site.css"
COLOUR = "#0b5563"
"""The theme colour of the program's own looks."""
LIGHT = ((0xFD, 0xFC, 0xF9), (0xF4, 0xF1, 0xEA), (0xFB, 0xEE, 0xE6))
DARK = ((0x15, 0x18, 0x1B), (0x1E, 0x22, 0x26), (0x33, 0x23, 0x1B))
"""What text stands on: `--paper`, `--raised` and `--warn-paper` of the stylesheet, in light and in dark."""
_VIEW_BOX = re.compile(rb"<svg\b[^>]*?\sviewBox=[\"']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)")
_GRAPHIC = 3
"""The least contrast of a sign with what is around it (WCAG 2.2, success criterion 1.4.11)."""
_PNG = b"\x89PNG\r\n\x1a\n"


def look_files(config: Config, own: set[str]) -> Iterator[Asset | Export]:
    """The files that follow from the settings; `own` are the static files that the site itself has.

    These are the stylesheet with the theme colour, the logo, and the icon in that colour.
    """
    settings = config.settings
    colour = rgb(settings.colour)
    if colour:
        light, dark = written(readable(colour, *LIGHT)), written(readable(colour, *DARK))
        yield Asset(THEME, f":root {{ --accent: light-dark({light}, {dark}); }}\n".encode())
    if settings.logo:
        yield Asset(logo_path(settings.logo), (config.root / settings.logo.file).read_bytes())
    if ICON not in own:
        ground = colour or rgb(COLOUR) or NAMES["black"]
        mark = mark_on(ground)
        icon = (TEMPLATES / ICON).read_text(encoding="utf-8")
        yield Asset(ICON, icon.replace(COLOUR, written(ground)).replace("#fff", written(mark)).encode())
        yield Export("favicon.ico", favicon, (ground, mark))


def mark_on(ground: tuple[int, int, int]) -> tuple[int, int, int]:
    """White, or black where white can't be told from the colour."""
    return NAMES["white"] if contrast(NAMES["white"], ground) >= _GRAPHIC else NAMES["black"]


def logo_path(logo: Logo) -> str:
    """Where a logo is published."""
    return f"static/logo{PurePosixPath(logo.file).suffix.lower()}"


def frame_logo(config: Config) -> FrameLogo | None:
    """The logo as pages show it, with its size so that nothing moves when it arrives; 0 where the file doesn't say."""
    logo = config.settings.logo
    if logo is None:
        return None
    content = (config.root / logo.file).read_bytes()
    width = height = 0
    if content.startswith(_PNG):
        width, height = int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    elif box := _VIEW_BOX.search(content):
        width, height = round(float(box[1])), round(float(box[2]))
    return FrameLogo(logo_path(logo), logo.alt, width, height)


def has_style(config: Config) -> bool:
    """Whether the site has a stylesheet of its own, which pages load after the others."""
    return any((folder / STYLE).is_file() for folder in template_folders(config))


def named_files(config: Config) -> list[str]:
    """The files of the logo and of the font, as far as there are any, as something that a build reads."""
    settings = config.settings
    names = [settings.logo.file if settings.logo else "", settings.preview_font]
    return [str((config.root / name).resolve()) for name in names if name]
