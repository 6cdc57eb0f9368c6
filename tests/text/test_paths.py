"""Dotted keys."""

from __future__ import annotations

from typing import Any

import pytest

from synthesite.text.paths import resolve

DATA = {"citations": {"cited_by": 0, "statements": [{"stance": "supporting"}, {"stance": None}]}, "open_access": False}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("open_access", False),
        ("citations.cited_by", 0),
        ("citations.statements.0.stance", "supporting"),
        ("citations.statements.0", {"stance": "supporting"}),
    ],
)
def test_a_dotted_key_leads_to_its_value(key: str, value: Any) -> None:
    assert resolve(DATA, key) == value


@pytest.mark.parametrize(
    "key", ["title", "citations.tally", "citations.statements.2", "citations.statements.-1", "citations.cited_by.0", ""]
)
def test_a_key_that_leads_nowhere_gives_nothing(key: str) -> None:
    assert resolve(DATA, key) is None
