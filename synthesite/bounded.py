"""A dictionary that lets its oldest element go where it would hold more than it may."""

from __future__ import annotations

from collections import OrderedDict  # the oldest of a plain one is the longer to find the more went before it
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Bounded(OrderedDict[Key, Value]):
    """Holds the last `most` elements that were put in for the first time."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def __setitem__(self, key: Key, value: Value) -> None:
        super().__setitem__(key, value)
        if len(self) > self._most:
            self.popitem(last=False)
