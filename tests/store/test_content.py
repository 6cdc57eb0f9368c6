"""The files under `content/`: which there are, and what they hold."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from synthesite.model import JournalRecord, Record, Severity
from synthesite.store.content import Unreadable, load_journal_files, load_record_files, load_summary, parse_summary
from synthesite.store.records import dump_record


def put(root: Path, name: str, text: str) -> Path:
    path = root / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_records_are_found_in_every_folder_by_their_ids(tmp_path: Path) -> None:
    put(tmp_path, "studies/2025/one.yaml", dump_record(Record(id="one", title="An invented study")))
    put(tmp_path, "studies/undated/two.yaml", dump_record(Record(id="two")))
    put(tmp_path, "studies/2025/one.md", "A summary.\n")
    records, unreadable, problems = load_record_files(tmp_path)
    assert {key: loaded.record.title for key, loaded in records.items()} == {"one": "An invented study", "two": None}
    assert (unreadable, problems) == ([], [])


def test_a_site_without_studies_has_none(tmp_path: Path) -> None:
    assert load_record_files(tmp_path) == ({}, [], [])
    assert load_journal_files(tmp_path) == ({}, [])


def test_a_file_that_cannot_be_read_still_tells_whose_it_is(tmp_path: Path) -> None:
    put(tmp_path, "studies/2025/one.yaml", "id: one\ndoi: 10.5555/invented.1\npmid: '123'\nyear: [\n")
    put(tmp_path, "studies/2025/two.yaml", dump_record(Record(id="two")))
    records, unreadable, (problem,) = load_record_files(tmp_path)
    assert list(records) == ["two"], "the rest is loaded"
    assert unreadable == [Unreadable("one", "10.5555/invented.1", "123", [])]
    assert (problem.path, problem.severity) == ("content/studies/2025/one.yaml", Severity.ERROR)


def test_a_record_under_another_name_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    put(tmp_path, "studies/2025/renamed.yaml", dump_record(Record(id="one", doi="10.5555/invented.1")))
    records, unreadable, (problem,) = load_record_files(tmp_path)
    assert records == {}
    assert unreadable == [Unreadable("renamed", "10.5555/invented.1", None, [])]
    assert str(problem).startswith(
        "content/studies/2025/renamed.yaml:1: bad-record the id 'one' is not the file's name"
    )
    assert "rename the file" in problem.message


def test_of_two_records_with_one_id_the_first_is_taken_and_both_are_named(tmp_path: Path) -> None:
    put(tmp_path, "studies/2024/one.yaml", dump_record(Record(id="one", year=2024)))
    put(tmp_path, "studies/2025/one.yaml", dump_record(Record(id="one", year=2025)))
    records, _, (problem,) = load_record_files(tmp_path)
    assert records["one"].record.year == 2024
    assert (problem.path, problem.code) == ("content/studies/2025/one.yaml", "duplicate-id")
    assert "content/studies/2024/one.yaml" in problem.message


def test_journals_are_found_by_their_ids(tmp_path: Path) -> None:
    put(tmp_path, "journals/invented.yaml", dump_record(JournalRecord(id="invented", title="Invented Results")))
    put(tmp_path, "journals/broken.yaml", "title: [\n")
    journals, (problem,) = load_journal_files(tmp_path)
    assert journals["invented"].record.title == "Invented Results"
    assert problem.path == "content/journals/broken.yaml"


def test_a_summary_is_its_file(tmp_path: Path) -> None:
    path = put(tmp_path, "studies/2025/one.md", "---\nlanguage: no\n---\nA summary.\n")
    summary = load_summary(path)
    assert (summary.file.data, summary.file.body) == ({"language": "no"}, "A summary.\n")
    assert summary.exists
    assert summary.problem is None


def test_a_bom_is_no_part_of_a_summary(tmp_path: Path) -> None:
    path = put(tmp_path, "studies/2025/one.md", "\ufeff---\ntitle: T\n---\nA summary.\n")
    assert load_summary(path).file.data == {"title": "T"}


@pytest.mark.parametrize("text", [None, ""], ids=["missing", "empty"])
def test_without_a_file_or_with_nothing_in_it_there_is_no_summary(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "one.md" if text is None else put(tmp_path, "one.md", text)
    summary = load_summary(path)
    assert not summary.exists
    assert (summary.file.body, summary.problem) == ("", None)


def test_faulty_front_matter_is_kept_as_a_problem_and_the_text_is_not_lost(tmp_path: Path) -> None:
    path = put(tmp_path, "one.md", "---\ntitle: T\ntitle: U\n---\nA summary.\n")
    summary = load_summary(path)
    assert summary.problem is not None
    assert summary.problem.line == 3
    assert summary.exists
    assert "A summary." in summary.text


def test_a_summary_that_is_not_utf_8_exists_and_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "one.md"
    path.write_bytes("Größe".encode("latin-1"))
    summary = load_summary(path)
    assert summary.exists, "so that nothing is written over it"
    assert summary.problem is not None
    assert "UTF-8" in summary.problem.message


@pytest.mark.parametrize(
    "content",
    [b"", b"A summary.\n", b"---\ntitle: T\n---\nA summary.\n", b"---\ntitle: [\n---\n", b"\xef\xbb\xbfA", b"\xff"],
)
def test_a_summary_is_parsed_from_its_bytes_as_from_its_path(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "one.md"
    path.write_bytes(content)
    parsed, loaded = parse_summary(content), load_summary(path)
    assert parsed[:2] == loaded[:2]
    assert repr(parsed.problem) == repr(loaded.problem)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_the_hash_of_a_summary_is_that_of_its_text(mark: bytes) -> None:
    content = mark + "---\nthemes: [a]\n---\nÜber.\n".encode()
    summary = parse_summary(content, hashlib.sha256(content).digest())
    assert summary.sha256 == hashlib.sha256(summary.text.encode()).hexdigest() == parse_summary(content).sha256
