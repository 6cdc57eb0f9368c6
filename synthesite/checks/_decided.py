"""The pairs of studies about which a person decided in `config.yaml`, either way."""

from __future__ import annotations

from collections.abc import Iterable

from synthesite.library import Library
from synthesite.model import Record
from synthesite.text.study_refs import study_ref


def decided_pairs(library: Library) -> set[frozenset[str]]:
    """The pairs of ids that a person decided about, either way."""
    rules = library.settings.match
    named = _named({name: library.full[name] for name in library.studies})
    return {
        frozenset((one, other))
        for pair in (*rules.same, *rules.apart)
        for one in named.get(tuple(study_ref(pair[0])), ())
        for other in named.get(tuple(study_ref(pair[1])), ())
    }


def _named(records: dict[str, Record]) -> dict[tuple[str | int, ...], list[str]]:
    """The ids of the studies by everything that can name them."""
    found: dict[tuple[str | int, ...], list[str]] = {}
    for name, record in sorted(records.items()):
        for key in _names(record):
            found.setdefault(key, []).append(name)
    return found


def _names(record: Record) -> Iterable[tuple[str | int, ...]]:
    yield from (("id", name, 0) for name in (record.id, *(record.formerly or ())))
    if record.doi:
        yield "doi", record.doi, 0
    if record.pmid:
        yield "pmid", record.pmid, 0
    yield from (("item", source.path, source.item) for source in record.sources or ())
