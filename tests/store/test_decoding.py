"""From the bytes of a source to its text."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.store.decoding import UndecodableError, decode
from tests.text.properties import tries

WORDS = "Eine erfundene Studie über Größe,\r\nzweite Zeile\rdritte\n"
EXPORT = """TY  - JOUR
TI  - An invented study of lighthouse keepers
AU  - {name}
AU  - Beispiel, Bert
JF  - {journal}
PY  - 2021/03//
AB  - Background: An invented sentence about the winter. Methods: We asked nobody.
DO  - 10.5555/lighthouse.1
ER  -
"""


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_bom_says_the_encoding_and_is_no_part_of_the_text(bom: bytes, encoding: str) -> None:
    decoded = decode(bom + WORDS.encode(encoding))
    assert decoded[:2] == (WORDS, encoding)
    assert bool(decoded.remark) == (encoding != "utf-8"), "what is not UTF-8 is remarked on"


@tries
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff")).filter(str.strip))
def test_utf_8_is_taken_as_it_is(text: str) -> None:
    assert decode(text.encode()) == (text, "utf-8", "")


@pytest.mark.parametrize(
    ("name", "journal"),
    [
        ("Müller, Ada", "Zeitschrift für erfundene Ergebnisse"),
        ("Pérez, Ada", "Revista de resultados inventados"),
        ("Núñez, Ada", "Invented Results – Part B"),
        ("Ågren, Åsa", "Påhittade resultat"),
    ],
)
def test_an_older_export_is_told_from_its_bytes_and_that_is_said_to_be_a_guess(name: str, journal: str) -> None:
    text = EXPORT.format(name=name, journal=journal)
    decoded = decode(text.encode("cp1252"))
    assert decoded.text == text, f"read as {decoded.encoding}"
    fault = next(at for at, character in enumerate(text) if not character.isascii())
    assert f"byte {fault}" in decoded.remark
    assert "guess" in decoded.remark


def test_a_fault_far_into_a_long_file_is_met_too() -> None:
    text = "An invented line.\n" * 20_000 + "Größe und Übung sind erfunden.\n" * 20
    assert decode(text.encode("cp1252")).text == text


@pytest.mark.parametrize("data", [b"", b" \r\n\t", codecs.BOM_UTF8, codecs.BOM_UTF8 + b" \n", codecs.BOM_UTF16_LE])
def test_a_file_without_text_is_empty(data: bytes) -> None:
    with pytest.raises(UndecodableError, match="empty"):
        decode(data)


@pytest.mark.parametrize("data", [b"\x00\x01\x02" * 50, b"%PDF\x00\xff\xfe\x01" * 50, b"PK\x03\x04" * 99])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(UndecodableError, match="no text"):
        decode(data)


def test_a_broken_utf_16_file_is_refused_with_its_place() -> None:
    with pytest.raises(UndecodableError, match="utf-16-le but byte 2 does not fit"):
        decode(codecs.BOM_UTF16_LE + "a".encode("utf-16-le") + b"x")


def test_a_few_control_characters_do_not_make_a_text_binary() -> None:
    text = "An invented line.\n" * 100 + "\x0c\x1b\x00"
    assert decode(text.encode()).text == text
