"""Makes the picture in the README from the built demonstration site: home and a study, side by side.

Needs Debian's `chromium`, or another one on the path.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
SITE = HERE.parents[1] / "site"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
SHOWN = ("index.html", "studies/otte-2020-challenges-faced-by-peer.html")
FRAME = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; padding: 28px; display: flex; gap: 28px; background: #d9dee3; width: max-content }
img { width: 620px; height: 780px; object-fit: cover; object-position: top; border-radius: 10px;
      box-shadow: 0 8px 30px #0004 }
</style>"""


def main() -> int:
    """Takes the pictures; exit status 1 without a browser or without a built site."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None or not (SITE / "index.html").exists():
        print("take.py: needs chromium on the path, and the site built by `make site`", file=sys.stderr)
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 930, "height": 1170})
        images = []
        for number, name in enumerate(SHOWN):
            page.goto((SITE / name).as_uri())
            images.append(HERE / f".part-{number}.png")
            page.screenshot(path=images[-1])
        frame = HERE / ".frame.html"
        frame.write_text(FRAME + "".join(f'<img src="{image.name}" alt="">' for image in images), encoding="utf-8")
        page.set_viewport_size({"width": 1324, "height": 836})
        page.goto(frame.as_uri())
        page.screenshot(path=HERE / "site.png")
        browser.close()
        for leftover in [*images, frame]:
            leftover.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
