"""The maps as tables."""

from __future__ import annotations

import csv
import io

from synthesite.evidence_map import Column, Counted, Map, Row
from synthesite.exports.map import _table


def test_no_label_is_a_formula() -> None:
    columns = [Column("one", "=1+1", "", 3, ("one",)), Column("two", "Cohort = group", "", 2, ("two",))]
    counted = Counted(Map("designs", columns, []), columns, [Row("t", "-Theme", "", 4, [3, 1])], 4, 0, 1)
    rows = list(csv.reader(io.StringIO(_table(counted, "en", b"").decode("utf-8-sig"), newline="")))
    assert [row[1:3] for row in rows] == [["'=1+1", "Cohort = group"], ["3", "1"], ["3", "2"]]
    assert rows[1][0] == "'-Theme"
