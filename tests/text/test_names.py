"""Names of people and organisations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.model import Person
from synthesite.text.names import family_first, parse_name, person_forms, person_parts
from tests.text.properties import tries


@pytest.mark.parametrize(
    ("text", "family", "given_name"),
    [
        ("Example, Ada", "Example", "Ada"),
        ("Ada Example", "Example", "Ada"),
        ("  Ada \n B.  Example ; ", "Example", "Ada B."),
        ("Example, A. B.", "Example", "A. B."),
        ("Example, Ada, Jr.", "Example", "Ada, Jr."),
        ("Sebastian von Beispiel", "von Beispiel", "Sebastian"),
        ("Oscar de la Muestra", "de la Muestra", "Oscar"),
        ("van der Voorbeeld, Anna", "van der Voorbeeld", "Anna"),
        ("María José Ejemplo", "Ejemplo", "María José"),
        ("Ann-Marie O'Example", "O'Example", "Ann-Marie"),
        ("John Example Jr.", "Example Jr.", "John"),
        ("John Example III", "Example III", "John"),
        ("Van Example", "Example", "Van"),
        ("示例, 明", "示例", "明"),
    ],
)
def test_a_name_is_read_in_either_order(text: str, family: str, given_name: str) -> None:
    assert parse_name(text) == Person(family=family, given=given_name)


@pytest.mark.parametrize("text", ["von Beispiel", "de la Muestra"])
def test_a_family_name_of_particles_and_a_word_has_no_given_name(text: str) -> None:
    assert parse_name(text).given is None


@pytest.mark.parametrize(
    "text",
    [
        "Ada",
        "World Example Organization",
        "The Invented Trial Group",
        "示例明",
        "示 例明",
        "김 예시",
        "University of Nowhere",
    ],
)
def test_single_words_organisations_and_east_asian_names_stay_whole(text: str) -> None:
    assert parse_name(text) == Person(literal=text)


WORDS = st.text("abcdefgäøçABCDÉ'-.", min_size=1, max_size=8).filter(lambda word: word.strip("'-. ") == word)


@tries
@given(st.lists(WORDS, min_size=1, max_size=5), st.booleans())
def test_no_part_of_a_name_is_lost(words: list[str], comma: bool) -> None:
    text = f"{words[0]}, {' '.join(words[1:])}" if comma and len(words) > 1 else " ".join(words)
    person = parse_name(text)
    assert sorted(person.name.split()) == sorted(words)


@tries
@given(WORDS, WORDS)
def test_both_orders_give_the_same_person_and_the_forms_they_stand_in(family: str, first: str) -> None:
    person = parse_name(f"{family}, {first}")
    assert {f"{first} {family}", f"{family}, {first}"} <= person_forms(person)
    assert parse_name(family_first(person)) == person


@pytest.mark.parametrize(
    ("person", "name", "listed"),
    [
        (Person(family="Example", given="Ada"), "Ada Example", "Example, Ada"),
        (Person(family="Example"), "Example", "Example"),
        (Person(literal="Invented Group"), "Invented Group", "Invented Group"),
    ],
)
def test_a_person_is_named_in_reading_order_and_in_the_order_of_lists(person: Person, name: str, listed: str) -> None:
    assert person.name == name
    assert family_first(person) == listed


def test_the_parts_of_a_name_are_those_that_are_known() -> None:
    assert person_parts(Person(family="Example", orcid="0000-0000-0000-0000")) == {
        "family": "Example",
        "orcid": "0000-0000-0000-0000",
    }
    assert person_parts(Person(literal="Invented Group")) == {"literal": "Invented Group"}


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("Smith JA", "Smith", "JA"),
        ("van Dijk P", "van Dijk", "P"),
        ("Doe J.", "Doe", "J."),
        ("J. Doe", "Doe", "J."),
        ("Ada B. Example", "Example", "Ada B."),
    ],
)
def test_initials_behind_a_family_name_are_given_names(name: str, family: str, given: str) -> None:
    assert parse_name(name) == Person(family=family, given=given)
