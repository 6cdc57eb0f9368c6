"""Which extracts are about the same study, and which record is theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from synthesite.model import Extract
from synthesite.text.folding import title_key

IDENTIFIERS = ("doi", "pmid")


class Match(NamedTuple):
    """Extracts about one study, and for each but the first why it belongs to one before it (`doi`, `pmid`)."""

    extracts: list[Extract]
    reasons: list[str | None]


class Known(NamedTuple):
    """What a record that exists is found again by."""

    id: str
    doi: str | None
    pmid: str | None
    items: list[tuple[str, str]]
    """The paths and hashes of its items."""
    title: str | None
    year: int | None


def group_extracts(extracts: list[Extract]) -> list[Match]:
    """Groups the extracts that carry the same DOI or PMID, directly or by way of others; the rest stay alone.

    The order of the groups, and of the extracts in them, is that of the extracts.
    """
    group_of: list[int] = list(range(len(extracts)))
    reasons: list[str | None] = [None] * len(extracts)
    holder: dict[tuple[str, str], int] = {}

    def root(at: int) -> int:
        while group_of[at] != at:
            group_of[at] = group_of[group_of[at]]
            at = group_of[at]
        return at

    for at, extract in enumerate(extracts):
        for key in IDENTIFIERS:
            value = extract.values.get(key)
            if value is None:
                continue
            first = holder.setdefault((key, value), at)
            older, newer = sorted((root(first), root(at)))
            if older != newer:
                group_of[newer] = older
                reasons[at] = reasons[at] or key
                reasons[newer] = reasons[newer] or key
    groups: dict[int, list[int]] = {}
    for at in range(len(extracts)):
        groups.setdefault(root(at), []).append(at)
    return [Match([extracts[at] for at in ats], [reasons[at] for at in ats]) for ats in groups.values()]


class KnownRecords:
    """The records that exist, to be found by what a group of extracts says; each is given out once."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._by_key: dict[tuple[object, ...], list[str]] = {}
        for record in sorted(known, key=lambda k: k.id):
            for key in _record_keys(record):
                self._by_key.setdefault(key, []).append(record.id)
        self._given: set[str] = set()

    def take(self, match: Match) -> str | None:
        """The id of the record that is this study's: by DOI, PMID, an item it was made from, or title and year."""
        for key in _match_keys(match):
            for record_id in self._by_key.get(key, ()):
                if record_id not in self._given:
                    self._given.add(record_id)
                    return record_id
        return None


def _record_keys(record: Known) -> Iterator[tuple[object, ...]]:
    if record.doi:
        yield ("doi", record.doi)
    if record.pmid:
        yield ("pmid", record.pmid)
    for path, sha256 in record.items:
        yield ("item", path, sha256)
    if record.title and not (record.doi or record.pmid):
        yield ("title", title_key(record.title), record.year)


def _match_keys(match: Match) -> Iterator[tuple[object, ...]]:
    for key in IDENTIFIERS:
        for extract in match.extracts:
            if key in extract.values:
                yield (key, extract.values[key])
    for extract in match.extracts:
        yield ("item", extract.source.path, extract.source.sha256)
    for extract in match.extracts:
        if "title" in extract.values:
            yield ("title", title_key(extract.values["title"]), extract.values.get("year"))
