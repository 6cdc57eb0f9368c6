"""Licences as sources name them, and their SPDX identifiers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.rights import is_open
from synthesite.text.licences import spdx
from tests.text.properties import tries


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        ("CC-BY-4.0", "CC-BY-4.0"),
        ("CC BY 4.0", "CC-BY-4.0"),
        ("cc-by-nc-nd 4.0", "CC-BY-NC-ND-4.0"),
        ("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
        ("http://creativecommons.org/licenses/by/3.0/igo/", "CC-BY-3.0-IGO"),
        ("//creativecommons.org/licenses/by-sa/4.0/legalcode.de", "CC-BY-SA-4.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "CC-PDM-1.0"),
        ("Creative Commons Attribution 4.0 International License", "CC-BY-4.0"),
        ("Creative Commons Attribution-NonCommercial 4.0 International", "CC-BY-NC-4.0"),
        ("Creative Commons Attribution-NonCommercial-NoDerivatives 4.0", "CC-BY-NC-ND-4.0"),
        ("CC0", "CC0-1.0"),
        ("mit", "MIT"),
    ],
)
def test_a_licence_is_known_by_its_address_its_short_form_or_its_name(text: str, licence: str) -> None:
    assert spdx(text) == licence


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CC BY",
        "Creative Commons",
        "all rights reserved",
        "not CC BY 4.0",
        "CC BY 7.0",
        "open access",
        "CC-BY-ND-SA-4.0",
    ],
)
def test_what_is_no_certain_licence_stays_unknown(text: str) -> None:
    assert spdx(text) is None


LIMITS = ["NC", "ND", "NC-ND", "nc-sa", "NonCommercial", "Non-Commercial", "NoDerivs", "No Derivatives"]
CODES = ["CC BY-{} 4.0", "CC-BY-{}-4.0", "cc by {} 3.0", "https://creativecommons.org/licenses/by-{}/4.0/"]
NAMES = ["Creative Commons Attribution-{} 4.0 International", "Creative Commons Attribution {} 3.0 Unported License"]


@tries
@given(st.sampled_from(CODES + NAMES), st.sampled_from(LIMITS))
def test_a_licence_with_limits_is_never_taken_for_an_open_one(form: str, limit: str) -> None:
    assert not is_open(spdx(form.format(limit)))
    assert not is_open(spdx(form.format(limit.lower())))


@tries
@given(st.text() | st.text("cbyncdsa0123.-/ ", max_size=30))
def test_a_licence_is_its_own_name(text: str) -> None:
    found = spdx(text)
    assert found is None or spdx(found) == found
