"""What the figures of a group need of each study: so that counting a thousand studies needn't read their cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from synthesite.groups import ACROSS
from synthesite.model import Card, Citations, Member, Tally


class Facts(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """The facts of a study. `tally` has its numbers by stance, `classifier` says whose classification that is.

    `statements` are those that are shown in words; `groups` has for each kind of `ACROSS` the ids of its groups.
    """

    year: int | None
    has_conflicts: bool
    statements: int
    tally: tuple[int | None, int | None, int | None, int | None] | None
    classifier: str
    groups: list[list[str]]

    @property
    def is_themed(self) -> bool:
        """Whether it has a theme."""
        return bool(self.groups[_THEMES])


_THEMES = ACROSS.index("themes")
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Facts)


def facts_of(card: Card, citations: Citations | None, members: Mapping[str, Sequence[Member]]) -> bytes:
    """The facts of a study in the groups of `members` (by kind), encoded; they tell themselves where they end."""
    statements = (citations and citations.statements) or []
    return _ENCODER.encode(
        Facts(
            year=card.year,
            has_conflicts=card.conflicts > 0,
            statements=sum([bool(statement.text) for statement in statements]),
            tally=numbers_of(card.tally) if card.tally else None,
            classifier=card.classifier,
            groups=[[*dict.fromkeys([member.id for member in members.get(kind, ())])] for kind in ACROSS],
        )
    )


def numbers_of(tally: Tally) -> tuple[int | None, int | None, int | None, int | None]:
    """The numbers of a tally by stance."""
    return tally.supporting, tally.mentioning, tally.contrasting, tally.unclassified


def decoded(facts: bytes) -> Facts:
    """What `facts_of` encoded."""
    return _DECODER.decode(facts)
