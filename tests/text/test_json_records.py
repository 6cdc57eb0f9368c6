from __future__ import annotations

import time

import pytest

from synthesite.text.json_records import first_record, record_spans

WRAPPERS = frozenset({"message", "items"})


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ('{"a": 1}\n', ['{"a": 1}']),
        ('[{"a": 1}, null, {"b": 2}]', ['{"a": 1}', '{"b": 2}']),
        ('{"message": {"a": 1}}', ['{"a": 1}']),
        ('{"n": 1, "message": {"items": [{"a": 1}, {"b": 2}]}, "x": []}', ['{"a": 1}', '{"b": 2}']),
        ('{"a": 1}\r\n{"b": 2}\r\n', ['{"a": 1}', '{"b": 2}']),
        ('[{"items": [{"a": 1}]}, {"items": [{"b": 2}]}]', ['{"a": 1}', '{"b": 2}']),
        ("[]", []),
        ("", []),
    ],
)
def test_the_records_of_a_file_are_found(text: str, records: list[str]) -> None:
    assert [text[slice(*span)] for span in record_spans(text, WRAPPERS)] == records


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ('[{"a": 1}, {"b": }, {"c": 3}]', ['{"a": 1}', '{"b": }', '{"c": 3}']),
        ('[{"a": 1}, {"b": "x', ['{"a": 1}', '{"b": "x']),
        ('{"message": {"items": [{"a": 1}, {"b"', ['{"a": 1}', '{"b"']),
        ('[{"a": 1}', ['{"a": 1}', ""]),
        ('[{"a": 1} {"b": 2}]', ['{"a": 1}', "", '{"b": 2}']),
        ('[{"a": 1},]', ['{"a": 1}', ""]),
        ('[{"a": 1}}, {"b": 2}]', ['{"a": 1}', "}", '{"b": 2}']),
        ('{"a": \n{"b": 2}\n', ['{"a":', '{"b": 2}']),
        ('[\n  {"a": {"x": 1},\n  {"b": 2}\n]', ['{"a": {"x": 1}', '{"b": 2}']),
        ('{"a": 1} and more\n{"b": 2}', ['{"a": 1}', "and more", '{"b": 2}']),
    ],
)
def test_what_is_broken_loses_only_itself(text: str, pieces: list[str]) -> None:
    assert [text[slice(*span)] for span in record_spans(text, WRAPPERS)] == pieces


@pytest.mark.parametrize(
    "text",
    ["[" * 300_000, '{"items":' * 100_000, '{"a": {"b": 1,\n' * 200_000, '{"a": "b\n' * 200_000, '["' * 500_000],
    ids=["lists", "wrappers", "no closing brackets", "no closing marks", "marks"],
)
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()
    record_spans(text, WRAPPERS)
    first_record(text[:20_000], WRAPPERS)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("head", "record"),
    [
        ('{"message": {"n": 2, "items": [null, {"a": [1, "x"], "b": {"c": null', {"a": [True, "x"], "b": {"c": None}}),
        ('[{"a": "x", "b": "cut o', {"a": "x"}),
        ('{"message": {"items": []}}', {"message": {"items": []}}),
        ("TY  - JOUR", {}),
        ("[1, 2]", {}),
    ],
)
def test_the_first_record_is_known_from_the_head(head: str, record: dict[str, object]) -> None:
    assert first_record(head, WRAPPERS) == record
