"""The pictures that a site makes of itself: previews for where its pages are shared, and an icon.

They are drawn with Pillow, which is imported when a picture is made, with the font that comes with it: so they are the
same on every machine. The font has the letters of English only; a text that it can't write is left out
([decision 24](../docs/decisions/0024-pictures.md)).
"""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

from synthesite.text.colours import NAMES, Rgb, mixed

if TYPE_CHECKING:  # takes long
    from PIL import Image, ImageDraw, ImageFont

SIZE = 1200, 630
"""Width and height of a preview, in pixels, as the sites that show previews want them."""
_COLOURS = 16
_PAPER, _INK, _QUIET = (0xFD, 0xFC, 0xF9), (0x1D, 0x20, 0x24), (0x57, 0x5C, 0x63)
_LEFT, _WIDTH = 100, 1000
_TITLE_SIZES = (84, 72, 62, 54)
_MOST_LINES = 4
_SIMPLER = str.maketrans("–—−‐‑„‚×\u00a0", "-----“‘x ")
"""Signs that the font lacks, and what stands for them as well."""
_FINER = 4
"""How many times larger a mark is drawn than it is shown, so that its edges are smooth."""


def preview(above: str, title: str, below: str, ground: Rgb, mark: Rgb) -> bytes:
    """A PNG with a line of small text, a title of up to four lines, and another line.

    `ground` and `mark` are the colours of the sign. Texts that the font can't write are left out.
    """
    from PIL import Image, ImageDraw

    image = Image.new("RGB", SIZE, _PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 27, SIZE[1]), fill=ground)
    image.paste(_sign(72, ground, mark, _PAPER), (_LEFT, 76))
    _line(draw, above, (_LEFT + 96, 92), 34, _QUIET, _WIDTH - 96)
    _title(draw, title)
    _line(draw, below, (_LEFT, 520), 40, _INK, _WIDTH)
    few = image.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    file = io.BytesIO()
    few.save(file, "PNG", compress_level=6)  # the best is a fifteenth smaller and takes ten times as long
    return file.getvalue()


def favicon(ground: Rgb, mark: Rgb) -> bytes:
    """The sign as `favicon.ico`, 32 by 32 pixels."""
    file = io.BytesIO()
    _sign(32, ground, mark, None).save(file, "ICO", sizes=[(32, 32)])
    return file.getvalue()


def can_write(text: str) -> bool:
    """Whether the font has every character of a text."""
    return all(character.isascii() or _has(character) for character in text.translate(_SIMPLER))


@cache
def _has(character: str) -> bool:
    if character.isspace():
        return True
    font = _font(20)
    return bytes(font.getmask(character)) != bytes(font.getmask("\uffff"))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    from io import BytesIO

    from PIL import ImageFont

    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont) or not isinstance(font.path, BytesIO):
        raise RuntimeError("this Pillow was made without FreeType; install the one that requirements.txt names")
    font.path.seek(0)  # letters one by one: how others would place them depends on libraries of the machine
    return ImageFont.truetype(font.path, size, layout_engine=ImageFont.Layout.BASIC)


def _line(draw: ImageDraw.ImageDraw, text: str, at: tuple[int, int], size: int, ink: Rgb, width: int) -> None:
    """Writes a line, cut where it is too long."""
    if can_write(text):
        text, font = text.translate(_SIMPLER), _font(size)
        if font.getlength(text) > width:
            while text and font.getlength(f"{text}…") > width:
                text = text[:-1].rstrip()
            text += "…"
        draw.text(at, text, fill=ink, font=font)


def _title(draw: ImageDraw.ImageDraw, title: str) -> None:
    """Writes a title as large as it can be, cut if it is too long even so."""
    if not can_write(title):
        return
    for size in _TITLE_SIZES:
        lines = _lines(title.translate(_SIMPLER), size)
        if len(lines) * size <= 300:
            break
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1]}…"]
    for number, line in enumerate(lines):
        _line(draw, line, (_LEFT, 196 + round(number * size * 1.18)), size, _INK, _WIDTH)


def _lines(text: str, size: int) -> list[str]:
    """A text broken into lines between words. A word that is too long is a line."""
    font, lines = _font(size), [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > _WIDTH:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


@cache
def _sign(size: int, ground: Rgb, mark: Rgb, paper: Rgb | None) -> Image.Image:
    """The program's sign, three ways that meet in a point, on a square with round corners; clear around it or paper."""
    from PIL import Image, ImageDraw

    unit = size * _FINER / 32
    image = Image.new("RGBA", (size * _FINER, size * _FINER), (*(paper or mixed(ground, NAMES["white"], 0)), 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, 32 * unit - 1, 32 * unit - 1), 6 * unit, fill=(*ground, 255))
    for start in (8, 16, 24):
        way = [(x * unit, y * unit) for x, y in _way(start)]
        for x, y in way:
            radius = 1.3 * unit
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(*mark, 255))
    draw.ellipse((21.3 * unit, 12.8 * unit, 27.7 * unit, 19.2 * unit), fill=(*mark, 255))
    small = image.resize((size, size), Image.Resampling.BOX)
    if paper is None:
        return small
    whole = Image.new("RGBA", small.size, (*paper, 255))
    whole.alpha_composite(small)
    return whole.convert("RGB")


def _way(start: int) -> list[tuple[float, float]]:
    """Points on the curve from the left edge to the middle of the right one, in a square of 32 (a cubic Bézier)."""
    points = []
    for step in range(65):
        t = step / 64
        weights = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        x = sum(weight * at for weight, at in zip(weights, (7, 15, 14, 23), strict=True))
        y = sum(weight * at for weight, at in zip(weights, (start, start, 16, 16), strict=True))
        points.append((x, y))
    return points
