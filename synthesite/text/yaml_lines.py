"""The common shapes of records as YAML, written out here: by way of PyYAML's nodes it takes four times as long.

The same bytes as libyaml's, or nothing: whatever is not surely plain or in single quotes, or has another shape, is left
to it. The rules are those of libyaml's emitter (`yaml_emitter_analyze_scalar`, `yaml_emitter_write_plain_scalar`), told
in our words; tests hold them against it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from synthesite.text.yaml_errors import UnsureError

WIDTH = 110
"""The column from which on a line is broken at the next space."""
_SHORT = WIDTH - 20

_QUOTED = re.compile(
    r"""[#,\[\]{}&*!|>'"%@` ]"""  # what a plain text doesn't start with
    r"|[?:-](?= |$)|---|\.\.\."  # indicators, marks of documents
)
_NOT_IN_FLOW = re.compile(r"[,?\[\]{}:]")
_SIMPLE_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,79}")
_PLACE_KEYS = ("source", "span", "how")
_HOW = ("copied", "decoded", "derived")


_LISTS = (list, tuple)
_NUMBERS = (int, float)


def is_number(value: Any) -> bool:
    return isinstance(value, _NUMBERS) and not isinstance(value, bool)


def is_short(mapping: dict[str, Any]) -> bool:
    """Whether a mapping reads better on one line: it holds only short scalars and lists of numbers."""
    return sum(map(_length, mapping.values())) <= _SHORT


def _length(value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, _LISTS):
        return sum(len(str(v)) + 2 for v in value) if all(map(is_number, value)) else WIDTH
    return WIDTH if isinstance(value, dict) else len(str(value))


def entry(key: str, value: Any, indent: int, out: list[str], opening: str = "", top: bool = False) -> None:
    """Appends a key of a block mapping and its value, as lines; raises `UnsureError`, with `out` half written.

    `opening` stands before the key instead of the indentation: the `- ` of a list.
    """
    start = f"{opening or ' ' * indent}{_key(key)}:"
    if isinstance(value, str):
        out.append(f"{start} {_text(value, len(start) + 1, indent + 2)}\n")
    elif isinstance(value, dict):
        if not top and is_short(value):
            out.append(_fitting(f"{start} {_flow(value)}"))
        elif value:
            out.append(f"{start}\n")
            pad = " " * (indent + 2)
            for inner, one in value.items():
                place = _place(one)
                if place:
                    out.append(_fitting(f"{pad}{_key(inner)}: {place}"))
                else:
                    entry(inner, one, indent + 2, out)
        else:
            raise UnsureError
    elif isinstance(value, _LISTS) and not all(map(is_number, value)):
        out.append(f"{start}\n")
        pad = " " * indent
        for one in value:
            place = _place(one)
            if place:
                out.append(_fitting(f"{pad}- {place}"))
            else:
                _element(one, indent, out)
    else:
        out.append(_fitting(f"{start} {_flow(value)}"))


def _element(value: Any, indent: int, out: list[str]) -> None:
    start = f"{' ' * indent}- "
    if isinstance(value, str):
        out.append(f"{start}{_text(value, len(start), indent + 2)}\n")
    elif isinstance(value, dict) and value and not is_short(value):
        opening = start
        for key, one in value.items():
            entry(key, one, indent + 2, out, opening)
            opening = ""
    elif isinstance(value, _LISTS) and not all(map(is_number, value)):
        raise UnsureError
    else:
        out.append(_fitting(start + _flow(value)))


def _place(value: Any) -> str | None:
    """What `_flow` gives for a place of provenance, which records hold most of; `None` for anything else."""
    if type(value) is not dict or len(value) != 3 or tuple(value) != _PLACE_KEYS:
        return None
    source, span, how = value.values()
    if type(source) is not int or how not in _HOW or not isinstance(span, _LISTS) or len(span) != 2:
        return None
    start, end = span
    if type(start) is not int or type(end) is not int or max(source, start, end) >= 10**12:
        return None
    return f"{{source: {source}, span: [{start}, {end}], how: {how}}}"


def _fitting(line: str) -> str:
    """A line that is never broken, since it ends before the width."""
    if len(line) > WIDTH:
        raise UnsureError
    return f"{line}\n"


def _flow(value: Any) -> str:
    """A scalar, a list of numbers or a mapping of those on one line."""
    if isinstance(value, str):
        return _scalar(value, in_flow=True)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float):
        text = repr(value)
        if not text.replace(".", "").lstrip("-").isdecimal():
            raise UnsureError
        return text
    if isinstance(value, _LISTS):
        return f"[{', '.join(map(_flow, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join([f'{_key(key)}: {_flow(one)}' for key, one in value.items()])}}}"
    raise UnsureError


def _key(key: Any) -> str:
    known = _KEYS.get(key)
    if known is None:
        if not isinstance(key, str) or not _SIMPLE_KEY.fullmatch(key) or _resolves(key):
            raise UnsureError
        known = key
        if len(_KEYS) < 10_000:
            _KEYS[key] = key
    return known


_KEYS: dict[str, str] = {}
"""Keys that are written as they are."""


@cache
def _resolvers() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """By the first character, what PyYAML takes for something else than a text."""
    import yaml  # takes long, and most builds write no YAML

    found: dict[str, list[tuple[str, re.Pattern[str]]]] = yaml.CSafeDumper.yaml_implicit_resolvers
    return found


def _resolves(text: str) -> bool:
    """Whether a plain text would be taken for a number, a date, a truth value or nothing."""
    for _, pattern in _resolvers().get(text[0], ()):  # noqa: SIM110  # a generator takes longer than the matching
        if pattern.match(text):
            return True
    return False


def _scalar(text: str, in_flow: bool) -> str:
    """A text, plain or in single quotes, without a break."""
    if not text:
        return "''"
    beyond_bmp = not text.isascii() and len(text.encode("utf-16-le", "replace")) > 2 * len(text)
    if beyond_bmp or not text.isprintable():
        raise UnsureError
    if (
        _QUOTED.match(text)
        or text[-1] in " :"
        or ": " in text
        or " #" in text
        or (in_flow and _NOT_IN_FLOW.search(text))
        or _resolves(text)
    ):
        return "'" + text.replace("'", "''") + "'"
    return text


def _text(text: str, column: int, indent: int) -> str:
    """A text of a block, broken behind the width; it starts in `column`, its other lines at `indent`."""
    written = _scalar(text, in_flow=False)
    if column + len(written) <= WIDTH:
        return written
    quoted = 1 if written[0] == "'" else 0  # a plain text never starts so
    margin = "\n" + " " * indent
    lines: list[str] = []
    start, at, end = 0, quoted, len(written) - quoted
    while True:
        at = written.find(" ", max(at, start + WIDTH + 1 - column), end)
        if at < 0:
            return margin.join([*lines, written[start:]])
        if written[at - 1] == " " or written[at + 1] == " " or (quoted and at in (1, end - 1)):
            at += 1
            continue
        lines.append(written[start:at])
        start, column = at + 1, indent
        at = start
