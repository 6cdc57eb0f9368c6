"""What changed, as a terminal shows it."""

from __future__ import annotations

import pytest

from synthesite.change_report import MOST, changes_report
from synthesite.model import Change, ChangeKind

DATE = "2026-01-31"


def change(kind: ChangeKind, study: str = "a-2021-an-invented-study", **values: str | None) -> Change:
    return Change(change=kind, study=study, title="An invented study", **values)  # type: ignore[arg-type]


def test_nothing_changed_is_one_line() -> None:
    assert changes_report([], "") == ["evidence       nothing changed"]


def test_changes_are_counted_by_kind_and_named_the_gravest_first() -> None:
    changes = [
        change(ChangeKind.NEW),
        change(ChangeKind.NEW),
        change(ChangeKind.CHANGED, field="volume", was="7", now="8"),
        change(ChangeKind.NOTICE, field="correction"),
        change(ChangeKind.NOTICE, field="retraction", now="2026-01-05"),
        change(ChangeKind.CONFLICT, field="open_access", now="true; false"),
        change(ChangeKind.MERGED, other="b"),
    ]
    tail = "An invented study (a-2021-an-invented-study)"
    assert changes_report(changes, DATE) == [
        "evidence       2 notices, 2 new studies, 1 merged record, 1 new conflict, 1 changed value",
        f"               retraction of 2026-01-05: {tail}",
        f"               correction: {tail}",
        f"               merged with b: {tail}",
        f"               conflict about open access (true; false): {tail}",
        f"               volume 7 to 8: {tail}",
        f"               new: {tail}",
        f"               new: {tail}",
    ]


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (change(ChangeKind.CHANGED, field="abstract"), "abstract changed"),
        (change(ChangeKind.CHANGED, field="volume", now="8"), "volume 8 (new)"),
        (change(ChangeKind.CHANGED, field="volume", was="8"), "volume 8 went"),
        (change(ChangeKind.CHANGED, field="title", was="x" * 99, now="y"), "title changed"),
        (change(ChangeKind.CITATIONS, field="citations.cited_by", was="0", now="8"), "cited by 0 to 8"),
        (change(ChangeKind.CITATIONS, field="citations.tally.supporting", was="0", now="8"), "tally supporting 0 to 8"),
        (change(ChangeKind.STATEMENTS, field="citations.statements.contrasting", was="0", now="2"),
         "contrasting statements 0 to 2"),
        (change(ChangeKind.SETTLED, field="volume", was="7; 8"), "settled: volume"),
        (change(ChangeKind.SOURCE, now="content/sources/b.ris"), "source joined, content/sources/b.ris"),
        (change(ChangeKind.SOURCE, was="content/sources/b.ris"), "source left, content/sources/b.ris"),
        (change(ChangeKind.SPLIT, other="b"), "split off b"),
        (change(ChangeKind.GONE), "its last source is gone"),
        (change(ChangeKind.RETURNED), "a source is back"),
        (change(ChangeKind.FORGOTTEN), "forgotten"),
    ],
)  # fmt: skip
def test_each_kind_has_its_words(made: Change, words: str) -> None:
    assert changes_report([made], DATE)[1] == f"{' ' * 15}{words}: An invented study (a-2021-an-invented-study)"


def test_a_long_list_is_cut_and_says_where_the_rest_is() -> None:
    lines = changes_report([change(ChangeKind.NEW)] * 1500, DATE)
    assert len(lines) == MOST
    assert lines[0] == "evidence       1,500 new studies"
    assert lines[-1] == f"               and 1,482 more in content/changes/{DATE}.yaml"
    whole = changes_report([change(ChangeKind.NEW)] * (MOST - 1), DATE)
    assert len(whole) == MOST
    assert "more" not in whole[-1]


def test_a_title_cannot_steer_the_terminal() -> None:
    (_, line) = changes_report([Change(change=ChangeKind.NEW, study="a", title="\x1b[31m<i>red</i>\nx")], DATE)
    assert "\x1b" not in line
    assert "\n" not in line
