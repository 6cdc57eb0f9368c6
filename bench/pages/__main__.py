"""Holds the pages of a built site to their bars, and prints what is found; exit status 1 if anything is.

    python -m bench.pages [SITE] [--only BAR ...] [--sample] [--lighthouse PAGE ...]

`SITE` is the folder of a built site, `site` without it. A browser looks at one or two pages of each kind; weights,
markup and links are told of every page, or with `--sample` of those alone.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from bench.pages.browser import looked_at
from bench.pages.kinds import Finding, pages_of, samples
from bench.pages.lighthouse import lighthouse
from bench.pages.markup import html_validate, links, nu_checker
from bench.pages.weights import weights

TOOLS = Path(__file__).parents[2] / ".cache" / "pages"
SHOWN = 12
"""How many findings of a bar are printed."""


def main() -> int:
    """Runs what the options ask for."""
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("site", nargs="?", type=Path, default=Path("site"))
    parser.add_argument("--only", nargs="+", choices=["browser", "weights", "vnu", "html-validate", "lychee"])
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--lighthouse", nargs="+", default=[], metavar="PAGE")
    options = parser.parse_args()
    site: Path = options.site.resolve()
    looked = list(chain.from_iterable(samples(site).values()))
    every = looked if options.sample else pages_of(site)
    if not every:
        parser.error(f"there is no page in {site}; build the site first")
    bars: dict[str, Callable[[], Iterator[Finding]]] = {
        "weights": lambda: weights(site, every),
        "vnu": lambda: nu_checker(site, every, TOOLS),
        "html-validate": lambda: html_validate(site, every, TOOLS),
        "lychee": lambda: links(site, every, TOOLS),
        "browser": lambda: looked_at(site, looked, TOOLS / "node_modules/axe-core/axe.min.js"),
    }
    wanted = options.only or ([] if options.lighthouse else bars)
    count = 0
    for name in wanted:
        count += _told(name, len(looked if name == "browser" else every), list(bars[name]()))
    if options.lighthouse:
        count += _told("lighthouse", len(options.lighthouse), list(lighthouse(site, options.lighthouse, TOOLS)))
    return 1 if count else 0


def _told(name: str, pages: int, found: list[Finding]) -> int:
    print(f"{name}: {len(found)} findings on {pages:,} pages", flush=True)
    shown: Counter[str] = Counter()
    for one in found:
        shown[one.bar] += 1
        if shown[one.bar] <= SHOWN:
            print(f"  {one.bar}: {one.path}: {one.message}")
    return len(found)


if __name__ == "__main__":
    sys.exit(main())
