"""Makes the pictures of the built demonstration site: one of each kind of page, light, dark, on a phone and in print.

    make pictures

Each picture shows the upper part of a page four times; `site.png`, the picture in the README, shows two pages. Needs
Debian's `chromium`, or another one on the path.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Literal, NamedTuple

from PIL import Image
from playwright.sync_api import Browser

from bench.pages.browser import chromium

HERE = Path(__file__).resolve().parent
SITE = HERE.parents[1] / "site"
STUDY = "studies/otte-2020-challenges-faced-by-peer.html"
KINDS = {
    "home": "index.html",
    "study": STUDY,
    "theme": "themes/implementation-policy.html",
    "themes": "themes/index.html",
    "journal": "journals/plos-one.html",
    "authors": "authors/index.html",
    "map": "map.html",
    "map-cell": "map/effectiveness--designs--randomised-controlled-trial.html",
    "statements": "statements.html",
    "search": "search.html?q=peer+support",
    "new": "new.html",
    "text": "about.html",
    "not-found": "404.html",
}
"""A page of each kind, by the name of its picture."""


class View(NamedTuple):
    """How a page is looked at; sizes in pixels of CSS."""

    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"
    media: Literal["screen", "print"] = "screen"


VIEWS = (View(1100, 1400), View(1100, 1400, "dark"), View(390, 1400), View(794, 1123, media="print"))
COLOURS = 96
"""Of a picture's palette: enough for text and flat colours."""
_FRAME = """<!DOCTYPE html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 20px; display: flex; gap: 20px; background: #d9dee3; width: max-content }}
img {{ height: {height}px; border-radius: 8px; box-shadow: 0 6px 24px #0004 }}
</style>"""


def main() -> int:
    """Takes the pictures; exit status 1 without a page that is to be shown."""
    lost = [name for name in KINDS.values() if not (SITE / name.partition("?")[0]).is_file()]
    if lost:
        print(f"take.py: needs {', '.join(lost)} in the site built by `make site`", file=sys.stderr)
        return 1
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        for name, path in KINDS.items():
            shots = [_shot(browser, path, view, Path(folder, f"{at}.png")) for at, view in enumerate(VIEWS)]
            _framed(browser, shots, 700, HERE / f"{name}.png")
        view = View(930, 1170)
        shots = [_shot(browser, path, view, Path(folder, f"{at}.png")) for at, path in enumerate(("index.html", STUDY))]
        _framed(browser, shots, 780, HERE / "site.png")
    return 0


def _shot(browser: Browser, path: str, view: View, target: Path) -> Path:
    """The upper part of a page, as somebody sees it."""
    page = browser.new_page(viewport={"width": view.width, "height": view.height}, color_scheme=view.scheme)
    page.emulate_media(media=view.media)
    name, _, query = path.partition("?")
    page.goto((SITE / name).as_uri() + (f"?{query}" if query else ""))
    page.wait_for_timeout(600 if query else 50)
    page.screenshot(path=target)
    page.close()
    return target


def _framed(browser: Browser, shots: list[Path], height: int, target: Path) -> None:
    """Pictures side by side, each as high as the others."""
    frame = shots[0].with_name("frame.html")
    images = "".join(f'<img src="{shot.name}" alt="">' for shot in shots)
    frame.write_text(_FRAME.format(height=height) + images, encoding="utf-8")
    page = browser.new_page(viewport={"width": 100, "height": height + 40})
    page.goto(frame.as_uri())
    page.screenshot(path=target, full_page=True)
    page.close()
    with Image.open(target) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
