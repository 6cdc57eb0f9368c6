"""The files under `content/`: which there are, and what they hold."""

from __future__ import annotations

import hashlib
import os
import re
from codecs import BOM_UTF8
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from synthesite.model import JournalRecord, Problem, Record, Severity
from synthesite.store.files import content_of, files_below, posix, text_of
from synthesite.store.markdown_files import EMPTY, FrontMatterError, MarkdownFile, parse_markdown
from synthesite.store.records import LoadedRecord, load_record

_IDENTIFIER = re.compile(r"^(doi|pmid): *['\"]?([^\s'\"]+)", re.MULTILINE)

_ITEM = re.compile(r"path: ['\"]?(\S+?)['\"]?,?\s+item: \d+,?\s+sha256: ([0-9a-f]{64})")


class Unreadable(NamedTuple):
    """A record's file that can't be read, with what can still be told about whose it is."""

    id: str
    doi: str | None
    pmid: str | None
    items: list[tuple[str, str]]
    """The paths and hashes of its items, as far as they can be made out."""


class Summary(NamedTuple):
    """A Markdown file; `text` is the whole of it, `problem` says what is wrong with its front matter."""

    text: str
    file: MarkdownFile
    problem: FrontMatterError | None
    known_sha256: str = ""
    """The hash of the text in UTF-8, where it is known."""

    @property
    def sha256(self) -> str:
        """The hash of the text in UTF-8."""
        return self.known_sha256 or hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def exists(self) -> bool:
        """Whether there is such a file with something in it."""
        return bool(self.text)


def load_record_files(
    root: Path, paths: Iterable[Path] | None = None
) -> tuple[dict[str, LoadedRecord[Record]], list[Unreadable], list[Problem]]:
    """The records of a site by their ids, the files that can't be read, and the problems in all of them.

    Of all files, or of those at `paths`.
    """
    records: dict[str, LoadedRecord[Record]] = {}
    unreadable: list[Unreadable] = []
    problems: list[Problem] = []
    for path in files_below(root / "content" / "studies", {".yaml"}) if paths is None else paths:
        shown = posix(path, root)
        loaded, found = load_record(path, shown, Record)
        problems += found
        if loaded is None:
            unreadable.append(_what_can_be_told(path))
        elif loaded.record.id != path.stem:
            message = f"the id {loaded.record.id!r} is not the file's name; rename the file, or restore it from Git"
            problems.append(Problem(shown, 1, "bad-record", message, Severity.ERROR))
            unreadable.append(_what_can_be_told(path))
        elif loaded.record.id in records:
            other = posix(records[loaded.record.id].path, root)
            message = f"the id {loaded.record.id!r} is also that of {other}; remove one of the two"
            problems.append(Problem(shown, 1, "duplicate-id", message, Severity.ERROR))
        else:
            records[loaded.record.id] = loaded
    return records, unreadable, problems


def load_journal_files(root: Path) -> tuple[dict[str, LoadedRecord[JournalRecord]], list[Problem]]:
    """The journals of a site by their ids, and the problems in their files."""
    journals: dict[str, LoadedRecord[JournalRecord]] = {}
    problems: list[Problem] = []
    for path in files_below(root / "content" / "journals", {".yaml"}):
        loaded, found = load_record(path, posix(path, root), JournalRecord)
        problems += found
        if loaded is not None:
            journals[loaded.record.id] = loaded
    return journals, problems


def load_summary(path: Path) -> Summary:
    """A Markdown file of the content, line ends untouched; an empty one where there is none.

    Faulty front matter is kept as a problem; links are not followed, since they may lead anywhere.
    """
    content = _content(path)
    return parse_summary(content) if isinstance(content, bytes) else Summary("?", EMPTY, content)


def summary_text(path: Path) -> str:
    """The text of `load_summary`, for who doesn't ask what its front matter says."""
    content = _content(path)
    text = _text(content) if isinstance(content, bytes) else content
    return text if isinstance(text, str) else "?"


def _content(path: Path) -> bytes | FrontMatterError:
    """What is in a Markdown file, nothing where there is none, or why it can't be read."""
    content = content_of(path, os.O_NOFOLLOW)
    if content is not None:
        return content
    try:
        if path.is_symlink():
            return FrontMatterError(1, "this is a link, and links are not followed here")
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        return _unreadable(error)


def _text(content: bytes) -> str | FrontMatterError:
    try:
        return text_of(content)
    except UnicodeDecodeError as error:
        return _unreadable(error)


def parse_summary(content: bytes, sha256: bytes = b"") -> Summary:
    """What `load_summary` gives, from the bytes of the file, which is known to be no link.

    `sha256` is their hash, for who has it at hand.
    """
    text = _text(content)
    if not isinstance(text, str):
        return Summary("?", EMPTY, text)
    try:
        known = "" if content.startswith(BOM_UTF8) else sha256.hex()
        return Summary(text, parse_markdown(text), None, known)
    except FrontMatterError as error:
        return Summary(text, EMPTY, error)


def _unreadable(error: Exception) -> FrontMatterError:
    return FrontMatterError(1, f"this file can't be read as UTF-8 text: {error}")


def _what_can_be_told(path: Path) -> Unreadable:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = ""
    found = {match[1]: match[2] for match in _IDENTIFIER.finditer(text)}
    items = [(match[1], match[2]) for match in _ITEM.finditer(text)]
    return Unreadable(path.stem, found.get("doi"), found.get("pmid"), items)
