"""What a curator's values must be like, beyond their types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthesite.text.dates import iso_date
from synthesite.text.identifiers import normal_doi, normal_issn, normal_pmcid, normal_pmid
from synthesite.text.languages import LANGUAGE_TAG

_IDENTIFIERS = {"doi": normal_doi, "pmid": normal_pmid, "pmcid": normal_pmcid}
_EXAMPLES = {"doi": "10.1000/182, without https://doi.org/", "pmid": "12345678", "pmcid": "PMC1234567"}


def wrong_values(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The keys of front matter whose values can't be right, each with what is wrong and how it should be."""
    for key, value in list(values.items()):
        message = _wrong(key, value)
        if message:
            yield key, message


def _wrong(key: str, value: Any) -> str:
    if key in _IDENTIFIERS and _IDENTIFIERS[key](value) != value:
        return f"{value!r} is not in the form of a {key.upper()}, such as {_EXAMPLES[key]}"
    if key == "issn" and any(normal_issn(one) != one for one in value):
        return "an ISSN looks like 1234-567X, and its last digit must fit the others"
    if key == "year" and not 1000 <= value <= 2999:
        return f"{value} is no year of publication"
    if key == "published" and iso_date(value) != value:
        return f"{value!r} is no date such as 2025, 2025-04 or 2025-04-01"
    if key == "language" and not LANGUAGE_TAG.fullmatch(value):
        return f"{value!r} is no language tag such as en or pt-BR"
    if key in {"url", "pdf"} and not value.startswith(("https://", "http://")):
        return f"{value!r} is no address that starts with https://"
    if key == "authors" and not all(author.name.strip() for author in value):
        return "every author needs a family name or a literal name"
    texts = value if isinstance(value, list) else [value]
    if any(isinstance(text, str) and not text.strip() for text in texts):
        return "a blank text says nothing; remove it"
    return ""
