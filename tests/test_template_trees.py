"""Parsed templates."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from synthesite.bytecode import BytecodeFolder
from synthesite.store.checked_folder import CheckedFolder
from synthesite.templates import environment


def test_a_tree_is_parsed_once_and_whoever_has_it_may_change_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = CheckedFolder(tmp_path / "kept")
    made = environment([], BytecodeFolder(lambda _: kept, ""), fast=True)
    tree = made._parse("<p>{{ word }}</p>", "a.html", None)
    tree.body.clear()
    monkeypatch.setattr(Environment, "_parse", None)
    again = made._parse("<p>{{ word }}</p>", "a.html", None)
    assert again.environment is made
    assert [type(one) for one in again.body] == [nodes.Output]
    other = environment([], BytecodeFolder(lambda _: kept, ""), fast=True)
    assert other._parse("<p>{{ word }}</p>", "a.html", None) == again
    with pytest.raises(TypeError):
        other._parse("another text", "a.html", None)
