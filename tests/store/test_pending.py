"""The note about what an ingest is about to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from synthesite.model import Record
from synthesite.store import pending
from synthesite.store.files import files_below
from synthesite.store.pending import Pending

NOTE = Pending(
    date="2026-01-31",
    bodies={"example-2025-an-invented-study": {"ab12", "ef56"}, "ejemplo-2024-otro": {"cd34"}},
    before={"example-2025-an-invented-study": Record(id="example-2025-an-invented-study", year=2025), "new": None},
)


def test_what_is_noted_is_known_until_it_is_cleared(tmp_path: Path) -> None:
    pending.note(tmp_path, NOTE)
    assert pending.noted(tmp_path) == NOTE
    pending.clear(tmp_path)
    assert pending.noted(tmp_path) == Pending()
    pending.clear(tmp_path)


def test_nothing_is_written_where_there_is_nothing_to_note(tmp_path: Path) -> None:
    pending.note(tmp_path, Pending(date="2026-01-31"))
    assert list(tmp_path.iterdir()) == []


def test_the_note_is_no_content(tmp_path: Path) -> None:
    pending.note(tmp_path, NOTE)
    assert files_below(tmp_path) == []


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1]", b"\xff\xfe", b'"text"', b'{"bodies": 1}', b'{"before": {"a": 1}}']
)
def test_a_note_that_cannot_be_read_says_nothing(tmp_path: Path, content: bytes) -> None:
    pending.note(tmp_path, NOTE)
    (note,) = tmp_path.iterdir()
    note.write_bytes(content)
    assert pending.noted(tmp_path) == Pending()


def test_the_same_note_is_the_same_bytes(tmp_path: Path) -> None:
    pending.note(tmp_path, Pending(bodies={"b": {"2", "3"}, "a": {"1"}}))
    (note,) = tmp_path.iterdir()
    first = note.read_bytes()
    pending.clear(tmp_path)
    pending.note(tmp_path, Pending(bodies={"a": {"1"}, "b": {"3", "2"}}))
    assert note.read_bytes() == first
