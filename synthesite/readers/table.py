"""Tables with a row for each publication: CSV, TSV and what spreadsheets make of them (RFC 4180).

Columns are known by their names in the exports of databases and tools; the setting `columns` of a source names others,
and goes first. The n-th item is the n-th row below the header; lines with nothing on them are none.
"""

from __future__ import annotations

from synthesite.extract import Draft, Item, SourceText, count_lines, pieces
from synthesite.interface import N_
from synthesite.model import Extract, Problem, Severity, Span
from synthesite.readers._table_columns import Layout, layout_of
from synthesite.readers._table_dates import put_dates
from synthesite.readers._table_kinds import put_type
from synthesite.readers._table_people import add_authors
from synthesite.readers._table_row import RowValues
from synthesite.readers._table_values import (
    put_citation,
    put_coded,
    put_counts,
    put_identifiers,
    put_numbers,
    put_texts,
    put_titles,
)
from synthesite.text.table_syntax import rows

LABEL = N_("table (CSV or TSV)")

_OTHER_FORMATS = ("{", "[", "<", "@", "%", "|")
_SEPARATORS = {"\t": "tabs", ";": "semicolons", ",": "commas", "|": "bars"}


def claims(source: SourceText) -> str | None:
    if source.head.lstrip("\ufeff \t\r\n").startswith(_OTHER_FORMATS):
        return None
    layout = layout_of(source.head, source.columns)
    if not layout:
        return None
    known = [layout.names[at] for at in sorted({at for columns in layout.columns.values() for at in columns})]
    named = ", ".join(repr(name) for name in known[:4])
    return f"it is a table with {_SEPARATORS[layout.separator]} and the columns {named}{' …' if known[4:] else ''}"


def items(source: SourceText) -> list[Item]:
    layout = _layout(source)
    if not layout:
        return [Item(source, 1, source.text, 1)]
    spans = [Span(row.start, row.end) for row in rows(source.text, layout.separator, layout.data)]
    if not spans:
        return [Item(source, 1, source.text, 1)]
    return [item._replace(context=layout) for item in pieces(source, spans)]


def read(item: Item) -> Extract:
    draft = Draft(item, "table")
    layout = item.context if isinstance(item.context, Layout) else _layout(item.source)
    if not layout or item.text == item.source.text:
        what = "no row of this file is a header whose columns are known" if not layout else "no row is below the header"
        advice = "name its columns with the setting columns in config.yaml" if not layout else "export it again"
        draft.problem("no-table", f"{what}; {advice}", severity=Severity.ERROR)
        return draft.extract()
    if item.number == 1:
        _report(draft, layout)
    row = RowValues(draft, layout)
    if row.is_header() or not any(row.raw(value) for value in row.cells):
        return draft.extract()
    if not _is_whole(row):
        return draft.extract()
    put_titles(row)
    put_citation(row)
    put_type(row)
    add_authors(row)
    put_dates(row)
    put_numbers(row)
    put_identifiers(row)
    put_texts(row)
    put_counts(row)
    put_coded(row)
    row.keep_others()
    if "title" not in draft.values and "title" in layout.columns:
        draft.problem("no-title", f"this row has nothing in {_title_column(layout)!r}; add the title")
    return draft.extract()


def _layout(source: SourceText) -> Layout | None:
    """The layout of a claimed source, or of one that the settings force upon this reader."""
    return layout_of(source.head, source.columns) or layout_of(source.head, source.columns, forced=True)


def _title_column(layout: Layout) -> str:
    return layout.names[layout.columns["title"][0]]


def _report(draft: Draft, layout: Layout) -> None:
    """Reports, at the header, what is wrong with the table as a whole."""
    source = draft.item.source
    line = count_lines(source.text[: layout.line_start]) + 1
    for code, message in layout.faults:
        draft.problems.append(Problem(source.path, line, code, message))
    if "title" not in layout.columns:
        message = "no column of this table is known to hold titles; name it with the setting columns in config.yaml"
        draft.problems.append(Problem(source.path, line, "no-title-column", message))


def _is_whole(row: RowValues) -> bool:
    """Whether the title of a row can be taken; reports what is wrong with the row."""
    draft, width = row.draft, len(row.layout.names)
    has_title = "title" not in row.layout.columns or bool(row.having("title"))
    left = "only the cells before it are read" if has_title else "the row is left out"
    if row.broken >= 0:
        at = row.cells[row.broken].span.start
        draft.problem("unclosed-quote", f"the quote that opens this cell is never closed; {left}: close it", at)
        return has_title
    if row.shifted:
        left = "only the cells that surely stand under their headers are read" if has_title else "the row is left out"
        what = f"this row has {row.width} cells and the header {width}"
        what = what if row.surplus else "its year or identifier stands one column too far to the right"
        message = f"{what}, so some cells are under the wrong header; {left}"
        draft.problem("shifted-row", f"{message}: put quotes around cells that hold the separator")
        return has_title
    title = row.layout.columns.get("title", [0])[0]
    if row.width < width and row.width <= title:
        message = f"this row has {row.width} of the header's {width} cells, none of them the title; it is left out"
        draft.problem("short-row", f"{message}: put quotes around cells that go on over lines")
        return False
    return True
