"""A former id leads to one study, and is nobody's id now."""

from __future__ import annotations

from collections.abc import Iterator

from synthesite.checks import Content
from synthesite.model import Problem, Severity
from synthesite.text.slugs import slugify


def across(content: Content) -> Iterator[Problem]:
    """An error for each id in `formerly` that is also a study's id, a former id of a second study, or no id at all."""
    holder: dict[str, str] = {}
    ids = {study.id for study in content.studies}
    for study in sorted(content.studies, key=lambda study: study.id):
        for former in study.formerly:
            other = former if former in ids else holder.setdefault(former, study.id)
            if former != slugify(former):
                message = f"the former id {former!r} is no id, so no address leads on from it"
                yield Problem(study.path, 1, "bad-record", f"{message}; take the file back from Git", Severity.ERROR)
            elif former in ids or other != study.id:
                whose = "is a study's own id" if former in ids else f"is also a former id of {other}"
                message = (
                    f"the former id {former!r} {whose}, so its address can't lead here; remove it from one of them"
                )
                yield Problem(study.path, 1, "duplicate-id", message, Severity.ERROR)
