"""How a person names a study in the settings."""

from __future__ import annotations

import pytest

from synthesite.text.study_refs import StudyRef, study_ref


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("example-2020-an-invented-study", StudyRef("id", "example-2020-an-invented-study")),
        ("10.5555/Invented", StudyRef("doi", "10.5555/invented")),
        ("https://doi.org/10.5555/a#3", StudyRef("doi", "10.5555/a#3")),
        ("pmid:123", StudyRef("pmid", "123")),
        ("PMID: 123", StudyRef("pmid", "123")),
        ("content/sources/a.ris#3", StudyRef("item", "content/sources/a.ris", 3)),
        ("content/sources/a#b.ris#12", StudyRef("item", "content/sources/a#b.ris", 12)),
    ],
)
def test_references_are_read(text: str, expected: StudyRef) -> None:
    assert study_ref(text) == expected
