"""Text inside HTML with the place of every character: character references undone, white space left as it is."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_REFERENCE = re.compile(r"&(?:#[0-9]{1,12};?|#[xX][0-9a-fA-F]{1,12};?|[A-Za-z][A-Za-z0-9]{1,40};?)")
_LONE = re.compile(r"[\ud800-\udfff]")


class Passage(NamedTuple):
    """A text and, for each of its characters, where it starts and ends in the source."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @property
    def span(self) -> tuple[int, int]:
        """Where the passage stands, without the white space at its ends; (0, 0) if there is nothing else."""
        stripped = self.text.strip()
        if not stripped:
            return (0, 0)
        first = self.text.index(stripped[0]) if stripped else 0
        return self.starts[first], self.ends[first + len(stripped) - 1]

    @property
    def folded(self) -> str:
        """The text with every run of white space as one space, and none at the ends."""
        return " ".join(self.text.split())

    def collapsed(self) -> Passage:
        """With every run of white space as one space, and none at the ends."""
        folded = self.folded
        if folded == self.text:
            return self
        starts: list[int] = []
        ends: list[int] = []
        for match in re.finditer(r"\S+", self.text):
            if starts:
                starts.append(ends[-1])
                ends.append(self.starts[match.start()])
            starts.extend(self.starts[match.start() : match.end()])
            ends.extend(self.ends[match.start() : match.end()])
        return Passage(folded, starts, ends) if len(folded) == len(starts) else self

    def cut(self, start: int, end: int) -> Passage:
        """The part from one offset of the text to another."""
        return Passage(self.text[start:end], self.starts[start:end], self.ends[start:end])

    def trimmed(self, characters: str | None = None) -> Passage:
        """Without some characters (white space, if not said) at the ends."""
        stripped = self.text.lstrip(characters)
        start = len(self.text) - len(stripped)
        return self.cut(start, start + len(stripped.rstrip(characters)))

    def split(self, separators: re.Pattern[str]) -> list[Passage]:
        """The parts between separators, trimmed, without empty ones."""
        parts, at = [], 0
        for match in separators.finditer(self.text):
            parts.append(self.cut(at, match.start()).trimmed())
            at = match.end()
        parts.append(self.cut(at, len(self.text)).trimmed())
        return [part for part in parts if part.text]


NOTHING = Passage("", (), ())


def plain(text: str, start: int, end: int) -> Passage:
    """A passage of a source that stands for itself."""
    return Passage(text[start:end], range(start, end), range(start + 1, end + 1))


def decoded(text: str, start: int, end: int, attribute: bool = False) -> Passage:
    """The passage between two offsets of an HTML text, its character references undone.

    In an attribute's value a reference without `;` before `=`, a letter or a digit is none: `?a=1&copy=2` is a
    query (HTML Standard, 13.2.5.73).
    """
    if text.find("&", start, end) < 0:
        return plain(text, start, end)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = start
    for match in _REFERENCE.finditer(text, start, end):
        raw = match[0]
        follows = text[match.end() : match.end() + 1] if match.end() < end else ""
        value = html.unescape(raw)
        if attribute and not raw.endswith(";") and not raw.startswith("&#"):
            # html.unescape undoes the longest known beginning; in an attribute only a whole word counts
            known = value != raw and len(value) == 1 and follows != "="
            value = value if known else raw
        if value == raw:
            continue
        value = _LONE.sub("\ufffd", value)
        pieces.append(text[at : match.start()])
        starts.extend(range(at, match.start()))
        ends.extend(range(at + 1, match.start() + 1))
        pieces.append(value)
        starts.extend([match.start()] * len(value))
        ends.extend([match.end()] * len(value))
        at = match.end()
    pieces.append(text[at:end])
    starts.extend(range(at, end))
    ends.extend(range(at + 1, end + 1))
    return Passage("".join(pieces), starts, ends)


def joined(passages: Iterable[Passage], between: str = "") -> Passage:
    """Passages one after the other, in the order of the source, with a text that stands nowhere between them."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for passage in passages:
        if starts and between:
            pieces.append(between)
            starts.extend([ends[-1]] * len(between))
            ends.extend([ends[-1]] * len(between))
        pieces.append(passage.text)
        starts.extend(passage.starts)
        ends.extend(passage.ends)
    return Passage("".join(pieces), starts, ends)


def unescape_again(passage: Passage) -> Passage:
    """A passage that was escaped twice (`&amp;amp;` in the source) with its remaining references undone."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for match in re.finditer(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});", passage.text):
        value = _LONE.sub("\ufffd", html.unescape(match[0]))
        if value == match[0]:
            continue
        pieces += [passage.text[at : match.start()], value]
        starts += [*passage.starts[at : match.start()], *[passage.starts[match.start()]] * len(value)]
        ends += [*passage.ends[at : match.start()], *[passage.ends[match.end() - 1]] * len(value)]
        at = match.end()
    if not at:
        return passage
    return Passage("".join([*pieces, passage.text[at:]]), [*starts, *passage.starts[at:]], [*ends, *passage.ends[at:]])
