"""The sources of a site as pages rest on them: what a page shows of an item changes when the item's file does."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from hashlib import file_digest
from typing import NamedTuple

from synthesite.config import Config, Rights
from synthesite.keys import digest
from synthesite.model import Later
from synthesite.shelf import Item
from synthesite.sources import CURATOR, SourceTexts, locate
from synthesite.text.paths import is_outside


class Shown(NamedTuple):
    """The texts of sources, and how much of them may be shown."""

    sources: SourceTexts
    rights: Rights


class Evidence:
    """The sources of one site."""

    def __init__(self, config: Config, sources: SourceTexts) -> None:
        self._config = config
        self._shown = Shown(sources, config.settings.rights)
        self._states: dict[str, bytes] = {}

    def of(self, items: Iterable[Item]) -> Later:
        """What may be shown of items, for a page that rests on them and on the study or journal that names them."""
        states = [self._state(item.path) for item in items if item.reader != CURATOR]
        return Later(digest(*states), partial(_same, self._shown))

    def _state(self, path: str) -> bytes:
        """What stands for a source as it is now; nothing of one from outside the site is ever shown."""
        if path not in self._states:
            file = None if is_outside(path) else locate(self._config, path)
            if file is None:
                self._states[path] = b""
            else:
                with file.open("rb") as opened:
                    self._states[path] = file_digest(opened, "sha256").digest()
        return self._states[path]


def _same(shown: Shown) -> Shown:
    return shown
