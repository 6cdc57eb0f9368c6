"""JSON with the place of every value."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from json import JSONDecodeError
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text.json_spans import Node, parse_json, source_offsets, unescape
from tests.text.properties import tries

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
DATA = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4), max_leaves=12
)
WRITTEN = st.tuples(DATA, st.booleans(), st.sampled_from([None, 1])).map(
    lambda x: (x[0], json.dumps(x[0], ensure_ascii=x[1], indent=x[2]))
)


def plain(node: Node) -> Any:
    """The data of a node without its places."""
    if isinstance(node.value, dict):
        return {key: plain(value) for key, value in node.value.items()}
    return [plain(value) for value in node.value] if isinstance(node.value, list) else node.value


def nodes(node: Node) -> Iterator[Node]:
    """A node and all below it."""
    yield node
    if isinstance(node.value, dict | list):
        for inner in node.value.values() if isinstance(node.value, dict) else node.value:
            yield from nodes(inner)


@tries
@given(WRITTEN)
def test_the_data_is_what_the_standard_library_reads(written: tuple[Any, str]) -> None:
    data, text = written
    found = plain(parse_json(text))
    assert found == data
    assert repr(found) == repr(data), "and of the same types"


@tries
@given(WRITTEN)
def test_the_span_of_every_value_gives_that_value_again(written: tuple[Any, str]) -> None:
    _, text = written
    for node in nodes(parse_json(text)):
        raw = text[node.start : node.end]
        assert json.loads(f'"{raw}"' if isinstance(node.value, str) else raw) == plain(node)


@tries
@given(st.text(), st.booleans())
def test_every_character_of_a_string_is_found_in_the_text(value: str, ascii_only: bool) -> None:
    text = json.dumps([value], ensure_ascii=ascii_only)
    node = parse_json(text).value[0]
    offsets = source_offsets(text, node)
    assert len(offsets) == len(value) + 1
    assert [unescape(text[a:b]) for a, b in pairwise(offsets)] == list(value)


@tries
@given(st.text(), st.booleans())
def test_unescaping_undoes_what_json_escapes(value: str, ascii_only: bool) -> None:
    assert unescape(json.dumps(value, ensure_ascii=ascii_only)[1:-1]) == value


@pytest.mark.parametrize("raw", ['a"b', "a\\", "\\x", "a\nb", "\\u12"])
def test_what_is_not_the_inside_of_a_string_is_not_unescaped(raw: str) -> None:
    assert unescape(raw) is None


def test_parsing_starts_where_it_is_told_and_skips_white_space() -> None:
    text = 'Some words\n \t{"title": "Invented"} and more'
    node = parse_json(text, len("Some words"))
    assert text[node.start : node.end] == '{"title": "Invented"}'


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("{", 1),
        ('{"a" 1}', 5),
        ('{"a": 1,}', 8),
        ("[1 2]", 3),
        ("[1,]", 3),
        ("[01]", 2),
        ("[+1]", 1),
        ("[.5]", 1),
        ("[NaN]", 1),
        ("['a']", 1),
        ("{a: 1}", 1),
        ('["a\nb"]', 3),
        ('{"a\nb": 1}', 3),
        ('["open]', 1),
        ("[١]", 1),
        ("[1٣]", 2),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(text: str, position: int) -> None:
    with pytest.raises(JSONDecodeError) as error:
        parse_json(text)
    assert error.value.pos == position


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":'])
def test_nesting_without_end_is_refused(opening: str) -> None:
    with pytest.raises(JSONDecodeError, match="nested too deeply"):
        parse_json(opening * 100_000)


def test_a_number_of_any_length_is_that_number_or_refused() -> None:
    with suppress(JSONDecodeError):
        assert parse_json("1" * 500).value == int("1" * 500)


def test_half_a_surrogate_pair_never_becomes_text_that_cannot_be_written() -> None:
    with suppress(JSONDecodeError):
        parse_json(r'"An invented \ud800 title"').value.encode("utf-8")


def test_a_path_of_members_leads_to_a_value_or_to_none() -> None:
    node = parse_json('{"a": {"b": [1, null, "x"], "n": 0, "minus": -1, "half": 0.5, "true": true}}')
    inner = node.get("a")
    assert inner is not None
    assert [element.value for element in node.elements("a", "b")] == [1, "x"]
    assert node.elements("a", "missing") == node.elements("a", "n") == []
    assert node.at("a", "missing", "b") is None
    number = inner.number("n")
    assert number is not None
    assert number.value == 0, "nought is a number"
    assert inner.number("minus") is inner.number("half") is inner.number("true") is inner.number("b") is None


def test_members_are_looked_up_without_surprises() -> None:
    node = parse_json('{"title": "T", "none": null, "blank": " ", "zero": 0}')
    title, zero = node.string("title"), node.get("zero")
    assert title is not None
    assert title.value == "T"
    assert zero is not None
    assert zero.value == 0, "nought is a value"
    assert node.get("none") is node.get("missing") is None
    assert node.string("blank") is node.string("zero") is None
    assert title.get("anything") is None
