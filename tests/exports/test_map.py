"""The maps as tables."""

from __future__ import annotations

import pytest

from synthesite.exports.map import _plain


@pytest.mark.parametrize("label", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_label_is_a_formula(label: str) -> None:
    assert _plain(label) == f"'{label}"
    assert _plain("Cohort = group") == "Cohort = group"
