"""A study's JSON says what is known of the study, in strict JSON that any library reads alike."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.exports.study_json import study_json
from synthesite.interface import Words
from synthesite.links import Link
from synthesite.links.papers import Relation
from synthesite.model import Checked, Citations, JournalMetrics, Person, Record, Statement
from synthesite.rights import Withheld
from synthesite.study import Study
from synthesite.themes import Assigned
from tests.text.properties import tries

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NUMBERS = (
    st.floats(allow_nan=False, allow_infinity=False)
    | st.floats(0, 1)
    | st.floats(1e-6, 1e-3)
    | st.sampled_from([0.0, -0.0, 1e-4, 1e-5, 1e15, 1e16, 1e22])
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


def study(record: Record, **values: Any) -> Study:
    known: dict[str, Any] = {
        "path": "content/studies/2021/x.yaml",
        "themes": [],
        "summary": "An invented summary.\n",
        "summary_is_generated": True,
        "curated": frozenset(),
        "notes": "",
        "withheld": {},
    }
    return Study(record, **known | values)


def keys_and_values(one: Study, links: list[Link]) -> dict[str, Any]:
    """What is to be read in the JSON."""
    data: dict[str, Any] = msgspec.to_builtins(one.record)
    for key in ("summary_sha256", "fingerprint"):
        data.pop(key, None)
    data["themes"] = [{"id": theme.id, "because": theme.because} for theme in one.themes]
    if links:
        data["links"] = [link._asdict() | {"because": "the same title; 2 authors"} for link in links]
    data["summary"] = one.summary
    unshown = [key for key, how in one.withheld.items() if how == Withheld.WHOLE]
    if unshown:
        data["withheld"] = unshown
    if one.checked:
        data["checked"] = [msgspec.to_builtins(checked) for checked in one.checked]
    return data


def read(one: Study, links: list[Link]) -> dict[str, Any]:
    """What Python's library reads in the JSON, which it must find to be strictly JSON."""
    written = study_json(one, links).decode()
    found: dict[str, Any] = json.loads(written, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    return found


@tries
@given(TEXT, TEXT, st.lists(NUMBERS, max_size=3), st.none() | NUMBERS, st.none() | st.dictionaries(TEXT, ANYTHING))
def test_any_values_are_read_again(
    title: str, summary: str, confidences: list[float], factor: float | None, extra: dict[str, Any] | None
) -> None:
    record = Record(
        id="x",
        title=title,
        citations=Citations(cited_by=0, statements=[Statement(text=title, confidence=one) for one in confidences]),
        journal_metrics=JournalMetrics(impact_factor=factor),
        extra=extra,
    )
    one = study(record, summary=summary)
    assert read(one, []) == keys_and_values(one, [])


def test_everything_beside_the_record_is_written() -> None:
    record = Record(
        id="x", authors=[Person(literal="Nobody “of” nowhere")], keywords=[], fingerprint="f", summary_sha256="s"
    )
    because = (Words("the same title"), Words("%(n)s author", "%(n)s authors", 2))
    link = Link("other", Relation.PREPRINT, because)
    one = study(
        record,
        themes=[Assigned("light", ["lamp"])],
        withheld={"abstract": Withheld.WHOLE, "notices": Withheld.PART},
        checked=(Checked(by="AE", on="2021-03-01", what=["title"]),),
    )
    found = read(one, [link])
    assert found == keys_and_values(one, [link])
    assert [*found] == ["id", "authors", "keywords", "themes", "links", "summary", "withheld", "checked"]
    assert found["withheld"] == ["abstract"]


@pytest.mark.parametrize("code", [*range(0x20), 0x22, 0x2F, 0x5C, 0x7F, 0x80, 0x85, 0x2028, 0x2029, 0xFEFF, 0x1F600])
def test_every_character_that_some_escape(code: int) -> None:
    one = study(Record(id="x", title=chr(code)))
    assert read(one, [])["title"] == chr(code)


def test_each_key_has_a_line_of_its_own() -> None:
    first, *lines, last, end = study_json(study(Record(id="x", title="a\nb", extra={"c": {"d": 1}})), []).split(b"\n")
    assert (first, last, end) == (b"{", b"}", b"")
    assert [[*json.loads(b"{" + line.removesuffix(b",") + b"}")] for line in lines] == [
        ["id"], ["title"], ["extra"], ["themes"], ["summary"],
    ]  # fmt: skip


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_is_null(number: float) -> None:
    assert read(study(Record(id="x", extra={"a": number})), [])["extra"] == {"a": None}
