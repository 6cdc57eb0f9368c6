"""A study says who made it, where it appeared and when, or it is known that nobody says so."""

from __future__ import annotations

from collections.abc import Iterator

from synthesite.config import Settings
from synthesite.model import Problem
from synthesite.study import Whole

NEEDED = {"title": "title", "authors": "author", "journal": "journal", "year": "year"}


def of_study(whole: Whole, settings: Settings) -> Iterator[Problem]:
    """A warning for each value that a reference can't do without and that neither a source nor a curator gives."""
    record = whole.study.record
    for key, word in NEEDED.items():
        journal_free = key == "journal" and record.type not in {None, "article-journal"}
        if not getattr(record, key) and not journal_free:
            message = f"no source names the {word}; if you know it, write '{key}: …' into the front matter of the .md"
            yield Problem(whole.study.path, 1, f"missing-{key}", message)
