"""Tests of patterns that are compiled when they are first used."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import pytest

import synthesite
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
    compiled: list[str] = []
    original = re.compile

    def compile_pattern(pattern: str, flags: int) -> re.Pattern[str]:
        compiled.append(pattern)
        return original(pattern, flags)

    monkeypatch.setattr(re, "compile", compile_pattern)
    pattern = lazy("a+")
    assert compiled == []
    assert pattern.fullmatch("aa")
    assert pattern.search("ba")
    assert compiled == ["a+"]


def test_a_faulty_pattern_is_told_at_its_first_use() -> None:
    pattern = lazy("(")
    with pytest.raises(re.error, match="unterminated"):
        pattern.match("(")


def test_it_can_be_copied() -> None:
    assert copy.copy(lazy("a")).match("a")


def test_no_group_is_repeated_possessively() -> None:
    """Until Python 3.11.5 such a group kept what its last try took before it failed (CPython's issue 106052)."""
    sources = Path(synthesite.__file__).parent.rglob("*.py")
    assert [path.name for path in sources if re.search(r"\)[*+?]\+", path.read_text(encoding="utf-8"))] == []
