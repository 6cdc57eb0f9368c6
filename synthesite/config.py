"""The settings of a site: `config.yaml`, strictly read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from synthesite.model import CODED_KEYS, Problem, Severity
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
ABSTRACTS = {"open": "full", "other": "120", "unknown": "120"}
STATEMENTS = {"open": "full", "other": "60", "unknown": "60"}
"""How much is shown where the settings don't say; see `Rights`."""
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/[^\s<>\"']*)?")


GROUPINGS = ("themes", "journals", "years", "authors", "designs", "countries")
"""The ways of grouping studies, in the order in which pages name them."""
_CAN_BE_LEFT_OUT = (
    *GROUPINGS, "excluded", "redirects", "search", "new", "feeds", "related", "study_json", "study_ris",
    "study_bib", "theme_files",
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


def load_config(root: Path) -> Config:
    """Reads `config.yaml` of the site in the folder `root`.

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
        data = load_yaml(text)
    except YamlError as error:
        raise ConfigError([_error(error.line, "bad-yaml", error.message)]) from None
    values, faults = convert_mapping(data, Settings, "setting")
    faults += [*_faults(values), *_source_faults(values.get("sources", []), root)]
    if faults:
        raise ConfigError([_error(line_of(text, path), "bad-config", message) for path, message in faults])
    return Config(root=root, settings=Settings(**values))


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
