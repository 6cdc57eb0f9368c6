"""Digests of files are read anew where their marks changed, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest

from synthesite.store.cache import Cache
from synthesite.store.digests import Digests
from synthesite.store.files import file_digest
from synthesite.store.marks import UNSETTLED, Folders

INPUTS: Folders = {"content/sources": {"a.ris": 42}}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "one" / "content" / "sources" / "a.ris"
    path.parent.mkdir(parents=True)
    path.write_text("first")
    return path


def kept(root: Path, *paths: Path) -> None:
    cache = Cache(root)
    digests = Digests(root, cache, INPUTS)
    for path in paths:
        assert digests(str(path)) == file_digest(path)
    digests.keep()
    cache.save()


def test_a_file_with_its_mark_is_not_read_again(source: Path) -> None:
    root = source.parents[2]
    kept(root, source)
    first = file_digest(source)
    source.write_text("other")
    assert Digests(root, Cache(root), INPUTS)(str(source)) == first
    changed: Folders = {"content/sources": {"a.ris": 44}}
    assert Digests(root, Cache(root), changed)(str(source)) == file_digest(source) != first


@pytest.mark.parametrize("mark", [0, 43])
def test_a_file_without_a_mark_and_a_link_are_always_read(source: Path, mark: int) -> None:
    root = source.parents[2]
    kept(root, source)
    source.write_text("other")
    unsure: Folders = {"content/sources": {"a.ris": mark}}
    assert Digests(root, Cache(root), unsure)(str(source)) == file_digest(source)


def test_asked_a_second_time_a_file_is_read_again(source: Path) -> None:
    root = source.parents[2]
    digests = Digests(root, Cache(root), INPUTS)
    digests(str(source))
    source.write_text("written meanwhile")
    assert digests(str(source)) == file_digest(source)


def test_a_file_of_another_folder_is_never_taken_for_the_sites_own(source: Path, tmp_path: Path) -> None:
    root = source.parents[2]
    kept(root, source)
    other = tmp_path / "two" / "content" / "sources" / "a.ris"
    other.parent.mkdir(parents=True)
    other.write_text("of a folder whose path is as long")
    assert Digests(root, Cache(root), INPUTS)(str(other)) == file_digest(other)


def test_after_a_second_look_marks_are_those_of_then(source: Path) -> None:
    root = source.parents[2]
    cache = Cache(root)
    digests = Digests(root, cache, INPUTS)
    digests(str(source))
    source.write_text("written by the build itself")
    again = digests.looked_again({"content/sources": {"a.ris": 46}})
    assert again(str(source)) == file_digest(source)
    again.keep()
    cache.save()
    source.write_text("later")
    assert Digests(root, Cache(root), {"content/sources": {"a.ris": 46}})(str(source)) != file_digest(source)


def test_a_digest_is_taken_from_who_read_the_file(source: Path) -> None:
    root = source.parents[2]
    cache = Cache(root)
    digests = Digests(root, cache, INPUTS)
    digests.learn({str(source): b"read elsewhere"})
    digests.keep()
    cache.save()
    assert Digests(root, Cache(root), INPUTS)(str(source)) == b"read elsewhere"
    assert digests(str(source)) == file_digest(source)


@pytest.mark.parametrize("mark", [0, 43])
def test_of_a_file_without_a_mark_and_of_a_link_it_is_not_kept(source: Path, mark: int) -> None:
    root = source.parents[2]
    cache = Cache(root)
    digests = Digests(root, cache, {"content/sources": {"a.ris": mark}})
    digests.learn({str(source): b"read elsewhere"})
    digests.keep()
    cache.save()
    assert Digests(root, Cache(root), INPUTS)(str(source)) == file_digest(source)


def test_what_marks_alone_tell_of_a_folder(source: Path) -> None:
    root = source.parents[2]
    kept(root, source)
    folder = "content/sources"
    assert Digests(root, Cache(root), INPUTS).by_marks(folder) == {"a.ris": file_digest(source)}
    for mark in (44, UNSETTLED, 43):
        assert Digests(root, Cache(root), {folder: {"a.ris": mark}}).by_marks(folder) == {}
    assert Digests(root, Cache(root), {}).by_marks(folder) == {}
