"""Tests of patterns that are compiled when they are first used."""

from __future__ import annotations

import copy
import re

import pytest

from synthesite.text.patterns import lazy


def test_a_lazy_pattern_does_what_the_pattern_does() -> None:
    pattern, reference = lazy("(b)+", re.IGNORECASE), re.compile("(b)+", re.IGNORECASE)
    for text in ("abBc", "", "bb", "xyz"):
        for method in ("match", "fullmatch", "search"):
            found, expected = getattr(pattern, method)(text), getattr(reference, method)(text)
            assert (found and found.span()) == (expected and expected.span())
        assert pattern.findall(text) == reference.findall(text)
        assert pattern.split(text) == reference.split(text)
        assert pattern.sub("-", text) == reference.sub("-", text)
        assert [one.span() for one in pattern.finditer(text)] == [one.span() for one in reference.finditer(text)]
    assert (pattern.pattern, pattern.flags, pattern.groups) == (reference.pattern, reference.flags, 1)


def test_it_is_compiled_when_it_is_first_used_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = []
    original = re.compile
    monkeypatch.setattr(re, "compile", lambda *made_of: compiled.append(made_of) or original(*made_of))
    pattern = lazy("a+")
    assert compiled == []
    assert pattern.fullmatch("aa")
    assert pattern.search("ba")
    assert compiled == [("a+", 0)]


def test_a_faulty_pattern_is_told_at_its_first_use() -> None:
    pattern = lazy("(")
    with pytest.raises(re.error, match="unterminated"):
        pattern.match("(")


def test_it_can_be_copied() -> None:
    assert copy.copy(lazy("a")).match("a")
