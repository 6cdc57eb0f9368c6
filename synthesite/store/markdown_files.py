"""A curator's file: YAML front matter and a Markdown body."""

from __future__ import annotations

import hashlib
import re
from typing import Any, NamedTuple

from synthesite.text.yaml_errors import YamlError
from synthesite.text.yaml_text import load_yaml

_OPENING = re.compile(r"\ufeff?---[ \t]*(?:\r\n|\r|\n)")
_CLOSING = re.compile(r"(?<=[\r\n])---[ \t]*(?:\r\n|\r|\n|\Z)")


class FrontMatterError(Exception):
    """Front matter that can't be read; `line` is the line of the file, from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


class MarkdownFile(NamedTuple):
    """The parts of a Markdown file.

    `front` is the front matter's text with its two fences, untouched; `yaml_start` is where its YAML starts in the
    file, in code points; `data` is what it says, as texts; `body` is the rest.
    """

    front: str
    yaml_text: str
    yaml_start: int
    data: dict[str, Any]
    body: str

    @property
    def body_start(self) -> int:
        """Where the body starts in the file, in code points."""
        return len(self.front)


EMPTY = MarkdownFile("", "", 0, {}, "")
"""A file with nothing in it, as one that isn't there."""


def parse_markdown(text: str) -> MarkdownFile:
    """Splits a Markdown file.

    Raises `FrontMatterError` if the front matter is opened but not closed, or is no YAML mapping.
    """
    opening = _OPENING.match(text)
    if not opening:
        return MarkdownFile("", "", 0, {}, text)
    closing = _CLOSING.search(text, opening.end())
    if not closing:
        raise FrontMatterError(1, "the front matter is opened with '---' but not closed with another '---' line")
    yaml_text = text[opening.end() : closing.start()]
    try:
        data = load_yaml(yaml_text)
    except YamlError as error:
        raise FrontMatterError(error.line + 1, error.message) from None
    if not isinstance(data, dict):
        raise FrontMatterError(2, "the front matter must be lines of 'key: value'")
    return MarkdownFile(text[: closing.end()], yaml_text, opening.end(), data, text[closing.end() :])


def body_sha256(body: str) -> str:
    """The hash by which a generated body is known again; line ends and blank lines around it don't count."""
    normal = body.replace("\r\n", "\n").replace("\r", "\n").strip() + "\n"
    return hashlib.sha256(normal.encode()).hexdigest()


def with_body(front: str, body: str) -> str:
    """The text of a file with this front matter and body."""
    return f"{front}\n{body}" if front else body
