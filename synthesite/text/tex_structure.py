"""Where the groups and the formulas of a piece of TeX end."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\\.|[{}]|\$\$?", re.DOTALL)
_COMMAND_OR_SCRIPT = re.compile(r"[\\^_]")


def tex_structure(raw: str) -> tuple[dict[int, int], dict[int, tuple[int, int]]]:
    """For each `{` the place of its `}`, and for each `$` that opens a formula where the closing one starts and ends.

    Two amounts of money are no formula: where there is no command and no script between two `$`, no blank stands before
    the second, and no digit behind it.
    """
    closing: dict[int, int] = {}
    formulas: dict[int, tuple[int, int]] = {}
    opened: list[int] = []
    dollar: tuple[int, str, int] | None = None
    for token in _TOKEN.finditer(raw):
        if token[0] == "{":
            opened.append(token.start())
        elif token[0] == "}" and opened:
            closing[opened.pop()] = token.start()
        elif token[0][0] == "$":
            if dollar and dollar[1:] == (token[0], len(opened)) and _is_formula(raw, dollar[0], token):
                formulas[dollar[0]] = (token.start(), token.end())
                dollar = None
            else:
                dollar = (token.start(), token[0], len(opened))
    return closing, formulas


def _is_formula(raw: str, start: int, end: re.Match[str]) -> bool:
    inside = raw[start + len(end[0]) : end.start()]
    behind = raw[end.end() : end.end() + 1]
    if len(end[0]) > 1 or _COMMAND_OR_SCRIPT.search(inside):
        return bool(inside.strip())
    return bool(inside.strip()) and not (inside[-1:].isspace() or behind.isdecimal())
