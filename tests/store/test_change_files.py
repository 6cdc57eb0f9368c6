"""The files of changes: what is added, what is kept, and what is left alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.model import Change, ChangeKind
from synthesite.store.change_files import change_file, load_changes, record_changes, today
from synthesite.text.dates import is_date
from tests.text.properties import tries

DATE = "2026-01-31"


def new(study: str, title: str | None = "An invented study") -> Change:
    return Change(change=ChangeKind.NEW, study=study, title=title)


def changed(was: str, now: str, study: str = "a", kind: ChangeKind = ChangeKind.CHANGED) -> Change:
    return Change(change=kind, study=study, title="An invented study", field="volume", was=was, now=now)


def text(root: Path) -> str:
    return change_file(root, DATE).read_text(encoding="utf-8")


def loaded(root: Path) -> list[Change]:
    changes, problems = load_changes(root)
    assert problems == []
    return changes[DATE]


def test_what_is_noted_is_read_again_and_reads_well(tmp_path: Path) -> None:
    changes = [new("b"), new("a", None), changed("7", "8")]
    assert record_changes(tmp_path, DATE, changes) == []
    assert text(tmp_path) == (
        "new:\n  b: An invented study\n  a: ''\nchanges:\n"
        "- {change: changed, study: a, title: An invented study, field: volume, was: '7', now: '8'}\n"
    )
    assert loaded(tmp_path) == changes


def test_no_changes_make_no_file(tmp_path: Path) -> None:
    assert record_changes(tmp_path, DATE, []) == []
    assert list(tmp_path.iterdir()) == []
    assert load_changes(tmp_path) == ({}, [])


def test_a_later_ingest_of_the_date_adds_to_it_and_keeps_the_order(tmp_path: Path) -> None:
    record_changes(tmp_path, DATE, [new("c"), changed("7", "8")])
    record_changes(tmp_path, DATE, [new("a"), changed("8", "7")])
    assert loaded(tmp_path) == [new("c"), new("a"), changed("7", "8"), changed("8", "7")]
    record_changes(tmp_path, "2026-02-01", [new("b")])
    assert list(load_changes(tmp_path)[0]) == [DATE, "2026-02-01"]


@pytest.mark.parametrize(
    "batches",
    [
        [[new("a"), changed("7", "8")]],
        [[changed("7", "8")], [changed("8", "7")]],
        [[new("a")], [Change(change=ChangeKind.FORGOTTEN, study="a")]],
        [[Change(change=ChangeKind.FORGOTTEN, study="a")], [new("a")]],
        [[new("a")], [Change(change=ChangeKind.FORGOTTEN, study="a")], [new("a")]],
        [[changed("", "7", kind=ChangeKind.CONFLICT)], [changed("7", "", kind=ChangeKind.SETTLED)]],
        [[Change(change=ChangeKind.GONE, study="a")], [Change(change=ChangeKind.RETURNED, study="a")]],
        [[Change(change=ChangeKind.NOTICE, study="a", field="correction", now=date) for date in ("2025", "2026")]],
        [[Change(change=ChangeKind.SOURCE, study="a", now=path) for path in ("x", "y")]],
        [[Change(change=ChangeKind.MERGED, study="a", other=other) for other in ("x", "y")]],
    ],
)
def test_changes_handed_over_again_after_a_kill_are_noted_once(tmp_path: Path, batches: list[list[Change]]) -> None:
    for batch in batches:
        record_changes(tmp_path, DATE, batch)
    before = text(tmp_path)
    assert sorted(loaded(tmp_path), key=str) == sorted((c for batch in batches for c in batch), key=str)
    record_changes(tmp_path, DATE, batches[-1])
    assert text(tmp_path) == before


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("changes:\n- {change: changed, study: a}\n- {change: exploded, study: a}\n", 3, "exploded"),
        ("changes:\n- {change: changed}\n", 2, "study"),
        ("changes:\n- {change: changed, study: a, wsa: 7}\n", 2, "wsa"),
        ("changes:\n- change: changed\n  study: a\n  sources: {a: b}\n", 4, "a list"),
        ("nwe:\n  a: b\n", 1, "did you mean 'new'?"),
        ("new:\n- a\n", 1, "a mapping"),
        ("new:\n  a: b\n  a: c\n", 3, "second time"),
        ("new: {a: &x b, c: *x}\n", 1, "aliases"),
        ("new: [\n", 2, "no valid YAML"),
        ("<<<<<<< HEAD\nnew: {}\n", 2, "no valid YAML"),
        ("new:\n", 1, "no value"),
        ("- a\n", 1, "list of 'key: value'"),
    ],
)
def test_a_damaged_file_is_reported_with_its_line_and_left_as_it_is(
    tmp_path: Path, content: str, line: int, words: str
) -> None:
    path = change_file(tmp_path, DATE)
    path.parent.mkdir(parents=True)
    path.write_text(content)
    (problem,) = record_changes(tmp_path, DATE, [new("a")])
    assert (problem.path, problem.line, problem.code) == (f"content/changes/{DATE}.yaml", line, "bad-changes")
    assert words in problem.message
    assert "from Git" in problem.message
    assert path.read_text() == content
    assert load_changes(tmp_path) == ({}, [problem])


def test_bytes_that_are_no_text_are_reported(tmp_path: Path) -> None:
    path = change_file(tmp_path, DATE)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"new: \xff\n")
    (problem,) = record_changes(tmp_path, DATE, [new("a")])
    assert problem.code == "bad-changes"
    assert path.read_bytes() == b"new: \xff\n"


def test_a_file_of_another_name_is_reported(tmp_path: Path) -> None:
    path = change_file(tmp_path, "2026-02-30")
    path.parent.mkdir(parents=True)
    path.write_text("new: {a: b}\n")
    changes, (problem,) = load_changes(tmp_path)
    assert changes == {}
    assert "named by its date" in problem.message


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    path = change_file(tmp_path, DATE)
    path.parent.mkdir(parents=True)
    target = tmp_path / "elsewhere.yaml"
    target.write_text("new: {z: Z}\n")
    path.symlink_to(target)
    (problem,) = record_changes(tmp_path, DATE, [new("a")])
    assert "link" in problem.message
    assert target.read_text() == "new: {z: Z}\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir(mode=0o500)
    (problem,) = record_changes(tmp_path, DATE, [new("a")])
    assert problem.code == "unwritable-file"


def test_a_file_where_the_folder_should_be_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "changes").write_text("")
    (problem,) = record_changes(tmp_path, DATE, [new("a")])
    assert problem.code == "unwritable-file"


def test_today_is_written_as_the_files_are_named() -> None:
    assert is_date(today())


TEXTS = st.text(max_size=12)
CHANGES = st.builds(
    Change,
    change=st.sampled_from([kind for kind in ChangeKind if kind != ChangeKind.NEW]),
    study=TEXTS,
    title=st.none() | TEXTS,
    field=st.none() | TEXTS,
    was=st.none() | TEXTS,
    now=st.none() | TEXTS,
    other=st.none() | TEXTS,
    sources=st.none() | st.lists(TEXTS, min_size=1, max_size=2),
)


@tries
@given(st.lists(CHANGES, max_size=4, unique_by=str))
def test_any_text_survives_writing_and_reading(tmp_path_factory: pytest.TempPathFactory, changes: list[Change]) -> None:
    root = tmp_path_factory.mktemp("changes")
    assert record_changes(root, DATE, [new("a"), *changes]) == []
    noted = loaded(root)
    assert noted[0] == new("a")
    assert all(change in noted for change in changes)
    assert record_changes(root, DATE, noted[1:][-1:]) == []
    assert loaded(root) == noted
