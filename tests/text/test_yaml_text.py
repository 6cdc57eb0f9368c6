"""YAML as text: what is written is what is loaded."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from synthesite.model import Record
from synthesite.text.yaml_errors import YamlError
from synthesite.text.yaml_text import convert_mapping, dump_yaml, line_of, load_yaml, scalars
from tests.text.properties import tries

WORDS = ["no", "yes", "null", "~", "012", "1e3", "0x1F", "2025-04-01", "1:30", "...", "---", "é", "e\u0301", "😀"]
SIGNS = ["=", "<<", "*a", "&a", "!a", "%a", "@a", "`a`", "'", "|", ">", "{a}", "[a]", "?", "\\"]
LINES = ["", "- a", "a: b", "# a", "a #b", '"', "a\nb", "\n", "\n a\n\n b\n", "a\r\nb", " a", "a ", "\ta"]
MARKS = ["\u0085", "\u2028", "\ufeff", "\x00", "\x1b[31m", "\ud7ff", "\U0010ffff"]
ODD = st.sampled_from([*WORDS, *SIGNS, *LINES, *MARKS])
TEXTS = st.text() | ODD | st.text("ab :-#'\"\n\\", max_size=250)
DATA = st.dictionaries(
    TEXTS,
    st.recursive(TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3)),
    max_size=4,
)


@tries
@given(DATA)
@example({})
@example({"long": "an invented word " * 40, "k" * 200: {"in": ["x" * 300, {"a": "b"}, [], {}]}})
def test_what_is_dumped_is_loaded_again(data: dict[str, Any]) -> None:
    assert load_yaml(dump_yaml(data)) == data


@tries
@given(TEXTS)
def test_every_text_survives_in_each_place(text: str) -> None:
    data = {"top": text, "list": [text, [text]], "short": {"a": {"b": text}}, "people": [{"family": text}]}
    assert load_yaml(dump_yaml(data)) == data


@tries
@given(st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans())
def test_numbers_and_truth_values_come_back_by_their_types(whole: int, number: float, truth: bool) -> None:
    loaded = load_yaml(dump_yaml({"a": {"w": whole, "n": number, "t": truth}, "l": [whole, number]}))
    assert loaded == {"a": {"w": loaded["l"][0], "n": loaded["l"][1], "t": str(truth).lower()}, "l": loaded["l"]}
    assert (int(loaded["a"]["w"]), float(loaded["a"]["n"])) == (whole, number)


def test_the_same_data_gives_the_same_text_keys_in_their_order() -> None:
    assert dump_yaml({"b": "1", "a": {"d": "2", "c": 3}}) == "b: '1'\na:\n  d: '2'\n  c: 3\n"


def test_a_person_or_a_place_is_one_line_so_that_a_change_is_one_line() -> None:
    data = {"authors": [{"family": "Example", "given": "Ada"}], "span": [1, 2]}
    assert dump_yaml(data) == "authors:\n- {family: Example, given: Ada}\nspan: [1, 2]\n"


@pytest.mark.parametrize(
    ("written", "value"),
    [("no", "no"), ("012", "012"), ("1.10", "1.10"), ("~", "~"), ("yes", "yes"), ("2020-1-1", "2020-1-1")],
)
def test_a_scalar_is_the_text_that_stands_there(written: str, value: str) -> None:
    assert load_yaml(f"key: {written}") == {"key": value}


@pytest.mark.parametrize("text", ["", "\n", "# only a remark\n", "---\n"])
def test_an_empty_text_is_an_empty_mapping(text: str) -> None:
    assert load_yaml(text) in ({}, "")
    assert not load_yaml(text)


def test_a_tag_runs_nothing() -> None:
    assert load_yaml("a: !!python/object/apply:os.getcwd []") == {"a": []}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\nb: [1\nc: 2\n", 3, "no valid YAML"),
        ("a: 1\nb: c: d\n", 2, "no valid YAML"),
        ("a: 1\n\tb: 2\n", 2, "no valid YAML"),
        ("a: \x07\n", 1, "control characters"),
        ("a: 1\n---\nb: 2\n", 2, "no valid YAML"),
        ("a: 1\nb: 2\na: 3\n", 3, "'a' stands here a second time"),
        ("a:\n  b: 1\n  b: 2\n", 3, "'b' stands here a second time"),
        ("- a: 1\n  a: 2\n", 2, "'a' stands here a second time"),
        ("a: 1\n? [b]\n: 2\n", 2, "a key must be"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(YamlError, match=message) as error:
        load_yaml(text)
    assert error.value.line == line


@pytest.mark.parametrize(
    "text",
    [
        "a: &x [1]\nb: *x\n",
        "a: &x {c: 1}\nb: *x\n",
        "a: &x word\nb: *x\n",
        "a: &x {c: 1}\nb:\n  <<: *x\n",
        "a: &x\n  b: *x\n",
    ],
    ids=["a list", "a mapping", "a word", "merged", "in itself"],
)
def test_an_alias_is_refused(text: str) -> None:
    with pytest.raises(YamlError, match="aliases are not used here; write the value out"):
        load_yaml(text)


def test_nesting_without_end_is_refused() -> None:
    with pytest.raises(YamlError):
        load_yaml("[" * 3000 + "]" * 3000)


TEXT = "title: 'An invented title'\nauthors:\n- {family: Example}\n- family: Beispiel\nnote: |\n  two\n  lines\n"


def test_the_place_of_every_value_is_known() -> None:
    found = scalars(TEXT)
    title, family = found[("title",)], found[("authors", 1, "family")]
    assert TEXT[title.start : title.end] == "'An invented title'"
    assert (TEXT[family.start : family.end], family.line) == ("Beispiel", 4)
    assert found[("authors", 0)].line == 3
    assert found[("note",)].line == 5


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (["title"], 1),
        (["authors"], 2),
        (["authors", 1, "family"], 4),
        (["authors", 0, "nickname"], 3),
        (["authors", 9], 2),
        (["missing"], 1),
        ([], 1),
    ],
)
def test_a_line_is_that_of_the_nearest_part_of_the_path(path: list[str | int], line: int) -> None:
    assert line_of(TEXT, path) == line


@tries
@given(st.dictionaries(TEXTS, TEXTS, min_size=1, max_size=5))
def test_the_span_of_a_value_loads_as_that_value(data: dict[str, str]) -> None:
    text = dump_yaml(data)
    for key, value in data.items():
        place = scalars(text)[(key,)]
        assert (
            load_yaml(text[place.start : place.end]) == (value or {})
            or value == load_yaml("k: " + text[place.start : place.end])["k"]
        )


def converted(**data: Any) -> tuple[dict[str, Any], list[tuple[list[str | int], str]]]:
    return convert_mapping(data, Record, "key")


def test_values_become_what_the_schema_says() -> None:
    values, faults = converted(
        language="no", volume="012", year="2020", open_access="false", pages="null", citations={"cited_by": "0"}
    )
    assert not faults
    assert (values["language"], values["volume"], values["pages"]) == ("no", "012", "null")
    assert (values["year"], values["open_access"], values["citations"].cited_by) == (2020, False, 0)


def test_an_unknown_key_is_named_with_what_may_be_meant() -> None:
    assert converted(titel="T")[1] == [(["titel"], "unknown key 'titel'; did you mean 'title'?")]


def test_a_key_without_a_value_is_named_with_what_to_do() -> None:
    assert converted(title="")[1] == [(["title"], "key 'title' has no value; write one or remove the line")]


def test_what_fits_is_kept_beside_what_does_not() -> None:
    values, faults = converted(title="An invented title", year="soon", volume="7")
    assert values == {"title": "An invented title", "volume": "7"}
    assert [path for path, _ in faults] == [["year"]]
    assert "'year'" in faults[0][1]


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("year", "soon", "whole number"),
        ("open_access", "perhaps", "true or false"),
        ("keywords", "one", "a list"),
        ("title", ["one"], "text"),
        ("citations", "many", "a mapping"),
    ],
)
def test_a_wrong_kind_of_value_is_described_in_words(key: str, value: Any, said: str) -> None:
    ((_, message),) = converted(**{key: value})[1]
    assert said in message.split("got")[0]
    assert not {"str", "int", "bool", "array", "object", "null"} & set(
        message.replace("`", " ").replace("|", " ").split()
    )


def test_a_fault_inside_a_value_has_its_path() -> None:
    data = {"authors": [{"family": "A"}, {"familly": "B"}], "citations": {"tally": {"supporting": "x"}}}
    paths = [path for path, _ in convert_mapping(data, Record, "key")[1]]
    assert paths[0][:2] == ["authors", 1]
    assert paths[1] == ["citations", "tally", "supporting"]


@pytest.mark.parametrize("data", ["words", ["a"]])
def test_what_is_no_mapping_is_one_fault(data: Any) -> None:
    values, faults = convert_mapping(data, Record, "key")
    assert (values, faults) == ({}, [([], "this must be a list of 'key: value' lines")])


class _Any(msgspec.Struct):
    years: dict[str, int] = {}


def test_a_fault_at_an_unnamed_key_still_has_the_path_to_it() -> None:
    ((path, _),) = convert_mapping({"years": {"a": "x"}}, _Any, "key")[1]
    assert path == ["years"]
