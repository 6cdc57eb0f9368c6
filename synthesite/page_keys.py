"""The keys of what pages, other files and batches of them rest on."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import msgspec

from synthesite.model import Later


def key_of(things: Any) -> bytes:
    """The key of what a page rests on. Raises `TypeError` for what is neither plain data nor `Later`."""
    return blake2b(_ENCODER.encode(things), digest_size=16).digest()


def _plain(thing: Any) -> bytes:
    if type(thing) is Later:
        return thing.key
    raise TypeError(f"a page can't rest on {thing!r}: it is neither plain data nor Later")


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_plain, order="deterministic")
