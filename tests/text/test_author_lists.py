"""All authors in one text: split where it is clear how, and not at all where it isn't."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text.author_lists import Style, split_authors
from synthesite.text.folding import fold


def shown(text: str, style: Style = Style.ANY) -> list[str] | None:
    """The names as `Family|Given`, literal ones as they are; each must stand where it says."""
    named = split_authors(text, style)
    if named is None:
        return None
    for one in named:
        parts = fold(text[one.start : one.end]).replace(",", " ").split()
        assert sorted(one.person.name.replace(",", " ").split()) == sorted(parts)
    return [one.person.literal or f"{one.person.family}|{one.person.given}" for one in named]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Example, A.; Beispiel, B.", ["Example|A.", "Beispiel|B."]),
        ("Example A, Beispiel B", ["Example|A", "Beispiel|B"]),
        ("Example A., van Beispiel B.-C.", ["Example|A.", "van Beispiel|B.-C."]),
        ("Ada Example; Bert van der Beispiel", ["Example|Ada", "van der Beispiel|Bert"]),
        ("Example, Ada and Beispiel, Bert", ["Example|Ada", "Beispiel|Bert"]),
        ("Example, A., Beispiel, B. C., & Muster, D.", ["Example|A.", "Beispiel|B. C.", "Muster|D."]),
        ("Ada Example, Bert Beispiel and Carla Muster", ["Example|Ada", "Beispiel|Bert", "Muster|Carla"]),
        ("Ada Example, Bert Beispiel, Carla Muster", ["Example|Ada", "Beispiel|Bert", "Muster|Carla"]),
        ("A Example, BC Beispiel", ["Example|A", "Beispiel|BC"]),
        ("A.B. Example; C. Beispiel", ["Example|A.B.", "Beispiel|C."]),
        ("EXAMPLE A;BEISPIEL BC", ["EXAMPLE|A", "BEISPIEL|BC"]),
        ("Ada Example|Bert Beispiel", ["Example|Ada", "Beispiel|Bert"]),
        ("Example, A.\nBeispiel, B.", ["Example|A.", "Beispiel|B."]),
        ("Example A. B.Beispiel C.O'Muster D.", ["Example|A. B.", "Beispiel|C.", "O'Muster|D."]),
        ("Example, Ada (57000000001); Beispiel, Bert (57000000002)", ["Example|Ada", "Beispiel|Bert"]),
        ("张三;李四", ["张三", "李四"]),
        ("张三，李四、王五", ["张三", "李四", "王五"]),
        ("Example, Ada; ", ["Example|Ada"]),
        ("Example, Ada", ["Example|Ada"]),
        ("Example, Ada, Jr.", ["Example|Ada, Jr."]),
        ("van der Example, Ada Maria", ["van der Example|Ada Maria"]),
        ("Example A, Beispiel B, et al.", ["Example|A", "Beispiel|B"]),
        ("Example, A; Nowhere Study Group; and Beispiel, B", ["Example|A", "Nowhere Study Group", "Beispiel|B"]),
        ("Ministry of Invented Affairs", ["Ministry of Invented Affairs"]),
        ("Ministry of Invented Affairs and Silence", ["Ministry of Invented Affairs and Silence"]),
        ("[Anonymous]", []),
        ("[No author name available]", []),
        ("", []),
    ],
)
def test_names_in_the_forms_of_databases(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Example, Ada, Beispiel, Bert",
        "Ada Beth Example, Bert Carl Beispiel",
        "Example AB",
        "Example AB; Beispiel CD",
        "Ada Example and Nowhere Study Group for Silence",
        "x" * 400,
    ],
)
def test_what_is_not_clear_is_not_split(text: str) -> None:
    assert shown(text) is None


@pytest.mark.parametrize(
    ("text", "style", "expected"),
    [
        ("Example AB, van Beispiel C, Muster D Jr.", Style.INITIALS, ["Example|AB", "van Beispiel|C", "Muster|D Jr"]),
        ("Li AB.", Style.INITIALS, ["Li|AB"]),
        ("Example A, Nowhere Study Group.", Style.INITIALS, ["Example|A", "Nowhere Study Group"]),
        ("Le Beispiel, Kim Anh", Style.BIBTEX, ["Le Beispiel|Kim Anh"]),
        ("Example, A and Group, Nowhere and others", Style.BIBTEX, ["Example|A", "Group|Nowhere"]),
        ("{Ministry of Nowhere} and Example, A", Style.BIBTEX, ["Ministry of Nowhere", "Example|A"]),
        ("Example A, Beispiel B", Style.BIBTEX, ["Example|A", "Beispiel|B"]),
        ("García Invento, María José", Style.FAMILY_FIRST, ["García Invento|María José"]),
    ],
)
def test_what_is_known_of_a_column_helps(text: str, style: Style, expected: list[str]) -> None:
    assert shown(text, style) == expected


@given(st.text(alphabet="ABab.,;| \n&and张", max_size=80), st.sampled_from(Style))
def test_every_name_stands_in_the_text_in_order(text: str, style: Style) -> None:
    at = 0
    for one in split_authors(text, style) or []:
        assert at <= one.start < one.end <= len(text)
        at = one.end
