from __future__ import annotations

import pytest

from synthesite.text.licences import spdx


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("http://creativecommons.org/licenses/by/4.0/legalcode", "CC-BY-4.0"),
        ("https://creativecommons.org/licenses/by-nc-nd/4.0/deed.en", "CC-BY-NC-ND-4.0"),
        ("http://creativecommons.org/licenses/by/3.0/de/", "CC-BY-3.0-DE"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("cc-by-sa-4.0", "CC-BY-SA-4.0"),
        ("CC BY-NC-SA 3.0", "CC-BY-NC-SA-3.0"),
        ("Creative Commons Attribution Non Commercial No Derivatives 4.0 International", "CC-BY-NC-ND-4.0"),
        ("Creative Commons Attribution-ShareAlike 4.0 International License", "CC-BY-SA-4.0"),
        ("CC0", "CC0-1.0"),
        ("mit", "MIT"),
    ],
)
def test_a_licence_has_its_name_in_spdx(text: str, identifier: str) -> None:
    assert spdx(text) == identifier


@pytest.mark.parametrize(
    "text",
    ["cc-by", "CC BY", "http://creativecommons.org/licenses/by/3.0/ch/", "http://example.org/tdm", "Open Access", ""],
)
def test_what_is_not_clear_is_none(text: str) -> None:
    assert spdx(text) is None
