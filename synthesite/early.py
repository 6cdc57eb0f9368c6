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


class Early:
    """Loads the studies if an ingest asks what there is to be seen of them, and begins what is made of all of them.

    `inputs` are the marks of their files, `loaded` is what `begin_library` takes.
    """

    def __init__(
        self,
        config: Config,
        cache: Cache,
        digests: Digests,
        inputs: Folders,
        jobs: int,
        loaded: Callable[[Shelf], bool] | None = None,
    ) -> None:
        self._config = config
        self._cache = cache
        self._digests = digests
        self._inputs = inputs
        self._jobs = jobs
        self._loaded = loaded
        self._begun: Begun | None = None

    def begun(self, is_same: bool) -> Begun | None:
        """The studies, if they were asked for, and their files are the same now; else what has begun is in vain.

        Journals are the same in any case: an ingest that asks for looks has read nothing that could tell of one.
        """
        begun, self._begun = self._begun, None
        if begun and not is_same:
            begun.relating.done()
        return begun if is_same else None

    def looks(self) -> dict[str, Look]:
        """What there is to be seen, by the whole paths of the records."""
        config, found = self._config, dict[str, Look]()
        sources = SourceTexts(config.root, config.settings.sources, [])
        rules = EveryRule(Evidence(config, sources, self._cache, self._digests, self._jobs, building=True))

        def seen(path: str, told: msgspec.Raw) -> None:
            found[f"{config.root}{os.sep}{path.replace('/', os.sep)}"] = _LOOK.decode(told)

        shelf = load_shelf(config, self._cache, self._inputs, self._jobs, rules, seen)
        self._begun = begin_library(config, self._cache, shelf, self._jobs, self._loaded)
        return found
