"""YAML that is kept as data."""

from __future__ import annotations

from pathlib import Path

import pytest

from synthesite.store import kept_yaml
from synthesite.store.cache import Cache
from synthesite.text.yaml_errors import YamlError
from synthesite.text.yaml_text import load_yaml

TEXT = "title: An invented site  # of boats\nthemes:\n- {id: boats, keywords: [no, 012, '']}\n"


def test_a_text_is_read_once_and_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path)
    assert kept_yaml.kept_yaml(cache, "config.yaml")(TEXT) == load_yaml(TEXT)
    cache.save()
    monkeypatch.setattr(kept_yaml, "load_yaml", None)
    assert kept_yaml.kept_yaml(Cache(tmp_path), "config.yaml")(TEXT) == load_yaml(TEXT)


def test_another_text_is_read_anew(tmp_path: Path) -> None:
    load = kept_yaml.kept_yaml(Cache(tmp_path), "config.yaml")
    assert load("title: one") == {"title": "one"}
    assert load("title: two") == {"title": "two"}
    assert load("") == {}


def test_what_is_no_yaml_is_told_each_time(tmp_path: Path) -> None:
    load = kept_yaml.kept_yaml(Cache(tmp_path), "config.yaml")
    for _ in range(2):
        with pytest.raises(YamlError):
            load("title: [")
