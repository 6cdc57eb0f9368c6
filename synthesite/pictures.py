"""The pictures that a site makes of itself: previews for where its pages are shared, and an icon.

They are drawn with Pillow, which is imported when a picture is made, with the font that comes with it: so they are the
same on every machine. That font has the letters of English only; a site may bring another one, and a text that the font
can't write is left out ([decision 24](../docs/decisions/0024-pictures.md)).
"""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

from synthesite.text.colours import NAMES, Rgb, mixed
from synthesite.text.patterns import lazy

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
_NO_CHARACTER = "\uffff"
"""What no font has (Unicode 16, 23.7): it is drawn as whatever the font lacks."""
_EAST_ASIAN = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_PARTS = lazy(rf"\s*[{_EAST_ASIAN}][\u3001\u3002\uff01\uff09\uff0c\uff1a\uff1b\uff1f]*|\s*[^\s{_EAST_ASIAN}]+")
"""Words, or single characters of Chinese, Japanese and Korean with the signs that no line begins with."""
_FINER = 4
"""How many times larger a mark is drawn than it is shown, so that its edges are smooth."""


def preview(above: str, title: str, below: str, ground: Rgb, mark: Rgb, font: bytes = b"") -> bytes:
    """A PNG with a line of small text, a title of up to four lines, and another line.

    `ground` and `mark` are the colours of the sign. `font` is the file of a TrueType or OpenType font; without one, and
    where FreeType can't use it, it is the one that comes with Pillow. Texts that the font can't write are left out.
    """
    from PIL import Image, ImageDraw

    image = Image.new("RGB", SIZE, _PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 27, SIZE[1]), fill=ground)
    image.paste(_sign(72, ground, mark, _PAPER), (_LEFT, 76))
    try:
        _write(draw, _hand(font), above, title, below)
    except OSError:  # what begins as a font does needn't be one
        if font:
            return preview(above, title, below, ground, mark)
        raise
    few = image.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    file = io.BytesIO()
    few.save(file, "PNG", compress_level=6)  # the best is a fifteenth smaller and takes ten times as long
    return file.getvalue()


def _write(draw: ImageDraw.ImageDraw, hand: _Hand, above: str, title: str, below: str) -> None:
    hand.line(draw, above, (_LEFT + 96, 92), 34, _QUIET, _WIDTH - 96)
    hand.title(draw, title)
    hand.line(draw, below, (_LEFT, 520), 40, _INK, _WIDTH)


def favicon(ground: Rgb, mark: Rgb) -> bytes:
    """The sign as `favicon.ico`, 32 by 32 pixels."""
    from PIL import IcoImagePlugin  # noqa: F401  # or Pillow loads all formats that it knows, to find this one

    file = io.BytesIO()
    _sign(32, ground, mark, None).save(file, "ICO", sizes=[(32, 32)])
    return file.getvalue()


def can_write(text: str, font: bytes = b"") -> bool:
    """Whether a font has every character of a text, or another that stands for it as well."""
    return _hand(font).written(text) is not None


class _Hand:
    """What writes texts with a font, letter by letter: other ways to place them depend on libraries of the machine."""

    def __init__(self, content: bytes) -> None:
        from PIL import ImageFont

        if not content:
            own = ImageFont.load_default(20)
            if not isinstance(own, ImageFont.FreeTypeFont) or not isinstance(own.path, io.BytesIO):
                raise RuntimeError("this Pillow was made without FreeType; install the one that requirements.txt names")
            content = own.path.getvalue()
        self._content = content
        self._sizes: dict[int, ImageFont.FreeTypeFont] = {}
        self._known: dict[str, bool] = {}

    def font(self, size: int) -> ImageFont.FreeTypeFont:
        """The font in a size. Raises `OSError` if it is none."""
        from PIL import ImageFont

        if size not in self._sizes:
            file = io.BytesIO(self._content)
            self._sizes[size] = ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)
        return self._sizes[size]

    def written(self, text: str) -> str | None:
        """A text in characters that the font has, `None` if there are others."""
        simpler = "".join(one if self._has(one) else one.translate(_SIMPLER) for one in text)
        return simpler if all(map(self._has, simpler)) else None

    def _has(self, character: str) -> bool:
        if character not in self._known:
            font = self.font(20)
            absent = bytes(font.getmask(_NO_CHARACTER))
            self._known[character] = character.isspace() or bytes(font.getmask(character)) != absent
        return self._known[character]

    def line(self, draw: ImageDraw.ImageDraw, text: str, at: tuple[int, int], size: int, ink: Rgb, width: int) -> None:
        """Writes a line, cut where it is too long."""
        written, font = self.written(text), self.font(size)
        if not written:
            return
        if font.getlength(written) > width:
            while written and font.getlength(f"{written}…") > width:
                written = written[:-1].rstrip()
            written += "…"
        draw.text(at, written, fill=ink, font=font)

    def title(self, draw: ImageDraw.ImageDraw, title: str) -> None:
        """Writes a title as large as it can be, cut if it is too long even so."""
        written = self.written(title)
        if not written:
            return
        for size in _TITLE_SIZES:
            lines = self._lines(written, size)
            if len(lines) * size <= 300:
                break
        if len(lines) > _MOST_LINES:
            lines = [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1]}…"]
        for number, line in enumerate(lines):
            self.line(draw, line, (_LEFT, 196 + round(number * size * 1.18)), size, _INK, _WIDTH)

    def _lines(self, text: str, size: int) -> list[str]:
        """A text broken into lines where a line may end. A word that is too long is a line."""
        font, lines = self.font(size), [""]
        for part in _PARTS.findall(text):
            longer = f"{lines[-1]}{part}".strip()
            if lines[-1] and font.getlength(longer) > _WIDTH:
                lines.append(part.strip())
            else:
                lines[-1] = longer
        return lines


@cache
def _hand(content: bytes) -> _Hand:
    """Raises `OSError`, now or while it writes, for what is no font."""
    return _Hand(content)


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
