"""The effective record of each study as JSON: the record's keys, `themes` and `links` with their reasons,
`summary`, and `checked`.

`withheld` names the texts of which nothing may be shown; a text of which a part is shown is marked `shortened`.
`checked` is there where a curator has verified something: a list of `{by, on, what}`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from synthesite.library import Library
from synthesite.model import Asset
from synthesite.rights import Withheld

_OWN = ("summary_sha256", "fingerprint")


def exports(library: Library) -> Iterator[Asset]:
    """`studies/<id>.json` for each study, two blanks of indentation, in UTF-8."""
    for study in library.studies.values():
        data: dict[str, Any] = msgspec.to_builtins(study.record)
        for key in _OWN:
            data.pop(key, None)
        data["themes"] = [{"id": theme.id, "because": theme.because} for theme in study.themes]
        if study.id in library.links:
            data["links"] = [link._asdict() for link in library.links[study.id]]
        data["summary"] = study.summary
        unshown = [key for key, how in study.withheld.items() if how == Withheld.WHOLE]
        if unshown:
            data["withheld"] = unshown
        if study.checked:
            data["checked"] = msgspec.to_builtins(study.checked)
        text = json.dumps(data, ensure_ascii=False, indent=2)
        yield Asset(f"studies/{study.id}.json", f"{text}\n".encode())
