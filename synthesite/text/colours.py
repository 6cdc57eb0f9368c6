"""Colours: how they are written, and their contrast as WCAG 2.2 measures it."""

from __future__ import annotations

import re

Rgb = tuple[int, int, int]
"""A colour as red, green and blue in sRGB, each from 0 to 255."""

ENOUGH = 4.5
"""The least contrast between text and what is behind it (WCAG 2.2, success criterion 1.4.3)."""
NAMES: dict[str, Rgb] = {
    "aqua": (0, 255, 255), "black": (0, 0, 0), "blue": (0, 0, 255), "fuchsia": (255, 0, 255), "gray": (128, 128, 128),
    "green": (0, 128, 0), "lime": (0, 255, 0), "maroon": (128, 0, 0), "navy": (0, 0, 128), "olive": (128, 128, 0),
    "orange": (255, 165, 0), "purple": (128, 0, 128), "red": (255, 0, 0), "silver": (192, 192, 192),
    "teal": (0, 128, 128), "white": (255, 255, 255), "yellow": (255, 255, 0),
}  # fmt: skip
"""The colours that have names in CSS 2.1."""
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")
_STEPS = 64


def rgb(text: str) -> Rgb | None:
    """The colour that `#rrggbb` or a name stands for; `None` for anything else."""
    if _HEX.fullmatch(text):
        return int(text[1:3], 16), int(text[3:5], 16), int(text[5:], 16)
    return NAMES.get(text.lower())


def written(colour: Rgb) -> str:
    """A colour as `#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def luminance(colour: Rgb) -> float:
    """The relative luminance of a colour, from 0 to 1, as WCAG 2.2 defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (one / 255 for one in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of two colours, from 1 to 21, as WCAG 2.2 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mixed(colour: Rgb, other: Rgb, share: float) -> Rgb:
    """A colour with a share, from 0 to 1, of another one in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def readable(colour: Rgb, *papers: Rgb) -> Rgb:
    """The colour, or where it is too faint on one of `papers` the nearest one on its way to black or white that isn't.

    All papers are light, or all are dark.
    """
    end = NAMES["black" if luminance(papers[0]) > 0.18 else "white"]  # whichever is further from the paper
    steps = (mixed(colour, end, step / _STEPS) for step in range(_STEPS + 1))
    return next(one for one in steps if faintest(one, *papers) >= ENOUGH)


def faintest(colour: Rgb, *papers: Rgb) -> float:
    """The least contrast of a colour with any of `papers`."""
    return min(contrast(colour, paper) for paper in papers)
