"""The front matter of a curator's file: what it may say, and what it says.

`key: null`, without quotes, takes the record's value away and puts nothing in its place.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from synthesite.config import Settings
from synthesite.curated import Path, coded_words, not_in_vocabulary, wrong_values
from synthesite.model import MACHINE_KEYS, Checked, Record
from synthesite.store.content import Summary
from synthesite.store.markdown_files import MarkdownFile
from synthesite.text.nearest import did_you_mean
from synthesite.text.yaml_text import convert_mapping, line_of, scalars

RECORD_FIELDS = {field.name: field.type for field in msgspec.structs.fields(Record)}
INNER_UNITS = frozenset({"citations", "journal_metrics"})
"""Keys whose inner values are overridden one by one."""

Curated = msgspec.defstruct(
    "Curated",
    [(name, kind, msgspec.UNSET) for name, kind in RECORD_FIELDS.items() if name not in MACHINE_KEYS]
    + [
        ("themes", list[str], msgspec.UNSET),
        ("notes", str, msgspec.UNSET),
        ("exclude", str, msgspec.UNSET),
        ("checked", list[Checked], msgspec.UNSET),
    ],
)
"""What front matter may say: the keys of a record but for the machine's own, and what only a curator says."""

_CHECKABLE = (*(name for name in RECORD_FIELDS if name not in MACHINE_KEYS), "themes", "summary")
_NULLS = frozenset({"null", "Null", "NULL", "~"})


class Fault(NamedTuple):
    """Something in front matter that doesn't fit: its line in the file, from 1, and what is wrong."""

    line: int
    message: str


class FrontMatter(NamedTuple):
    """What a curator's front matter says.

    `values` are the values that fit, by their keys and types; `overrides` are those that replace the record's, by unit
    (`title`, `citations.cited_by`), `None` where the record's value is taken away. `faulty` names keys that are not
    used, or not wholly; `readable` is false where nothing of the front matter can be read.
    """

    values: dict[str, Any]
    overrides: dict[str, Any]
    faulty: frozenset[str]
    faults: list[Fault]
    file: MarkdownFile
    readable: bool

    def line(self, unit: str) -> int:
        """The line of the file on which a key stands."""
        return line_of(self.file.yaml_text, [*unit.split(".")]) + 1


def front_matter(summary: Summary, settings: Settings) -> FrontMatter:
    """Reads the front matter of a Markdown file, held against the settings' themes and vocabularies.

    Whatever is wrong is among the faults; nothing is raised.
    """
    file = summary.file
    if summary.problem:
        message = f"{summary.problem.message}; until it is mended this file is not used"
        return FrontMatter({}, {}, frozenset(), [Fault(summary.problem.line, message)], file, readable=False)
    if not file.data:
        return FrontMatter({}, {}, frozenset(), [], file, readable=True)
    data = _with_nulls(file)
    single = isinstance(data.get("checked"), dict)
    if single:
        data["checked"] = [data["checked"]]
    values, faults = convert_mapping(data, Curated, "key")
    faults += _faults(values, data, settings)
    if not faults:
        return FrontMatter(values, _overrides(values, data), frozenset(), [], file, readable=True)
    if single:
        faults = [([*path[:1], *path[2:]] if path[:1] == ["checked"] else path, message) for path, message in faults]
    return FrontMatter(
        values=values,
        overrides=_overrides(values, data),
        faulty=frozenset(str(path[0]) for path, _ in faults if path),
        faults=[Fault(line_of(file.yaml_text, path) + 1, _worded(path, message)) for path, message in faults],
        file=file,
        readable=True,
    )


def _worded(path: Path, message: str) -> str:
    if path and path[0] in MACHINE_KEYS:
        return f"the key {path[0]!r} is the program's own and can't be set here; remove the line"
    if message.endswith("has no value; write one or remove the line") and path[0] in RECORD_FIELDS:
        return f"{message}, or write '{path[0]}: null' to take the record's value away"
    return message


def _with_nulls(file: MarkdownFile) -> dict[str, Any]:
    """The data with `None` for each plain `null`; a quoted one is a text like any other."""
    if "~" not in file.yaml_text and "null" not in file.yaml_text.lower():
        return dict(file.data)
    data = copy.deepcopy(file.data)
    for path, mark in scalars(file.yaml_text).items():
        if path and file.yaml_text[mark.start : mark.end] in _NULLS:
            parent: Any = data
            for part in path[:-1]:
                parent = parent[part]
            parent[path[-1]] = None
    return data


def _faults(values: dict[str, Any], data: dict[str, Any], settings: Settings) -> Iterator[tuple[Path, str]]:
    """What is wrong with the values beyond their types; takes them, or what is wrong of them, out of `values`."""
    for key, value in list(values.items()):
        if value is None and data[key] is not None:
            yield [key], f"key {key!r} has no value that fits; without quotes, null takes the record's value away"
            del values[key]
    wrong = wrong_values(values)
    yield from wrong
    for path, _ in wrong:
        values.pop(str(path[0]), None)
    if "themes" in values:
        yield from _themes(values, [theme.id for theme in settings.themes])
    for at, check in enumerate(values.get("checked", [])):
        for which, key in enumerate(check.what or []):
            if key not in _CHECKABLE:
                yield ["checked", at, "what", which], f"there is no key {key!r} to check{did_you_mean(key, _CHECKABLE)}"
    for key, words in settings.vocabularies.items():
        if values.get(key) is not None:
            yield from _vocabulary(values, key, words)


def _themes(values: dict[str, Any], known: list[str]) -> Iterator[tuple[Path, str]]:
    for at, theme in enumerate(values["themes"]):
        if theme not in known:
            yield ["themes", at], f"{theme!r} is not a theme of config.yaml{did_you_mean(theme, known)}"
    values["themes"] = [theme for theme in dict.fromkeys(values["themes"]) if theme in known]


def _vocabulary(values: dict[str, Any], key: str, words: list[str]) -> Iterator[tuple[Path, str]]:
    """What stands in a coded value and not in its vocabulary; of a list, the other elements stay."""
    value, wrong = values[key], []
    for path, word in coded_words(key, value):
        message = not_in_vocabulary(key, word, words)
        if message:
            wrong.append(path)
            yield path, message
    left = [one for at, one in enumerate(value) if [key, at] not in [path[:2] for path in wrong]] if wrong else value
    if wrong and (isinstance(value, str) or not left):
        del values[key]
    else:
        values[key] = left


def _overrides(values: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in values.items():
        if key in INNER_UNITS and value is not None:
            found |= {f"{key}.{inner}": getattr(value, inner) for inner in data[key]}
        elif key in RECORD_FIELDS:
            found[key] = value
    return found
