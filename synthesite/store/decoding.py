"""From the bytes of a source to its text: UTF-8 first, then what the bytes say, then a detector, all of it reported."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import NamedTuple

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 65_536
_COMMON = "cp1252"
_MARKS = "–—‘’“”„«»…€§°±·"


class UndecodableError(Exception):
    """The bytes are no text in any encoding that can be told; the message says what was seen."""


class Decoded(NamedTuple):
    """The text, line ends untouched and without a BOM, the encoding, and a remark where that was not plain UTF-8."""

    text: str
    encoding: str
    remark: str = ""


def decode(data: bytes) -> Decoded:
    """Decodes the bytes of a file.

    Raises `UndecodableError` for an empty file, for bytes that are no text, and where no encoding fits.
    """
    if not data.removeprefix(codecs.BOM_UTF8).strip() or data in dict(_BOMS):
        raise UndecodableError("the file is empty")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _with_bom(data[len(bom) :], encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        fault = error.start
    else:
        if _looks_binary(data):
            raise UndecodableError("these bytes are no text (too many control characters)")
        return Decoded(text, "utf-8")
    if _looks_binary(data):
        raise UndecodableError("these bytes are no text (too many control characters)")
    return _detected(data, fault)


def read_range(path: Path, start: int, end: int) -> bytes:
    """The bytes of a file between two offsets, a byte order mark of UTF-8 not counted. Raises `OSError`."""
    with path.open("rb", buffering=0) as file:
        mark = file.read(len(codecs.BOM_UTF8))
        file.seek(start + (len(mark) if mark == codecs.BOM_UTF8 else 0))
        return file.read(end - start)


def _with_bom(data: bytes, encoding: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UndecodableError(f"it starts as {encoding} but byte {error.start} does not fit: {error.reason}") from None
    remark = "" if encoding == "utf-8" else f"read as {encoding}, as its first bytes say"
    return Decoded(text, encoding, remark)


def _looks_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    return len(_CONTROL.findall(sample)) * 200 > len(sample)


def _is_western(sample: bytes) -> bool:
    """Whether bytes are most likely Windows' Western encoding: few high ones, all letters or typographic marks.

    Detectors take short exports in it for encodings of DOS, which old databases hardly ever wrote.
    """
    text = _try(sample, _COMMON)
    high = [c for c in text or "" if ord(c) >= 0x80]
    return text is not None and len(high) * 10 < len(sample) and all(c.isalpha() or c in _MARKS for c in high)


def _detected(data: bytes, fault: int) -> Decoded:
    from charset_normalizer import from_bytes

    sample = data[max(0, fault - _SAMPLE // 2) : fault + _SAMPLE // 2]
    best = None if _is_western(sample) else from_bytes(sample).best()
    text, encoding = None, _COMMON
    for candidate in [best.encoding] if best else []:
        text, encoding = _try(data, candidate), candidate
    common = _try(data, _COMMON)
    if text is None or text == common:  # where both read the same, the common encoding is the better guess
        text, encoding = common, _COMMON
    if text is None:
        raise UndecodableError(f"it is not UTF-8 (byte {fault} does not fit), and no other encoding fits either")
    name = codecs.lookup(encoding).name
    return Decoded(text, name, f"not UTF-8 (byte {fault}); read as {name}, which is a guess from the bytes")


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
