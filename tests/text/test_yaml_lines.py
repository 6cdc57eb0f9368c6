"""The short way of writing YAML: the same bytes as libyaml's, for every text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from synthesite.text.yaml_errors import UnsureError
from synthesite.text.yaml_lines import WIDTH, entry
from synthesite.text.yaml_text import dump_with_libyaml, dump_yaml
from tests.text.properties import tries
from tests.text.test_yaml_text import TEXTS

WORDS = st.sampled_from(
    ["an", "invented", "lamp:", "keeper's", "#4", "-", "“quoted”", "a,b", "[c]", "é", "灯台", "?", ":x", "''", "x" * 60]
)
LONG = st.lists(WORDS, min_size=10, max_size=60).map(" ".join)
SPACED = st.lists(WORDS | st.sampled_from([" ", "  "]), min_size=20, max_size=60).map(" ".join)
NEAR = st.integers(WIDTH - 30, WIDTH + 5).flatmap(
    lambda n: st.sampled_from(["a" * n, "a " * (n // 2), "a: " * (n // 3)])
)
ANY = TEXTS | LONG | SPACED | NEAR | st.integers() | st.floats(allow_nan=False) | st.booleans()
KEYS = st.sampled_from(["title", "yes", "a.0.b", "no", "n", "1", "x y", "k" * 79, "k" * 90, "null"])
SHAPES = st.recursive(
    ANY,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(KEYS, inner, max_size=4)
        | st.lists(st.integers(), max_size=40)
        | st.lists(st.dictionaries(KEYS, inner, max_size=3), max_size=3)
    ),
    max_leaves=12,
)


@tries
@given(st.dictionaries(KEYS, SHAPES, max_size=4))
@example({})
@example({"a": {}, "b": [], "c": [{}], "d": [[]], "e": {"f": {}}, "g": ""})
@example({"places": {"authors": [{"source": 0, "span": [1, 2], "how": "copied"}], "x": {"span": [10**60, 10**60]}}})
def test_the_bytes_are_those_of_libyaml(data: dict[str, Any]) -> None:
    assert dump_yaml(data) == dump_with_libyaml(data)


NUMBERS = st.integers() | st.integers(0, 10**6) | st.booleans() | st.just("7")


@tries
@given(
    st.tuples(NUMBERS, st.lists(NUMBERS, max_size=3), st.sampled_from(["copied", "decoded", "derived", "no", "a: b"])),
    st.permutations(["source", "span", "how"]),
)
@example((10**40, [10**40, 10**40], "copied"), ["source", "span", "how"])
@example((0, [1, 2], "copied"), ["source", "span", "how"])
def test_places_are_written_as_libyaml_writes_them(values: tuple[Any, ...], keys: list[str]) -> None:
    place = dict(zip(keys, values, strict=True))
    data = {"top": place, "provenance": {"title": place, "authors": [place, place], "citations.statements.0": [place]}}
    assert dump_yaml(data) == dump_with_libyaml(data)


@tries
@given(LONG | SPACED | NEAR | TEXTS)
def test_texts_are_broken_where_libyaml_breaks_them(text: str) -> None:
    data = {"top": text, "list": [text], "in": {"deep": {"er": text}, "people": [{"a": "x" * WIDTH, "text": text}]}}
    assert dump_yaml(data) == dump_with_libyaml(data)


@pytest.mark.parametrize(
    "value",
    [
        "An invented study: of lamps",
        "'quoted'",
        "1996",
        "An invented text " * 20,
        [1, 2],
        ["a", "b"],
        {"cited_by": 3, "statements": [{"text": "An invented text " * 20, "confidence": 0.9}]},
        [{"family": "Example", "given": "Ada"}],
    ],
)
def test_what_records_hold_is_not_left_to_libyaml(value: Any) -> None:
    lines: list[str] = []
    entry("key", value, 0, lines, top=True)
    assert "".join(lines) == dump_with_libyaml({"key": value})


@pytest.mark.parametrize("value", ["a\nb", "\x00", "😀", "\t", {}, [["a"]], None, 1e300, {"a" * 200: "b"}])
def test_what_is_not_sure_is_left_to_libyaml(value: Any) -> None:
    with pytest.raises(UnsureError):
        entry("key", value, 0, [], top=True)
