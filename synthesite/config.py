"""The settings of a site: `config.yaml`, strictly read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from synthesite.model import CODED_KEYS, Problem, Severity
from synthesite.text.colours import NAMES, rgb
from synthesite.text.folding import same_form
from synthesite.text.languages import LANGUAGE_TAG
from synthesite.text.licences import FAMILIES, known_licences, spdx
from synthesite.text.nearest import did_you_mean
from synthesite.text.slugs import slugify
from synthesite.text.study_refs import study_ref
from synthesite.text.yaml_errors import YamlError
from synthesite.text.yaml_text import convert_mapping, line_of, load_yaml
from synthesite.trust import trust_faults

FILE = "config.yaml"
_SOURCE_NAME = re.compile(r"[\w.-][\w. -]*")
_PAGE = re.compile(r"(?:[a-z0-9][a-z0-9-]*/)*[a-z0-9][a-z0-9-]*\.html")
LOGO_SUFFIXES = (".svg", ".png")
"""What the names of files end in that can be a logo."""
FONT_SUFFIXES = (".ttf", ".otf", ".ttc")
"""The same for fonts."""
_FONT_BEGINNINGS = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf")
"""The first four bytes of OpenType and TrueType fonts, and of collections of them (OpenType 1.9, "Font File")."""
ABSTRACTS = {"open": "full", "other": "120", "unknown": "120"}
STATEMENTS = {"open": "full", "other": "60", "unknown": "60"}
"""How much is shown where the settings don't say; see `Rights`."""
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/[^\s<>\"']*)?")


GROUPINGS = ("themes", "journals", "years", "authors", "designs", "countries")
"""The ways of grouping studies, in the order in which pages name them."""
_CAN_BE_LEFT_OUT = (
    *GROUPINGS, "map", "statements",
    "excluded", "redirects", "search", "new", "feeds", "related", "study_json", "study_ris", "study_bib",
    "theme_files", "previews",
)  # fmt: skip
"""Groupings, pages, parts of pages and exports that a site can do without."""


class ConfigError(Exception):
    """The settings can't be used; carries every problem found in them."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class _Settings(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Common settings: an unknown key is an error."""


class Theme(_Settings, frozen=True, kw_only=True):
    """An entry of the vocabulary. `keywords` are words or phrases, matched whole, in the singular."""

    id: str
    label: str
    description: str = ""
    keywords: list[str] = []


class SourceRule(_Settings, frozen=True, kw_only=True):
    """What is said about some sources: `files` is a pattern of paths below `content/sources/` (`exports/*.txt`).

    `reader` names the reader that must take them; `columns` says which key a table's column holds. With `folder`, a
    folder outside `content/`, the rule adds the files there that fit the pattern, all without one.
    """

    files: str = ""
    folder: str = ""
    name: str = ""
    reader: str = ""
    columns: dict[str, str] = {}

    @property
    def source_name(self) -> str:
        """What stands for the folder in records: its name, or the folder's last part; empty without a folder."""
        return self.name or PurePosixPath(self.folder).name if self.folder else ""


class Rights(_Settings, frozen=True, kw_only=True):
    """How much is shown of abstracts, and of citation statements: by licence `full`, a number of words, or `link`.

    Licences are `open`, `other`, `unknown`, a family such as `CC-BY-NC`, or an SPDX identifier; what isn't said of the
    first three is as in `ABSTRACTS` and `STATEMENTS`.
    """

    abstracts: dict[str, str] = {}
    statements: dict[str, str] = {}

    def __post_init__(self) -> None:
        """Fills in what isn't said."""
        msgspec.structs.force_setattr(self, "abstracts", ABSTRACTS | self.abstracts)
        msgspec.structs.force_setattr(self, "statements", STATEMENTS | self.statements)


class Logo(_Settings, frozen=True, kw_only=True):
    """The site's sign: `file` is a path in the site's folder, of an SVG or a PNG; `alt` says what it shows.

    Without words it is an ornament beside the title.
    """

    file: str
    alt: str = ""


class SiteLicence(_Settings, frozen=True, kw_only=True):
    """Under which licence the site's own texts stand, in words, and where it can be read."""

    text: str
    url: str = ""


class NavigationItem(_Settings, frozen=True, kw_only=True):
    """A way that the site adds to its navigation: to an address elsewhere, or to a page below `site/`."""

    label: str
    url: str = ""
    page: str = ""


class MatchRules(_Settings, frozen=True, kw_only=True):
    """What a person decided about pairs of studies: `same` puts together, `apart` keeps apart, and goes first.

    Each pair names two studies as `synthesite.text.study_refs` reads it.
    """

    same: list[list[str]] = []
    apart: list[list[str]] = []


class Settings(_Settings, frozen=True, kw_only=True):
    """What `config.yaml` may say; each setting is described in `docs/configuration.md`."""

    title: str
    description: str = ""
    base_url: str = ""
    language: str = "en"
    notice: str = ""
    colour: str = ""
    logo: Logo | None = None
    preview_font: str = ""
    licence: SiteLicence | None = None
    navigation: list[NavigationItem] = []
    footer: str = ""
    journal_metrics: bool = True
    page_size: int = 100
    leave_out: list[str] = []
    rights: Rights = Rights()
    sources: list[SourceRule] = []
    extra: list[str] = []
    match: MatchRules = MatchRules()
    trust: dict[str, list[str | list[str]]] = {}
    themes: list[Theme] = []
    vocabularies: dict[str, list[str]] = {}


class Config(_Settings, frozen=True, kw_only=True):
    """The settings together with where they are from; `root` is the site's folder."""

    root: Path
    settings: Settings

    @property
    def content(self) -> Path:
        """Where curators' and records' files are."""
        return self.root / "content"

    @property
    def site(self) -> Path:
        """Where the pages go."""
        return self.root / "site"


def load_config(root: Path, load: Callable[[str], Any] = load_yaml) -> Config:
    """Reads `config.yaml` of the site in the folder `root`; `load` gives what `load_yaml` does.

    Raises `ConfigError`, with all problems and their lines, if it is missing, is no YAML, or says something that is
    no setting or no fitting value.
    """
    try:
        text = (root / FILE).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        message = (
            f"there is no {FILE} in this folder; create one with at least a line 'title: …', or name another --root"
        )
        raise ConfigError([_error(0, "no-config", message)]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([_error(0, "unreadable-config", f"{error}; save it as UTF-8 text")]) from None
    try:
        data = load(text)
    except YamlError as error:
        raise ConfigError([_error(error.line, "bad-yaml", error.message)]) from None
    values, faults = convert_mapping(data, Settings, "setting")
    faults += [
        *_faults(values),
        *_source_faults(values.get("sources", []), root),
        *_logo_faults(values.get("logo"), root),
        *_font_faults(values.get("preview_font", ""), root),
    ]
    if faults:
        raise ConfigError([_error(line_of(text, path), "bad-config", message) for path, message in faults])
    return Config(root=root, settings=Settings(**values))


def line_of_setting(root: Path, path: list[str | int]) -> int:
    """The line of `config.yaml` on which a setting stands, for a warning about a site that was loaded."""
    return line_of((root / FILE).read_text(encoding="utf-8-sig"), path)


def _faults(values: dict[str, Any]) -> list[tuple[list[str | int], str]]:
    faults: list[tuple[list[str | int], str]] = []
    if not values.get("title", "").strip():
        faults.append((["title"], "a title is needed: add a line 'title: …'"))
    seen: set[str] = set()
    for at, theme in enumerate(values.get("themes", [])):
        if theme.id != slugify(theme.id):
            message = f"the theme id {theme.id!r} can't be an address; {slugify(theme.id)!r} would do"
            faults.append((["themes", at, "id"], message))
        elif theme.id in seen:
            faults.append((["themes", at, "id"], f"the theme id {theme.id!r} stands here a second time"))
        seen.add(theme.id)
    address = values.get("base_url", "")
    if address and not _ADDRESS.fullmatch(address):
        faults.append((["base_url"], f"{address!r} is no address; write it like https://example.org/evidence/"))
    if not LANGUAGE_TAG.fullmatch(values.get("language", "en")):
        faults.append((["language"], f"{values['language']!r} is no language tag such as en or pt-BR"))
    faults += _look_faults(values)
    faults += [(["trust", *path], message) for path, message in trust_faults(values.get("trust", {}))]
    rights = values.get("rights", Rights())
    faults += [*_policy_faults("abstracts", rights.abstracts), *_policy_faults("statements", rights.statements)]
    faults += _match_faults(values.get("match", MatchRules()))
    if values.get("page_size", 1) < 1:
        faults.append((["page_size"], "page_size must be at least 1"))
    for at, name in enumerate(values.get("leave_out", [])):
        if name not in _CAN_BE_LEFT_OUT:
            message = f"{name!r} is nothing that can be left out{did_you_mean(name, _CAN_BE_LEFT_OUT)}"
            faults.append((["leave_out", at], f"{message}; {', '.join(_CAN_BE_LEFT_OUT)} can be"))
    for key, words in values.get("vocabularies", {}).items():
        faults += _vocabulary_faults(key, words)
    return faults


def _look_faults(values: dict[str, Any]) -> Iterator[tuple[list[str | int], str]]:
    """What is wrong with the settings for the looks of a site, the files that they name left aside."""
    colour, licence = values.get("colour", ""), values.get("licence")
    if colour and rgb(colour) is None:
        way = "; write it like '#0b5563', in quotes, or as a name such as teal"
        yield ["colour"], f"{colour!r} is no colour{did_you_mean(colour.lower(), NAMES) or way}"
    if licence and licence.url and not _ADDRESS.fullmatch(licence.url):
        yield ["licence", "url"], f"{licence.url!r} is no address; write it like https://example.org/licence"
    for at, item in enumerate(values.get("navigation", [])):
        if bool(item.url) == bool(item.page):
            message = "a way needs url (an address elsewhere) or page (such as about.html), and not both"
            yield ["navigation", at], message
        elif item.url and not _ADDRESS.fullmatch(item.url):
            message = f"{item.url!r} is no address; write it like https://example.org, or name a page with page"
            yield ["navigation", at, "url"], message
        elif item.page and not _PAGE.fullmatch(item.page):
            message = f"{item.page!r} is no page of this site; write it like about.html or themes/index.html"
            yield ["navigation", at, "page"], message


def _logo_faults(logo: Logo | None, root: Path) -> Iterator[tuple[list[str | int], str]]:
    """What is wrong with the file of a logo: only a picture in the site's folder is published."""
    if logo:
        message = _file_fault(logo.file, root, "logo", LOGO_SUFFIXES, "neither an SVG nor a PNG")
        if message:
            yield ["logo", "file"], message


def _font_faults(font: str, root: Path) -> Iterator[tuple[list[str | int], str]]:
    """What is wrong with the file of a font."""
    if not font:
        return
    message = _file_fault(font, root, "font", FONT_SUFFIXES, "neither a .ttf nor an .otf nor a .ttc")
    if not message:
        with (root / font).open("rb") as file:
            if file.read(4) not in _FONT_BEGINNINGS:
                message = f"{font!r} is no TrueType or OpenType font; take the font's file as its makers offer it"
    if message:
        yield ["preview_font"], message


def _file_fault(name: str, root: Path, what: str, suffixes: Sequence[str], other: str) -> str:
    """What is wrong with a file of the site's own that a setting names, if anything is."""
    try:
        path = (root / name).resolve()
        if PurePosixPath(name).suffix.lower() not in suffixes:
            return f"{name!r} is {other} by its name; save the {what} as one of these"
        if not path.is_relative_to(root.resolve()) or path.is_relative_to((root / "site").resolve()):
            return f"{name!r} is not in the site's folder, or in site/; put a copy of the {what} beside {FILE}"
        if not path.is_file():
            return f"there is no file {name!r} in the site's folder; put the {what} there, or remove the setting"
    except (OSError, ValueError):  # a name that no file can have
        return f"{name!r} is no name of a file; write the path of the {what} from the site's folder"
    return ""


def _policy_faults(name: str, policy: dict[str, str]) -> Iterator[tuple[list[str | int], str]]:
    known = [*ABSTRACTS, *FAMILIES, *known_licences()]
    by_case = {word.casefold(): word for word in known}
    for licence, said in policy.items():
        if licence not in known:
            near = spdx(licence) or by_case.get(licence.casefold())
            meant = f"; did you mean {near!r}?" if near else did_you_mean(licence, known)
            kinds = "open, other, unknown, a family such as CC-BY-NC, or an SPDX identifier such as CC-BY-NC-4.0"
            yield ["rights", name, licence], f"{licence!r} is no licence here{meant or f'; write {kinds}'}"
        if said not in {"full", "link"} and not (said.isascii() and said.isdecimal()):
            meant = did_you_mean(said, ["full", "link"])
            yield ["rights", name, licence], f"{said!r} is neither full nor link nor a number of words{meant}"


def _source_faults(rules: Sequence[SourceRule], root: Path) -> Iterator[tuple[list[str | int], str]]:
    """What is wrong with the rules for sources of the site in `root`: the path of each setting, and a message."""
    own = [(root / name).resolve() for name in ("content", "site", "templates")]
    folders: dict[str, Path] = {}
    for at, rule in enumerate(rules):
        name, folder = rule.source_name, (root / rule.folder).resolve()
        message, key = "", "folder"
        if not rule.folder:
            if not rule.files:
                yield ["sources", at], "a rule needs files (a pattern such as exports/*.txt) or a folder"
            if rule.name:
                yield ["sources", at, "name"], "a name is for a folder; add the line folder, or remove this one"
            continue
        if name.startswith(".") or not _SOURCE_NAME.fullmatch(name):
            key = "name" if rule.name else "folder"
            message = f"{name!r} can't stand for a folder in records; add a name of letters, digits and - _ ."
        elif inside := next((one for one in own if _nested(folder, one)), None):
            message = f"this folder and {inside.name}/ of the site lie one in the other; name one apart from it"
        elif folders.get(name, folder) != folder or name.casefold() in {
            one.casefold() for one in folders if one != name
        }:
            message = f"another folder is called {name!r} too; give one of them a name of its own"
        else:
            others = [other for other, one in folders.items() if other != name and _nested(folder, one)]
            if others:
                message = f"this folder and the one called {others[0]!r} lie one in the other; name one only"
        if message:
            yield ["sources", at, key], message
        folders.setdefault(name, folder)


def _nested(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)


def _vocabulary_faults(key: str, words: list[str]) -> Iterator[tuple[list[str | int], str]]:
    if key not in CODED_KEYS:
        yield (
            ["vocabularies", key],
            f"{key!r} is no coded key that can have a vocabulary{did_you_mean(key, CODED_KEYS)}",
        )
    first: dict[str, str] = {}
    for at, word in enumerate(words):
        if not word.strip():
            yield ["vocabularies", key, at], "a blank word says nothing; remove it"
        elif first.setdefault(same_form(word) or word, word) != word or word in words[:at]:
            other = first[same_form(word) or word]
            yield ["vocabularies", key, at], f"{word!r} stands here a second time, as {other!r}; remove one of them"


def _match_faults(rules: MatchRules) -> list[tuple[list[str | int], str]]:
    faults: list[tuple[list[str | int], str]] = []
    for name in ("same", "apart"):
        for at, pair in enumerate(getattr(rules, name)):
            named = [study_ref(ref) for ref in pair if ref.strip()]
            if len(pair) != 2 or len(named) != 2:
                message = f"{name} is a list of pairs, each of two studies: write {name}: [[one, other]]"
                faults.append((["match", name, at], message))
            elif named[0] == named[1]:
                faults.append((["match", name, at], f"both sides of this pair are {pair[0]!r}; name two studies"))
    return faults


def _error(line: int, code: str, message: str) -> Problem:
    return Problem(FILE, line, code, message, Severity.ERROR)
