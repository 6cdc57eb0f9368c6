"""A curator's value that replaces the sources' is looked at again when the sources change."""

from __future__ import annotations

from collections.abc import Iterator

from synthesite.config import Settings
from synthesite.decisions import overtaken
from synthesite.model import Problem
from synthesite.study import Whole

LONGEST = 100
"""How many characters of a value a message quotes."""


def of_study(whole: Whole, settings: Settings) -> Iterator[Problem]:
    """A warning for each value of a curator's since which the sources have come to say something else.

    A source that has come round to the curator's value is no problem: nobody disagrees any more.
    """
    if whole.loaded.edited:
        return
    for change in overtaken(whole.loaded.record, whole.front):
        then = f"it said {_quoted(change.then)}" if change.then else "it said nothing"
        message = (
            f"{change.unit}: the source now says {_quoted(change.now)}; you say {_quoted(change.yours)}, and "
            f"{then} when you decided. Change your value, remove the line if the source is right now, or "
            "confirm it with a new 'checked: {by: …, on: …}'"
        )
        yield Problem(front_path(whole.study.path), whole.front.line(change.unit), "source-changed", message)


def front_path(path: str) -> str:
    """The Markdown file beside a record's file."""
    return f"{path.removesuffix('.yaml')}.md"


def _quoted(text: str) -> str:
    return repr(text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} …")
