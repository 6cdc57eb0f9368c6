"""HTML inside a source: its text, run by run, with the place of each run."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

_TAG = re.compile(r"</?[A-Za-z](?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>|</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)


class Run(NamedTuple):
    """Text between two tags: its span in the HTML, the text with references undone, and the tags it stands in."""

    start: int
    end: int
    text: str
    inside: tuple[str, ...]


class _Runs(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=False)
        self.markup = markup
        self.line_starts = [0, *(m.end() for m in re.finditer("\n", markup))]
        self.open: list[str] = []
        self.runs: list[Run] = []
        try:
            self.feed(markup)
            self.close()
        except AssertionError:
            rest = self.rawdata
            self.runs.append(Run(len(markup) - len(rest), len(markup), rest, tuple(self.open)))

    def _offset(self) -> int:
        line, column = self.getpos()
        return self.line_starts[line - 1] + column

    def _add(self, raw: str, text: str) -> None:
        start = self._offset()
        self.runs.append(Run(start, start + len(raw), text, tuple(self.open)))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # its signature
        if tag not in {"br", "img", "hr", "wbr", "input", "meta", "link"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            del self.open[len(self.open) - 1 - self.open[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self._add(data, data)

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _reference(self, raw: str) -> None:
        end = self._offset() + len(raw)
        raw += ";" if self.markup[end : end + 1] == ";" else ""
        self._add(raw, html.unescape(raw))


def runs(markup: str) -> Iterator[Run]:
    """The runs of text of a piece of HTML, in order; malformed markup is read as far as it goes."""
    yield from _Runs(markup).runs


def strip_tags(markup: str) -> str:
    """The text of a piece of HTML, tags and comments left out, character references undone."""
    return html.unescape(_TAG.sub("", markup))
