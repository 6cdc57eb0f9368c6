"""Which lines of a page saved as text are about the study that the page shows.

Around the study a page has navigation, notes about cookies, lists of other studies and of references. What stands
behind the heading of such a list is not the study's own, until a heading that only ever speaks of the study itself.
"""

from __future__ import annotations

import re

from synthesite.readers._plain_fields import split_label, starts_something
from synthesite.readers._plain_lines import Line, of_body, of_others, of_own

_PASSAGE = 45
"""Headings and menu entries are shorter than this, passages longer."""
_IN_THE_BODY = frozenset({"keywords", "cite", "doi", "published", "online", "other_date"})
"""What publishers say of the study itself between or behind the article's own text, always with a label."""
_FIRST = re.compile(r"[\[(]?1[\])]?[.:]?\s")


def own_lines(lines: list[Line]) -> list[Line]:
    """The lines that are about the page's own study.

    A heading in a menu (the next line is another heading or label) opens nothing.
    """
    own: list[Line] = []
    theirs = body = False
    for at, line in enumerate(lines):
        if len(line.text) <= 60:
            if of_own(line.text):
                theirs = body = False
            elif of_others(line.text) and _opens(lines[at + 1 : at + 3]):
                theirs = True
            elif of_body(line.text) and _opens(lines[at + 1 : at + 3]):
                body = True
        if not theirs and (not body or (split_label(line) or ("",))[0] in _IN_THE_BODY):
            own.append(line)
    return own


def _opens(following: list[Line]) -> bool:
    for line in following:
        if _FIRST.match(line.text):
            return not starts_something(line)
        if starts_something(line):
            return False
        if len(line.text) >= _PASSAGE:
            return True
    return False
