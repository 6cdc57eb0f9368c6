"""Why a text or a value can't be taken as YAML."""

from __future__ import annotations


class YamlError(Exception):
    """Text that can't be taken as YAML here; `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


class UnsureError(Exception):
    """A value that has to be left to libyaml."""
