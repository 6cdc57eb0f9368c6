"""What dotted keys say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from synthesite.model import AbstractPart, Citations, Record, Statement
from synthesite.trace_keys import elements_of, key_named

RECORD = Record(
    id="an-invented-study",
    title="An invented title",
    abstract=[AbstractPart(label="Aim", text="First")],
    citations=Citations(statements=[Statement(text="Said", stance="supporting")]),
)


def test_values_are_got_by_their_keys() -> None:
    said = {
        "title": "An invented title",
        "abstract.0.label": "Aim",
        "abstract.7": None,
        "citations.statements.0.stance": "supporting",
    }
    for key, value in said.items():
        get = key_named(key).attribute
        assert get is not None
        assert get(RECORD) == value
    assert [key_named(key).attribute for key in ("extra.own", "title.title", "sources", "")] == [None] * 4


def test_each_statement_has_an_entry_of_its_own() -> None:
    found = elements_of("citations.statements", 2)
    assert [key.entry for key in found] == ["statement-1", "statement-2"]
    assert [key.told_alone for key in found] == [None, None]
    assert key_named("citations.statements.1.stance").is_part
    assert key_named("pages").entry == "journal"


@given(st.text("abc.²٣0-", max_size=8).map("citations.statements.{}".format) | st.text("ab.0", max_size=6))
def test_a_key_of_any_kind_is_no_error(key: str) -> None:
    assert key_named(key).key == key
