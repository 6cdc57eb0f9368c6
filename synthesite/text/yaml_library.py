"""YAML by PyYAML and libyaml, for what the short ways of `yaml_text` don't take; imported only then."""

from __future__ import annotations

from typing import Any, NamedTuple

import yaml

from synthesite.text.yaml_errors import YamlError
from synthesite.text.yaml_lines import WIDTH, is_number, is_short

_ENDLESS = 1_000_000_000


class Scalar(NamedTuple):
    """Where a scalar stands in the text, in code points, quotes included, and its line, from 1."""

    start: int
    end: int
    line: int


def load(text: str) -> Any:
    """What `load_yaml` gives for a YAML text, with the same errors."""
    node = compose(text)
    try:
        return {} if node is None else _construct(node, set())
    except RecursionError:
        raise YamlError(1, "this is nested too deeply") from None


def places(text: str) -> dict[tuple[str | int, ...], Scalar]:
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


def dump(data: dict[str, Any]) -> str:
    """What `dump_yaml` gives."""
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
