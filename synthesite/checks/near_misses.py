"""Two studies that look like one are one, or a person said that they aren't."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from synthesite.library import Library
from synthesite.match import IDENTIFIERS
from synthesite.model import Problem, Record
from synthesite.near_misses import near_misses
from synthesite.sources import SourceTexts
from synthesite.text.study_refs import study_ref
from synthesite.traits import COMPARED


def check(library: Library, sources: SourceTexts) -> Iterator[Problem]:
    """A warning for each pair of studies that look alike, were not merged, and of which nobody has decided."""
    records = _records(library)
    ids = sorted(records)
    described = [{key: msgspec.to_builtins(getattr(records[name], key)) for key in COMPARED} for name in ids]
    decided = _decided(library, records)
    for miss in near_misses(described):
        one, other = ids[miss.one], ids[miss.other]
        if frozenset((one, other)) not in decided and not _share_identifier(records[one], records[other]):
            message = (
                f"{one} and {other} look alike and are two records: {miss.reason}; if they are one study, write "
                f"'same: [[{one}, {other}]]' under 'match' in config.yaml, and if not, 'apart: [[{one}, {other}]]'"
            )
            yield Problem(library.studies[other].path, 1, "near-miss", message)


def _records(library: Library) -> dict[str, Record]:
    """The whole effective records of the studies on the site, by id."""
    return {name: library.full[name] for name in library.studies}


def _share_identifier(one: Record, other: Record) -> bool:
    """Whether both have the same DOI or PMID, which another rule reports."""
    return any(getattr(one, key) and getattr(one, key) == getattr(other, key) for key in IDENTIFIERS)


def _decided(library: Library, records: dict[str, Record]) -> set[frozenset[str]]:
    """The pairs of ids that a person decided about, either way."""
    rules = library.settings.match
    named = _named(records)
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
