"""The journals' files: what the sources say about the journals of the studies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from synthesite.found import AnyExtract, Found, only
from synthesite.keys import digest
from synthesite.model import Extract, JournalRecord, Place, Record, SourceItem
from synthesite.text.folding import title_key
from synthesite.text.slugs import name_slug, short_hash

_FIELDS = ("abbreviation", "issn", "publisher", "description")
_KEY_OF = {
    "abbreviation": "journal_record.abbreviation",
    "issn": "issn",
    "publisher": "publisher",
    "description": "journal_record.description",
}


_READ = ("journal", *_KEY_OF.values())

_key = lru_cache(maxsize=4096)(title_key)
"""The few titles of journals come again in many studies."""


class Named(NamedTuple):
    """A record with the extracts it was made from."""

    record: Record
    extracts: Sequence[AnyExtract]


class Made(msgspec.Struct, array_like=True, frozen=True):
    """The record of a journal, if there is one, and the key of what it was made from."""

    key: bytes
    record: JournalRecord | None


def journal_records(studies: list[Named], made: dict[str, Made] | None = None) -> list[JournalRecord]:
    """A record for each journal that a study names, in the order of their ids.

    Journals whose titles differ in form only (case, `&`, a leading article) are one; the most frequent form is its
    title. Of each other field the first value is taken, ISSNs are united. A journal that only sources name which are
    gone has no record here. `made` holds what was made before, and afterwards what was made now, by journal.
    """
    by_key: dict[str, list[Named]] = {}
    for study in studies:
        if study.record.journal:
            by_key.setdefault(_key(study.record.journal), []).append(study)
    before = dict(made or {})
    now = {key: _made(named, before.get(key)) for key, named in sorted(by_key.items())}
    records = [one.record for one in now.values() if one.record]
    taken = Counter(record.id for record in records)
    records = [
        msgspec.structs.replace(r, id=f"{r.id[:71]}-{short_hash(title_key(r.title))}") if taken[r.id] > 1 else r
        for r in records
    ]
    if made is not None:
        made.clear()
        made |= {key: one for key, one in now.items() if one.key}
    return sorted(records, key=lambda record: record.id)


def _made(studies: list[Named], before: Made | None) -> Made:
    """What is made of the studies of a journal; without a key where something isn't read from a source."""
    keys = [(s.record.journal, [e.key if isinstance(e, Found) else None for e in s.extracts]) for s in studies]
    key = digest(msgspec.msgpack.encode(keys)) if all(None not in told for _, told in keys) else b""
    return before if before and key and before.key == key else Made(key, _journal(studies))


def _journal(studies: list[Named]) -> JournalRecord | None:
    counts = Counter(study.record.journal for study in studies if study.record.journal)
    title = min(counts, key=lambda name: (-counts[name], name))
    key = title_key(title)
    told = (only(extract, _READ) for study in studies for extract in study.extracts)
    extracts = [extract for extract in told if _key(extract.values.get("journal", title)) == key]
    sources: list[SourceItem] = []
    provenance: dict[str, Any] = {}
    values: dict[str, Any] = {}
    _take(values, provenance, sources, "title", "journal", extracts, title)
    if "title" not in values:
        return None
    for field in _FIELDS:
        _take(values, provenance, sources, field, _KEY_OF[field], extracts, None)
    plain = [msgspec.structs.replace(source, matched=None) for source in sources]
    return JournalRecord(id=name_slug(title), **values, sources=plain, provenance=provenance)


def _take(
    values: dict[str, Any],
    provenance: dict[str, Any],
    sources: list[SourceItem],
    field: str,
    key: str,
    extracts: Sequence[Extract],
    wanted: str | None,
) -> None:
    """Takes a field from the first extract that has it (as `wanted`, if given), with its places; ISSNs from all."""
    for extract in extracts:
        value = extract.values.get(key)
        if value is None or (wanted is not None and value != wanted):
            continue
        place = extract.places[key]
        if field != "issn":
            values[field] = value
            provenance[field] = _moved(place, _index(sources, extract.source))
            return
        for at, issn in enumerate(value):
            if issn not in values.setdefault("issn", []):
                values["issn"].append(issn)
                where = place[at] if isinstance(place, list) else place
                provenance.setdefault("issn", []).append(_moved(where, _index(sources, extract.source)))


def _index(sources: list[SourceItem], source: SourceItem) -> int:
    if source not in sources:
        sources.append(source)
    return sources.index(source)


def _moved(place: Place | list[Place], source: int) -> Place | list[Place]:
    if isinstance(place, list):
        return [msgspec.structs.replace(p, source=source) for p in place]
    return msgspec.structs.replace(place, source=source)
