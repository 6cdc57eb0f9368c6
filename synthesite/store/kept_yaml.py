"""YAML that people write, read once: PyYAML takes longer to import than all else that a small change is read with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from synthesite.keys import digest, program_key
from synthesite.store.cache import Cache
from synthesite.text.yaml_text import load_yaml

_DATA = msgspec.msgpack.Decoder()


def kept_yaml(cache: Cache, name: str) -> Callable[[str], Any]:
    """What gives the same as `load_yaml`, from the cache if the file of this name held the same text the last time."""

    def load(text: str) -> Any:
        table, key = cache.table("yaml"), digest(program_key(), text)
        data = table.decoded(name, key, _DATA)
        if data is None:
            data = load_yaml(text)
            table.put(name, key, msgspec.msgpack.encode(data))
        return data

    return load
