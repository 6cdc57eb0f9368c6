"""A record's or a journal's file: strict load, stable dump, and the fingerprint that shows a hand edit."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from synthesite.model import JournalRecord, Problem, Record, Severity
from synthesite.store.files import DIGEST_SIZE
from synthesite.store.record_blocks import BLOCKS
from synthesite.text.yaml_errors import YamlError
from synthesite.text.yaml_text import convert_mapping, convert_whole, dump_yaml, line_of, load_with_libyaml, load_yaml

_FINGERPRINT = b"fingerprint: "

T = TypeVar("T", Record, JournalRecord)


class LoadedRecord(NamedTuple, Generic[T]):
    """A record as the file at `place` has it. `edited` says that the file is not as the program wrote it."""

    record: T
    place: str
    edited: bool

    @property
    def path(self) -> Path:
        """The path of the file."""
        return Path(self.place)


def dump_record(record: Record | JournalRecord) -> str:
    """The text of a record's file, in the fixed order of its keys, closed by its fingerprint."""
    data: dict[str, Any] = msgspec.to_builtins(record, builtin_types=())
    data.pop("fingerprint", None)
    text = dump_yaml(data)
    return f"{text}{_closing(hashlib.sha256(text.encode()).hexdigest()).decode()}\n"


def load_record(path: Path, shown: str, kind: type[T]) -> tuple[LoadedRecord[T] | None, list[Problem]]:
    """Loads a record's file; `shown` is its path in problems.

    Without a record if the file is no YAML or lacks a key that is needed; other faulty keys are reported and left out.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        return None, [_unreadable(shown, error)]
    return parse_record(content, str(path), shown, kind)


def parse_record(
    content: bytes, place: str, shown: str, kind: type[T], as_written: bool | None = None
) -> tuple[LoadedRecord[T] | None, list[Problem]]:
    """What `load_record` gives, from the bytes of the file; `as_written` is what `look_at` told, for who has asked it.

    A file that people edited is left to PyYAML.
    """
    try:
        if b"\r" in content:
            content, as_written = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n"), None
        text = content.decode()
        edited = not (_is_as_written(content) if as_written is None else as_written)
        data = load_with_libyaml(text) if edited else load_yaml(text, content, BLOCKS)
    except (YamlError, UnicodeDecodeError) as error:
        return None, [_unreadable(shown, error)]
    whole = convert_whole(data, kind)
    if whole is not None:
        return LoadedRecord(whole, place, edited), []
    values, faults = convert_mapping(data, kind, "key")
    problems = [
        Problem(shown, line_of(text, where), "bad-record", message, Severity.ERROR) for where, message in faults
    ]
    try:
        record = kind(**values)
    except TypeError:
        needed = ", ".join(f.name for f in msgspec.structs.fields(kind) if f.required)
        problems.append(Problem(shown, 1, "bad-record", f"a record needs: {needed}", Severity.ERROR))
        return None, problems
    return LoadedRecord(record, place, edited=edited or bool(faults)), problems


def _unreadable(shown: str, error: Exception) -> Problem:
    line = error.line if isinstance(error, YamlError) else 0
    message = f"{error}. Mend it or take the file back from Git; it is left as it is"
    return Problem(shown, line, "bad-record", message, Severity.ERROR)


def is_edited(text: str) -> bool:
    """Whether the text of a record's file is not what its fingerprint was made of; line ends don't count."""
    return not _is_as_written(text.encode().replace(b"\r\n", b"\n"))


def _is_as_written(content: bytes) -> bool:
    return look_at(content)[1]


def look_at(content: bytes) -> tuple[bytes, bool]:
    """The digest of a file with this content, as `bytes_digest` gives it, and whether its fingerprint is that of it.

    One hash tells both. Line ends are taken as they are.
    """
    at = 0 if content.startswith(_FINGERPRINT) else content.rfind(b"\n" + _FINGERPRINT) + 1
    end = content[at:]
    made = hashlib.sha256(content[:at])
    is_as_written = end.removesuffix(b"\n") == _closing(made.hexdigest())
    made.update(end)
    return made.digest()[:DIGEST_SIZE], is_as_written


def _closing(digest: str) -> bytes:
    """The line that closes a file, by the digest of what stands before."""
    return _FINGERPRINT + digest.encode()
