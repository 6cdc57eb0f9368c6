"""What the list of where values come from says of each value is what `claims` says, by which spans are verified."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from synthesite.claims import claims, plain_values
from synthesite.config import Rights
from synthesite.model import (
    AbstractPart,
    Citations,
    How,
    Notice,
    Person,
    Place,
    Record,
    SampleGroup,
    SourceItem,
    Span,
    Statement,
    Tally,
)
from synthesite.source_texts import SourceTexts
from synthesite.text.folding import fold
from synthesite.traces import Tracer

VALUES: dict[str, Any] = {
    "type": "report",
    "title": "An invented title",
    "year": 2020,
    "published": "2020-05",
    "open_access": True,
    "language": "en",
    "authors": [
        Person(family="Example", given="Ada"),
        Person(literal="An  invented group"),
        Person(given=" One"),
        Person(orcid="0000"),
    ],
    "abstract": [AbstractPart(label="Aim", text="First"), AbstractPart(text="Second"), AbstractPart(text="")],
    "keywords": ["one", "two"],
    "sample": [SampleGroup(group="all", n=3)],
    "citations": Citations(
        cited_by=0,
        tally=Tally(supporting=1),
        statements=[Statement(text="Said", stance="supporting"), Statement(text="", section="Methods", confidence=0.5)],
    ),
    "notices": [Notice(type="correction", note="invented", date="2021")],
    "extra": {"own": ["a", {"text": "b"}, {"3": "c"}]},
}
KEYS = [
    *VALUES,
    *(f"{name}.{at}" for name in ("authors", "abstract", "keywords", "notices", "sample") for at in (0, 1, 9)),
    *(f"authors.0.{part}" for part in ("family", "given", "orcid", "name", "0")),
    *(f"abstract.0.{part}" for part in ("label", "text", "shortened")),
    *(f"citations.{part}" for part in ("cited_by", "references", "tally", "tally.supporting", "tally.total", "own")),
    *("citations.statements", "citations.statements.0.stance", "citations.statements.0.text", "citations.statements.1"),
    *("citations.statements.0.language", "citations.statements.1.confidence", "citations.statements.1.section"),
    *("notices.0.note", "notices.0.type", "sample.0.n", "sample.0.group", "summary", "title.title", "title.0", "own"),
    *("extra.own", "extra.own.0", "extra.own.1.text", "extra.own.2.3", "keywords.x", "volume"),
    *("citations.statements.x", "citations.statements.²", "authors.²", "authors.", "", "."),
]
PLACE = st.builds(
    Place,
    source=st.integers(-1, 2),
    span=st.builds(Span, st.integers(0, 9), st.integers(9, 20)),
    how=st.sampled_from(How),
)
PROVENANCE = st.dictionaries(st.sampled_from(KEYS), PLACE | st.lists(PLACE, max_size=4), max_size=12)
SOURCE = SourceItem(path="private:gone.ris", item=1, sha256="0" * 64, reader="ris")


def in_words(value: Any) -> str:
    """A value of plain data as a place shows it."""
    if isinstance(value, dict):
        if value.get("text"):
            return str(value["text"])
        name = value.get("literal") or fold(f"{value.get('given') or ''} {value.get('family') or ''}")
        parts = " ".join(str(value[key]) for key in ("type", "note", "date", "url") if value.get(key))
        return str(name or value.get("group") or parts)
    if isinstance(value, list):
        return "; ".join(map(in_words, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


@settings(deadline=None)
@given(PROVENANCE)
def test_the_values_are_those_that_are_verified(provenance: dict[str, Place | list[Place]]) -> None:
    record = Record(id="an-invented-study", provenance=provenance, sources=[SOURCE, SOURCE], **VALUES)
    tracer = Tracer(record, SourceTexts(Path("no site")), Rights())
    found = {(key.key, text, place) for uses in tracer._uses("").values() for key, text, place, _ in uses}
    expected = {
        (key, in_words(value), place)
        for key, value, places in claims(plain_values(record) | {"summary": " "}, provenance)
        for place in places
        if all(0 <= one.source < 2 for one in places)
    }
    assert found == expected
