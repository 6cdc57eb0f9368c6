"""The theme colour can be read, and what the navigation names is there."""

from __future__ import annotations

from collections.abc import Iterator

from synthesite.evidence import Evidence
from synthesite.library import Library
from synthesite.looks import LIGHT
from synthesite.model import Problem
from synthesite.text.colours import ENOUGH, faintest, readable, rgb, written

_FILE = "config.yaml"


def check(library: Library, evidence: Evidence) -> Iterator[Problem]:
    """A warning where the theme colour had to be made darker for text, or where a way leads to no page."""
    settings = library.settings
    colour = rgb(settings.colour)
    if colour and faintest(colour, *LIGHT) < ENOUGH:
        used = readable(colour, *LIGHT)
        message = (
            f"the colour {settings.colour} has a contrast of {faintest(colour, *LIGHT):.2f}:1 on light paper, and text "
            f"needs {ENOUGH}:1, so text is in {written(used)}; choose a darker colour, or this one"
        )
        yield Problem(_FILE, evidence.line_of_setting("colour"), "faint-colour", message)
    for at, item in enumerate(settings.navigation):
        if item.page and not _is_there(library, item.page):
            message = f"the way {item.label!r} in the navigation leads to {item.page}, which isn't there; mend its page"
            line = evidence.line_of_setting("navigation", at, "page")
            yield Problem(_FILE, line, "no-such-page", message)


def _is_there(library: Library, page: str) -> bool:
    folder, _, name = page.removesuffix(".html").rpartition("/")
    if not folder:
        ways = {way.path for way in library.frame.ways}
        return name in {"index", *(one.slug for one in library.pages)} or page in ways
    if folder == "studies":
        return name in library.studies.entries
    return folder in library.groups and (name == "index" or any(group.id == name for group in library.groups[folder]))
