"""The authors that an HTML page shows: the innermost elements that are called authors and hold names."""

from __future__ import annotations

import re

from synthesite.readers._page_words import FURNITURE, NAME, NO_AUTHOR
from synthesite.text.html_references import Passage, joined
from synthesite.text.html_tree import Element, Page, Run

_LONGEST_LINE = 5_000
_BETWEEN = re.compile(r"(?:,\s*(?:and|und|y|et|&)?|\s(?:and|und|&))\s+")


def shown_authors(page: Page, before: int) -> list[Passage]:
    """The names of the authors, each once, from elements that start before an offset."""
    called = [element for element in page.elements if element.start < before and _is_called(element)]
    found: dict[str, Passage] = {}
    for at, leaf in enumerate(called):
        if at + 1 < len(called) and called[at + 1].index < leaf.last:
            continue  # another one stands inside
        names = _names(page, leaf)
        if all(NAME.fullmatch(name.folded) for name in names):
            for name in names:
                found.setdefault(name.folded, name)
    return list(found.values())


def _is_called(element: Element) -> bool:
    words = element.words
    if element.tag == "meta" or not {"author", "authors", "creator"} & words or NO_AUTHOR & words:
        return False
    return element.tag not in FURNITURE and not any(one.tag in FURNITURE for one in element.ancestors())


def _names(page: Page, leaf: Element) -> list[Passage]:
    links = [one for one in page.inside(leaf) if one.tag in {"a", "li"}]
    links = [one for at, one in enumerate(links) if at + 1 == len(links) or links[at + 1].index >= one.last]
    named = [name for name in (_without_marks(page, one) for one in links) if NAME.fullmatch(name.folded)]
    if named:
        return named
    whole = _without_marks(page, leaf)
    match = re.match(r"(?:by|authors?|von|por|par)\s*:?\s+", whole.text, re.IGNORECASE)
    whole = whole.cut(match.end(), len(whole.text)) if match else whole
    if len(whole.text) > _LONGEST_LINE:
        return []
    return whole.split(re.compile(";") if ";" in whole.text else _BETWEEN)


def _without_marks(page: Page, element: Element) -> Passage:
    """The text of an element without the marks of footnotes."""
    passage = joined(run.passage for run in page.runs_in(element) if not _is_mark(run))
    return passage.collapsed().trimmed(" *†‡,;")


def _is_mark(run: Run) -> bool:
    if run.parent is None:
        return False
    return run.parent.hidden or run.parent.tag == "sup" or any(one.tag == "sup" for one in run.parent.ancestors())
