"""The longest parts of a record by way of JSON: the same as YAML gives, for every text, or nothing."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from synthesite.model import How, Person, Place, Record, Span
from synthesite.store.record_blocks import BLOCKS
from synthesite.store.records import dump_record, parse_record
from synthesite.text import yaml_subset
from synthesite.text.yaml_errors import YamlError
from synthesite.text.yaml_text import load_with_libyaml
from tests.text.properties import tries

TYPES: dict[str, Any] = {"provenance": dict[str, Place | list[Place]], "authors": list[Person]}
PLACES = """\
  authors:
  - {source: 0, span: [103, 119], how: copied}
  - {source: 1, span: [126, 141], how: derived}
  title: {source: 0, span: [31, 96], how: copied}
  abstract.0.label: {source: 0, span: [242, 252], how: decoded}
  keywords:
  - {source: 0, span: [7, 9], how: copied}
"""
PEOPLE = """\
- {family: Example, given: Ada B.}
- {literal: The Invented Group}
- {family: O'Example, given: Zoë, orcid: 0000-0002-1825-0097}
"""
WRITTEN = {"provenance": PLACES, "authors": PEOPLE}
PIECES = (
    *(
        "",
        " ",
        "  ",
        "- ",
        ": ",
        ", ",
        "}",
        "{",
        "]",
        "[",
        "'",
        '"',
        "\\",
        "\\n",
        "#",
        " #",
        "0",
        "-1",
        "1.5",
        "1e2",
        "null",
    ),
    *("\n", "\n  ", "\n  - ", "family", "source", "  title: {source: 0, span: [1, 2], how: copied}\n", "family: A, "),
)


def by_yaml(key: str, block: str) -> Any:
    """What YAML gives; `None` where it gives nothing of the type."""
    try:
        return msgspec.convert(load_with_libyaml(f"{key}:\n{block}")[key], TYPES[key], strict=False)
    except (YamlError, msgspec.ValidationError):
        return None


@pytest.mark.parametrize("key", WRITTEN)
def test_what_is_written_is_read(key: str) -> None:
    found = BLOCKS[key](WRITTEN[key])
    assert found is not None
    assert found == by_yaml(key, WRITTEN[key])


@tries
@example("provenance", 0, 0, "  title: {source: 0, span: [1, 2], how: copied}\n")
@example("authors", 3, 3, "family: A, ")
@given(st.sampled_from(sorted(WRITTEN)), st.integers(0, 300), st.integers(0, 8), st.sampled_from(PIECES))
def test_what_is_damaged_is_read_as_yaml_or_not_at_all(key: str, at: int, length: int, piece: str) -> None:
    block = WRITTEN[key]
    at %= len(block)
    damaged = f"{block[:at]}{piece}{block[at + length :]}"
    found = BLOCKS[key](damaged)
    assert found is None or found == by_yaml(key, damaged)


def test_a_record_needs_no_other_way(monkeypatch: pytest.MonkeyPatch) -> None:
    record = Record(
        id="a",
        authors=[Person(family="Example", given="Ada"), Person(literal="Them")],
        provenance={
            "authors": [Place(source=0, span=Span(1, 2), how=How.COPIED)] * 2,
            "title": Place(source=0, span=Span(3, 9), how=How.DERIVED),
        },
    )

    def never(block: str) -> Any:
        raise AssertionError(block)

    monkeypatch.setattr(yaml_subset, "_known_shape", never)
    loaded, problems = parse_record(dump_record(record).encode(), "a.yaml", "a.yaml", Record)
    assert loaded is not None
    assert msgspec.structs.replace(loaded.record, fingerprint=None) == record
    assert problems == []
