"""A curator's values in the record, each traced, and nothing else changed."""

from __future__ import annotations

import pytest

from synthesite.config import Settings
from synthesite.effective import effective
from synthesite.front_matter import front_matter
from synthesite.model import (
    Citations,
    Conflict,
    How,
    Place,
    Record,
    SourceItem,
    Span,
    Statement,
    Tally,
)
from synthesite.source_texts import CURATOR
from synthesite.store.content import Summary
from synthesite.store.markdown_files import body_sha256, parse_markdown

PLACE = Place(source=0, span=Span(0, 1), how=How.COPIED)
RECORD = Record(
    id="x",
    title="An invented study of lamps",
    year=2020,
    published="2020-05",
    doi="10.5555/lamps",
    citations=Citations(cited_by=3, tally=Tally(supporting=2), statements=[Statement(text="A"), Statement(text="B")]),
    sources=[SourceItem(path="content/sources/a.ris", item=1, sha256="0", reader="ris")],
    provenance={
        "title": PLACE,
        "year": PLACE,
        "published": PLACE,
        "doi": PLACE,
        "citations.cited_by": PLACE,
        "citations.tally.supporting": PLACE,
        "citations.statements": [PLACE, PLACE],
    },
    conflicts=[Conflict(field="citations.cited_by", values=[]), Conflict(field="doi", values=[])],
    extra={"N1": ["kept"], "decided": {"title": {"yours": "abc"}}},
    summary_sha256=body_sha256("Made.\n"),
)


def applied(yaml_text: str, body: str = "Made.\n") -> tuple[Record, str]:
    text = f"---\n{yaml_text}---\n\n{body}" if yaml_text else body
    summary = Summary(text, parse_markdown(text), None)
    front = front_matter(summary, Settings(title="T"))
    assert front.faults == []
    own = "" if body_sha256(body) == RECORD.summary_sha256 else body.strip()
    return effective(RECORD, front, summary, "content/studies/2020/x.md", own), text


def test_an_inner_value_leaves_its_neighbours() -> None:
    record, text = applied("citations:\n  # counted by hand\n  cited_by: 4\n")
    assert record.citations
    assert RECORD.citations
    assert record.citations.cited_by == 4
    assert record.citations.statements == RECORD.citations.statements
    assert record.citations.tally == RECORD.citations.tally
    assert record.provenance
    assert record.sources
    place = record.provenance["citations.cited_by"]
    assert isinstance(place, Place)
    assert text[slice(*place.span)] == "4"
    assert record.sources[place.source].reader == CURATOR
    assert record.provenance["citations.statements"] == [PLACE, PLACE]
    assert [conflict.field for conflict in record.conflicts or []] == ["doi"]


def test_an_inner_mapping_takes_the_place_of_the_sources() -> None:
    record, _ = applied("citations: {tally: {contrasting: 1}}\n")
    assert record.citations
    assert record.provenance
    assert record.citations.tally == Tally(contrasting=1)
    assert "citations.tally.supporting" not in record.provenance


@pytest.mark.parametrize(
    "yaml_text", ["citations: null\n", "citations: {cited_by: null, tally: null, statements: null}\n"]
)
def test_what_is_taken_away_leaves_no_trace(yaml_text: str) -> None:
    record, _ = applied(yaml_text)
    assert record.citations is None
    assert not [key for key in record.provenance or {} if key.startswith("citations")]


def test_a_value_that_is_taken_away_is_unknown() -> None:
    record, _ = applied("doi: null\n")
    assert record.doi is None
    assert "doi" not in (record.provenance or {})
    assert [conflict.field for conflict in record.conflicts or []] == ["citations.cited_by"]


@pytest.mark.parametrize(
    ("yaml_text", "year", "published"),
    [
        ("year: 2020\n", 2020, "2020-05"),
        ("year: 2019\n", 2019, None),
        ("year: null\n", None, None),
        ("published: 2019-12\n", 2019, "2019-12"),
        ("published: null\n", 2020, None),
        ("published: 2019-12\nyear: 2020\n", 2020, "2019-12"),
    ],
)
def test_year_and_date_agree_unless_the_curator_wants_otherwise(
    yaml_text: str, year: int | None, published: str | None
) -> None:
    record, _ = applied(yaml_text)
    assert (record.year, record.published) == (year, published)
    assert ("published" in (record.provenance or {})) == (published is not None)


def test_without_a_curators_words_the_record_is_the_record_but_for_the_programs_memory() -> None:
    record, _ = applied("")
    assert record.extra == {"N1": ["kept"]}
    assert record.sources == RECORD.sources
    assert record.provenance == RECORD.provenance


def test_a_curators_summary_has_its_place_even_without_front_matter() -> None:
    record, text = applied("", "  My words.\n")
    assert record.provenance
    place = record.provenance["summary"]
    assert isinstance(place, Place)
    assert text[slice(*place.span)] == "My words."
