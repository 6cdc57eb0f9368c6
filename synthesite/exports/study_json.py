"""The effective record of each study as JSON: the record's keys, `themes` and `links` with their reasons,
`summary`, and `checked`.

`withheld` names the texts of which nothing may be shown; a text of which a part is shown is marked `shortened`.
`checked` is there where a curator has verified something: a list of `{by, on, what}`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from synthesite.batches import OneStudy, by_study
from synthesite.library import Library
from synthesite.links import Link
from synthesite.model import Batch, Export, Record
from synthesite.rights import Withheld
from synthesite.study import Study

_UNLIKE_PYTHON = re.compile(rb"[:,\[](?:null|-?0\.0000|-?[0-9.]+e)")
"""What Python's `json` may write otherwise: very small and very large fractions, and what is no number (`NaN`)."""


def exports(library: Library) -> Iterator[Batch]:
    """`studies/<id>.json` for each study, two blanks of indentation, in UTF-8."""
    return by_study("study_json", library, _export)


def _export(one: OneStudy) -> Export:
    return Export(f"studies/{one.id}.json", study_json, (one.study, one.links))


def study_json(study: Study, links: Sequence[Link]) -> bytes:
    """The JSON of a study."""
    record = msgspec.structs.replace(study.record, summary_sha256=None, fingerprint=None)
    more: dict[str, Any] = {"themes": [{"id": theme.id, "because": theme.because} for theme in study.themes]}
    if links:
        more["links"] = [link._asdict() | {"because": "; ".join(map(str, link.because))} for link in links]
    more["summary"] = study.summary
    unshown = [key for key, how in study.withheld.items() if how == Withheld.WHOLE]
    if unshown:
        more["withheld"] = unshown
    if study.checked:
        more["checked"] = study.checked
    return _indented(record, more)


def _indented(record: Record, more: dict[str, Any]) -> bytes:
    """The keys of a record and more keys behind them as Python's `json` writes them, non-ASCII text as it is."""
    if _UNLIKE_PYTHON.search(msgspec.json.encode(fractions(record))):
        data = msgspec.to_builtins(record) | msgspec.to_builtins(more)
        return f"{json.dumps(data, ensure_ascii=False, indent=2)}\n".encode()
    compact = msgspec.json.encode(record)[:-1] + b"," + msgspec.json.encode(more)[1:]
    return msgspec.json.format(compact, indent=2) + b"\n"


def fractions(record: Record) -> list[Any]:
    """The values of a record that are fractions, or may hold some."""
    statements = (record.citations and record.citations.statements) or ()
    found: list[Any] = [statement.confidence for statement in statements if statement.confidence is not None]
    if record.journal_metrics and record.journal_metrics.impact_factor is not None:
        found.append(record.journal_metrics.impact_factor)
    return [*found, record.extra] if record.extra else found
