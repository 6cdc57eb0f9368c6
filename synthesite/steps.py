"""What is made of all studies and kept under one key: made again, and if need be aside, only when that has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import msgspec

from synthesite.parallel import aside
from synthesite.store.cache import Table

_T = TypeVar("_T")
_VALUES = msgspec.msgpack.Decoder(list[bytes])


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


def made_aside(steps: Sequence[Step[Any]], jobs: int, halved: bool = False) -> Callable[[], None]:
    """Makes what isn't kept of steps in another process, if there may be one; gives what waits for it, and keeps it.

    `halved` leaves every other step to this process, for when it has nothing to do but wait.
    """
    left = [step for step in steps if not step.is_kept]
    there, here = (left[::2], left[1::2]) if halved else (left, [])
    if jobs < 2 or not left:
        return lambda: None
    made = aside(lambda: msgspec.msgpack.encode([step.make() for step in there]))

    def wait() -> None:
        for step in here:
            step.keep(step.make())
        for step, value in zip(there, _VALUES.decode(made()), strict=True):
            step.keep(value)

    return wait
