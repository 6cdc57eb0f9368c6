"""The effective record of each study as JSON: the record's keys, `themes` and `links` with their reasons,
`summary`, and `checked`.

`withheld` names the texts of which nothing may be shown; a text of which a part is shown is marked `shortened`.
`checked` is there where a curator has verified something: a list of `{by, on, what}`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

import msgspec

from synthesite.batches import OneStudy, by_study
from synthesite.library import Library
from synthesite.links import Link
from synthesite.model import Batch, Export, Record
from synthesite.rights import Withheld
from synthesite.study import Study

_ENCODE = msgspec.json.Encoder().encode
_KEYS = [key for key in Record.__struct_fields__ if key not in {"summary_sha256", "fingerprint"}]
_VALUES = attrgetter(*_KEYS)
_STARTS = [f'"{key}": '.encode() for key in _KEYS]


def exports(library: Library) -> Iterator[Batch]:
    """`studies/<id>.json` for each study, in UTF-8."""
    return by_study("study_json", library, _export)


def _export(one: OneStudy) -> Export:
    return Export(f"studies/{one.id}.json", study_json, (one.study, one.links))


def study_json(study: Study, links: Sequence[Link]) -> bytes:
    """The JSON of a study, each key of the outermost object on a line of its own.

    Indented throughout it would be half as long again: each place of a value takes eight lines then.
    """
    more: dict[str, Any] = {"themes": [{"id": theme.id, "because": theme.because} for theme in study.themes]}
    if links:
        more["links"] = [link._asdict() | {"because": "; ".join(map(str, link.because))} for link in links]
    more["summary"] = study.summary
    unshown = [key for key, how in study.withheld.items() if how == Withheld.WHOLE]
    if unshown:
        more["withheld"] = unshown
    if study.checked:
        more["checked"] = study.checked
    lines = [
        start + _ENCODE(value) for start, value in zip(_STARTS, _VALUES(study.record), strict=True) if value is not None
    ]
    lines += [f'"{key}": '.encode() + _ENCODE(value) for key, value in more.items()]
    return b"{\n%b\n}\n" % b",\n".join(lines)
