"""Two curators' files become one, and not a word is lost."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from synthesite.absorbing import absorb
from synthesite.store.front_matter_text import top_level_blocks
from synthesite.store.markdown_files import parse_markdown

OURS = "---\n# ours\ndesign: case study\nsetting: a harbour\n---\n\nOur words.\n"
THEIRS = "---\nsetting: a lighthouse # seen there\n# theirs\nlimits:\n- few\n\n# the end\n---\n\nTheir words.\n"


def absorbed(ours: str, theirs: str) -> str:
    one, other = parse_markdown(ours), parse_markdown(theirs)
    return absorb(one, one.body, other, other.body, "their-id")


def test_keys_that_ours_lacks_join_it_as_they_are_written() -> None:
    file = parse_markdown(absorbed(OURS, THEIRS))
    assert file.data == {"design": "case study", "setting": "a harbour", "limits": ["few"]}
    assert "# ours" in file.front
    assert "# theirs\nlimits:\n- few\n" in file.front


def test_the_second_body_stands_under_a_heading_of_its_own_with_what_is_left_of_the_front_matter() -> None:
    body = parse_markdown(absorbed(OURS, THEIRS)).body
    assert body.startswith("\nOur words.\n\n## From the record their-id\n\nTheir words.\n")
    assert "```yaml\nsetting: a lighthouse # seen there\n" in body
    assert "# the end" in absorbed(OURS, THEIRS), "it stands with the last key"


def test_what_both_say_is_not_said_twice() -> None:
    assert absorbed(OURS, OURS.replace("setting: a harbour\n", "")) == OURS


def test_doing_it_twice_changes_nothing_more() -> None:
    once = absorbed(OURS, THEIRS)
    assert absorbed(once, THEIRS) == once


def test_without_front_matter_of_ours_theirs_is_taken_as_it_is() -> None:
    assert absorbed("Ours.\n", THEIRS).startswith(THEIRS.split("Their")[0].rstrip())


def test_line_ends_stay_those_of_our_file() -> None:
    text = absorbed(OURS.replace("\n", "\r\n"), THEIRS)
    assert "\n" not in text.replace("\r\n", "")


@pytest.mark.parametrize("theirs", ["---\n{setting: a lighthouse, limits: [few]}\n---\nTheir words.\n"])
def test_front_matter_in_flow_style_is_kept_as_it_is(theirs: str) -> None:
    assert "{setting: a lighthouse, limits: [few]}" in absorbed(OURS, theirs)


def test_a_code_block_in_their_front_matter_does_not_end_ours() -> None:
    text = absorbed(OURS, "---\nsetting: 'a ``` b'\n---\n")
    assert "````yaml" in text


@pytest.mark.parametrize(
    ("ours", "theirs", "kept"),
    [
        ("volume: 12", "volume: 1", "volume: 1\n"),
        ("limits:\n- few\n- more", "limits:\n- few", "limits:\n- few\n```"),
        ("setting: a harbour wall", "setting: a harbour", "setting: a harbour\n"),
    ],
)
def test_a_value_that_begins_like_ours_is_another_value(ours: str, theirs: str, kept: str) -> None:
    assert kept in parse_markdown(absorbed(f"---\n{ours}\n---\n", f"---\n{theirs}\n---\n")).body


@pytest.mark.parametrize("ours", ["# to do\n", "{} # to do\n", "# to\n\n# do\n"])
def test_front_matter_of_comments_alone_is_kept(ours: str) -> None:
    text = absorbed(f"---\n{ours}---\nOurs.\n", THEIRS)
    assert "# to" in text
    assert "do\n" in text
    assert parse_markdown(text).data == parse_markdown(THEIRS).data


@pytest.mark.parametrize(
    "ours", ["Ours.\r\n", "---\r\nsetting: x\r\n---\r\nOurs.\r\n", "Ours.\n", "---\n# c\n---\nOurs.\n"]
)
@pytest.mark.parametrize("theirs", [THEIRS, THEIRS.replace("\n", "\r\n"), "---\n{limits: [few]} # c\n---\nTheirs.\n"])
def test_doing_it_twice_changes_nothing_more_whatever_the_line_ends_and_styles(ours: str, theirs: str) -> None:
    once = absorbed(ours, theirs)
    assert absorbed(once, theirs) == once


WORDS = st.text("abc #:'\"-`\n", max_size=20)
DATA = st.dictionaries(st.sampled_from(["notes", "design", "setting"]), st.text("ab #:'\"`\n", min_size=1), max_size=3)


@given(DATA, WORDS, DATA, WORDS)
def test_every_value_and_every_word_of_both_is_in_the_result(
    one: dict[str, str], body: str, other: dict[str, str], words: str
) -> None:
    def text(data: dict[str, str], body: str) -> str:
        front = f"---\n{yaml.safe_dump(data, allow_unicode=True)}---\n" if data else ""
        return f"{front}\n{body}"

    ours, theirs = parse_markdown(text(one, body)), parse_markdown(text(other, words))
    result = absorb(ours, ours.body, theirs, theirs.body, "their-id")
    file = parse_markdown(result)
    assert {key: file.data[key] for key in ours.data} == ours.data
    for key, raw in top_level_blocks(theirs.yaml_text):
        assert file.data.get(key or "") == theirs.data.get(key or "", "") or raw.strip() in file.body
    assert words.strip() in result
    assert body.strip() in result
