"""Finding the header of a table, and what its columns hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from synthesite.readers._table_names import FIRST, OVID, RECORD_KEYS, SECOND, WEB_OF_SCIENCE
from synthesite.text.author_lists import Style
from synthesite.text.folding import same_form
from synthesite.text.nearest import did_you_mean
from synthesite.text.table_syntax import SEPARATORS, Row, rows, stated_separator, undouble

_SEVERAL = {"keywords", "issn"}
"""What all columns are taken of, not only the first that says something."""
_WORSE_COLUMNS = {"j9"}
"""Columns that are as good as another one of their key only where that says nothing."""
_DATABASES = frozenset(
    {"scopus", "pubmed", "medline", "embase", "cinahl", "psycinfo", "webofscience", "wos", "central", "crossref"}
    | {"googlescholar", "lilacs", "eric", "openalex", "dimensions", "lens", "clinicaltrialsgov", "ictrp"}
)
_CITATION = re.compile(r"\d\s?\(\s?\d|\d\s?:\s?[A-Za-z]?\d|;\s?\d|\bv\d+ n\d|\bv\.?\s?\d|\(pp? |\(\d{4}\)|\b\d{4}\.")
_ROWS_TO_HEADER = 15
_LONGEST_NAME = 80


def _squeezed(name: str) -> str:
    return same_form(name.replace("\ufeff", "")).replace(" ", "")


def _by_name(names: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    """The key and the rank of each name."""
    return {_squeezed(n): (key, at) for key, text in names.items() for at, n in enumerate(text.split(", "))}


_KNOWN = _by_name({key: text.replace("cited, wos", "cited wos") for key, text in FIRST.items()})
_WEAKER = _by_name({key: text.replace("cited, all", "cited all") for key, text in SECOND.items()})


class Layout(NamedTuple):
    """What the reader has to know of a table beside the row it reads.

    `columns` says for each key which columns hold it, the best one first; `data` is where the rows start.
    """

    separator: str
    names: list[str]
    line_start: int
    data: int
    columns: dict[str, list[int]]
    style: Style
    kind: str
    faults: list[tuple[str, str]]

    @property
    def known(self) -> int:
        """How many columns have a meaning."""
        return len({at for columns in self.columns.values() for at in columns})


def layout_of(text: str, mapped: Mapping[str, str], *, forced: bool = False) -> Layout | None:
    """The layout of the table that a text starts with; `None` if there is none.

    A header has a title and another known column, and a row with as many cells below it; the settings' columns count
    as known. Lines may stand before it. `forced` takes any header with one known column.
    """
    separator, at = stated_separator(text)
    best: Layout | None = None
    for mark in separator or SEPARATORS:
        for number, row in enumerate(rows(text, mark, at)):
            if number >= _ROWS_TO_HEADER:
                break
            if len(row.cells) < 2 and not forced:
                continue
            layout = _layout(text, mark, row, mapped)
            if layout and _is_header(layout, text, number, forced) and (not best or layout.known > best.known):
                best = layout
    return best


def _is_header(layout: Layout, text: str, number: int, forced: bool) -> bool:
    if forced:
        return layout.known > 0
    following = [row for row, _ in zip(rows(text, layout.separator, layout.data), range(20), strict=False)]
    if "title" not in layout.columns or layout.known < 2 or not any(len(row.cells) > 1 for row in following):
        return False
    width = len(layout.names)
    return number == 0 or (layout.known > 2 and any(len(row.cells) == width for row in following[:3]))


def _layout(text: str, separator: str, row: Row, mapped: Mapping[str, str]) -> Layout | None:
    names = [undouble(text[c.start : c.end]) if c.quoted else text[c.start : c.end] for c in row.cells]
    if any(len(name) > _LONGEST_NAME * 4 for name in names) or not all(cell.closed for cell in row.cells):
        return None
    squeezed = [_squeezed(name[: _LONGEST_NAME * 2]) for name in names]
    kind = _kind(squeezed)
    columns = _columns(names, squeezed, kind)
    faults = _apply(columns, squeezed, mapped)
    if not columns:
        return None
    shown = [" ".join(name.replace("\ufeff", "").split()) for name in names]
    return Layout(separator, shown, row.start, row.end, columns, _style(kind), kind, faults)


def _kind(names: list[str]) -> str:
    """Whose layout it is, where that tells what values mean."""
    have = set(names)
    if "ti" in have and "title" not in have:
        return "ovid" if have & {"vn", "ui"} or not have & {"pt", "ut", "so", "j9"} else "wos"
    for kind, needed in (
        ("pubmed", {"pmid", "journalbook"}),
        ("wos", {"articletitle", "authorfullnames"}),
        ("zotero", {"itemtype", "publicationtitle"}),
        ("dimensions", {"publicationid", "pubyear"}),
        ("scopus", {"eid", "sourcetitle"}),
        ("openalex", {"isoa", "citedbycount"}),
        ("openalex", {"openaccessisoa"}),
        ("lens", {"lensid"}),
        ("eric", {"publicationdateyear"}),
        ("bibtex", {"author", "title", "number", "journal"}),
    ):
        if needed <= have and not (kind == "bibtex" and "issue" in have):
            return kind
    return ""


def _style(kind: str) -> Style:
    styles = {"pubmed": Style.INITIALS, "bibtex": Style.BIBTEX}
    return styles.get(kind, Style.FAMILY_FIRST if kind in {"zotero", "dimensions"} else Style.ANY)


def _columns(names: list[str], squeezed: list[str], kind: str) -> dict[str, list[int]]:
    found: dict[str, list[tuple[int, int]]] = {}
    letters = OVID if kind == "ovid" else WEB_OF_SCIENCE if kind == "wos" and "ti" in squeezed else {}
    for at, name in enumerate(squeezed):
        key, rank = (letters.get(names[at].replace("\ufeff", "").strip().upper()), 0) if letters else (None, 0)
        if not key:
            key, rank = _KNOWN.get(name, (None, 0))
        if key:
            worse = name in _WORSE_COLUMNS
            found.setdefault(key, []).append((rank if key == "keywords" else int(worse), at))
    taken = {at for ranks in found.values() for _, at in ranks}
    second: dict[str, list[tuple[int, int]]] = {}
    for at, name in enumerate(squeezed):
        key, rank = _WEAKER.get(name, (None, 0))
        if key == "issue" and not _numbers_issues(name, at, found):
            continue
        if key and key not in found and at not in taken:
            second.setdefault(key, []).append((rank, at))
    found |= second
    return {key: [at for _, at in sorted(ranks)] for key, ranks in found.items()}


def _numbers_issues(name: str, at: int, found: Mapping[str, list[tuple[int, int]]]) -> bool:
    """Whether a column called `Number` numbers issues: there are volumes, and directly before it if it is called `No.`
    or `Nr.`, which often number the rows.
    """
    volumes = [column for _, column in found.get("volume", [])]
    return at - 1 in volumes if len(name) <= 3 else bool(volumes)


def _apply(columns: dict[str, list[int]], squeezed: list[str], mapped: Mapping[str, str]) -> list[tuple[str, str]]:
    """Puts what the settings say of columns in front of what their names say; returns what is wrong with it."""
    faults = []
    at_name = {name: at for at, name in reversed(list(enumerate(squeezed)))}
    for name, key in reversed(list(mapped.items())):
        at = at_name.get(_squeezed(name))
        if at is None:
            near = did_you_mean(_squeezed(name), [one for one in squeezed if one])
            message = f"the setting columns names a column {name!r}, and this table has none{near}"
            faults.append(("missing-column", message))
            continue
        if key and key not in RECORD_KEYS:
            near = did_you_mean(key, RECORD_KEYS) or f"; there are: {', '.join(RECORD_KEYS)}"
            message = f"the setting columns gives {name!r} to {key!r}, and no column can be given to that key{near}"
            faults.append(("unknown-key", message))
            continue
        for others in columns.values():
            if at in others:
                others.remove(at)
        if key:
            columns.setdefault(RECORD_KEYS[key], []).insert(0, at)
    for key in [key for key, where in columns.items() if not where]:
        del columns[key]
    return faults[::-1]


def takes_all(key: str) -> bool:
    """Whether all columns of a key are taken."""
    return key in _SEVERAL


def is_journal(text: str, name: str) -> bool:
    """Whether what a column of this name says is a journal: no database, no web site, and where the name may mean the
    whole citation (`Source`), not that.
    """
    if _squeezed(text[:100]) in _DATABASES or is_site(text):
        return False
    return _squeezed(name) in _KNOWN or not _CITATION.search(text[:1000])


def is_site(text: str) -> bool:
    """Whether a text is the name of a web site's host, as Google Scholar gives it for a journal or publisher."""
    return re.fullmatch(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+/?", text[:300]) is not None
