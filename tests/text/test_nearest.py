"""The nearest right word for a wrong one."""

from __future__ import annotations

import pytest

from synthesite.text.nearest import did_you_mean

KNOWN = ["title", "language", "themes", "page_size"]


@pytest.mark.parametrize(("word", "meant"), [("titel", "title"), ("langauge", "language"), ("pagesize", "page_size")])
def test_a_slip_is_met_with_the_word_that_was_meant(word: str, meant: str) -> None:
    assert did_you_mean(word, KNOWN) == f"; did you mean {meant!r}?"


@pytest.mark.parametrize("word", ["", "colour", "x"])
def test_nothing_is_suggested_where_nothing_is_near(word: str) -> None:
    assert did_you_mean(word, KNOWN) == ""


def test_the_suggestion_does_not_depend_on_the_order() -> None:
    assert did_you_mean("setX", ["setB", "setA"]) == did_you_mean("setX", ["setA", "setB"])


def test_capitals_do_not_count() -> None:
    assert did_you_mean("DOI", ["doi", "pmid"]) == "; did you mean 'doi'?"
    assert did_you_mean("germany", ["Germany", "Norway"]) == "; did you mean 'Germany'?"
