"""Counting and cutting words the quick way gives what weighing them one by one gives."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from synthesite.text import passages
from synthesite.text.passages import count_words, first_sentence, first_words
from tests.text.properties import tries

PIECES = st.sampled_from(
    [
        *("a", "bb", "word,", "x" * 30, "x" * 31, "x" * 95, "虚构", "かな", "é", "–"),
        *("\u200b", " ", "  ", "\n", "\u00a0", "\x1c", " Next", " 12"),
        *("e.g.", "et al.", "approx.", "vs.", "A.", "J", ".", "!", "?", "…", "。", "”", ")"),
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60)
LIMITS = st.integers(-2, 40) | st.floats(-2, 40)


def weighed(text: str) -> float:
    return sum(map(passages._weight, passages._WORD.findall(text)))


def first_weighed(text: str, limit: float) -> tuple[str, bool]:
    words = 0.0
    for match in passages._WORD.finditer(text):
        weight = passages._weight(match[0])
        if words + weight > limit:
            room = max(0, int((limit - words) * 2)) if passages._unspaced(match[0]) else 0
            return text[: match.start() + room].rstrip(), True
        words += weight
    return text, False


def sentence_by_all_of_it(text: str) -> tuple[str, bool]:
    for match in passages._END.finditer(text):
        sentence = text[: match.end()]
        shortened = passages._ABBREVIATION.search(sentence) or passages._ONE_LETTER.search(sentence)
        if not shortened and not sentence.endswith("…"):
            return sentence, True
    return text, bool(re.search(r"[.!?。！？][\"”’)\]]*$", text))


@tries
@given(TEXTS)
def test_words_are_counted_as_if_weighed(text: str) -> None:
    assert count_words(text) == weighed(text)


@tries
@given(TEXTS, LIMITS)
def test_texts_are_cut_as_if_weighed(text: str, limit: float) -> None:
    assert first_words(text, limit) == first_weighed(text, limit)


@tries
@given(TEXTS)
def test_the_end_of_a_sentence_is_told_from_its_last_characters(text: str) -> None:
    assert first_sentence(text) == sentence_by_all_of_it(text)


def test_what_is_white_space_to_patterns_is_so_to_split() -> None:
    space = re.compile(r"\s")
    assert [c for c in map(chr, range(0x110000)) if bool(space.match(c)) != (not c.split())] == []
