"""Values are put into front matter, and every other character stays."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from synthesite.store.front_matter_text import comments_in, top_level_blocks, with_comments, with_values
from synthesite.store.markdown_files import FrontMatterError, parse_markdown
from synthesite.text.yaml_errors import YamlError
from synthesite.text.yaml_text import dump_yaml, load_yaml
from tests.text.properties import tries


@pytest.mark.parametrize(
    ("before", "values", "after"),
    [
        ("design: survey\n", {"design": "cohort"}, "design: cohort\n"),
        ("design: 'survey'  # they say\nyear: 1\n", {"design": "cohort"}, "design: cohort  # they say\nyear: 1\n"),
        ("# first\nyear: 2020\n# last\n", {"year": 2021}, "# first\nyear: 2021\n# last\n"),
        ("year: 2020\n# last\n", {"design": "cohort"}, "year: 2020\n# last\ndesign: cohort\n"),
        ("design:  # unknown\nyear: 2020\n", {"design": "cohort"}, "design: cohort  # unknown\nyear: 2020\n"),
        ("countries:\n- U\n\nyear: 1\n", {"countries": ["U", "no"]}, "countries:\n- U\n- 'no'\n\nyear: 1\n"),
        ("countries:\n  - Utopia\n", {"countries": ["A", "B"]}, "countries:\n  - A\n  - B\n"),
        ("countries:\n- Utopia\n", {"countries": [1, 2]}, "countries:\n  [1, 2]\n"),
        ("countries: [Utopia]\n", {"countries": ["A", "B: C"]}, "countries: [A, 'B: C']\n"),
        ("countries:\n- Utopia # why\nyear: 1\n", {"countries": ["A"]}, "countries:\n- A # why\nyear: 1\n"),
        (
            "countries:\n- U # why\n- V\nyear: 1\n",
            {"countries": ["A"]},
            "countries:\n  # why\n  [A]\nyear: 1\n",
        ),
        ("notes: |  # mine\n  Some\n  words\n\nyear: 1\n", {"notes": "No"}, "notes: # mine\n  'No'\n\nyear: 1\n"),
        ("  design: survey\n", {"year": 2020}, "  design: survey\n  year: 2020\n"),
        ("{design: survey}\n", {"year": 2020}, "{design: survey, year: 2020}\n"),
        ("{}\n", {"year": 2020}, "{year: 2020}\n"),
        ("", {"year": None}, "year: null\n"),
        ("# nothing yet\n", {"pmid": "012"}, "# nothing yet\npmid: '012'\n"),
        (
            "citations:\n  cited_by: 3 # counted\n  references: 4\nyear: 1\n",
            {"citations.cited_by": 5, "citations.as_of": "2026-11"},
            "citations:\n  cited_by: 5 # counted\n  references: 4\n  as_of: 2026-11\nyear: 1\n",
        ),
        ("citations: {cited_by: 3}\n", {"citations.references": 4}, "citations: {cited_by: 3, references: 4}\n"),
        ("year: 1\n", {"citations.cited_by": 4}, "year: 1\ncitations:\n  cited_by: 4\n"),
        ("citations: null\n", {"citations.cited_by": 4}, "citations: {cited_by: 4}\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_only_the_value_changes(before: str, values: dict[str, Any], after: str, end: str, mark: str) -> None:
    old = f"{mark}---\n{before}---\n\nThe body: --- # here\n".replace("\n", end)
    new = f"{mark}---\n{after}---\n\nThe body: --- # here\n".replace("\n", end)
    assert with_values(old, values) == new


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "---\nyear: 2020\n---\n"),
        ("Mine.\n", "---\nyear: 2020\n---\n\nMine.\n"),
        ("\ufeffMine.\r\n", "\ufeff---\r\nyear: 2020\r\n---\r\n\r\nMine.\r\n"),
    ],
)
def test_a_file_without_front_matter_gets_some(before: str, after: str) -> None:
    assert with_values(before, {"year": 2020}) == after


@pytest.mark.parametrize(
    "text", ["---\na: [\n---\n", "---\na: 1\na: 2\n---\n", "---\na: 1\n...\n---\n", "---\nx\n---\n"]
)
def test_what_cannot_be_edited_is_refused(text: str) -> None:
    with pytest.raises(FrontMatterError):
        with_values(text, {"year": 2020})


def test_comments_are_added_at_the_end() -> None:
    assert with_comments("---\na: 1\n---\nB\n", ["# one", "# two"]) == "---\na: 1\n# one\n# two\n---\nB\n"
    assert with_comments("B\n", []) == "B\n"


def test_comments_are_told_from_what_looks_like_one() -> None:
    text = "# top\na: 'x # no' # yes\nb: |  # header\n  # content\n  #too\nc: x#y\nd: [1, # in\n  2]\n# end\n"
    found = comments_in(text)
    assert found == [(1, "# top"), (2, "# yes"), (3, "# header"), (7, "# in"), (9, "# end")]


def test_blocks_keep_the_comments_before_their_key() -> None:
    text = "# about a\na: 1 # one\n\n# about b\nb:\n- x\n# end\n"
    assert top_level_blocks(text) == [("a", "# about a\na: 1 # one\n"), ("b", "\n# about b\nb:\n- x\n# end\n")]
    assert top_level_blocks("{a: 1, b: [2]}\n") == [("a", "a: '1'\n"), ("b", "b:\n- '2'\n")]
    assert top_level_blocks("# nothing\n") == []
    with pytest.raises(YamlError):
        top_level_blocks("- a list\n")


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff\ufffe\uffff"), max_size=30)
PLAIN = st.one_of(
    TEXTS, st.integers(0, 9999), st.booleans(), st.none(), st.sampled_from(["no", "012", "null", "---", "- a"])
)
VALUES = st.one_of(
    PLAIN,
    st.lists(PLAIN, max_size=3),
    st.lists(st.dictionaries(st.sampled_from(["family", "given"]), TEXTS, max_size=2), max_size=2),
    st.dictionaries(st.sampled_from(["cited_by", "references"]), st.integers(0, 99), max_size=2),
)
KEYS = st.sampled_from(["title", "design", "countries", "citations", "notes", "citations.cited_by", "authors"])
ENTRIES = st.sampled_from(
    [
        "title: A title # of sorts",
        "title: >-\n  folded\n  words # inside\n\n\n",
        "design: 'quoted ''twice'' '",
        'design: "with \\" and\n  a second line"',
        "design:",
        "countries:\n- one\n# between\n- two # beside\n",
        "countries: [one, # inner\n  two,]",
        "countries:   # three\n    - one\n    -\n\n",
        "notes: |\n  Some # words\n\n  more\n# after",
        "notes: |+ # keep\n  kept\n\n",
        "citations: {cited_by: 3, tally: {supporting: 1}}",
        "citations: # counts\n  cited_by: 3\n  # deep\n  tally:\n    supporting: 1\n  # after it",
        "authors:\n- family: One # first\n  given: O\n- {literal: Two}",
        "authors: &all\n  - literal: One",
        '"title": a',
        "? design\n: survey",
        "unknown-key: é 𝔘 漢",
    ]
)
COMMENTS = st.lists(st.sampled_from(["# a remark", "", "#", "  # indented", "# key: value"]), max_size=2)


@st.composite
def files(draw: st.DrawFn) -> str:
    lines: list[str] = draw(COMMENTS)
    seen = set()
    for entry in draw(st.lists(ENTRIES, max_size=4)):
        key = entry.lstrip('?" ').split(":")[0].split("\n")[0].strip('"')
        if key not in seen:
            seen.add(key)
            lines += [entry, *draw(COMMENTS)]
    yaml_text = "".join(f"{line}\n" for line in lines)
    body = draw(st.sampled_from(["", "Body.\n", "\nBody # no comment\n---\nmore", "  \n\n"]))
    fenced: bool = draw(st.booleans())
    text = f"---\n{yaml_text}---\n{body}" if lines or fenced else body.replace("---", "")
    return draw(st.sampled_from(["", "\ufeff"])) + text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"])))


@given(files(), st.dictionaries(KEYS, VALUES, min_size=1, max_size=3))
@tries
def test_editing_loses_nothing_and_says_what_was_meant(text: str, values: dict[str, Any]) -> None:
    assume(not {"citations", "citations.cited_by"} <= values.keys())
    old = parse_markdown(text)
    new_text = with_values(text, values)
    new = parse_markdown(new_text)
    assert new_text.endswith(text[len(old.front) :].removeprefix("\ufeff"))
    assert new_text.startswith("\ufeff") == text.startswith("\ufeff")
    for key, value in values.items():
        wanted = load_yaml(dump_yaml({"value": value}))["value"]
        data: Any = new.data
        for part in key.split("."):
            data = data[part]
        assert data == wanted
    touched = {key.split(".")[0] for key in values}
    assert {k: v for k, v in new.data.items() if k not in touched} == {
        k: v for k, v in old.data.items() if k not in touched
    }
    if "citations.cited_by" in values and isinstance(old.data.get("citations"), dict):
        assert new.data["citations"].get("tally") == old.data["citations"].get("tally")
    comments = [comment for _, comment in comments_in(new.yaml_text)]
    assert comments == [comment for _, comment in comments_in(old.yaml_text)]
    blocks = dict(top_level_blocks(new.yaml_text))
    for key, block in top_level_blocks(old.yaml_text)[:-1]:
        if key not in touched:
            assert blocks[key] == block


@given(files(), VALUES)
@tries
def test_editing_twice_is_editing_once(text: str, value: object) -> None:
    assume(value is not None)
    once = with_values(text, {"design": value})
    assert parse_markdown(with_values(once, {"design": value})).data == parse_markdown(once).data


@given(files())
@tries
def test_blocks_put_together_are_the_whole(text: str) -> None:
    file = parse_markdown(text)
    blocks = top_level_blocks(file.yaml_text)
    assert not blocks or "".join(raw for _, raw in blocks) == file.yaml_text
    assert [key for key, _ in blocks] == list(file.data)
