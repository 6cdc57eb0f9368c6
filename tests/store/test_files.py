"""Reading and writing files so that a killed build leaves each one old or new."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from synthesite.store.files import (
    content_of,
    files_below,
    names_below,
    posix,
    remove_leftovers,
    text_of,
    write_if_changed,
)


def test_a_file_is_written_with_the_folders_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "file.txt"
    assert write_if_changed(path, b"new") is True
    assert path.read_bytes() == b"new"


def test_a_file_that_holds_the_bytes_already_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(b"same")
    os.utime(path, ns=(1, 1))
    assert write_if_changed(path, b"same") is False
    assert path.stat().st_mtime_ns == 1


@pytest.mark.parametrize("content", [b"", b"other", b"same\n", b"same\r\n"])
def test_a_file_with_other_bytes_is_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(b"same")
    assert write_if_changed(path, content) is True
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path], "nothing is left over"


@pytest.mark.parametrize("name", ["write", "replace"])
def test_a_build_killed_while_writing_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(b"old")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, name, killed)
        with pytest.raises(KeyboardInterrupt):
            write_if_changed(path, b"new")
    assert path.read_bytes() == b"old"
    assert path in files_below(tmp_path)
    remove_leftovers(tmp_path)
    assert list(tmp_path.iterdir()) == [path]
    assert write_if_changed(path, b"new") is True


def test_leftovers_are_removed_everywhere_below_and_nothing_else_is(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "studies"
    folder.mkdir(parents=True)
    for name in (".a.yaml.synthesite-new", "a.yaml", ".hidden", "b.synthesite-new"):
        (folder / name).write_text("x")
    remove_leftovers(tmp_path)
    assert sorted(path.name for path in folder.iterdir()) == [".hidden", "a.yaml", "b.synthesite-new"]


def test_there_is_nothing_to_remove_where_there_is_no_folder(tmp_path: Path) -> None:
    remove_leftovers(tmp_path / "missing")
    assert files_below(tmp_path / "missing") == []


def below(folder: Path, *suffixes: str) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in files_below(folder, set(suffixes) or None)]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    for name in ("b.yaml", "a/z.yaml", "a/b.md", "a-c/x.yaml", ".git/x.yaml", ".hidden.yaml", "Z.yaml", "a/é.yaml"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return folder


def test_files_come_in_the_order_of_their_paths_without_hidden_ones(tree: Path) -> None:
    assert below(tree) == ["Z.yaml", "a-c/x.yaml", "a/b.md", "a/z.yaml", "a/é.yaml", "b.yaml"]


def test_only_the_wanted_suffixes_are_listed(tree: Path) -> None:
    assert below(tree, ".md") == ["a/b.md"]


@pytest.mark.parametrize("target", ["secret.yaml", "outside"], ids=["a file", "a folder"])
def test_a_link_that_leads_out_of_the_folder_is_not_followed(tree: Path, target: str) -> None:
    (tree.parent / "outside").mkdir()
    for secret in (tree.parent / "secret.yaml", tree.parent / "outside" / "secret.yaml"):
        secret.write_text("a secret")
    before = below(tree)
    (tree / "link.yaml").symlink_to(tree.parent / target)
    assert below(tree) == before


def test_a_link_to_its_own_folder_and_a_broken_one_are_no_trouble(tree: Path) -> None:
    before = below(tree)
    (tree / "a" / "loop").symlink_to(tree)
    (tree / "broken.yaml").symlink_to(tree / "nowhere.yaml")
    assert below(tree) == before


def test_a_path_is_shown_below_the_sites_folder(tmp_path: Path) -> None:
    assert posix(tmp_path / "content" / "a.yaml", tmp_path) == "content/a.yaml"
    assert posix(tmp_path / "a.yaml", tmp_path / "site") == (tmp_path / "a.yaml").as_posix()


def test_a_link_that_leads_to_itself_hides_no_other_file(tmp_path: Path) -> None:
    """The system refuses to follow it; what comes after it in the folder is there all the same."""
    for name in ("a", "b", "c", "d"):
        (tmp_path / name).write_text(name)
    (tmp_path / "loop").symlink_to("loop")
    for name in ("e", "f", "g", "h"):
        (tmp_path / name).write_text(name)
    assert names_below(tmp_path) == list("abcdefgh")


@pytest.mark.parametrize("size", [0, 1, (1 << 16) - 1, 1 << 16, (1 << 16) + 1, 1 << 17])
def test_a_file_of_any_size_is_read_whole(tmp_path: Path, size: int) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(bytes(at % 251 for at in range(size)))
    assert content_of(path) == path.read_bytes()


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_bytes(b"text")
    (tmp_path / "link.txt").symlink_to("file.txt")
    assert content_of(tmp_path) is content_of(tmp_path / "missing.txt") is None
    assert content_of(tmp_path / "link.txt", os.O_NOFOLLOW) is None


@pytest.mark.parametrize("content", [b"", "\u00e9".encode(), b"\xef\xbb\xbf", b"\xef\xbb\xbfa", b"\xef\xbb\xbf" * 2])
def test_a_mark_before_a_text_is_no_part_of_it(content: bytes) -> None:
    assert text_of(content) == content.decode("utf-8-sig")


def test_what_is_no_utf_8_is_no_text() -> None:
    with pytest.raises(UnicodeDecodeError):
        text_of(b"\xff")
