"""The parts of structured abstracts and what they are about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text import abstracts
from synthesite.text.abstracts import ASKED, CONCLUDED, DID, FOUND, role_of, split_labelled
from tests.text.properties import tries


def parts(text: str) -> list[tuple[str, str]]:
    """The parts of an abstract as (label, text)."""
    return [(text[slice(*part.label)], text[slice(*part.text)]) for part in split_labelled(text)]


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Background", ASKED),
        ("AIMS AND OBJECTIVES", ASKED),
        ("Fragestellung", ASKED),
        ("目的", ASKED),
        (" Methods: ", DID),
        ("Aineisto ja menetelmät", DID),
        ("Resultados", FOUND),
        ("结果：", FOUND),
        ("Conclusions and relevance", CONCLUDED),
        ("Schlussfolgerungen", CONCLUDED),
        ("Weather", None),
        ("", None),
    ],
)
def test_a_label_tells_what_its_part_is_about_in_any_case_and_language(label: str, role: str | None) -> None:
    assert role_of(label) == role


def test_an_abstract_is_split_at_its_labels() -> None:
    text = "Background: Lighthouses are dark. Methods: We invented 12 keepers. RESULTS: All slept."
    assert parts(text) == [
        ("Background", "Lighthouses are dark."),
        ("Methods", "We invented 12 keepers."),
        ("RESULTS", "All slept."),
    ]


def test_the_longest_label_is_taken() -> None:
    assert parts("Background and aims: To invent.")[0] == ("Background and aims", "To invent.")


def test_full_width_colons_and_chinese_labels_split_too() -> None:
    assert parts("目的：虚构。方法：虚构的研究。") == [("目的", "虚构。"), ("方法", "虚构的研究。")]
    assert parts("Aims： To invent. Methods： None.") == [("Aims", "To invent."), ("Methods", "None.")]


@pytest.mark.parametrize(
    "text",
    [
        "An invented study without any label.",
        "We describe our methods: interviews with invented keepers.",
        "First a sentence. Background: and then a label.",
        "Weather: an invented foundation. Methods: none.",
    ],
    ids=["no label", "a label inside a sentence", "a label that comes late", "an unknown label first"],
)
def test_an_abstract_that_does_not_start_with_a_known_label_is_one_part(text: str) -> None:
    assert parts(text) == [("", text)]


@pytest.mark.parametrize("inner", ["Weather: an invented fund.", "Our methods: none.", "methods: none."])
def test_what_is_no_label_of_ours_stays_in_the_text(inner: str) -> None:
    assert parts(f"Background: One sentence. {inner}") == [("Background", f"One sentence. {inner}")]


@pytest.mark.parametrize("lead", ["", "\n", " ", "  \n ", "\u3000"])
def test_white_space_before_the_first_label_does_not_hide_it(lead: str) -> None:
    assert parts(f"{lead}Background: One. Methods: Two.") == [("Background", "One."), ("Methods", "Two.")]


LABELS = ("Background: ", "METHODS:", "Results : ", "结果：", "Conclusion: ", "methods: ", "Design:", "Weather: ")
WORDS = ("An invented sentence. ", "Cut… ", "\n", "  ", "(Setting: x) ", "12.5 % ", "why? ", "“quoted.” ")
PIECES = st.sampled_from(LABELS + WORDS)


@tries
@given(st.lists(PIECES).map("".join))
def test_no_text_is_lost_by_splitting(text: str) -> None:
    ends = [end for part in split_labelled(text) for end in (*part.label, *part.text)]
    assert ends == sorted(ends), "labels and texts follow each other"
    left_out = list(text)
    for part in split_labelled(text):
        for start, end in part:
            left_out[start:end] = " " * (end - start)
    assert set("".join(left_out).split()) <= {":", "："}, "only colons and white space may be outside the parts"


@tries
@given(
    st.lists(st.sampled_from(["Background", "methods", "AIM", "結果", ":", "：", ". ", "\n", "。", "?) ", " ", "word"]))
)
def test_labels_are_looked_for_only_where_they_can_stand(parts: list[str]) -> None:
    text = "".join(parts)
    if abstracts._INLINE.match(text):
        everywhere = [match.span(1) for match in abstracts._INLINE.finditer(text)]
        assert [match.span(1) for match in abstracts._inline_labels(text)] == everywhere
