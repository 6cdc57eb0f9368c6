"""What lists and counts of citation statements know of each study, without the statements' words."""

from __future__ import annotations

import msgspec

from synthesite.keys import digest
from synthesite.model import Record

STANCES = ("supporting", "mentioning", "contrasting", "unclassified")
"""In the order in which they are always shown."""
_ENCODER = msgspec.msgpack.Encoder()


class Said(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """The statements about a study, in the record's order: of each its stance (a place in `STANCES`), its section and
    its language, which are empty where the source doesn't say. `as_of` is when the source stood so, `words` stands for
    all that is shown of the statements.
    """

    as_of: str
    words: bytes
    statements: list[tuple[int, str, str]]


_DECODER = msgspec.msgpack.Decoder(Said)


def said_of(record: Record) -> bytes:
    """The same encoded, for a record as it is published; empty where there is neither a statement nor a tally."""
    citations = record.citations
    if not citations or not (citations.statements or citations.tally):
        return b""
    statements = citations.statements or []
    traits = [(stance_at(one.stance), " ".join((one.section or "").split()), one.language or "") for one in statements]
    words = digest(_ENCODER.encode(statements))
    return _ENCODER.encode(Said(citations.as_of or "", words, traits))


def decoded(said: bytes) -> Said:
    """What `said_of` encoded."""
    return _DECODER.decode(said)


def stance_at(stance: str | None) -> int:
    """The place of a stance; what is none of them counts as unclassified."""
    return STANCES.index(stance) if stance in STANCES else len(STANCES) - 1
