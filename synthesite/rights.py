"""How much of a passage may be shown (promise 4). Everything that leaves `content/` asks here."""

from __future__ import annotations

import math
import re
from typing import Any

import msgspec

from synthesite.config import Rights
from synthesite.model import AbstractPart, Record, Statement
from synthesite.text.folding import fold
from synthesite.text.passages import count_words, first_words

_OPEN = re.compile(r"(?:CC0(?:-1\.0)?|CC-BY(?:-SA)?-[1-4]\.\d(?:-[A-Z]+)?|PDDL-1\.0|ODC-By-1\.0)")


def is_open(licence: str | None) -> bool:
    """Whether the licence (an SPDX identifier) lets a site show the work whole: CC0, CC BY, CC BY-SA, public domain.

    NC and ND are not among them, because whether a site is commercial is for its owner to say.
    """
    return bool(licence and _OPEN.fullmatch(licence))


def shown_abstract(parts: list[AbstractPart], licence: str | None, rights: Rights) -> list[AbstractPart]:
    """The parts of an abstract as they may be shown.

    Under a licence that is not open, or unknown, the first words of each part, `rights.abstract_words` in all; a
    part that is cut is marked `shortened`. The words are shared out so that short parts leave theirs to longer ones.
    """
    if is_open(licence):
        return parts
    if rights.abstract_words < len(parts):
        return []
    left, shown = rights.abstract_words, list(parts)
    by_length = sorted(range(len(parts)), key=lambda at: (count_words(parts[at].text), at))
    for done, at in enumerate(by_length):
        text, cut = first_words(parts[at].text, left // (len(parts) - done))
        left -= math.ceil(count_words(text))
        shown[at] = msgspec.structs.replace(parts[at], text=text, shortened=True if cut else None)
    return shown


def shown_words(lines: list[str], rights: Rights) -> list[str]:
    """Prose of unknown rights that is no abstract (a journal's description): its first words, cut ones with `…`."""
    parts = shown_abstract([AbstractPart(text=line) for line in lines], None, rights)
    return [f"{part.text} …" if part.shortened else part.text for part in parts]


def shown_statement(statement: Statement, rights: Rights) -> Statement:
    """A statement as it may be shown: the licence of the work it stands in is not known, so its first words."""
    text, cut = first_words(statement.text, rights.statement_words)
    return msgspec.structs.replace(statement, text=text, shortened=True) if cut else statement


def published(record: Record, rights: Rights) -> Record:
    """The record with its abstract, its statements and its extra texts as they may be shown."""
    changes: dict[str, Any] = {}
    if record.abstract:
        changes["abstract"] = shown_abstract(record.abstract, record.licence, rights) or None
    if record.citations and record.citations.statements:
        statements = [shown_statement(statement, rights) for statement in record.citations.statements]
        changes["citations"] = msgspec.structs.replace(record.citations, statements=statements)
    if record.extra:
        changes["extra"] = {key: [_excerpt(text, rights) for text in texts] for key, texts in record.extra.items()}
    return msgspec.structs.replace(record, **changes)


def _excerpt(text: object, rights: Rights) -> str:
    shown, cut = first_words(str(text), rights.statement_words)
    return f"{shown} …" if cut else shown


_LIMITED = ("abstract", "citations.statements", "description")
"""Keys of values whose texts are somebody's prose."""


def shown_passage(key: str, raw: str, shown: str) -> str:
    """The text of a span, beside the value `shown` that came from it: at most forty words, cut ones with `…`.

    Of prose never more words than are shown of the value itself.
    """
    limit = len(shown.split()) if key.startswith(_LIMITED) else 40
    text, cut = first_words(fold(raw), min(40, limit))
    return f"{text} …" if cut else text
