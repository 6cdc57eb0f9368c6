"""What pieces of XML say: plain, and as titles with CSL's inline tags."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text.folding import fold
from synthesite.text.xml_text import csl_title, plain_passage, plain_text


@pytest.mark.parametrize(
    ("raw", "plain", "title"),
    [
        ("R &amp; D", "R & D", "R & D"),
        ("<i>Umbrella</i> &#233;", "Umbrella é", "<i>Umbrella</i> é"),
        ("<italic>a</italic><bold>b</bold>", "ab", "<i>a</i><b>b</b>"),
        ("H<sub>2</sub>O at 10<sup>-3</sup>", "H₂O at 10⁻³", "H<sub>2</sub>O at 10<sup>-3</sup>"),
        ("x<sup>th</sup>", "xth", "x<sup>th</sup>"),
        ('<style face="bold italic">a</style>', "a", "<b><i>a</i></b>"),
        ('<style face="normal" font="default" size="100%">a</style>', "a", "a"),
        ("<p>One.</p><p>Two.</p>", "One. Two.", "One. Two."),
        ("one<break/>two", "one two", "one two"),
        ('word<xref ref-type="fn" rid="x"><sup>*</sup></xref>', "word", "word"),
        ('see <xref ref-type="bibr" rid="x">1</xref>', "see 1", "see 1"),
        ("word<fn><p>a note</p></fn>", "word", "word"),
        ("word<fn>no end", "wordno end", "wordno end"),
        ("<tex-math>$x$</tex-math><mml:math><mml:mi>x</mml:mi></mml:math>", "x", "x"),
        ("<tex-math>$x$</tex-math>", "$x$", "$x$"),
        ("<i></i>a", "a", "a"),
        ("a</i>", "a", "a"),
        ("<i>a", "a", "<i>a</i>"),
        ("p < .05 & more", "p < .05 & more", "p < .05 & more"),
        ("<![CDATA[a < b]]>", "a < b", "a < b"),
        ("a<!-- no -->b", "ab", "ab"),
    ],
)
def test_what_a_piece_says(raw: str, plain: str, title: str) -> None:
    assert (fold(plain_text(raw)), fold(csl_title(raw))) == (plain, title)


@given(st.lists(st.sampled_from(["a", " ", "&amp;", "<i>", "</i>", "<sup>2", "</sup>", "<p>", "🌂", "<", "&"])))
def test_every_character_has_its_place(pieces: list[str]) -> None:
    raw = "".join(pieces)
    passage = plain_passage(raw, 0, len(raw))
    assert len(passage.text) == len(passage.starts) == len(passage.ends)
    assert all(0 <= start < end <= len(raw) for start, end in zip(passage.starts, passage.ends, strict=True))
    for character, start, end in zip(passage.text, passage.starts, passage.ends, strict=True):
        assert character in {*raw[start:end], "&", " ", "²"}
