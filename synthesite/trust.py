"""Whom to believe: for each field, the readers in the order in which their values are taken.

A tier is a set of readers that are trusted alike; inside it the more complete value wins, then the order of the
sources. Two things go before trust, and `synthesite.merge` holds them: a value that is visibly damaged (in capitals,
abbreviated, cut) stands behind one that is not, and a date with a month before one without.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec

from synthesite.model import MACHINE_KEYS, Citations, JournalMetrics, Record
from synthesite.plugins import names_in
from synthesite.text.nearest import did_you_mean

Tiers = tuple[tuple[str, ...], ...]

DEFAULT = "default"
_READERS = Path(__file__).parent / "readers"

_PUBLISHERS = ("jats-xml", "crossref-json", "datacite-json")
"""What publishers and repositories deposit about their own publications."""
_INDEXES = ("pubmed-xml", "medline", "europe-pmc-json", "web-of-science")
"""Databases whose entries people check."""
_PAGES = ("pubmed-text", "html-page")
"""Pages of publishers and indexes, saved."""
_MANAGERS = ("endnote-xml", "ris", "bibtex", "csl-json")
"""Exports for reference managers: made from any of the above, with less room."""
_HARVESTERS = ("openalex-json", "semantic-scholar-json")
"""Databases that machines put together from the others."""
_REST = (("table",), ("aggregator-page", "scite-report"), ("text-page",))

TRUST: dict[str, Tiers] = {
    DEFAULT: (_PUBLISHERS, _INDEXES, _PAGES, _MANAGERS, _HARVESTERS, *_REST),
    # Indexes name kinds of publication finely; a deposit calls nearly everything in a journal an article.
    "type": (("jats-xml",), _INDEXES, ("crossref-json", "datacite-json")),
    "genre": (("jats-xml",), _INDEXES, ("crossref-json", "datacite-json")),
    # Whoever gives out the number knows it.
    "doi": (_PUBLISHERS,),
    "pmid": (("pubmed-xml", "medline"), ("pubmed-text", "europe-pmc-json")),
    "pmcid": (("pubmed-xml", "medline"), ("pubmed-text", "europe-pmc-json", "jats-xml")),
    # Deposits often leave a language set that nobody chose.
    "language": (("jats-xml",), _INDEXES),
    # A service that watches copies on the web sees more than the publisher says.
    "open_access": (("openalex-json", "europe-pmc-json"), _PUBLISHERS, ("semantic-scholar-json",)),
    "pdf": (("openalex-json", "europe-pmc-json"), _PUBLISHERS),
    "licence": (_PUBLISHERS, ("europe-pmc-json", "openalex-json")),
    # Deposits hold abstracts with the markup of their making, if at all.
    "abstract": (("jats-xml", "pubmed-xml", "medline", "europe-pmc-json"), ("crossref-json", "datacite-json")),
    "keywords": (("jats-xml",), _INDEXES),
    "investigation": (("pubmed-xml", "medline", "jats-xml"),),
    "notices": (("crossref-json", "pubmed-xml", "medline", "jats-xml"),),
    # Counts are as good as the base they are made on.
    "citations.cited_by": (
        ("crossref-json", "openalex-json", "web-of-science", "europe-pmc-json", "semantic-scholar-json"),
        ("scite-report",),
    ),
    "citations.references": (("jats-xml", "crossref-json"), ("web-of-science", "openalex-json")),
    # Who classified the statements.
    "citations": (("scite-report",),),
    "journal_metrics": (("web-of-science", "aggregator-page"),),
}
"""The order of trust. A row's missing readers follow in the order of its parent's row, then of `default`; a reader
that no row names comes last."""


def unit_of(key: str) -> str:
    """The part of a record that is taken from one source as a whole: `authors`, but `citations.cited_by`."""
    unit = _UNITS.get(key)
    if unit is None:
        parts = key.split(".")
        unit = ".".join(parts[:2]) if parts[0] in {"citations", "journal_metrics"} else parts[0]
        if len(_UNITS) < 10_000:
            _UNITS[key] = unit
    return unit


_LAST = 1_000_000
_UNITS: dict[str, str] = {}
"""What `unit_of` found; it is asked for every value of every source."""


def _fields(struct: type[msgspec.Struct]) -> list[str]:
    return [field.name for field in msgspec.structs.fields(struct)]


_INNER = {"citations": _fields(Citations), "journal_metrics": _fields(JournalMetrics)}
UNITS = [
    unit
    for name in _fields(Record)
    if name not in MACHINE_KEYS
    for unit in [name, *(f"{name}.{inner}" for inner in _INNER.get(name, ()))]
]
"""Every field that an order of trust can be given for, in the record's order."""

_RANK = {unit: at for at, unit in enumerate(UNITS)}


def rank(unit: str) -> int:
    """The place of a unit in the order of a record's keys."""
    return _RANK[unit]


class Trust:
    """The order of trust of a site: the table, with what its settings put before it."""

    def __init__(self, overrides: Mapping[str, Sequence[str | Sequence[str]]] | None = None) -> None:
        self._own = {
            field: tuple((tier,) if isinstance(tier, str) else tuple(tier) for tier in tiers)
            for field, tiers in (overrides or {}).items()
        }
        self._levels: dict[str, dict[str, int]] = {}

    def level(self, unit: str, reader: str) -> int:
        """How far down a reader's values of a unit stand; 0 is the most trusted."""
        levels = self._levels.get(unit)
        if levels is None:
            levels = self._levels[unit] = self._levels_of(unit)
        return levels.get(reader, _LAST)

    def _levels_of(self, unit: str) -> dict[str, int]:
        """Each reader's first tier, in the settings' rows and behind them in the table's."""
        names = list(dict.fromkeys([unit, unit.partition(".")[0], DEFAULT]))
        own = [tier for name in names if name in self._own for tier in self._own[name]]
        table = [tier for name in names if name in TRUST for tier in TRUST[name]]
        levels: dict[str, int] = {}
        for at, tier in enumerate([*own, *table]):
            for reader in tier:
                levels.setdefault(reader, at)
        return levels


def trust_faults(overrides: Mapping[str, Sequence[str | Sequence[str]]]) -> list[tuple[list[str | int], str]]:
    """What is wrong with the setting `trust`: for each fault its path below the setting, and a message."""
    faults: list[tuple[list[str | int], str]] = []
    fields = [DEFAULT, *UNITS]
    for field, tiers in overrides.items():
        if field not in fields:
            faults.append(([field], f"there is no field {field!r} to trust anybody for{did_you_mean(field, fields)}"))
        seen: set[str] = set()
        for at, tier in enumerate(tiers):
            inner = isinstance(tier, str)
            for within, reader in enumerate([tier] if isinstance(tier, str) else tier):
                path: list[str | int] = [field, at] if inner else [field, at, within]
                if reader not in _readers():
                    message = f"there is no reader {reader!r}{did_you_mean(reader, _readers())}"
                    faults.append((path, f"{message}; docs/formats.md lists them"))
                elif reader in seen:
                    faults.append((path, f"the reader {reader!r} stands here a second time"))
                seen.add(reader)
    return faults


@cache
def _readers() -> tuple[str, ...]:
    """The readers' names; they are modules of a layer above, so only their files are looked at."""
    return tuple(name.replace("_", "-") for name in names_in(_READERS))
