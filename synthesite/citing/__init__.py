"""How to cite a study: its reference in APA, Vancouver (as the NLM writes it) and Chicago style.

The rules are those of the styles `apa`, `nlm-citation-sequence` and `chicago-author-date` of the Citation Style
Language; the tests hold what is made here to what citeproc-py makes with them. Decision 22 says why citeproc-py itself
doesn't write the pages, and where its results are mended.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from synthesite.citing.styles import Part, apa, chicago, vancouver
from synthesite.model import Record

__all__ = ["Citation", "Part", "citations"]


class Citation(NamedTuple):
    """A reference in one style, in parts that read one behind the other; `style` is the style's name."""

    style: str
    parts: list[Part]

    @property
    def text(self) -> str:
        """The reference without its italics."""
        return "".join(part.text for part in self.parts)


_STYLES: tuple[tuple[str, Callable[[Record], list[Part]]], ...] = (
    ("APA", apa),
    ("Vancouver", vancouver),
    ("Chicago", chicago),
)


def citations(record: Record) -> list[Citation]:
    """The reference of a study in each style; none without a title, by which alone nobody would find it."""
    return [Citation(name, style(record)) for name, style in _STYLES] if record.title else []
