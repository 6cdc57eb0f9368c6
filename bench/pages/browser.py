"""What Chromium makes of pages opened from the disk: axe-core's rules, sizes of targets, width, shifts, complaints."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, NamedTuple

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bench.pages.kinds import Finding

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SMALLEST_TARGET = 24
"""Pixels of CSS in both directions (WCAG 2.2, success criterion 2.5.8)."""
LARGEST_SHIFT = 0.02


class View(NamedTuple):
    """How a page is looked at; with `doubts`, what axe-core can't decide counts too."""

    name: str
    width: int
    scheme: Literal["light", "dark"] = "light"
    forced: bool = False
    doubts: bool = False


VIEWS = (
    View("light", 1280, doubts=True),
    View("dark", 1280, "dark", doubts=True),
    View("phone", 320),
    View("forced colours", 1280, forced=True),
)

_AXE = """async () => {
  const found = await axe.run(document, {resultTypes: ['violations', 'incomplete']});
  const told = kind => found[kind].flatMap(rule => rule.nodes.map(node => ({
    kind, rule: rule.id, at: node.target.flat().join(' '),
    why: (node.any[0] || node.all[0] || node.none[0] || {}).message || rule.help,
  })));
  return [...told('violations'), ...told('incomplete')];
}"""

# A link within a sentence may be as high as its line, as WCAG has it; a control may be as small as it likes where its
# label is large enough, for the label works it too.
_SMALL = """smallest => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary')]
  .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.closest('.skip'))
  .filter(one => {
    const boxes = [one, ...(one.labels || [])].map(part => part.getBoundingClientRect());
    if (boxes.some(box => box.width >= smallest - 0.5 && box.height >= smallest - 0.5)) return false;
    const around = one.parentElement.closest('p, li, dd, td, blockquote, figcaption, h1, h2, h3');
    const own = one.textContent.trim();
    return !(one.localName === 'a' && getComputedStyle(one).display === 'inline' && own
      && around && around.textContent.trim().length > own.length + 1 && around.textContent.includes(own));
  })
  .map(one => { const box = one.getBoundingClientRect();
    return `${one.outerHTML.slice(0, 90)} is ${Math.round(box.width)} by ${Math.round(box.height)}`; })"""

_SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 150);
})"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium. Raises `FileNotFoundError` if it isn't installed."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        raise FileNotFoundError("chromium is not installed; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def looked_at(site: Path, paths: Iterable[str], axe: Path) -> Iterator[Finding]:
    """What is found on pages in every view; `axe` is the file of axe-core."""
    pages, script = list(paths), axe.read_text(encoding="utf-8")
    with chromium() as browser:
        for view in VIEWS:
            context = browser.new_context(
                viewport={"width": view.width, "height": 900},
                color_scheme=view.scheme,
                forced_colors="active" if view.forced else "none",
                reduced_motion="reduce",
                bypass_csp=True,  # else axe-core could not be brought in
            )
            for path in pages:
                yield from _page(context, site, path, view, script)
            context.close()


def _page(context: BrowserContext, site: Path, path: str, view: View, axe: str) -> Iterator[Finding]:
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.goto((site / path).as_uri())
    shift: float = page.evaluate(_SHIFTS)
    if shift > LARGEST_SHIFT:
        yield Finding("layout shift", path, f"{view.name}: {shift:.3f}")
    for complaint in complaints:
        yield Finding("console", path, f"{view.name}: {complaint}")
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        yield Finding("width", path, f"{view.name}: {wide} px wider than the window")
    for small in page.evaluate(_SMALL, SMALLEST_TARGET):
        yield Finding("targets", path, f"{view.name}: {small}")
    page.evaluate(axe)
    found: list[dict[str, Any]] = page.evaluate(_AXE)
    for one in found:
        if one["kind"] == "violations" or view.doubts:
            yield Finding("axe", path, f"{view.name}: {one['kind']} {one['rule']} at {one['at']}: {one['why']}")
    page.close()
