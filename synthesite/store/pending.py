"""The note about what an ingest is about to write, by which the next one goes on after a kill.

A study's record, its summary and the list of changes are different files. A build killed between writing them would
leave a summary that the record doesn't know, to be taken for a curator's; and the next build would not know what the
records had said before. So both are noted first, and the note is removed last.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from synthesite.model import Record
from synthesite.store.files import write_if_changed

_FILE = ".pending-ingest.json"


class Pending(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ingests that did not end had noted."""

    date: str = ""
    """The date of the changes; empty without a note."""
    bodies: dict[str, set[str]] = {}
    """By study, the hashes of the summaries that were about to be written."""
    before: dict[str, Record | None] = {}
    """By study, the record as it was before the first of them; `None` where there was none."""
    parted_from: dict[str, str] = {}
    """By study, the one that it had been a part of."""
    removed: list[str] = []
    """The studies that are let go."""


def note(content: Path, pending: Pending) -> None:
    """Writes the note; with nothing in it, none."""
    if pending.bodies or pending.before:
        write_if_changed(content / _FILE, msgspec.json.encode(pending, order="deterministic"))


def noted(content: Path) -> Pending:
    """The note of an ingest that did not end; an empty one after an ingest that did."""
    try:
        return msgspec.json.decode((content / _FILE).read_bytes(), type=Pending)
    except (OSError, ValueError):
        return Pending()


def clear(content: Path) -> None:
    """Removes the note: everything it named is written."""
    (content / _FILE).unlink(missing_ok=True)
