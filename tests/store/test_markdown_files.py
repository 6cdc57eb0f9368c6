"""A curator's file: YAML front matter and a Markdown body."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.store.markdown_files import FrontMatterError, body_sha256, parse_markdown, with_body
from synthesite.text.yaml_text import dump_yaml
from tests.text.properties import tries


def test_front_matter_and_body_are_told_apart() -> None:
    text = "---\nlanguage: no\nvolume: 012\n---\nThe body.\n"
    file = parse_markdown(text)
    assert file.data == {"language": "no", "volume": "012"}
    assert file.body == "The body.\n"
    assert text[file.body_start :] == file.body
    assert text[file.yaml_start : file.yaml_start + len(file.yaml_text)] == "language: no\nvolume: 012\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_ends_will_do(end: str) -> None:
    file = parse_markdown(end.join(["---", "title: T", "---", "Body", ""]))
    assert (file.data, file.body) == ({"title": "T"}, f"Body{end}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Just a body.\n",
        "\n---\nnot: at the start\n---\n",
        "----\nA rule.\n",
        "Text\n---\nmore\n---\n",
        "--- a\n---\n",
    ],
)
def test_a_file_without_front_matter_is_all_body(text: str) -> None:
    file = parse_markdown(text)
    assert (file.front, file.data, file.body, file.body_start) == ("", {}, text, 0)


@pytest.mark.parametrize("text", ["---\n---\n", "---\n---", "---\n# a remark\n---\n"])
def test_empty_front_matter_says_nothing(text: str) -> None:
    assert parse_markdown(text)[3:] == ({}, "")


def test_a_rule_in_the_body_and_dashes_in_a_value_close_nothing() -> None:
    file = parse_markdown("---\nnotes: |\n  one\n  ---\n  two\n---\nBody\n\n---\n\nMore\n")
    assert file.data == {"notes": "one\n---\ntwo\n"}
    assert file.body == "Body\n\n---\n\nMore\n"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("---\ntitle: T\n\nBody\n", 1, "not closed with another '---' line"),
        ("---\ntitle: T\nyear: [\n---\nBody\n", 4, "no valid YAML"),
        ("---\ntitle: T\ntitle: U\n---\n", 3, "'title' stands here a second time"),
        ("---\na: 1\nb: {c: &x [1], d: *x}\n---\n", 3, "aliases are not used here"),
        ("---\n- title\n---\n", 2, "lines of 'key: value'"),
        ("---\nA sentence.\n---\n", 2, "lines of 'key: value'"),
    ],
)
def test_faulty_front_matter_is_refused_with_the_line_in_the_file(text: str, line: int, message: str) -> None:
    with pytest.raises(FrontMatterError, match=message) as error:
        parse_markdown(text)
    assert error.value.line == line


DATA = st.dictionaries(st.text(min_size=1), st.text() | st.lists(st.text()), max_size=4)
BODIES = st.text().filter(lambda body: not body.lstrip("\ufeff").startswith("---"))


@tries
@given(st.none() | DATA, BODIES)
def test_a_file_is_put_together_from_its_parts_again(data: dict[str, str] | None, body: str) -> None:
    text = body if data is None else f"---\n{dump_yaml(data)}---\n{body}"
    file = parse_markdown(text)
    assert file.data == (data or {})
    assert file.front + file.body == text


@tries
@given(st.none() | DATA, BODIES, BODIES)
def test_a_new_body_leaves_the_front_matter_as_it_is(data: dict[str, str] | None, old: str, new: str) -> None:
    front = "" if data is None else parse_markdown(f"---\n{dump_yaml(data)}---\n{old}").front
    once = with_body(front, new)
    file = parse_markdown(once)
    assert (file.front, file.data) == (front, data or {})
    assert file.body.strip() == new.strip()
    assert with_body(file.front, new) == once, "and doing it again changes nothing"


def test_front_matter_without_a_line_end_is_kept_apart_from_the_body() -> None:
    assert parse_markdown(with_body("---\ntitle: T\n---", "Body")).body == "Body"


@pytest.mark.parametrize("same", ["A body\nof two lines\n", "A body\r\nof two lines", "\n\nA body\nof two lines\n\n"])
def test_line_ends_and_blank_lines_around_do_not_make_another_body(same: str) -> None:
    assert body_sha256(same) == body_sha256("A body\nof two lines")


@tries
@given(st.text(min_size=1), st.data())
def test_any_other_change_does(body: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(body)))
    changed = f"{body[:at]}word{body[at:]}"
    assert body_sha256(changed) != body_sha256(body)
