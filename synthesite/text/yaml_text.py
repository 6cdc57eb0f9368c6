"""YAML as text: every scalar is loaded as it is written and converted by the type that is asked for.

So `language: no` stays Norwegian and `012` keeps its nought. Dumps are stable: the same data gives the same bytes.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

import msgspec
import msgspec.inspect
import yaml

from synthesite.text.nearest import did_you_mean
from synthesite.text.yaml_lines import WIDTH, UnsureError, entry, is_number, is_short
from synthesite.text.yaml_subset import read_subset

_ENDLESS = 1_000_000_000

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


class YamlError(Exception):
    """Text that can't be taken as YAML here; `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


class Scalar(NamedTuple):
    """Where a scalar stands in the text, in code points, quotes included, and its line, from 1."""

    start: int
    end: int
    line: int


def load_yaml(text: str) -> Any:
    """The data of a YAML text: dicts, lists and strings only; an empty text is an empty dict.

    Raises `YamlError` for text that is no YAML, and for a key that stands twice, an alias or a key that is no scalar.
    """
    try:
        return read_subset(text, load_with_libyaml)
    except (UnsureError, YamlError):
        return load_with_libyaml(text)


def load_with_libyaml(text: str) -> Any:
    """What `load_yaml` gives, by libyaml alone."""
    node = compose(text)
    try:
        return {} if node is None else _construct(node, set())
    except RecursionError:
        raise YamlError(1, "this is nested too deeply") from None


def scalars(text: str) -> dict[tuple[str | int, ...], Scalar]:
    """Where each key's value of a YAML text stands, by its path; collections are there with their own extent."""
    found: dict[tuple[str | int, ...], Scalar] = {}

    def walk(node: yaml.Node, path: tuple[str | int, ...]) -> None:
        found[path] = Scalar(node.start_mark.index, node.end_mark.index, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                walk(value, (*path, key.value))
                mark = found[(*path, key.value)]
                found[(*path, key.value)] = mark._replace(line=key.start_mark.line + 1)
        elif isinstance(node, yaml.SequenceNode):
            for at, value in enumerate(node.value):
                walk(value, (*path, at))

    node = compose(text)
    if node is not None:
        walk(node, ())
    return found


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
    fields = _field_types(struct)
    if "" not in data.values() and fields.keys() >= data.keys():
        try:
            whole = msgspec.convert(data, struct, strict=False)
        except msgspec.ValidationError:
            pass  # each fault is found below
        else:
            return {key: getattr(whole, key) for key in data}, []
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


def compose(text: str) -> yaml.Node | None:
    """The nodes of a YAML text with their marks; `None` for an empty text. Raises `YamlError` for text that is none."""
    try:
        return yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(mark.line + 1 if mark else 1, f"this is no valid YAML: {error.problem or error}") from None
    except yaml.YAMLError as error:
        message = str(error).splitlines()[0]
        raise YamlError(1, f"this is no valid YAML: {message}") from None


def _construct(node: yaml.Node, seen: set[int]) -> Any:
    if id(node) in seen:
        raise YamlError(node.start_mark.line + 1, "anchors and aliases are not used here; write the value out")
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_construct(child, seen) for child in node.value]
    mapping: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise YamlError(key.start_mark.line + 1, "a key must be a single word or text")
        if key.value in mapping:
            raise YamlError(key.start_mark.line + 1, f"the key {key.value!r} stands here a second time")
        mapping[key.value] = _construct(value, seen)
    return mapping


class _Flow(dict[str, Any]):
    """A mapping that is written on one line: `{a: 1, b: 2}`."""


class _FlowList(list[Any]):
    """A list that is written on one line: `[1, 2]`."""


class _Dumper(yaml.CSafeDumper):
    """libyaml's emitter; texts with characters that it writes ambiguously are put in double quotes."""


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    plain = all(c.isprintable() for c in text)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(_Flow, lambda d, x: d.represent_mapping("tag:yaml.org,2002:map", x.items(), flow_style=True))
_Dumper.add_representer(_FlowList, lambda d, x: d.represent_sequence("tag:yaml.org,2002:seq", x, flow_style=True))


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
    text: str = yaml.dump(
        {key: _styled(value, 0) for key, value in data.items()},
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=WIDTH,
    )
    return text


def dump_flow(value: Any) -> str:
    """A value as YAML on one line, fit to stand after `key: ` and inside brackets: `[Germany, 'no']`."""
    text: str = yaml.dump(
        [value], Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=True, width=_ENDLESS
    )
    return text.rstrip("\n")[1:-1]


def _styled(value: Any, depth: int) -> Any:
    if isinstance(value, dict):
        styled = {key: _styled(item, depth + 1) for key, item in value.items()}
        return _Flow(styled) if depth and is_short(value) else styled
    if isinstance(value, list | tuple):
        elements = [_styled(item, depth + 1) for item in value]
        return _FlowList(elements) if all(is_number(v) for v in value) else elements
    return value
