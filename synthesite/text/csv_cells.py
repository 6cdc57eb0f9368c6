"""Cells of tables that are written for spreadsheets."""

from __future__ import annotations

_FORMULA = frozenset("=+-@\t\r")
"""What makes a spreadsheet take a text for a formula, if it begins with it."""


def plain_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in _FORMULA else text
