"""Terms and their postings in files of some 16 KB, cut so that a small change alters few of them.

Where a file ends depends on its last term alone, on its hash and roughly on its weight: the content-defined chunking of
rsync and its kin. So what is added to or taken from one file moves no border of another.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import NamedTuple
from zlib import crc32

import msgspec

from synthesite.search.coding import count_of, with_changes

_AIM = 8_192
"""Characters of a file, in the mean. Large terms end a file the sooner."""
_MANY = 256
"""Studies from which on a term is noted as common."""
_MIX = 2_654_435_761
"""2^32 by the golden ratio: spreads the bits of a checksum (Knuth, The Art of Computer Programming 3, 6.4)."""


class Shard(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A file of terms: the first one, and the key of its content.

    `common` holds the terms that many studies have, and how many: a large query can do without some of them.
    """

    first: str
    key: bytes
    common: list[tuple[str, int]]

    @property
    def name(self) -> str:
        """The file's name, which whoever knows the first term can work out: the hexadecimal digits of its UTF-8."""
        return self.first.encode().hex()


class Change(NamedTuple):
    """What becomes of one posting: the term, the slot, and the posting now; -1 takes it away."""

    term: str
    slot: int
    posting: int


def ends_here(term: str, code: str) -> bool:
    """Whether a file ends after this term: the likelier, the more it weighs (to the next power of two)."""
    weight = 1 << (len(term) + len(code)).bit_length()
    return (crc32(term.encode()) * _MIX & 0xFFFFFFFF) * _AIM < weight << 32


def cut(terms: Iterable[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Terms in their order, each with its postings, in files; only the last one may end where none need end."""
    files: list[list[tuple[str, str]]] = []
    current: list[tuple[str, str]] = []
    for term, code in terms:
        current.append((term, code))
        if ends_here(term, code):
            files.append(current)
            current = []
    return [*files, current] if current else files


def shard_of(terms: list[tuple[str, str]]) -> tuple[Shard, bytes]:
    """A file of terms and its content."""
    body = " ".join(part for pair in terms for part in pair).encode()
    key = blake2b(body, digest_size=16).digest()
    common = [(term, count) for term, code in terms if len(code) >= _MANY and (count := count_of(code)) >= _MANY]
    return Shard(terms[0][0], key, common), body


def terms_in(body: bytes) -> dict[str, str]:
    """The postings of a file by their terms, in the order of the terms."""
    parts = body.decode().split(" ")
    return dict(zip(parts[::2], parts[1::2], strict=True))


def changed(
    shards: list[Shard], changes: Iterable[Change], fetch: Callable[[Shard], bytes | None]
) -> tuple[list[Shard], dict[str, tuple[bytes, bytes]]] | None:
    """The files after some changes, and by name the key and the content of those that are new.

    `fetch` gives the content of a file as it was; `None` comes of what can't be fetched. The result is that of making
    all files anew.
    """
    firsts = [shard.first for shard in shards]
    by_shard: dict[int, list[Change]] = {}
    for change in changes:
        by_shard.setdefault(max(0, bisect_right(firsts, change.term) - 1), []).append(change)
    made: list[Shard] = []
    bodies: dict[str, tuple[bytes, bytes]] = {}
    open_terms: dict[str, str] = {}
    for at, shard in enumerate(shards):
        todo = by_shard.get(at, [])
        if not todo and not open_terms:
            made.append(shard)
            continue
        body = fetch(shard)
        if body is None:
            return None
        open_terms |= _with(terms_in(body), todo)
        in_order = sorted(open_terms.items())
        open_terms = {}
        files = cut(in_order)
        if files and at + 1 < len(shards) and not ends_here(*files[-1][-1]):
            open_terms = dict(files.pop())  # its end is in the next file now
        for terms in files:
            fresh, content = shard_of(terms)
            made.append(fresh)
            bodies[fresh.name] = fresh.key, content
    return made, bodies


def _with(terms: dict[str, str], changes: list[Change]) -> dict[str, str]:
    by_term: dict[str, dict[int, int]] = {}
    for change in changes:
        by_term.setdefault(change.term, {})[change.slot] = change.posting
    for term, postings in by_term.items():
        code = with_changes(terms.get(term, ""), postings)
        if code:
            terms[term] = code
        else:
            terms.pop(term, None)
    return terms
