"""Colours and their contrast."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text.colours import ENOUGH, NAMES, contrast, faintest, mixed, readable, rgb, written

PART = st.integers(0, 255)
COLOURS = st.tuples(PART, PART, PART)


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#0b5563", (11, 85, 99)),
        ("#FFFFFF", (255, 255, 255)),
        ("teal", (0, 128, 128)),
        ("Teal", (0, 128, 128)),
        ("#0b556", None),
        ("0b5563", None),
        ("#0b55633", None),
        ("#0b55g3", None),
        ("teal; } body { display: none", None),
        ("", None),
    ],
)
def test_a_colour_is_six_digits_or_a_name(text: str, colour: tuple[int, int, int] | None) -> None:
    assert rgb(text) == colour


@given(COLOURS)
def test_what_is_written_is_read_as_it_was(colour: tuple[int, int, int]) -> None:
    assert rgb(written(colour)) == colour


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_the_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    """Black on white and two pairs whose ratios are commonly cited: 4.54 for #767676, 4.00 for red."""
    pair = rgb(one), rgb(other)
    assert pair[0]
    assert pair[1]
    assert contrast(pair[0], pair[1]) == pytest.approx(ratio, abs=0.005)
    assert contrast(pair[1], pair[0]) == contrast(pair[0], pair[1])


@given(COLOURS, st.sampled_from([("white", "silver"), ("black", "navy")]))
def test_what_is_too_faint_moves_until_it_is_not_and_no_further(
    colour: tuple[int, int, int], names: tuple[str, str]
) -> None:
    papers = [NAMES[name] for name in names]
    found = readable(colour, *papers)
    assert faintest(found, *papers) >= ENOUGH
    if faintest(colour, *papers) >= ENOUGH:
        assert found == colour


def test_a_mixture_lies_between_both() -> None:
    assert mixed((0, 0, 0), (255, 100, 10), 0) == (0, 0, 0)
    assert mixed((0, 0, 0), (255, 100, 10), 1) == (255, 100, 10)
    assert mixed((0, 0, 0), (200, 100, 10), 0.5) == (100, 50, 5)
