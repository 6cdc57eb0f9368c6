"""The effective record: a record with a curator's values in it, each traced to the curator's file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from synthesite.front_matter import FrontMatter
from synthesite.model import Citations, How, JournalMetrics, Place, Record, SourceItem, Span
from synthesite.source_texts import CURATOR
from synthesite.store.content import Summary
from synthesite.text.folding import fold
from synthesite.text.yaml_text import scalars
from synthesite.trust import unit_of

if TYPE_CHECKING:  # brings PyYAML
    from synthesite.text.yaml_library import Scalar

_OUTER = {"citations": Citations(), "journal_metrics": JournalMetrics()}


def effective(record: Record, front: FrontMatter, summary: Summary, shown: str, body: str) -> Record:
    """The record with the curator's values, each with its place in the Markdown file as one more source.

    `shown` is the path of that file in records, `body` what stands in it as the curator's own summary, without white
    space around it. What the program keeps for itself is left out.
    """
    record = _without_state(record)
    overrides = front.overrides
    if not overrides and not body:
        return record
    sources = list(record.sources or [])
    item = SourceItem(path=shown, item=1, sha256=summary.sha256, reader=CURATOR, encoding="utf-8")
    provenance = dict(record.provenance or {})
    marks = {}
    if overrides:
        provenance = {key: place for key, place in provenance.items() if not _covered(key, overrides)}
        marks = scalars(summary.file.yaml_text)
    for unit, value in overrides.items():
        if value is not None:
            provenance[unit] = _place(summary, marks[tuple(unit.split("."))], value, len(sources))
    if body:
        start = summary.text.index(body, summary.file.body_start)
        provenance["summary"] = Place(source=len(sources), span=Span(start, start + len(body)), how=How.COPIED)
    dates: dict[str, Any] = {}
    if "year" in overrides and "published" not in overrides and not _agree(record, overrides["year"]):
        dates["published"] = None
        provenance.pop("published", None)
    if overrides.get("published") and "year" not in overrides:
        dates["year"] = int(overrides["published"][:4])
        of_date = _place(summary, marks[("published",)], overrides["published"], len(sources))
        provenance["year"] = msgspec.structs.replace(of_date, how=How.DERIVED)
    changes = _changes(record, overrides) | dates
    changes |= {"sources": [*sources, item], "provenance": provenance}
    if record.conflicts is not None:
        changes["conflicts"] = [c for c in record.conflicts if not _covered(c.field, overrides | dates)] or None
    return msgspec.structs.replace(record, **changes)


def _covered(key: str, overrides: dict[str, Any]) -> bool:
    """Whether a curator's value stands in the place of what this dotted key is a part of."""
    return unit_of(key) in overrides or key.split(".")[0] in overrides


def _place(summary: Summary, mark: Scalar, value: Any, source: int) -> Place:
    span = Span(summary.file.yaml_start + mark.start, summary.file.yaml_start + mark.end)
    how = How.COPIED if fold(summary.text[slice(*span)]) == fold(str(value)) else How.DECODED
    return Place(source=source, span=span, how=how)


def _changes(record: Record, overrides: dict[str, Any]) -> dict[str, Any]:
    """The record's fields that change; of citations and metrics only the inner values that are overridden."""
    changes: dict[str, Any] = {}
    for unit, value in overrides.items():
        outer, _, inner = unit.partition(".")
        if inner:
            before = changes.get(outer) or getattr(record, outer) or _OUTER[outer]
            changes[outer] = msgspec.structs.replace(before, **{inner: value})
        else:
            changes[outer] = value
    return {key: None if value == _OUTER.get(key, ...) else value for key, value in changes.items()}


def _agree(record: Record, year: int | None) -> bool:
    return record.published is None or (year is not None and record.published.startswith(str(year)))


def _without_state(record: Record) -> Record:
    """The record without `extra.decided`, which is the program's memory and no value of the study."""
    if not record.extra or not isinstance(record.extra.get("decided"), dict):
        return record
    extra = {key: value for key, value in record.extra.items() if key != "decided"}
    return msgspec.structs.replace(record, extra=extra or None)
