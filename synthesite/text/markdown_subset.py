"""Renders the Markdown that summaries are written in, and what is as simple: a parser of all Markdown takes far longer.

The same HTML as markdown-it's, or nothing: a text that is not surely of the shapes below is left to it; tests hold the
two against each other, on damaged texts too.

The shapes: paragraphs, headings, block quotes and the items of bullet lists, each on one line of printable characters;
blank lines between blocks; inside, text with characters behind backslashes, and emphasis around whole words.
"""

from __future__ import annotations

import re
from html import escape

_ESCAPED = r"\\([!-/:-@\[-`{-~])"
_ACTIVE = re.compile(r"[\\`*_\[\]<>&]")
_PIECE = re.compile(
    rf"{_ESCAPED}|(?:(?<= )|\A)\*([A-Za-z0-9](?:(?:[^\\`*_\[\]<>&]|{_ESCAPED})*[A-Za-z0-9])?)\*(?=[ .,;:)]|\Z)"
    rf"|{_ACTIVE.pattern}"
)
"""A character behind a backslash; emphasis; or what may mean anything else."""
_PARAGRAPH = re.compile(r"(?:[^ #>+*~`=<\[_|0-9:-]|\*[A-Za-z0-9]|[0-9]+(?![0-9.)]))")
"""How a line starts that surely starts no other block."""


class _UnsureError(Exception):
    """A text that has to be left to markdown-it."""


def subset_html(text: str, shift: int) -> str | None:
    """The HTML of a Markdown text, its headings moved down by `shift` levels; `None` for a text of other shapes."""
    if not text.replace("\n", "").isprintable():
        return None
    html: list[str] = []
    in_list = False
    try:
        for block in text.strip("\n").split("\n\n"):
            if block.startswith("- "):
                if in_list:
                    return None  # one list, with paragraphs in its items
                items = "".join([f"<li>{_line(item, '- ')}</li>\n" for item in block.split("\n")])
                html.append(f"<ul>\n{items}</ul>\n")
                in_list = True
                continue
            in_list = False
            if block.startswith("> "):
                html.append(f"<blockquote>\n<p>{_line(block, '> ')}</p>\n</blockquote>\n")
            elif block.startswith("#"):
                marks, _, heading = block.partition(" ")
                if marks.strip("#") or len(marks) > 6 or heading.endswith("#"):
                    return None
                tag = f"h{min(6, len(marks) + shift)}"
                html.append(f"<{tag}>{_inline(heading)}</{tag}>\n")
            else:
                html.append(f"<p>{_line(block, '')}</p>\n")
    except _UnsureError:
        return None
    return "".join(html)


def _line(line: str, start: str) -> str:
    if not line.startswith(start) or not _PARAGRAPH.match(line, len(start)):
        raise _UnsureError
    return _inline(line[len(start) :])


def _inline(text: str) -> str:
    if not text or "\n" in text or text != text.strip():
        raise _UnsureError
    if not _ACTIVE.search(text):
        return text.replace('"', "&quot;")
    return _pieces(text)


def _pieces(text: str) -> str:
    html: list[str] = []
    at = 0
    for match in _PIECE.finditer(text):
        html.append(text[at : match.start()].replace('"', "&quot;"))
        at = match.end()
        if match[1]:
            html.append(_html(match[1]))
        elif match[2]:
            html.append(f"<em>{_pieces(match[2])}</em>")
        else:
            raise _UnsureError
    html.append(text[at:].replace('"', "&quot;"))
    return "".join(html)


def _html(sign: str) -> str:
    return sign if sign == "'" else escape(sign)
