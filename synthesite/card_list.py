"""The cards of a list's studies, which most pages need only where they show a study for the first time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import overload

from synthesite.model import Card


class CardList(Sequence[Card]):
    """The cards of studies, in the order of their ids; each is decoded where it is asked for.

    `key_of` has what stands for the card of each study, `card` gives the card itself.
    """

    def __init__(self, ids: Sequence[str], key_of: Mapping[str, bytes], card: Callable[[str], Card]) -> None:
        self._ids = ids
        self._key_of = key_of
        self._card = card

    @property
    def card_keys(self) -> list[bytes]:
        """What stands for each card: two that have the same are equal."""
        return [*map(self._key_of.__getitem__, self._ids)]

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[Card]:
        return map(self._card, self._ids)

    @overload
    def __getitem__(self, at: int) -> Card: ...

    @overload
    def __getitem__(self, at: slice) -> CardList: ...

    def __getitem__(self, at: int | slice) -> Card | CardList:
        if isinstance(at, slice):
            return CardList(self._ids[at], self._key_of, self._card)
        return self._card(self._ids[at])
