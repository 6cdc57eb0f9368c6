"""The note about generated summaries that are being written."""

from __future__ import annotations

from pathlib import Path

import pytest

from synthesite.store import pending
from synthesite.store.files import files_below


def test_what_is_noted_is_known_until_it_is_cleared(tmp_path: Path) -> None:
    hashes = {"example-2025-an-invented-study": {"ab12", "ef56"}, "ejemplo-2024-otro": {"cd34"}}
    pending.note(tmp_path, hashes)
    assert pending.noted(tmp_path) == hashes
    pending.clear(tmp_path)
    assert pending.noted(tmp_path) == {}
    pending.clear(tmp_path)


def test_nothing_is_written_where_there_is_nothing_to_note(tmp_path: Path) -> None:
    pending.note(tmp_path, {})
    assert list(tmp_path.iterdir()) == []


def test_the_note_is_no_content(tmp_path: Path) -> None:
    pending.note(tmp_path, {"a": {"1"}})
    assert files_below(tmp_path) == []


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe", b'"text"'])
def test_a_note_that_cannot_be_read_says_nothing(tmp_path: Path, content: bytes) -> None:
    pending.note(tmp_path, {"a": {"1"}})
    (note,) = tmp_path.iterdir()
    note.write_bytes(content)
    assert pending.noted(tmp_path) == {}


def test_the_same_note_is_the_same_bytes(tmp_path: Path) -> None:
    pending.note(tmp_path, {"b": {"2"}, "a": {"1"}})
    (note,) = tmp_path.iterdir()
    first = note.read_bytes()
    pending.clear(tmp_path)
    pending.note(tmp_path, {"a": {"1"}, "b": {"2"}})
    assert note.read_bytes() == first
