"""DOI, PMID, PMCID and ISSN."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text.identifiers import (
    doi_start,
    issn_of_doi,
    normal_doi,
    normal_issn,
    normal_orcid,
    normal_pmcid,
    normal_pmid,
)
from tests.text.properties import tries

DOI_FORMS = [
    "{}",
    "doi:{}",
    "DOI: {}",
    "https://doi.org/{}",
    "http://dx.doi.org/{}",
    " {} ",
    "{}.",
    "https://doi.org/doi:{}",
]


@pytest.mark.parametrize("form", DOI_FORMS)
@pytest.mark.parametrize("doi", ["10.5555/invented.1", "10.5555/(SICI)1-2", "10.5555/a<b>;c"])
def test_every_way_of_writing_a_doi_is_one_doi(form: str, doi: str) -> None:
    assert normal_doi(form.format(doi)) == doi.lower()


@pytest.mark.parametrize("form", DOI_FORMS)
def test_the_doi_proper_starts_after_its_resolver(form: str) -> None:
    text = form.format("10.5555/invented")
    assert text[doi_start(text) :].startswith("10.5555/invented")


@pytest.mark.parametrize("text", ["", "10.5555/", "10.55/x", "10.5555", "11.5555/x", "10.5555/a b", "none"])
def test_what_is_no_doi_is_unknown(text: str) -> None:
    assert normal_doi(text) is None


@tries
@given(st.text() | st.text("10.5/doi: x;,").map("10.5555/".__add__))
def test_a_normal_doi_is_its_own_normal_form(text: str) -> None:
    doi = normal_doi(text)
    assert doi is None or normal_doi(doi) == doi


def check_digit(seven: str) -> str:
    """The eighth character of an ISSN, as ISO 3297 has it."""
    rest = -sum(int(digit) * weight for digit, weight in zip(seven, range(8, 1, -1), strict=True)) % 11
    return "X" if rest == 10 else str(rest)


@tries
@given(st.text("0123456789", min_size=7, max_size=7), st.sampled_from(["", "-"]))
def test_of_eleven_check_digits_only_the_right_one_makes_an_issn(seven: str, hyphen: str) -> None:
    right = check_digit(seven)
    for last in "0123456789X":
        expected = f"{seven[:4]}-{seven[4:]}{last}" if last == right else None
        assert normal_issn(f"{seven[:4]}{hyphen}{seven[4:]}{last}") == expected


def test_an_issn_may_end_in_a_small_x_and_have_space_around() -> None:
    assert normal_issn(" 2434-561x ") == "2434-561X"


@pytest.mark.parametrize("text", ["", "1234", "1234 5679", "12345-679", "X234-5679", "1234-5679 (print)"])
def test_what_is_no_issn_is_unknown(text: str) -> None:
    assert normal_issn(text) is None


def test_an_older_sage_doi_carries_the_issn_of_its_journal() -> None:
    assert issn_of_doi("10.1177/1234567999123456") == "1234-5679", "by SAGE's prefix; the rest is invented"


@pytest.mark.parametrize(
    "doi",
    ["10.5555/1234567999123456", "10.1177/1234567899123456", "10.1177/123456799912345", "10.1177/1234567999123456x"],
    ids=["another publisher", "a wrong check digit", "too short", "too long"],
)
def test_other_dois_carry_none(doi: str) -> None:
    assert issn_of_doi(doi) is None


@pytest.mark.parametrize(("text", "expected"), [(" 12345678 ", "12345678"), ("1", "1")])
def test_a_pmid_is_one_to_eight_digits(text: str, expected: str) -> None:
    assert normal_pmid(text) == expected


@pytest.mark.parametrize("text", ["", "0123", "123456789", "PMID 12", "12a", "1.5"])
def test_what_is_no_pmid_is_unknown(text: str) -> None:
    assert normal_pmid(text) is None


@pytest.mark.parametrize(("text", "expected"), [("pmc123", "PMC123"), ("123", None), ("PMC0", None), ("PMC", None)])
def test_a_pmcid_has_its_prefix(text: str, expected: str | None) -> None:
    assert normal_pmcid(text) == expected


@pytest.mark.parametrize(
    "text",
    ["0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097", "orcid: 0000-0002-1825-0097", "0000000218250097"],
    ids=["bare", "an address", "with a prefix", "without hyphens"],
)
def test_an_orcid_has_one_form(text: str) -> None:
    assert normal_orcid(text) == "0000-0002-1825-0097", "the example of ORCID's own documentation"


@tries
@given(st.text("0123456789", min_size=15, max_size=15))
def test_of_eleven_check_digits_only_the_right_one_makes_an_orcid(digits: str) -> None:
    right = [last for last in "0123456789X" if normal_orcid(digits + last)]
    assert len(right) == 1
    total = sum(int(digit) << (15 - at) for at, digit in enumerate(digits)) + (10 if right == ["X"] else int(right[0]))
    assert total % 11 == 1, "ISO 7064, MOD 11-2"


def test_digits_of_other_scripts_make_no_identifier() -> None:
    assert normal_pmid("1٣") is None
    assert normal_pmcid("PMC1٣") is None
    assert normal_issn("１２３４-5679") is None
    assert normal_doi("10.５５５５/x") is None
