from __future__ import annotations

import pytest

from synthesite.text.bibtex_names import NotANameError, parse_bibtex_name, split_names
from synthesite.text.names import person_parts


def names(raw: str) -> list[str]:
    return [raw[start:end] for start, end in split_names(raw)]


def parts(raw: str, prefix_is_given: bool = False) -> tuple[str, ...]:
    person = parse_bibtex_name(raw, prefix_is_given)
    return tuple(person_parts(person).values()) if person else ()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("A Made and B Fiction", ["A Made", "B Fiction"]),
        ("Made, A.\n  AND Fiction, B. and others", ["Made, A.", "Fiction, B."]),
        ("{Fog and Mist Ltd.} and Sandy Andrews", ["{Fog and Mist Ltd.}", "Sandy Andrews"]),
        ("Made, A.; Fiction, B. et al.", ["Made, A.", "Fiction, B. et al."]),
        ("Made, A. and et al.", ["Made, A."]),
        ("and Made, A. and ", ["Made, A."]),
        ("Oil &amp; Gas", ["Oil &amp; Gas"]),
        ("  ", []),
    ],
)
def test_lists_of_names(raw: str, expected: list[str]) -> None:
    assert names(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Ann Bea Made", ("Made", "Ann Bea")),
        ("Made, Ann Bea", ("Made", "Ann Bea")),
        ("Ludwig van Niemand", ("van Niemand", "Ludwig")),
        ("van der Niemand, L.", ("van der Niemand", "L.")),
        ("{den Erfunden}, Martien I.", ("den Erfunden", "Martien I.")),
        ("Jason Van Made", ("Made", "Jason Van")),
        ("jean de la fictive", ("de la fictive", "jean")),
        (r"Charles de la Vall{\'e}e Inventeuse", ("de la Vallée Inventeuse", "Charles")),
        (r"{\'E}mile {\o}ye Fog", ("øye Fog", "Émile")),
        ("von Made, Jr., Up", ("von Made", "Up, Jr.")),
        ("Up Made, III", ("Made", "Up, III")),
        ("Up A. Made Jr.", ("Made", "Up A., Jr.")),
        ("{Institute of Fog, Mist and Rain}", ("Institute of Fog, Mist and Rain",)),
        ("Invented Study Group", ("Invented Study Group",)),
        ("Plato", ("Plato",)),
        ("虚构 作者", ("虚构 作者",)),
        ("family=Made, given=Up, prefix=von, suffix=Jr", ("von Made", "Up, Jr")),
        ("family=Made, given=Up, prefix=von, useprefix=false", ("Made", "Up von")),
        ("Made,", ("Made",)),
        (", ,", ()),
        ("...", ()),
    ],
)
def test_one_name(raw: str, expected: tuple[str, ...]) -> None:
    assert parts(raw) == expected


def test_a_prefix_may_belong_to_the_given_name() -> None:
    assert parts("von Made, Up", prefix_is_given=True) == ("Made", "Up von")
    assert parts("Up von Made", prefix_is_given=True) == ("Made", "Up von")


def test_more_than_two_commas_are_no_name() -> None:
    with pytest.raises(NotANameError):
        parse_bibtex_name("Made, A., Fiction, B.")
