"""The cards of a list's studies."""

from __future__ import annotations

from synthesite.card_list import CardList
from synthesite.model import Card

IDS = ["kites", "boats", "kites", "planes"]
KEYS = {"boats": b"1", "kites": b"2", "planes": b"3", "other": b"4"}


def cards_of(ids: list[str], asked: list[str]) -> CardList:
    def card(study_id: str) -> Card:
        asked.append(study_id)
        return Card(id=study_id)

    return CardList(ids, KEYS, card)


def test_it_is_a_sequence_of_cards() -> None:
    cards, expected = cards_of(IDS, []), [Card(id=name) for name in IDS]
    assert list(cards) == expected
    assert [cards[at] for at in range(-4, 4)] == expected * 2
    assert list(cards[1:3]) == expected[1:3]
    assert list(reversed(cards)) == expected[::-1]
    assert expected[3] in cards
    assert len(cards) == 4
    assert not cards[4:]


def test_only_cards_that_are_asked_for_are_made() -> None:
    asked: list[str] = []
    cards = cards_of(IDS, asked)
    assert cards.card_keys == [b"2", b"1", b"2", b"3"]
    assert cards[1:].card_keys == [b"1", b"2", b"3"]
    assert len(cards) == 4
    assert asked == []
    assert next(iter(cards)) == Card(id="kites")
    assert cards[-1] == Card(id="planes")
    assert asked == ["kites", "planes"]
