"""The authors of a row: cells that hold all of them, in the ways databases write them."""

from __future__ import annotations

import re

from synthesite.model import Span
from synthesite.readers import _tagged as tagged
from synthesite.readers._table_row import RowValues, Value, within
from synthesite.text.author_lists import Style, split_authors
from synthesite.text.folding import fold, same_form
from synthesite.text.identifiers import normal_orcid
from synthesite.text.inline_markup import plain_text
from synthesite.text.names import person_forms, person_parts

_ORCID_OF = re.compile(r"([^;/]{1,200})/(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")


def add_authors(row: RowValues) -> None:
    """The full names where there are as many of them as of the short ones; names that can't be told apart are kept."""
    best: tuple[Value, list[tuple[Span, dict[str, str], str, bool]]] | None = None
    candidates = [*row.having("full_names"), *row.having("authors")]
    orcids = _orcids(row)
    unclear: Value | None = None
    same: list[Value] = []
    for value in candidates:
        found = _authors_in(row, value, orcids)
        if found is None:
            unclear = unclear or value
        elif found and (best is None or len(found) > len(best[1])):
            best, same = (value, found), [value]
        elif not found or (best and len(found) == len(best[1])):
            same.append(value)
    for span, parts, name, derived in best[1] if best else []:
        row.draft.add("authors", parts, span, name, derived=derived)
    for value in same:
        row.read(value)
    if unclear and not best:
        text = fold(row.raw(unclear))
        message = f"it is not clear which names are in {text[:60]!r}; put semicolons between them"
        row.draft.problem("unclear-authors", message, unclear.span.start)
    for value in row.all("groups"):
        for span in tagged.split_at_semicolons(row.draft.text, *value.span):
            tagged.add_group(row.draft, span)


def _authors_in(
    row: RowValues, value: Value, orcids: dict[str, str]
) -> list[tuple[Span, dict[str, str], str, bool]] | None:
    style = Style.ANY if row.layout.kind == "zotero" and " and " in row.raw(value) else row.layout.style
    split = split_authors(row.raw(value), style)
    if split is None:
        return None
    found = []
    for start, end, person in split:
        span = within(value, (start, end))
        name = plain_text(row.said(value, span))
        parts = person_parts(person)
        if any('""' in part or "&" in part or "<" in part for part in parts.values()):
            parts = {key: plain_text(part.replace('""', '"') if value.quoted else part) for key, part in parts.items()}
        derived = name not in person_forms(person)
        if orcid := orcids.get(same_form(name)):
            parts["orcid"] = orcid
            derived = True
        found.append((span, parts, name, derived))
    return found


def _orcids(row: RowValues) -> dict[str, str]:
    """The ORCID iDs that Web of Science gives (`Example, Ada/0000-…; …`) by name; a name with two of them has none."""
    found: dict[str, str] = {}
    for value in row.all("orcids"):
        for name, number in _ORCID_OF.findall(row.raw(value)):
            orcid, key = normal_orcid(number), same_form(name)
            found[key] = orcid if orcid and found.get(key, orcid) == orcid else ""
    return found
