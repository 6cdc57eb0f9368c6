"""What the characters of a source may stand for: every escape that a reader undoes has its undoing here.

`check` holds decoded values against these, so a reader that decodes in a way of its own adds it to this list.
"""

from __future__ import annotations

from collections.abc import Iterator

from synthesite.text.folding import fold
from synthesite.text.inline_markup import inline_title, plain_text
from synthesite.text.json_spans import unescape
from synthesite.text.marked_abstracts import marked_text, marked_title
from synthesite.text.table_syntax import undouble
from synthesite.text.tex import tex_text, tex_title
from synthesite.text.xml_text import xml_readings


def decodings(raw: str) -> Iterator[str]:
    """The texts, white space folded, that the raw text of a span may stand for."""
    for text in (raw, unescape(raw)):
        if text is not None:
            yield fold(text)
            yield marked_text(text)
            yield marked_title(text)
    yield from xml_readings(raw)
    yield plain_text(raw)
    yield inline_title(raw)
    yield tex_text(raw)
    yield tex_title(raw)
    yield plain_text(undouble(raw))
    yield inline_title(undouble(raw))
