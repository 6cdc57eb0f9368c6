"""What is made of all studies and kept under one key: made again, and if need be aside, only when that has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import msgspec

from synthesite.parallel import begun
from synthesite.store.cache import Table

_T = TypeVar("_T")


class Step(Generic[_T]):
    """Something that is made of all studies, and kept under a key; `make` gives it as bytes."""

    def __init__(
        self, table: Table, name: str, key: bytes, decoder: msgspec.msgpack.Decoder[_T], make: Callable[[], bytes]
    ) -> None:
        self._table = table
        self._name = name
        self._key = key
        self._decoder = decoder
        self.make = make

    @property
    def is_kept(self) -> bool:
        """Whether it seems to be there."""
        return self._table.key(self._name) == self._key

    def value(self) -> _T:
        """It, from what is kept or made now."""
        found = self._table.decoded(self._name, self._key, self._decoder)
        if found is None:
            made = self.make()
            self.keep(made)
            found = self._decoder.decode(made)
        return found

    def keep(self, made: bytes) -> None:
        """Keeps what was made."""
        self._table.put(self._name, self._key, made)


def made_aside(steps: Sequence[Step[Any]], jobs: int) -> Callable[[], None]:
    """Begins to make what isn't kept of steps in another process, if there may be one.

    What is returned makes some of what is left then in this process, waits for the rest, and keeps it.
    """
    left = [step for step in steps if not step.is_kept]
    if jobs < 2 or not left:
        return lambda: None
    made = begun(lambda step: step.make(), left, jobs)

    def wait() -> None:
        for step, value in zip(left, made(), strict=True):
            step.keep(value)

    return wait
