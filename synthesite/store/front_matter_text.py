"""Front matter as text: values are put into it without a change to any other character of the file.

Comments, order, quoting, line ends, a byte order mark and the body stay as they are. Each edit is read back before it
is handed out: what can't be edited safely is refused, never damaged.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from synthesite.store.markdown_files import FrontMatterError, parse_markdown
from synthesite.text.yaml_errors import YamlError
from synthesite.text.yaml_library import compose, dump_flow
from synthesite.text.yaml_text import dump_yaml, load_yaml

_LINE_END = re.compile(r"\r\n|\r|\n")
_COMMENT = re.compile(r"(?<!\S)#[^\r\n]*")
_BLOCK_HEADER = re.compile(r"[^\r\n]*?[|>][-+0-9]*")


def with_values(text: str, values: Mapping[str, Any]) -> str:
    """The text of a Markdown file with these values, as plain data, in its front matter.

    A key is dotted where it stands inside another (`citations.cited_by`). A key that is there keeps its place and
    everything around its value; others are added at the end. `None` is written as `null`. Without front matter there
    will be some. Raises `FrontMatterError` if the front matter is faulty, or can't be edited without harm.
    """
    for key, value in values.items():
        text = _with_value(text, key.split("."), value)
    return text


def with_comments(text: str, comments: list[str]) -> str:
    """The text of a Markdown file with these comments (`# …`, a line each) at the end of its front matter.

    Raises `FrontMatterError` as `with_values` does.
    """
    if not comments:
        return text
    head, yaml_text, tail = _parts(text)
    return _read_back(
        head, f"{yaml_text}{''.join(c + _line_end(text) for c in comments)}", tail, parse_markdown(text).data
    )


def top_level_blocks(yaml_text: str) -> list[tuple[str, str]]:
    """The keys of a YAML mapping, each with its text: the comments before it, its value, the rest of its last line.

    Put together, the texts are the whole; what stands after the last key belongs to it. Of a mapping in braces each
    key gets a line of its own, without the comments. Raises `YamlError` for text that is no YAML mapping.
    """
    node = compose(yaml_text)
    if node is None:
        return []
    if not isinstance(node, yaml.MappingNode):
        raise YamlError(1, "this must be lines of 'key: value'")
    if node.flow_style:
        return [(key, dump_yaml({key: value})) for key, value in load_yaml(yaml_text).items()]
    blocks, start = [], 0
    for at, (key, value) in enumerate(node.value):
        end = len(yaml_text) if at == len(node.value) - 1 else _end_of_line(yaml_text, _end(yaml_text, value))
        blocks.append((str(key.value), yaml_text[start:end]))
        start = end
    return blocks


def comments_in(yaml_text: str) -> list[tuple[int, str]]:
    """The comments of a YAML text, each from its `#` on, with its line, from 1."""
    found = _comments(yaml_text, compose(yaml_text), 0, len(yaml_text))
    return [(len(_LINE_END.findall(yaml_text[:at])) + 1, comment) for at, comment in found]


def _comments(text: str, node: yaml.Node | None, start: int, end: int) -> list[tuple[int, str]]:
    """What stands between the scalars of a node and begins with `#`, with its place."""
    found: list[tuple[int, str]] = []
    for first, after in [*(_leaves(text, node) if node else ()), (end, end)]:
        found += [(match.start(), match[0].rstrip()) for match in _COMMENT.finditer(text, start, first)]
        start = after
    return found


def _with_value(text: str, path: list[str], value: Any) -> str:
    head, yaml_text, tail = _parts(text)
    wanted = copy.deepcopy(parse_markdown(text).data)
    parent = wanted
    for part in path[:-1]:
        if not isinstance(parent.get(part), dict):
            parent[part] = {}
        parent = parent[part]
    parent[path[-1]] = load_yaml(dump_yaml({"value": value}))["value"]
    end = _line_end(text)
    return _read_back(head, _edited(yaml_text, compose(yaml_text), path, value, end), tail, wanted)


def _parts(text: str) -> tuple[str, str, str]:
    """The file before, in and after the YAML of its front matter, which is made where there is none."""
    file = parse_markdown(text)
    if file.front:
        end = file.yaml_start + len(file.yaml_text)
        return text[: file.yaml_start], file.yaml_text, text[end:]
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    end_of_line = _line_end(text)
    body = text[len(mark) :]
    return f"{mark}---{end_of_line}", "", f"---{end_of_line}{end_of_line if body.strip() else ''}{body}"


def _line_end(text: str) -> str:
    match = _LINE_END.search(text)
    return match[0] if match else "\n"


def _read_back(head: str, yaml_text: str, tail: str, wanted: dict[str, Any]) -> str:
    """The file put together again, if it says what it should."""
    text = head + yaml_text + tail
    try:
        file = parse_markdown(text)
    except FrontMatterError:
        file = None
    if file is None or file.data != wanted or text[file.yaml_start + len(file.yaml_text) :] != tail:
        raise FrontMatterError(1, "this front matter can't be edited by program without harm; write the values by hand")
    return text


def _edited(text: str, node: yaml.Node | None, path: list[str], value: Any, line_end: str, *, top: bool = True) -> str:
    """The YAML text with one value changed or added, in the mapping `node`, which is all of the text if it is `top`."""
    if not isinstance(node, yaml.MappingNode):
        return text + _lines({path[0]: _nested(path[1:], value)}, "", line_end)
    for key, old in node.value:
        if key.value == path[0]:
            if len(path) > 1 and isinstance(old, yaml.MappingNode):
                return _edited(text, old, path[1:], value, line_end, top=False)
            return _replaced(text, key, old, _nested(path[1:], value), line_end)
    new = {path[0]: _nested(path[1:], value)}
    if node.flow_style:
        at = _end(text, node.value[-1][1]) if node.value else node.start_mark.index + 1
        return f"{text[:at]}{', ' if node.value else ''}{dump_flow(new)[1:-1]}{text[at:]}"
    indent = " " * node.start_mark.column
    at = len(text) if top else _end_of_line(text, _end(text, node))
    return text[:at] + _lines(new, indent, line_end) + text[at:]


def _nested(path: list[str], value: Any) -> Any:
    for part in reversed(path):
        value = {part: value}
    return value


def _lines(data: dict[str, Any], indent: str, line_end: str) -> str:
    return "".join(f"{indent}{line}{line_end}" for line in dump_yaml(data).splitlines())


def _replaced(text: str, key: yaml.Node, old: yaml.Node, value: Any, line_end: str) -> str:
    """The YAML text with another value of a key. Comments inside the old value stay, before the new one."""
    start, end = old.start_mark.index, _end(text, old)
    comments = [comment for _, comment in _comments(text, old, start, end)]
    if start == end:  # `key:` with nothing after it
        return f"{text[:start]} {dump_flow(value)}{text[end:]}"
    own_line = old.start_mark.line > key.end_mark.line
    if not comments and own_line and isinstance(value, list) and not getattr(old, "flow_style", True):
        first, *lines = dump_yaml({"value": value}).splitlines()
        if first == "value:":  # and not a list that goes on one line
            return text[:start] + f"{line_end}{' ' * old.start_mark.column}".join(lines) + text[end:]
    indent = " " * (key.start_mark.column + 2)
    lead = " " * max(0, len(indent) - old.start_mark.column) if own_line else ""
    kept = "".join(f"{comment}{line_end}{indent}" for comment in comments)
    return f"{text[:start]}{lead}{kept}{dump_flow(value)}{text[end:]}"


def _leaves(text: str, node: yaml.Node) -> Iterator[tuple[int, int]]:
    """The extents of all scalars, keys too, in the order of the text."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _leaves(text, key)
            yield from _leaves(text, value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _leaves(text, value)
    else:
        start, end = node.start_mark.index, _end(text, node)
        header = (
            _BLOCK_HEADER.match(text, start) if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">") else None
        )
        yield start, header.end() if header else end
        if header:  # a comment may stand beside the sign of a block scalar
            yield min(_end_of_line(text, start), end), end


def _end(text: str, node: yaml.Node) -> int:
    """Where a node really ends: without the blank lines and comments that YAML counts to it."""
    if isinstance(node, yaml.ScalarNode):
        return node.start_mark.index + len(text[node.start_mark.index : node.end_mark.index].rstrip())
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(text, last[1] if isinstance(last, tuple) else last)


def _end_of_line(text: str, at: int) -> int:
    match = _LINE_END.search(text, at)
    return match.end() if match else len(text)
