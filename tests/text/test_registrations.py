"""Registration numbers in their many spellings. All numbers are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text.registrations import registrations, wrong_length


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("NCT99999999", ["NCT99999999"]),
        ("ClinicalTrials.gov: nct 99999999.", ["NCT99999999"]),
        ("https://clinicaltrials.gov/study/NCT99999999", ["NCT99999999"]),
        ("ISRCTN99999999, https://doi.org/10.1186/ISRCTN99999999", ["ISRCTN99999999"]),
        ("ISRCTN: 99999999", ["ISRCTN99999999"]),
        ("ANZCTR ACTRN99999999999999p", ["ACTRN99999999999999"]),
        ("DRKS-ID: DRKS99999999", ["DRKS99999999"]),
        ("EudraCT number 9999-999999-99", ["EudraCT 9999-999999-99"]),
        ("EU CT 2099-599999-99-00", ["EUCT 2099-599999-99"]),
        ("ChiCTR-TRC-99999999", ["ChiCTRTRC-99999999"]),
        ("chictr9999999999", ["ChiCTR9999999999"]),
        ("CTRI/2099/01/999999", ["CTRI/2099/01/999999"]),
        ("UMIN-CTR UMIN999999999", ["UMIN999999999"]),
        ("jRCTs999999999", ["jRCTs999999999"]),
        ("PACTR999999999999999", ["PACTR999999999999999"]),
        ("NTR9999", ["NTR9999"]),
        ("KCT9999999", ["KCT9999999"]),
        ("IRCT99999999999999N9", ["IRCT99999999999999N9"]),
        ("RBR-9zzzzz", ["RBR-9zzzzz"]),
        ("TCTR99999999999", ["TCTR99999999999"]),
        ("SLCTR/2099/999", ["SLCTR/2099/999"]),
        ("RPCEC99999999", ["RPCEC99999999"]),
        ("PROSPERO (CRD42999999999)", ["CRD42999999999"]),
        ("https://osf.io/9ZZZZ", ["osf.io/9zzzz"]),
        ("NCT99999998 and NCT99999997; NCT99999998", ["NCT99999997", "NCT99999998"]),
        ("NCT9999999", []),
        ("NCT999999999", []),
        ("XNCT99999999", []),
        ("9999-999999-99-99", []),
        ("phone 0999-999999", []),
        ("An invented investigation", []),
        ("", []),
    ],
)
def test_numbers_are_found_in_one_form(text: str, numbers: list[str]) -> None:
    assert registrations(text) == numbers


def test_a_normal_form_is_its_own() -> None:
    for number in ("NCT99999999", "ChiCTRTRC-99999999", "CTRI/2099/01/999999", "osf.io/9zzzz", "jRCTs999999999"):
        assert registrations(number) == [number]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("NCT9999999", ("NCT", 7, 8)),
        ("isrctn 999999999", ("ISRCTN", 9, 8)),
        ("NCT99999999", None),
        ("UPSIDES", None),
        ("NCT", None),
        ("NCT9999999 and more", None),
    ],
)
def test_a_number_of_the_wrong_length_is_told(text: str, found: tuple[str, int, int] | None) -> None:
    assert wrong_length(text) == found


@given(st.text(st.sampled_from("NCTISRCDU 0123456789-/:#.osfi")))
def test_any_text_can_be_looked_at(text: str) -> None:
    for number in registrations(text):
        assert number in registrations(number)
