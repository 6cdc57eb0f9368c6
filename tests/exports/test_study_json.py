"""A study's JSON is written as Python's `json` would write it."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.exports.study_json import fractions, study_json
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
    st.floats() | st.floats(0, 1) | st.floats(1e-6, 1e-3) | st.sampled_from([0.0, -0.0, 1e-4, 1e-5, 1e15, 1e16, 1e22])
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


def by_json(one: Study, links: list[Link]) -> bytes:
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
        data["checked"] = msgspec.to_builtins(one.checked)
    return f"{json.dumps(data, ensure_ascii=False, indent=2)}\n".encode()


@tries
@given(TEXT, TEXT, st.lists(NUMBERS, max_size=3), st.none() | NUMBERS, st.none() | st.dictionaries(TEXT, ANYTHING))
def test_any_values_are_written_alike(
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
    assert study_json(one, []) == by_json(one, [])


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
    written = study_json(one, [link])
    assert written == by_json(one, [link])
    assert json.loads(written)["withheld"] == ["abstract"]


@pytest.mark.parametrize("code", [*range(0x20), 0x22, 0x2F, 0x5C, 0x7F, 0x80, 0x85, 0x2028, 0x2029, 0xFEFF, 0x1F600])
def test_every_character_that_some_escape(code: int) -> None:
    one = study(Record(id="x", title=chr(code)))
    assert study_json(one, []) == by_json(one, [])


def test_no_other_value_of_a_record_can_be_a_fraction() -> None:
    """`fractions` must name each key whose type lets it hold one."""

    def kinds(kind: Any, path: str, seen: tuple[type, ...] = ()) -> list[str]:
        if isinstance(kind, msgspec.inspect.FloatType | msgspec.inspect.AnyType):
            return [path]
        if isinstance(kind, msgspec.inspect.StructType):
            return [name for field in kind.fields for name in kinds(field.type, f"{path}.{field.encode_name}")]
        inner = [getattr(kind, name) for name in ("item_type", "key_type", "value_type") if hasattr(kind, name)]
        inner += [*getattr(kind, "types", ()), *getattr(kind, "item_types", ())]
        inner += [field.type for field in getattr(kind, "fields", ())]
        return [name for one in inner for name in kinds(one, path)]

    found = set(kinds(msgspec.inspect.type_info(Record), ""))
    assert found == {".citations.statements.confidence", ".journal_metrics.impact_factor", ".extra"}
    statement, metrics = Statement(text="x", confidence=0.5), JournalMetrics(impact_factor=2.5)
    record = Record(id="x", citations=Citations(statements=[statement]), journal_metrics=metrics, extra={"a": 1})
    assert fractions(record) == [0.5, 2.5, {"a": 1}]
