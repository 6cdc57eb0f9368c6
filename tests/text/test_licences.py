from __future__ import annotations

import pytest

from synthesite.text.licences import FAMILIES, family_of, known_licences, spdx


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


def test_what_is_known_is_its_own_name_and_a_familys_licence_belongs_to_it() -> None:
    known = known_licences()
    assert {"CC-BY-NC-3.0-DE", "CC0-1.0", "MIT", "CC-BY-NC-ND-4.0"} <= known
    assert {name: spdx(name) for name in known} == {name: name for name in known}
    assert {family_of(name) for name in known if name.startswith("CC")} == set(FAMILIES)


@pytest.mark.parametrize(
    ("licence", "family"),
    [
        ("CC-BY-NC-4.0", "CC-BY-NC"),
        ("CC-BY-NC-3.0-DE", "CC-BY-NC"),
        ("CC-BY-NC-ND-4.0", "CC-BY-NC-ND"),
        ("CC-BY", "CC-BY"),
        ("CC0-1.0", "CC0"),
        ("CC-BY-4.0 or so", None),
        ("cc-by-4.0", None),
        ("MIT", None),
        ("", None),
    ],
)
def test_the_family_is_the_licence_without_its_version(licence: str, family: str | None) -> None:
    assert family_of(licence) == family
