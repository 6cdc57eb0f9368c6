"""The studies of a site whose sources are elsewhere, loaded before its ingest: so each of their files is read once.

Such an ingest only looks at the records' files, and what it has to see there can be told while they are loaded.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import msgspec

from synthesite.checks import EveryRule
from synthesite.config import Config
from synthesite.evidence import Evidence
from synthesite.library import Begun, begin_library
from synthesite.shelf import Shelf, load_shelf
from synthesite.source_texts import SourceTexts
from synthesite.standing import Look
from synthesite.store.cache import Cache
from synthesite.store.digests import Digests
from synthesite.store.marks import Folders

_LOOK = msgspec.msgpack.Decoder(Look)
_LARGE = frozenset({"related", "search"})
"""What takes much memory while it is made of all studies, so that it isn't begun while an ingest holds what it saw."""


class Early:
    """Loads the studies if an ingest asks what there is to be seen of them. `inputs` are the marks of their files."""

    def __init__(self, config: Config, cache: Cache, digests: Digests, inputs: Folders, jobs: int) -> None:
        self._config = config
        self._cache = cache
        self._digests = digests
        self._inputs = inputs
        self._jobs = jobs
        self._shelf: Shelf | None = None
        self._begun: Begun | None = None

    def begun(self, is_same: bool, loaded: Callable[[Shelf], bool] | None) -> Begun | None:
        """The studies, if they were asked for, and their files are the same now; else what has begun is in vain.

        `loaded` is what `begin_library` takes. Journals are the same in any case: an ingest that asks for looks has
        read nothing that could tell of one.
        """
        begun, shelf = self._begun, self._shelf
        self._begun = self._shelf = None
        if not is_same or shelf is None:
            return None
        return begun or begin_library(self._config, self._cache, shelf, self._jobs, loaded)

    def looks(self) -> dict[str, Look]:
        """What there is to be seen, by the whole paths of the records."""
        config, found = self._config, dict[str, Look]()
        sources = SourceTexts(config.root, config.settings.sources, [])
        rules = EveryRule(Evidence(config, sources, self._cache, self._digests, self._jobs, building=True))

        def seen(path: str, told: msgspec.Raw) -> None:
            found[f"{config.root}{os.sep}{path.replace('/', os.sep)}"] = _LOOK.decode(told)

        self._shelf = load_shelf(config, self._cache, self._inputs, self._jobs, rules, seen)
        if _LARGE.issubset(config.settings.leave_out):
            self._begun = begin_library(config, self._cache, self._shelf, self._jobs)
        return found
