"""What a curator's values must be like, beyond their types."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import msgspec

from synthesite.text.dates import iso_date
from synthesite.text.folding import same_form
from synthesite.text.identifiers import normal_doi, normal_issn, normal_orcid, normal_pmcid, normal_pmid
from synthesite.text.languages import LANGUAGE_TAG
from synthesite.text.nearest import did_you_mean

Path = list[str | int]
"""Where a value stands in the front matter: keys and, in lists, numbers from 0."""

_IDENTIFIERS = {"doi": normal_doi, "pmid": normal_pmid, "pmcid": normal_pmcid, "orcid": normal_orcid}
_EXAMPLES = {
    "doi": "a DOI, such as 10.1000/182, without https://doi.org/",
    "pmid": "a PMID, such as 12345678",
    "pmcid": "a PMCID, such as PMC1234567",
    "orcid": "an ORCID, such as 0000-0002-1825-0097, without https://orcid.org/",
}
_STANCES = ("supporting", "mentioning", "contrasting", "unclassified")


def wrong_values(values: dict[str, Any]) -> list[tuple[Path, str]]:
    """Where values of front matter can't be right, each with what is wrong and how it should be."""
    found: list[tuple[Path, str]] = []
    for key, value in values.items():
        _look_at([key], key, msgspec.to_builtins(value), found)
    return found


def _look_at(path: Path, key: str, value: Any, found: list[tuple[Path, str]]) -> None:
    """Adds to what was `found` what is wrong of the value at a path, in which `key` is the last key."""
    message = ""
    if isinstance(value, str):
        message = _wrong_text(key, value)
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            _look_at([*path, at], key, inner, found)
    elif isinstance(value, dict):
        if path[0] == "authors" and not any((value.get(name) or "").strip() for name in ("family", "literal")):
            message = "every author needs a family name or a literal name"
        else:
            for name, inner in value.items():
                _look_at([*path, name], name, inner, found)
    elif value is not None:
        message = _wrong_number(key, value)
    if message:
        found.append((path, message))


def _wrong_number(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return ""
    if key == "year":
        return "" if 1000 <= value <= 2999 else f"{value} is no year of publication"
    if not math.isfinite(value):
        return f"{key} must be a number that can be counted or measured"
    if value < 0:
        return f"{key} can't be less than 0"
    if key == "confidence" and value > 1:
        return "confidence is a share between 0 and 1"
    if key == "zone" and value not in range(1, 5):
        return "zone is a number from 1 to 4"
    return ""


def _wrong_text(key: str, value: str) -> str:
    if not value.strip():
        if key == "exclude":
            return "an exclusion needs its reason, since readers see it; until it has one, the study stays on the site"
        return "a blank text says nothing; remove it"
    if key in _IDENTIFIERS and _IDENTIFIERS[key](value) != value:
        return f"{value!r} is not in the form of {_EXAMPLES[key]}"
    if key == "issn" and normal_issn(value) != value:
        return "an ISSN looks like 1234-567X, and its last digit must fit the others"
    if key in {"published", "date", "as_of", "on"} and iso_date(value) != value:
        return f"{value!r} is no date such as 2025, 2025-04 or 2025-04-01"
    if key == "language" and not LANGUAGE_TAG.fullmatch(value):
        return f"{value!r} is no language tag such as en or pt-BR"
    if key in {"url", "pdf"} and not value.startswith(("https://", "http://")):
        return f"{value!r} is no address that starts with https://"
    if key == "stance" and value not in _STANCES:
        return f"{value!r} is no stance{did_you_mean(value, _STANCES) or '; one of ' + ', '.join(_STANCES)}"
    return ""


def coded_words(key: str, value: Any) -> list[tuple[Path, str]]:
    """The words of a coded value that its vocabulary is about, each with its place: of a sample, its groups' names."""
    if key == "sample":
        return [([key, at, "group"], group.group) for at, group in enumerate(value)]
    return [([key], value)] if isinstance(value, str) else [([key, at], word) for at, word in enumerate(value)]


def not_in_vocabulary(key: str, word: str, words: Sequence[str]) -> str:
    """What is wrong with a word that should be in a vocabulary, naming the right or the nearest one; or nothing."""
    if word in words:
        return ""
    form = same_form(word)
    right = next((known for known in words if form and same_form(known) == form), None)
    if right:
        return f"{word!r} is written {right!r} in the vocabulary of {key} in config.yaml"
    return f"{word!r} is not in the vocabulary of {key} in config.yaml{did_you_mean(word, words)}"
