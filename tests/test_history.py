"""What changed, kept by date and by study: the same as what the files say."""

from __future__ import annotations

from pathlib import Path

import pytest

from synthesite import history
from synthesite.config import load_config
from synthesite.history import DAYS, LINES, History, Line, lines_of, load_history
from synthesite.model import Change, ChangeKind
from synthesite.store.cache import Cache
from synthesite.store.change_files import record_changes
from synthesite.store.marks import marks_below


def change(kind: ChangeKind, study: str, field: str | None = None, now: str | None = None) -> Change:
    return Change(change=kind, study=study, title=f"Invented {study}", field=field, now=now)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text("title: An invented site\n", encoding="utf-8")
    new = [change(ChangeKind.NEW, f"study-{n}") for n in range(300)]
    assert record_changes(tmp_path, "2026-01-01", new) == []
    cited = [change(ChangeKind.CITATIONS, f"study-{n}", "citations.cited_by", str(n)) for n in range(0, 300, 7)]
    assert record_changes(tmp_path, "2026-01-02", cited) == []
    return tmp_path


def loaded(root: Path, cache: Cache | None = None) -> History:
    folder = root / history.FOLDER
    inputs = {history.FOLDER: marks_below(str(folder), settled=True).get(str(folder), {})}
    return load_history(load_config(root), cache or Cache(), inputs)


def test_each_study_has_its_days_the_newest_first(root: Path) -> None:
    known = loaded(root)
    assert known.dates == [("2026-01-02", 43), ("2026-01-01", 300)]
    assert [(day.date, [one.change for one in day.changes]) for day in known.of("study-7").fetch()] == [
        ("2026-01-02", ["citations"]),
        ("2026-01-01", ["new"]),
    ]
    assert [day.date for day in known.of("study-8").fetch()] == ["2026-01-01"]
    assert known.of("nobody").fetch() == []
    assert len(known.on("2026-01-02")) == 43


def test_files_that_are_as_they_were_are_not_parsed_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(root)
    before = loaded(root, cache)
    days = before.of("study-7").fetch()
    cache.save()
    monkeypatch.setattr("synthesite.store.change_files.load_changes", None)
    after = loaded(root, Cache(root))
    assert (after.dates, after.of("study-7").fetch(), after.key) == (before.dates, days, before.key)
    monkeypatch.setattr("pathlib.Path.read_bytes", None)
    cache.save()
    assert loaded(root, cache).dates == before.dates, "nor even read"


def test_a_change_of_one_study_leaves_the_keys_of_others(root: Path) -> None:
    cache = Cache(root)
    before = loaded(root, cache)
    record_changes(root, "2026-01-03", [change(ChangeKind.NOTICE, "study-7", "retraction")])
    after = loaded(root, cache)
    assert after.of("study-7").key != before.of("study-7").key
    assert after.of("study-8").key == before.of("study-8").key
    assert after.key_of(["study-8", "study-9"]) == before.key_of(["study-8", "study-9"])
    assert after.key_of(["study-8", "study-7"]) != before.key_of(["study-8", "study-7"])
    assert after.of("study-7").fetch()[0].date == "2026-01-03"


def test_lately_tells_of_the_last_dates_and_counts_what_is_more(root: Path) -> None:
    found = loaded(root).lately([f"study-{n}" for n in range(100)]).fetch()
    assert [(day.date, len(day.lines), day.more, day.new) for day in found] == [
        ("2026-01-02", LINES, 15 - LINES, 0),
        ("2026-01-01", 0, 0, 100),
    ]
    assert len(found) == DAYS


def test_a_line_has_all_that_changed_of_a_section_once() -> None:
    cited = change(ChangeKind.CITATIONS, "a", "citations.cited_by", "4")
    tally = change(ChangeKind.STATEMENTS, "a", "citations.statements.supporting", "2")
    notice = change(ChangeKind.NOTICE, "b", "retraction")
    assert lines_of([cited, tally, cited, notice]) == [
        Line("notices", "b", "Invented b", [notice]),
        Line("citations", "a", "Invented a", [cited, tally]),
    ]


def test_every_kind_of_change_has_a_section() -> None:
    assert {kind for kinds in history.SECTIONS.values() for kind in kinds} == set(ChangeKind)


@pytest.mark.parametrize("lost", ["date 2026-01-02", "part"])
def test_what_the_cache_lost_is_read_anew(root: Path, lost: str) -> None:
    cache = Cache(root)
    before = loaded(root, cache)
    told = before.of("study-7").fetch(), before.on("2026-01-02"), before.lately(["study-7", "study-8"]).fetch()
    table = cache.table("history")
    rows = ["known", "state", *(f"date {date}" for date, _ in before.dates), *(f"part {n}" for n in range(128))]
    table.retain([name for name in rows if not name.startswith(lost)])
    cache.save()
    after = loaded(root, Cache(root))
    assert (after.of("study-7").fetch(), after.on("2026-01-02")) == told[:2]
    assert after.lately(["study-7", "study-8"]).fetch() == told[2]
