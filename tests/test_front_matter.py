"""What front matter may say, and how its faults are told."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthesite.config import Settings, Theme
from synthesite.decisions import decisions
from synthesite.effective import effective
from synthesite.front_matter import Curated, FrontMatter, front_matter
from synthesite.model import Checked, Record
from synthesite.store.content import Summary
from synthesite.store.markdown_files import parse_markdown
from synthesite.store.records import dump_record
from synthesite.text.yaml_text import dump_yaml
from tests.text.properties import tries

SETTINGS = Settings(
    title="T",
    themes=[Theme(id="light", label="Light")],
    vocabularies={
        "design": ["cohort", "qualitative interviews"],
        "countries": ["Utopia", "Côte de l'Utopie"],
        "sample": ["keepers"],
    },
)


def read(yaml_text: str) -> FrontMatter:
    text = f"---\n{yaml_text}---\nMine.\n"
    return front_matter(Summary(text, parse_markdown(text), None), SETTINGS)


@pytest.mark.parametrize(
    ("yaml_text", "line", "words"),
    [
        ("citations:\n  references: 3\n  cited_by: -1\n", 4, "cited_by can't be less than 0"),
        ("citations:\n  tally: {supporting: -2}\n", 3, "supporting can't be less than 0"),
        ("citations:\n  tally:\n    suporting: 2\n", 4, "did you mean 'supporting'?"),
        ("citations: {cited_by: many}\n", 2, "expected a whole number"),
        ("citations: 7\n", 2, "expected a mapping"),
        ("citations:\n  statements:\n  - text: A\n    confidence: 1.5\n", 5, "between 0 and 1"),
        ("citations:\n  statements:\n  - {text: A, stance: suporting}\n", 4, "did you mean 'supporting'?"),
        ("citations:\n  as_of: yesterday\n", 3, "no date"),
        ("sample:\n- {group: keepers, n: -4}\n", 3, "n can't be less than 0"),
        ("sample:\n- {group: keepers, n: 4.5}\n", 3, "expected a whole number"),
        ("journal_metrics: {impact_factor: nan}\n", 2, "counted or measured"),
        ("journal_metrics: {impact_factor: -0.1}\n", 2, "less than 0"),
        ("journal_metrics: {zone: 5}\n", 2, "from 1 to 4"),
        ("journal_metrics:\n  year: 20\n", 3, "no year"),
        ("notices:\n- type: retraction\n  date: soon\n", 4, "no date"),
        ("notices:\n- {type: retraction, url: 'ftp://x'}\n", 3, "https://"),
        ("authors:\n- {family: Example}\n- {family: A, orcid: 0000-0002-1825-0098}\n", 4, "ORCID"),
        ("abstract:\n- text: '  '\n", 3, "blank"),
        ("year: 'null'\n", 2, "no value that fits"),
        ("year:\n", 2, "or write 'year: null'"),
        ("themes: null\n", 2, "expected a list"),
        ("countries: [Utopia, null]\n", 2, "expected text"),
        ("exclude:\n", 2, "no value"),
        ("exclude: ' '\n", 2, "an exclusion needs its reason"),
        ("excluded: because\n", 2, "did you mean 'exclude'?"),
        ("exclude: [a]\n", 2, "expected text"),
        ("design: Cohort\n", 2, "'Cohort' is written 'cohort' in the vocabulary of design"),
        ("design: qualitative  interviews\n", 2, "is written 'qualitative interviews'"),
        ("design: qualitative interview\n", 2, "did you mean 'qualitative interviews'?"),
        ("countries:\n- Utopia\n- Cote de l Utopie\n", 4, 'is written "Côte de l\'Utopie"'),
        ("countries:\n- Utopai\n- Utopia\n", 3, "did you mean 'Utopia'?"),
        ("sample:\n- {group: keepers}\n- {group: sailors}\n", 4, "not in the vocabulary of sample"),
        ("checked: AB\n", 2, "expected a list"),
        ("checked: {by: AB}\n", 2, "missing key 'on'"),
        ("checked:\n  by: AB\n  on: 20 November 2026\n", 4, "no date"),
        ("checked:\n- {by: AB, on: 2026-11-20}\n- {by: ' ', on: 2026-11-20}\n", 4, "blank"),
        ("checked: {by: AB, on: 2026-11-20, what: [desing]}\n", 2, "did you mean 'design'?"),
        ("checked:\n  by: AB\n  on: 2026-11-20\n  what:\n  - design\n  - county\n", 7, "did you mean 'countries'?"),
        ("checked: {by: AB, at: 2026-11-20}\n", 2, "unknown key 'at'"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line_and_the_right_word(yaml_text: str, line: int, words: str) -> None:
    (fault,) = read(yaml_text).faults
    assert words in fault.message
    assert fault.line == line, fault


def test_null_takes_a_value_away_and_a_quoted_one_is_text() -> None:
    front = read("journal: null\npublisher: 'null'\ndoi: ~\ncitations:\n  cited_by: null\n")
    assert front.faults == []
    assert front.overrides == {"journal": None, "publisher": "null", "doi": None, "citations.cited_by": None}


def test_inner_values_are_overridden_one_by_one() -> None:
    front = read("citations: {cited_by: 3, tally: {supporting: 1}}\njournal_metrics: null\n")
    assert list(front.overrides) == ["citations.cited_by", "citations.tally", "journal_metrics"]
    assert front.overrides["citations.cited_by"] == 3
    assert front.line("citations.tally") == 2


def test_what_only_a_curator_says_overrides_nothing() -> None:
    front = read(
        "themes: [light]\nnotes: N\nexclude: R\nchecked: {by: AB, on: 2026-11, what: [title, themes, summary]}\n"
    )
    assert front.faults == []
    assert front.overrides == {}
    assert front.values["checked"] == [Checked(by="AB", on="2026-11", what=["title", "themes", "summary"])]


def test_of_a_list_only_the_wrong_words_are_left_out() -> None:
    front = read("countries: [Utopai, Utopia]\ndesign: x\nsample:\n- {group: sailors}\n- {group: keepers, n: 1}\n")
    assert front.values["countries"] == ["Utopia"]
    assert [group.group for group in front.values["sample"]] == ["keepers"]
    assert "design" not in front.values
    assert front.faulty == {"countries", "design", "sample"}


def test_words_of_the_vocabulary_are_no_fault() -> None:
    front = read('design: cohort\ncountries: ["Côte de l\'Utopie", Utopia]\nsetting: anywhere\n')
    assert front.faults == []
    assert front.values["countries"] == ["Côte de l'Utopie", "Utopia"]


LEAVES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\ufeff\ufffe\uffff"), max_size=12),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.booleans(),
    st.none(),
    st.sampled_from(["null", "2020", "2020-13-45", "10.5555/x", "0000-0002-1825-0097", "inf", "cohort", "ab"]),
)
INNER = [
    "text",
    "label",
    "family",
    "given",
    "cited_by",
    "tally",
    "statements",
    "by",
    "on",
    "what",
    "group",
    "n",
    "type",
]
DATA = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(INNER), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*Curated.__struct_fields__, "id", "extra", "desing", ""]), DATA, max_size=4))
@settings(tries, max_examples=400)
def test_no_front_matter_is_too_wrong_to_be_told(data: dict[str, Any]) -> None:
    front = read(dump_yaml(data) if data else "")
    assert all(2 <= fault.line <= len(front.file.yaml_text.splitlines()) + 1 for fault in front.faults)
    assert set(data) <= front.values.keys() | front.faulty | {"checked"}
    text = front.file.front + "Mine.\n"
    record = effective(Record(id="x"), front, Summary(text, front.file, None), "x.md", "Mine.")
    decided = decisions(record, front, {})
    assert set(decided) <= set(front.overrides)
    assert decisions(record, front, decided) == decided
    json.dumps(msgspec.to_builtins(record), allow_nan=False)
    dump_record(record)
