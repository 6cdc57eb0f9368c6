"""What lists and counts of citation statements know of each study, without the statements' words."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from synthesite.keys import digest
from synthesite.model import Card, Citations
from synthesite.text.folding import fold

STANCES = ("supporting", "mentioning", "contrasting", "unclassified")
"""In the order in which they are always shown."""
_PLACES = {stance: at for at, stance in enumerate(STANCES)}
_ENCODER = msgspec.msgpack.Encoder()


class About(NamedTuple):
    """What lists of statements show of the study that these are about. `notices` are the types of its notices."""

    id: str
    title: str | None
    language: str | None
    year: int | None
    notices: list[str]
    classifier: str


class Said(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """The statements about a study, in the record's order: of each its stance (a place in `STANCES`), its section and
    its language, which are empty where the source doesn't say. `as_of` is when the source stood so, `tally` what it
    counts of each stance. `shown` stands for all that is shown of the statements and of the study beside them.
    """

    as_of: str
    shown: bytes
    classifier: str
    tally: list[int] | None
    statements: list[tuple[int, str, str]]


_DECODER = msgspec.msgpack.Decoder(Said)


def said_of(card: Card, citations: Citations | None) -> bytes:
    """The same encoded, of a study as it is published; empty where there is neither a statement nor a tally."""
    if not citations or not (citations.statements or citations.tally):
        return b""
    statements = citations.statements or []
    traits = [(stance_at(one.stance), fold(one.section or ""), one.language or "") for one in statements]
    tally = citations.tally
    shown = digest(_ENCODER.encode((about(card), statements)))
    counted = [getattr(tally, stance) or 0 for stance in STANCES] if tally else None
    return _ENCODER.encode(Said(citations.as_of or "", shown, card.classifier, counted, traits))


def about(card: Card) -> About:
    """What lists of statements show of a study."""
    return About(card.id, card.title, card.language, card.year, card.notices, card.classifier)


def decoded(said: bytes) -> Said:
    """What `said_of` encoded."""
    return _DECODER.decode(said)


def stance_at(stance: str | None) -> int:
    """The place of a stance; what is none of them counts as unclassified."""
    return _PLACES.get(stance or "", len(STANCES) - 1)
