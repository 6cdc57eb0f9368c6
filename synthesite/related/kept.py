"""The related studies of all, kept from build to build: only around what changed are they found anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

import msgspec

from synthesite.keys import digest, joined, program_key
from synthesite.model import Later
from synthesite.related.finding import Related, RelatedTraits, find_related
from synthesite.store.cache import Cache

_RELATED = msgspec.msgpack.Decoder(list[Related])
_RELATIONS = msgspec.msgpack.Decoder(dict[str, msgspec.Raw])
_TRAITS = msgspec.msgpack.Decoder(dict[str, tuple[bytes, RelatedTraits]])
_NONE = msgspec.Raw(msgspec.msgpack.encode([]))


class Relations:
    """The related studies of each study, decoded when a page needs them."""

    def __init__(self, encoded: Mapping[str, msgspec.Raw]) -> None:
        self._encoded = encoded

    def of(self, study_id: str) -> list[Related]:
        """The studies that are related to one, the closest first."""
        return _RELATED.decode(self._encoded.get(study_id, _NONE))

    def key(self, study_ids: Iterable[str]) -> bytes:
        """What stands for the relations of several studies."""
        get = self._encoded.get
        return joined([get(study_id, _NONE) for study_id in study_ids])  # each says where it ends

    def later(self, study_id: str) -> Later:
        """The same for a page that rests on it."""
        return Later(bytes(self._encoded.get(study_id, _NONE)), partial(self.of, study_id))


def load_relations(keys: Mapping[str, bytes], traits_of: Callable[[str], RelatedTraits], cache: Cache) -> Relations:
    """The relations of studies; `keys` stand for their traits, by their ids, which `traits_of` gives where needed."""
    table, program = cache.table("related"), program_key()
    ids = sorted(keys)
    key = digest(program, "\0".join(ids), joined(keys[study_id] for study_id in ids))
    known = table.decoded("relations", key, _RELATIONS)
    if known is not None:
        return Relations(known)
    old_key = table.key("relations") or b""
    relations = table.decoded("relations", old_key, _RELATIONS) or {}
    before = (table.decoded("traits", digest(program, old_key), _TRAITS) if relations else None) or {}
    now = {one: before[one] if before.get(one, _ABSENT)[0] == keys[one] else (keys[one], traits_of(one)) for one in ids}
    changed = [one for one in {**before, **now} if before.get(one, _ABSENT)[0] != now.get(one, _ABSENT)[0]]
    found = find_related(
        {study_id: traits for study_id, (_, traits) in now.items()},
        {study_id: traits for study_id, (_, traits) in before.items()},
        changed,
    )
    made = {one: msgspec.msgpack.encode(related) for one, related in found.items()}
    relations = {one: msgspec.Raw(made.get(one) or relations[one]) for one in ids}
    table.put("relations", key, msgspec.msgpack.encode(relations))
    table.put("traits", digest(program, key), msgspec.msgpack.encode(now))
    return Relations(relations)


_ABSENT: tuple[bytes, None] = (b"", None)
