"""The note about generated summaries that are being written.

Record and summary are two files; a build killed between writing them would leave a summary that the record doesn't
know, and the next build would take it for a curator's. So the hashes of the summaries to come are noted first, and
the note is removed last.
"""

from __future__ import annotations

import json
from pathlib import Path

from synthesite.store.files import write_if_changed

_FILE = ".pending-summaries.json"


def note(content: Path, hashes: dict[str, set[str]]) -> None:
    """Notes, by study id, the hashes of the bodies that are about to be written, and of those noted before."""
    if hashes:
        data = {study_id: sorted(found) for study_id, found in hashes.items()}
        write_if_changed(content / _FILE, json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True).encode())


def noted(content: Path) -> dict[str, set[str]]:
    """The hashes that builds which did not end had noted, by study id; empty after a build that ended."""
    try:
        data = json.loads((content / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    items = data.items() if isinstance(data, dict) else ()
    return {str(key): {str(one) for one in found} for key, found in items if isinstance(found, list)}


def clear(content: Path) -> None:
    """Removes the note: everything it named is written."""
    (content / _FILE).unlink(missing_ok=True)
