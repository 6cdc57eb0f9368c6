"""What the characters of a source may stand for: every escape that a reader undoes has its undoing here.

`check` holds decoded values against these, so a reader that decodes in a way of its own adds it to this list.
"""

from __future__ import annotations

from collections.abc import Iterator

from synthesite.text.folding import fold
from synthesite.text.html_runs import strip_tags
from synthesite.text.json_spans import unescape


def decodings(raw: str) -> Iterator[str]:
    """The texts, white space folded, that the raw text of a span may stand for."""
    for text in (raw, unescape(raw)):
        if text is not None:
            yield fold(text)
            yield fold(strip_tags(text))
