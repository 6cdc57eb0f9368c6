"""A record taken apart and put together again."""

from __future__ import annotations

from typing import Any

import hypothesis.strategies as st
import msgspec
from hypothesis import given

from synthesite.found import full
from synthesite.match import Match
from synthesite.merge import merge
from synthesite.model import Conflict, ConflictValue, Extract, How, Place, Record, SourceItem, Span
from synthesite.remnants import remnants
from synthesite.unions import PARTS
from tests.text.properties import tries

READERS = ("jats-xml", "pubmed-xml", "ris", "scite-report", "a-reader-to-come")
LONG = "We leave the invented lamps of the lighthouse unlit until the invented morning, and then"
PEOPLE = [
    {"family": "Example", "given": "Ada", "orcid": "0000-0002-1825-0097"},
    {"family": "Beispiel", "given": "B."},
    {"literal": "The Invented Group"},
]

stances = st.sampled_from(["supporting", "mentioning", "contrasting", "unclassified"])
statement = st.fixed_dictionaries(
    {"text": st.sampled_from([LONG, LONG.upper(), f"{LONG} we sleep.", "Keepers sleep.", "Nobody sleeps.", "Nobody…"])},
    optional={
        "stance": stances,
        "confidence": st.sampled_from([0.5, 0.9]),
        "section": st.sampled_from(["Discussion", "Methods"]),
        "language": st.sampled_from(["en", "de"]),
        "seen": st.sampled_from([2, 3]),
        "by": st.sampled_from(["an invented classifier", "somebody"]),
    },
)
notice = st.fixed_dictionaries(
    {"type": st.sampled_from(["retraction", "correction"])},
    optional={"date": st.sampled_from(["2024", "2025"]), "note": st.sampled_from(["Withdrawn", "An invented reason"])},
)


def distinct(elements: st.SearchStrategy[Any], main: str) -> st.SearchStrategy[Any]:
    return st.lists(elements, min_size=1, max_size=3, unique_by=lambda e: e[main] if main else e)


values = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(
            ["An invented study", "AN INVENTED STUDY", "An invented study of lighthouse keepers and of their lamps"]
        ),
        "authors": st.integers(1, 3).map(lambda n: PEOPLE[:n]),
        "year": st.sampled_from([2024, 2025]),
        "published": st.sampled_from(["2024", "2024-04", "2025-01-02"]),
        "journal": st.sampled_from(["Journal of Invented Results", "J Invent Results", "Imaginary Letters"]),
        "volume": st.sampled_from(["7", "Vol. 7", "8"]),
        "pages": st.sampled_from(["132-142", "132", "9"]),
        "doi": st.just("10.5555/a"),
        "language": st.sampled_from(["en", "de", "en-GB"]),
        "open_access": st.booleans(),
        "abstract": st.sampled_from(
            [[{"text": "Short."}], [{"label": "Aims", "text": LONG}, {"label": "Results", "text": "None…"}]]
        ),
        "keywords": distinct(st.sampled_from(["lamp", "Lamp", "keeper", "sleep"]), ""),
        "issn": distinct(st.sampled_from(["1234-5679", "2434-561X"]), ""),
        "notices": distinct(notice, "type"),
        "citations.cited_by": st.integers(0, 3),
        "citations.tally.supporting": st.integers(0, 2),
        "citations.tally.mentioning": st.integers(0, 2),
        "citations.statements": distinct(statement, "text"),
        "journal_metrics.quartile": st.sampled_from(["Q1", "Q2"]),
    },
)


def place(start: int, how: How = How.COPIED) -> Place:
    return Place(source=0, span=Span(start, start + 1), how=how)


def extract(number: int, reader: str, found: dict[str, Any]) -> Extract:
    """An extract with a place for every value and every part, none twice."""
    places: dict[str, Place | list[Place]] = {}
    at = 0
    for key, value in found.items():
        at += 100
        places[key] = [place(at + i) for i in range(len(value))] if isinstance(value, list) else place(at)
        for i, element in enumerate(value if key in {*PARTS, "abstract"} else []):
            for j, part in enumerate(name for name in element if name not in {"text", "type", "by"}):
                if key != "notices":
                    where = place(at + 10 * i + j + 10)
                    places[f"{key}.{i}.{part}"] = [where, where] if part == "seen" else where
    source = SourceItem(path=f"content/sources/{number}", item=1, sha256=str(number), reader=reader)
    return Extract(source=source, line=1, values=found, places=places, conflicts=[], problems=[])


@st.composite
def matches(draw: st.DrawFn) -> Match:
    readers = draw(st.lists(st.sampled_from(READERS), min_size=1, max_size=4))
    extracts = [extract(at, reader, draw(values)) for at, reader in enumerate(readers)]
    if draw(st.booleans()):
        sides = [ConflictValue(source=0, value=value, span=Span(1, 2)) for value in ("2023", "2022")]
        own = Conflict(field="year", values=sides)
        extracts[-1] = msgspec.structs.replace(extracts[-1], conflicts=[own])
    return Match(extracts, [None, *["doi"] * (len(extracts) - 1)])


def again(record: Record, extracts: list[Extract]) -> Record:
    return merge(record.id, Match(extracts, [source.matched for source in record.sources or []]), ["*"])


@tries
@given(matches())
def test_a_record_put_together_from_its_remnants_is_the_record(match: Match) -> None:
    record = merge("x", match)
    assert again(record, remnants(record)) == record


@tries
@given(matches(), st.data())
def test_a_record_is_the_same_when_one_of_its_sources_has_left(match: Match, data: st.DataObject) -> None:
    record = merge("x", match)
    gone = data.draw(st.integers(0, len(match.extracts) - 1))
    parts = remnants(record)
    assert again(record, [part if at == gone else full(match.extracts[at]) for at, part in enumerate(parts)]) == record
