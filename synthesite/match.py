"""Which extracts are about the same study, and which record is theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from synthesite.grouping import Sides, cluster
from synthesite.model import Extract
from synthesite.text.folding import same_form, title_key
from synthesite.traits import traits_of

IDENTIFIERS = ("doi", "pmid")


class Match(NamedTuple):
    """Extracts about one study, and for each but the first why it belongs to one before it (`doi`; `title, authors, year`)."""

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
    first_author: str = ""


def group_extracts(extracts: list[Extract], same: Sequence[Sides] = (), apart: Sequence[Sides] = ()) -> list[Match]:
    """Groups the extracts about one study; `same` and `apart` are the indices of those about which a person decided.

    The order of the groups, and of the extracts in them, is that of the extracts.
    """
    found = cluster([traits_of(extract.values) for extract in extracts], same, apart)
    return [Match([extracts[at] for at in group.members], group.reasons) for group in found]


def assign_records(matches: list[Match], known: Iterable[Known]) -> list[str | None]:
    """For each study the id of the record that is its own, or `None`; no record is given out twice.

    Identifiers count first over all studies, then the items a record was made from, then title, year and first author
    of records without identifiers: so a newcomer never takes a record that better evidence gives to somebody else.
    """
    records = sorted(known, key=lambda record: record.id)
    found: list[str | None] = [None] * len(matches)
    given: set[str] = set()
    for record_keys, match_keys in _PASSES:
        by_key: dict[tuple[object, ...], list[Known]] = {}
        for record in records:
            for key in record_keys(record):
                by_key.setdefault(key, []).append(record)
        for at, match in enumerate(matches):
            if found[at] is None:
                fitting = (r for key in match_keys(match) for r in by_key.get(key, ()) if r.id not in given)
                own = next((r.id for r in fitting if not _contradict(r, match)), None)
                if own:
                    found[at] = own
                    given.add(own)
    return found


def _contradict(record: Known, match: Match) -> bool:
    """Whether record and study have identifiers of a kind, and none of them is the same: then they are two studies."""
    for key in IDENTIFIERS:
        own = getattr(record, key)
        theirs = {extract.values[key] for extract in match.extracts if key in extract.values}
        if own and theirs:
            return own not in theirs
    return False


def _record_identifiers(record: Known) -> Iterator[tuple[object, ...]]:
    return ((key, getattr(record, key)) for key in IDENTIFIERS if getattr(record, key))


def _match_identifiers(match: Match) -> Iterator[tuple[object, ...]]:
    return ((key, e.values[key]) for key in IDENTIFIERS for e in match.extracts if key in e.values)


def _record_items(record: Known) -> Iterator[tuple[object, ...]]:
    return (item for item in record.items)


def _match_items(match: Match) -> Iterator[tuple[object, ...]]:
    return ((extract.source.path, extract.source.sha256) for extract in match.extracts)


def _record_hashes(record: Known) -> Iterator[tuple[object, ...]]:
    return ((sha256,) for _, sha256 in record.items)


def _match_hashes(match: Match) -> Iterator[tuple[object, ...]]:
    return ((extract.source.sha256,) for extract in match.extracts)


def _record_title(record: Known) -> Iterator[tuple[object, ...]]:
    if record.title and not (record.doi or record.pmid):
        yield (title_key(record.title), record.year, record.first_author)


def _match_title(match: Match) -> Iterator[tuple[object, ...]]:
    for extract in match.extracts:
        if "title" in extract.values:
            author = first_author(extract.values.get("authors"))
            yield (title_key(extract.values["title"]), extract.values.get("year"), author)


def first_author(authors: list[dict[str, str]] | None) -> str:
    """The family name of the first author in a form for comparing; empty without one."""
    first = authors[0] if authors else {}
    return same_form(first.get("family") or first.get("literal") or "")


_PASSES = (
    (_record_identifiers, _match_identifiers),
    (_record_items, _match_items),
    (_record_hashes, _match_hashes),
    (_record_title, _match_title),
)
