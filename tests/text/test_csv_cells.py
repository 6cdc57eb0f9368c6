"""Cells of tables."""

from __future__ import annotations

import pytest

from synthesite.text.csv_cells import plain_cell


@pytest.mark.parametrize("text", ["=1+1", "+358", "-", "@name", "\tx", "\rx"])
def test_what_a_spreadsheet_would_work_out_is_text(text: str) -> None:
    assert plain_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Invented", "1-2", " =1"])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert plain_cell(text) == text
