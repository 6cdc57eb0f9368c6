"""What is left of sources that are gone: their extracts, rebuilt from the record that was made of them."""

from __future__ import annotations

from typing import Any

import msgspec

from synthesite.model import Extract, Place, Record
from synthesite.text.paths import resolve


def remnants(record: Record) -> list[Extract]:
    """For each source of a record the extract of the values that came from it; there is no text to them."""
    data = msgspec.to_builtins(record)
    found = []
    for at, source in enumerate(record.sources or []):
        values: dict[str, Any] = {}
        places: dict[str, Place | list[Place]] = {}
        for key, place in (record.provenance or {}).items():
            listed = place if isinstance(place, list) else [place]
            if all(one.source == at for one in listed):
                values[key] = resolve(data, key)
                moved = [msgspec.structs.replace(one, source=0) for one in listed]
                places[key] = moved if isinstance(place, list) else moved[0]
        found.append(Extract(source=source, line=1, values=values, places=places, conflicts=[], problems=[]))
    return found
