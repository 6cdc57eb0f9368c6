"""Previews and icons."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageFont

from synthesite.pictures import can_write, favicon, preview

NOTO = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
TEAL, WHITE = (11, 85, 99), (255, 255, 255)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def drawn(above: str, title: str, below: str) -> bytes:
    content = preview(above, title, below, TEAL, WHITE)
    assert len(content) <= 30_000
    return content


def test_a_preview_has_the_size_that_is_asked_for_and_few_colours() -> None:
    image = opened(drawn("A site", "A title", "3 studies in this collection"))
    assert (image.format, image.size, image.mode) == ("PNG", (1200, 630), "P")
    assert image.convert("RGB").getpixel((5, 300)) == TEAL


def test_each_text_is_seen() -> None:
    seen = {drawn(*texts) for texts in [("", "", ""), ("A", "", ""), ("", "A", ""), ("", "", "A"), ("", "B", "")]}
    assert len(seen) == 5


def test_the_same_texts_give_the_same_bytes() -> None:
    assert drawn("A", "B", "C") == drawn("A", "B", "C")


@pytest.mark.parametrize("title", ["word " * 100, "x" * 400, "A title – “with” signs — and more: x×y"])
def test_a_title_of_any_length_stays_in_the_picture(title: str) -> None:
    image = opened(drawn("", title, "")).convert("RGB")
    paper = image.getpixel((600, 20))
    assert {image.getpixel((x, y)) for x in range(1120, 1200, 4) for y in range(0, 630, 4)} == {paper}
    assert {image.getpixel((x, y)) for x in range(40, 1200, 4) for y in range(600, 630)} == {paper}


@pytest.mark.parametrize("title", ["研究", "исследование", "Two 研究", "가상", "Für alle", "Étude"])
def test_a_title_that_the_font_lacks_is_left_out_as_a_whole(title: str) -> None:
    assert not can_write(title)
    assert drawn("", title, "C") == drawn("", "", "C")


def test_what_english_is_written_with_can_be_written() -> None:
    assert can_write("Don’t “panic”: 1–3 × 4 — done…")
    assert drawn("", "1–3", "") == drawn("", "1-3", "")


def own_font() -> bytes:
    """The file of the font that comes with Pillow."""
    font = ImageFont.load_default(20)
    assert isinstance(font, ImageFont.FreeTypeFont)
    assert isinstance(font.path, io.BytesIO)
    return font.path.getvalue()


def test_a_font_is_the_one_that_is_given() -> None:
    drawn_with = [preview("A site", "A title – “so”", "B", TEAL, WHITE, font) for font in (b"", own_font())]
    assert drawn_with[0] == drawn_with[1]


@pytest.mark.parametrize("damaged", [b"\0\1\0\0", b"OTTO and no more"])
def test_what_is_no_font_is_not_used(damaged: bytes) -> None:
    assert preview("A", "B", "C", TEAL, WHITE, damaged) == preview("A", "B", "C", TEAL, WHITE)


@given(st.integers(0, 20_000))
@example(2_000)
def test_a_font_that_is_cut_off_stops_nothing(length: int) -> None:
    assert opened(preview("A", "B", "C", TEAL, WHITE, own_font()[:length])).size == (1200, 630)


@pytest.mark.skipif(not NOTO.exists(), reason="the package fonts-noto-cjk is not installed")
@pytest.mark.parametrize("title", ["Für alle", "Étude", "研究", "孤独" * 40, "가상 연구", "исследование"])
def test_another_font_writes_what_the_own_one_cannot(title: str) -> None:
    font = NOTO.read_bytes()
    assert can_write(title, font)
    image = opened(preview("", title, "", TEAL, WHITE, font)).convert("RGB")
    paper = image.getpixel((600, 20))
    rows = [y for y in range(630) if any(image.getpixel((x, y)) != paper for x in range(100, 1120, 3)) and y > 160]
    assert rows
    assert (max(rows) - min(rows) > 150) is (len(title) > 40), "what is long fills several lines"
    assert {image.getpixel((x, y)) for x in range(1130, 1200, 4) for y in range(0, 630, 4)} == {paper}


def test_the_icon_is_one_of_32_pixels_in_the_colours() -> None:
    image = opened(favicon(TEAL, WHITE))
    assert (image.format, image.size) == ("ICO", (32, 32))
    pixels = image.convert("RGBA")
    assert pixels.getpixel((16, 4)) == (*TEAL, 255)
    assert pixels.getpixel((25, 16)) == (*WHITE, 255)
    assert pixels.getpixel((0, 0)) == (0, 0, 0, 0), "its corners are round"


def test_pillow_is_imported_only_when_a_picture_is_made() -> None:
    code = "import sys, synthesite.pipeline, synthesite.exports.previews; sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
