"""The settings of a site: `config.yaml`, strictly read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec

from synthesite.model import Problem, Severity
from synthesite.text.languages import LANGUAGE_TAG
from synthesite.text.slugs import slugify
from synthesite.text.study_refs import study_ref
from synthesite.text.yaml_text import YamlError, convert_mapping, line_of, load_yaml

FILE = "config.yaml"
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/[^\s<>\"']*)?")


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

    `reader` names the reader that must take them; `columns` says which key a table's column holds.
    """

    files: str
    reader: str = ""
    columns: dict[str, str] = {}


class Rights(_Settings, frozen=True, kw_only=True):
    """How many words of an abstract, and of a citation statement, are shown where the licence doesn't allow all."""

    abstract_words: int = 120
    statement_words: int = 60


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
    rights: Rights = Rights()
    sources: list[SourceRule] = []
    extra: list[str] = []
    match: MatchRules = MatchRules()
    themes: list[Theme] = []


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
    faults += _faults(values)
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
    rights = values.get("rights", Rights())
    faults += [
        (["rights", name], f"{name} must be a number of words, 0 or more")
        for name in ("abstract_words", "statement_words")
        if getattr(rights, name) < 0
    ]
    faults += _match_faults(values.get("match", MatchRules()))
    if values.get("page_size", 1) < 1:
        faults.append((["page_size"], "page_size must be at least 1"))
    return faults


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
