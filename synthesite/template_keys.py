"""What the pages of a template depend on, as a digest. Needs no Jinja: a build with nothing to do doesn't load it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from synthesite import __version__
from synthesite.config import Config, Settings

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
"""The program's own templates; a site may override any of them by a file of the same name in its `templates/`."""

STATIC = "static/"
"""Where what stands beside templates is no template, but a file of the site."""


class FrameKind(NamedTuple):
    """A way of grouping as the frame of a page names it."""

    name: str
    singular: str
    plural: str

    @property
    def path(self) -> str:
        """The page that lists all groups of the kind."""
        return f"{self.name}/index.html"


class FramePage(NamedTuple):
    """A curator's page as the frame of a page names it."""

    slug: str
    title: str


class FrameWay(NamedTuple):
    """A page that leads to all studies, as the frame of a page names it; `meaning` says what one finds there."""

    path: str
    label: str
    meaning: str = ""


class FrameLogo(NamedTuple):
    """The site's logo: its path below `site/`, what it shows, its width and height (0 if not known)."""

    path: str
    alt: str
    width: int
    height: int


class Frame(NamedTuple):
    """What every page shows of the rest of the site: the ways in, the excluded studies, whether there are feeds, looks.

    `has_style` says whether there is a stylesheet `static/site.css`.
    """

    kinds: tuple[FrameKind, ...] = ()
    pages: tuple[FramePage, ...] = ()
    excluded: int = 0
    ways: tuple[FrameWay, ...] = ()
    feed: bool = False
    logo: FrameLogo | None = None
    has_style: bool = False


NO_FRAME = Frame()
"""That of an empty site."""


class Uses(NamedTuple):
    """The templates that one template may load: those that begin and end so; `whole` where that is the whole name."""

    start: str
    end: str = ""
    whole: bool = False

    def fits(self, name: str) -> bool:
        """Whether this can be the template of that name."""
        return name == self.start if self.whole else name.startswith(self.start) and name.endswith(self.end)


class TemplateFacts(NamedTuple):
    """What one template's text says by itself, the templates that it uses left aside.

    `digest` is that of its source. `names` are the values that it takes from its page, `settings` those of the site
    that it reads, and `reads_all_settings` is true where that can't be told.
    """

    digest: str
    uses: tuple[Uses, ...] = ()
    names: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    reads_all_settings: bool = False
    reads_frame: bool = False


Analysis = Mapping[str, TemplateFacts]
"""By the template's name, whichever folder it is from; plain data, as `msgspec` encodes and decodes it."""


def template_folders(config: Config) -> list[Path]:
    """Where templates and static files are looked for, the site's own folder first."""
    folders = [config.root / "templates", TEMPLATES]
    return [folder for at, folder in enumerate(folders) if folder.is_dir() and folder not in folders[:at]]


def template_files(folders: list[Path]) -> dict[str, Path]:
    """The file that each template's name leads to: that of the first folder that has one. Static files count too."""
    found: dict[str, Path] = {}
    for folder in folders:
        seen: set[str] = set()
        for directory, names, files in os.walk(folder, followlinks=True):  # Jinja loads linked and hidden files too
            real = os.path.realpath(directory)
            if real in seen:
                names.clear()
                continue
            seen.add(real)
            names.sort()
            for file in sorted(files):
                path = Path(directory, file)
                found.setdefault(path.relative_to(folder).as_posix(), path)
    return found


def used_templates(analysis: Analysis, name: str) -> list[str]:
    """The templates that rendering this one may need, itself among them, sorted; missing ones too where named."""
    found: set[str] = set()
    ahead = [name]
    while ahead:
        one = ahead.pop()
        if one not in found:
            found.add(one)
            ahead += _named(analysis, one)
    return sorted(found)


def page_templates(analysis: Analysis) -> list[str]:
    """The templates that no other one uses, which are those of pages, sorted."""
    templates = [name for name in analysis if not name.startswith(STATIC)]
    used = {uses for name in templates for uses in analysis[name].uses}
    return sorted(name for name in templates if not any(uses.fits(name) for uses in used))


def _named(analysis: Analysis, name: str) -> Iterator[str]:
    for uses in analysis[name].uses if name in analysis else ():
        if uses.whole:
            yield uses.start
        else:
            yield from filter(uses.fits, analysis)


def template_names(analysis: Analysis, name: str) -> frozenset[str]:
    """The values that a template, and all that it uses, may take from its page."""
    used = used_templates(analysis, name)
    return frozenset(value for one in used if one in analysis for value in analysis[one].names)


def template_key(analysis: Analysis, name: str, settings: Settings, frame: Frame) -> bytes:
    """A digest of all that shapes the pages of a template, but for their values and their addresses.

    That is the sources of the template and of all that it uses, the values of the settings that they read, the frame
    if they show it, and the program's version.
    """
    used = used_templates(analysis, name)
    facts = [(one, analysis.get(one)) for one in used]
    there = [fact for _, fact in facts if fact]
    if any(fact.reads_all_settings for fact in there):
        read = sorted(settings.__struct_fields__)
    else:
        read = sorted({one for fact in there for one in fact.settings})
    shown = frame if any(fact.reads_frame for fact in there) else None
    sources = [(one, fact.digest if fact else None) for one, fact in facts]
    values = [(one, getattr(settings, one, None)) for one in read]
    return hashlib.sha256(msgspec.json.encode([__version__, sources, values, shown])).digest()
