"""A record's file: strict load, stable dump, and the fingerprint that shows a hand edit."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.model import (
    AbstractPart,
    Citations,
    Conflict,
    ConflictValue,
    How,
    JournalRecord,
    Person,
    Place,
    Problem,
    Record,
    Severity,
    SourceItem,
    Span,
    Statement,
    Tally,
)
from synthesite.store.files import file_digest
from synthesite.store.records import LoadedRecord, dump_record, is_edited, load_record, look_at, parse_record
from synthesite.text import yaml_library
from synthesite.text.yaml_text import convert_mapping, load_yaml
from tests.text.properties import tries

RECORD = Record(
    id="example-2025-an-invented-study",
    title="An invented study of lighthouse keepers: “awake” or not?",
    authors=[Person(family="Example", given="Ada"), Person(literal="The Invented Group")],
    year=2025,
    volume="012",
    doi="10.5555/invented.1",
    language="no",
    open_access=False,
    abstract=[AbstractPart(label="Aims", text="To invent."), AbstractPart(text="Line\nbreaks and 😀.")],
    citations=Citations(
        cited_by=0,
        tally=Tally(supporting=0, mentioning=3),
        statements=[Statement(text="It is cited.", stance="mentioning", confidence=0.91, seen=2)],
    ),
    sources=[SourceItem(path="content/sources/invented.ris", item=1, sha256="ab" * 32, reader="ris")],
    provenance={"title": Place(source=0, span=Span(3, 40), how=How.COPIED)},
    conflicts=[Conflict(field="year", values=[ConflictValue(source=0, value="2024", span=Span(1, 5))])],
    extra={"note": "yes"},
)
TEXT = dump_record(RECORD)


def load(folder: Path, text: str) -> tuple[LoadedRecord[Record] | None, list[Problem]]:
    path = folder / "record.yaml"
    path.write_bytes(text.encode())
    return load_record(path, "content/studies/record.yaml", Record)


def whole(folder: Path, text: str) -> LoadedRecord[Record]:
    """The record of a text that is to load without problems."""
    loaded, problems = load(folder, text)
    assert problems == []
    assert loaded is not None
    return loaded


def test_what_is_dumped_is_loaded_again_and_is_not_edited(tmp_path: Path) -> None:
    loaded = whole(tmp_path, TEXT)
    assert msgspec.structs.replace(loaded.record, fingerprint=None) == RECORD
    assert loaded.edited is False


def test_dumping_again_gives_the_same_bytes(tmp_path: Path) -> None:
    assert dump_record(whole(tmp_path, TEXT).record) == TEXT


def test_the_keys_stand_in_the_order_of_the_model_and_the_fingerprint_last() -> None:
    names = [field.name for field in msgspec.structs.fields(Record)]
    keys = list(load_yaml(TEXT))
    assert keys == [name for name in names if name in keys]
    assert keys[-1] == "fingerprint"


def test_a_key_without_a_value_is_left_out_but_nought_and_false_are_values() -> None:
    data = load_yaml(TEXT)
    assert "publisher" not in data
    assert (data["open_access"], data["citations"]["cited_by"]) == ("false", "0")
    assert data["citations"]["tally"] == {"supporting": "0", "mentioning": "3"}


def test_norwegian_and_noughts_survive(tmp_path: Path) -> None:
    record = whole(tmp_path, TEXT).record
    assert (record.language, record.volume, record.open_access) == ("no", "012", False)
    assert record.citations is not None
    assert record.citations.cited_by == 0


WORDS = st.text(min_size=1) | st.sampled_from(["no", "null", "012", "~", "a: b", "x\ny", "\x00", " "])


@tries
@given(
    st.builds(
        Record,
        id=WORDS,
        title=st.none() | WORDS,
        authors=st.none() | st.lists(st.builds(Person, family=WORDS, given=st.none() | WORDS), max_size=3),
        year=st.none() | st.integers(),
        open_access=st.none() | st.booleans(),
        keywords=st.none() | st.lists(WORDS, max_size=3),
        citations=st.none()
        | st.builds(
            Citations,
            cited_by=st.none() | st.integers(),
            statements=st.none() | st.lists(st.builds(Statement, text=WORDS, confidence=st.none() | st.floats(0, 1))),
        ),
        extra=st.none() | st.dictionaries(WORDS, WORDS, max_size=2),
    )
)
def test_any_record_survives_its_file(record: Record) -> None:
    text = dump_record(record)
    assert not is_edited(text)
    values, faults = convert_mapping(load_yaml(text), Record, "key")
    assert faults == []
    assert msgspec.structs.replace(Record(**values), fingerprint=None) == record


def test_a_journals_file_is_loaded_and_dumped_alike(tmp_path: Path) -> None:
    journal = JournalRecord(id="invented", title="Journal of Invented Results", issn=["1234-5679"])
    path = tmp_path / "invented.yaml"
    path.write_text(dump_record(journal), encoding="utf-8")
    loaded, problems = load_record(path, "content/journals/invented.yaml", JournalRecord)
    assert problems == []
    assert loaded is not None
    assert msgspec.structs.replace(loaded.record, fingerprint=None) == journal
    assert loaded.edited is False


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("id: x\ntitle: [open\nyear: 2025\n", 3, "no valid YAML"),
        ("id: x\ntitle: T\nid: y\n", 3, "'id' stands here a second time"),
    ],
)
def test_a_file_that_cannot_be_read_is_an_error_with_its_line_and_what_to_do(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    loaded, (problem,) = load(tmp_path, text)
    assert loaded is None
    assert (problem.path, problem.line, problem.severity) == ("content/studies/record.yaml", line, Severity.ERROR)
    assert said in problem.message
    assert "Mend it or take the file back from Git" in problem.message


def test_a_file_that_is_not_utf_8_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "record.yaml"
    path.write_bytes("id: é\n".encode("latin-1"))
    loaded, (problem,) = load_record(path, "content/studies/record.yaml", Record)
    assert loaded is None
    assert (problem.code, problem.severity) == ("bad-record", Severity.ERROR)


@pytest.mark.parametrize("text", ["title: T\n", "", "- id\n", "id:\n"])
def test_a_record_without_an_id_is_an_error_that_says_so(tmp_path: Path, text: str) -> None:
    loaded, problems = load(tmp_path, text)
    assert loaded is None
    assert any("a record needs: id" in problem.message for problem in problems)


def test_every_faulty_key_is_reported_with_its_line_and_the_rest_is_kept(tmp_path: Path) -> None:
    loaded, problems = load(
        tmp_path, "id: x\ntitel: T\nyear: soon\nvolume: 012\nauthors:\n- {family: A}\n- {name: B}\n"
    )
    assert loaded is not None
    assert loaded.record == Record(id="x", volume="012")
    assert loaded.edited is True
    assert [problem.line for problem in problems] == [2, 3, 7]
    assert str(problems[0]).startswith(
        "content/studies/record.yaml:2: bad-record unknown key 'titel'; did you mean 'title'?"
    )
    assert {problem.severity for problem in problems} == {Severity.ERROR}


def test_a_record_with_a_faulty_key_counts_as_edited_whatever_its_fingerprint_says(tmp_path: Path) -> None:
    above = "id: x\ntitel: T\n"
    text = f"{above}fingerprint: {hashlib.sha256(above.encode()).hexdigest()}\n"
    assert not is_edited(text)
    loaded, _ = load(tmp_path, text)
    assert loaded is not None
    assert loaded.edited, "so that what the key says is not lost"


@tries
@given(st.data())
def test_any_changed_character_above_the_fingerprint_is_an_edit(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, TEXT.index("fingerprint:") + 76))
    new = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda c: c not in {TEXT[at], "\r"}))
    inserted, replaced, removed = (TEXT[:at] + x for x in (new + TEXT[at:], new + TEXT[at + 1 :], TEXT[at + 1 :]))
    assert is_edited(replaced)
    assert is_edited(removed)
    assert is_edited(inserted) or new.isspace(), "white space after `fingerprint:` says nothing"


@pytest.mark.parametrize(
    "text",
    [
        f"# A remark.\n{TEXT}",
        f"{TEXT}note: mine\n",
        f"{TEXT}# A remark.\n",
        TEXT.rstrip("\n") + "  # A remark.\n",
        TEXT.replace("year: 2025\n", "year: 2025 # A remark.\n"),
        TEXT.replace("year: 2025\n", "year: 2025\n\n"),
        TEXT[: TEXT.index("fingerprint:")],
        "",
    ],
    ids=[
        "above",
        "a key below",
        "below",
        "beside the fingerprint",
        "beside a value",
        "a blank line",
        "without it",
        "emptied",
    ],
)
def test_whatever_a_person_adds_or_removes_is_an_edit(text: str) -> None:
    assert is_edited(text)


def test_line_ends_are_no_edit(tmp_path: Path) -> None:
    text = TEXT.replace("\n", "\r\n")
    assert not is_edited(text)
    assert whole(tmp_path, text).edited is False


def test_a_value_that_looks_like_a_fingerprint_is_none() -> None:
    values: dict[str, Any] = {"title": "One\nfingerprint: abc\n", "extra": {"fingerprint": "abc"}, "notices": None}
    assert not is_edited(dump_record(Record(id="x", **values)))


def test_a_file_is_parsed_from_its_bytes_as_from_its_path(tmp_path: Path) -> None:
    for text in (
        TEXT,
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "\r"),
        f"\ufeff{TEXT}",
        "id: x\nyear: soon\n",
        "id: [",
    ):
        expected = load(tmp_path, text)
        path = tmp_path / "record.yaml"
        assert parse_record(text.encode(), str(path), "content/studies/record.yaml", Record) == expected
        digest, as_written = look_at(text.encode())
        assert digest == file_digest(path)
        assert parse_record(text.encode(), str(path), "content/studies/record.yaml", Record, as_written) == expected


def test_only_a_file_as_the_program_wrote_it_is_read_by_the_own_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def compose(text: str) -> Any:
        asked.append(text)
        return original(text)

    original = yaml_library.compose
    monkeypatch.setattr(yaml_library, "compose", compose)
    plain = dump_record(msgspec.structs.replace(RECORD, abstract=[AbstractPart(text="Plain.")]))
    edited = plain.replace("volume: '012'", "volume: '013'")
    for text in (plain, edited):
        assert parse_record(text.encode(), "record.yaml", "record.yaml", Record)[0] is not None
    assert asked == [edited]


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    loaded, (problem,) = load_record(tmp_path / "none.yaml", "content/studies/none.yaml", Record)
    assert loaded is None
    assert (problem.code, problem.line) == ("bad-record", 0)
