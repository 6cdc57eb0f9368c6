"""YAML as text: every scalar is loaded as it is written and converted by the type that is asked for.

So `language: no` stays Norwegian and `012` keeps its nought. Dumps are stable: the same data gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import msgspec.inspect

from synthesite.text.nearest import did_you_mean
from synthesite.text.yaml_errors import UnsureError, YamlError
from synthesite.text.yaml_lines import entry
from synthesite.text.yaml_subset import read_subset

if TYPE_CHECKING:  # brings PyYAML
    from synthesite.text.yaml_library import Scalar

T = TypeVar("T", bound=msgspec.Struct)

_WORDS = {
    "Expected": "expected",
    "`int`": "a whole number",
    "`float`": "a number",
    "`bool`": "true or false",
    "`str`": "text",
    "`array`": "a list",
    "`object`": "a mapping",
    "Object contains unknown field": "unknown key",
    "Object missing required field": "missing key",
}
"""What msgspec says, and what curators understand."""


def load_yaml(
    text: str,
    encoded: bytes | None = None,
    blocks: Mapping[str, Callable[[str], Any]] = MappingProxyType({}),
) -> Any:
    """The data of a YAML text: dicts, lists and strings only; an empty text is an empty dict.

    `encoded` is the text in UTF-8, for who has it at hand: characters beyond Latin 1 make encoding slow. `blocks` are
    asked first for the values of keys, of the lines below these; they may give other types, or `None`.
    Raises `YamlError` for text that is no YAML, and for a key that stands twice, an alias or a key that is no scalar.
    """
    try:
        return read_subset(text, load_with_libyaml, encoded, blocks)
    except (UnsureError, YamlError):
        return load_with_libyaml(text)


def load_with_libyaml(text: str) -> Any:
    """What `load_yaml` gives, by libyaml alone."""
    from synthesite.text.yaml_library import load  # PyYAML takes long to import, and what we wrote seldom needs it

    return load(text)


def scalars(text: str) -> dict[tuple[str | int, ...], Scalar]:
    """Where each key's value of a YAML text stands, by its path; collections are there with their own extent."""
    from synthesite.text.yaml_library import places  # as above

    return places(text)


def line_of(text: str, path: list[str | int]) -> int:
    """The line, from 1, on which the value at `path` stands; that of the nearest part of the path that exists."""
    found = scalars(text)
    while path and tuple(path) not in found:
        path = path[:-1]
    return found[tuple(path)].line if path else 1


def convert_mapping(
    data: Any, struct: type[msgspec.Struct], noun: str
) -> tuple[dict[str, Any], list[tuple[list[str | int], str]]]:
    """Converts a mapping of texts, key by key, to the types of a struct's fields.

    Returns the values that fit, and a list of (path, message) for each key that is unknown or doesn't fit; an empty
    value counts as absent. `noun` is what a key is called in messages.
    """
    if not isinstance(data, dict):
        return {}, [([], f"this must be a list of '{noun}: value' lines")]
    whole = convert_whole(data, struct)
    if whole is not None:
        return {key: getattr(whole, key) for key in data}, []
    fields = _field_types(struct)
    values: dict[str, Any] = {}
    faults: list[tuple[list[str | int], str]] = []
    for key, value in data.items():
        if key not in fields:
            faults.append(([key], f"unknown {noun} {key!r}{did_you_mean(key, fields)}"))
        elif value == "":
            faults.append(([key], f"{noun} {key!r} has no value; write one or remove the line"))
        else:
            try:
                values[key] = msgspec.convert(value, fields[key], strict=False)
            except msgspec.ValidationError as error:
                unknown = re.findall(r"unknown field `(.*?)`", str(error))
                near = "".join(did_you_mean(word, _inner_keys(fields[key])) for word in unknown)
                faults.append(([key, *error_path(error), *unknown], f"{noun} {key!r}: {reason(error)}{near}"))
    return values, faults


def convert_whole(data: Any, struct: type[T]) -> T | None:
    """A mapping of texts as a struct; `None` where anything doesn't fit, of which `convert_mapping` tells."""
    if not isinstance(data, dict) or "" in data.values() or not _field_types(struct).keys() >= data.keys():
        return None
    try:
        return msgspec.convert(data, struct, strict=False)
    except msgspec.ValidationError:
        return None


@cache
def _field_types(struct: type[msgspec.Struct]) -> dict[str, Any]:
    """The types of a struct's fields by their names, which msgspec works out anew each time."""
    return {field.name: field.type for field in msgspec.structs.fields(struct)}


def _inner_keys(kind: Any) -> set[str]:
    """The keys of every mapping that a value of this type may hold."""
    keys: set[str] = set()
    left = [msgspec.inspect.type_info(kind)]
    while left:
        info = left.pop()
        if isinstance(info, msgspec.inspect.StructType):
            keys |= {field.name for field in info.fields}
            left += [field.type for field in info.fields]
        elif isinstance(info, msgspec.inspect.ListType):
            left.append(info.item_type)
        elif isinstance(info, msgspec.inspect.UnionType):
            left += info.types
    return keys


def error_path(error: msgspec.ValidationError) -> list[str | int]:
    """The path that msgspec's message names (`… - at `$.a[0].b``), without the root."""
    _, at, tail = str(error).rpartition("`$")
    if not at:
        return []
    parts = tail.rstrip("`").replace("[", ".").replace("]", "").split(".")
    return [int(part) if part.isdecimal() else part for part in parts if part and part != "..."]


def reason(error: msgspec.ValidationError) -> str:
    """What msgspec's message says, in words for curators."""
    text = str(error).split(" - at ")[0].replace(" | null", "")
    for theirs, ours in _WORDS.items():
        text = text.replace(theirs, ours)
    return text.replace("`", "'")


def dump_yaml(data: dict[str, Any]) -> str:
    """The data as YAML text, keys in the order given, ending in a line end.

    Mappings and lists of scalars inside lists, and everything that fits a line by its nature (a person, a place),
    are written on one line, so that a change shows as one line in a diff.
    """
    if not data:
        return "{}\n"
    lines: list[str] = []
    for key, value in data.items():
        written = len(lines)
        try:
            entry(key, value, 0, lines, top=True)
        except UnsureError:
            lines[written:] = [dump_with_libyaml({key: value})]
    return "".join(lines)


def dump_with_libyaml(data: dict[str, Any]) -> str:
    """What `dump_yaml` gives, by libyaml alone."""
    from synthesite.text.yaml_library import dump  # as above

    return dump(data)
