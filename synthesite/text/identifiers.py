"""DOI, PMID, PMCID and ISSN: normal forms, and what one of them says about another."""

from __future__ import annotations

import re

from synthesite.text.patterns import lazy

_DOI_PREFIX = lazy(r"^(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:?\s*)+", re.IGNORECASE)
_DOI = lazy(r"^10\.[0-9]{4,9}/\S+$")
_ORCID = lazy(r"(?:https?://(?:www\.)?orcid\.org/)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])/?", re.ASCII)
_SAGE_DOI = lazy(r"^10\.1177/(\d{7}[\dx])\d{8}$")
_ISSN = lazy(r"^([0-9]{4})-?([0-9]{3}[0-9X])$")


def normal_doi(text: str) -> str | None:
    """The DOI in lower case without a resolver or `doi:`; `None` if it is none (ISO 26324: `10.`, prefix, `/`)."""
    doi = _DOI_PREFIX.sub("", text.strip()).strip().rstrip(".,;").lower()
    return doi if _DOI.match(doi) else None


def doi_start(text: str) -> int:
    """How many characters of the text come before the DOI proper (a resolver's address, `doi:`, white space)."""
    lead = len(text) - len(text.lstrip())
    match = _DOI_PREFIX.match(text[lead:])
    return lead + (match.end() if match else 0)


def normal_issn(text: str) -> str | None:
    """The ISSN as `1234-567X` if its check digit is right (ISO 3297, modulus 11), else `None`."""
    match = _ISSN.match(text.strip().upper())
    if not match:
        return None
    digits = match[1] + match[2]
    total = sum((10 if c == "X" else int(c)) * (8 - i) for i, c in enumerate(digits))
    return f"{match[1]}-{match[2]}" if total % 11 == 0 else None


def issn_of_doi(doi: str) -> str | None:
    """The ISSN that a DOI carries, or `None`.

    SAGE's older DOIs (prefix 10.1177) are the journal's ISSN, two digits of the year and six of a number; other
    publishers' DOIs may look alike and are left alone.
    """
    match = _SAGE_DOI.match(doi)
    return normal_issn(match[1]) if match else None


def normal_pmid(text: str) -> str | None:
    """A PubMed identifier: one to eight digits, the first not a nought."""
    text = text.strip()
    return text if re.fullmatch(r"[1-9][0-9]{0,7}", text) else None


def normal_pmcid(text: str) -> str | None:
    """A PubMed Central identifier with its prefix, in capitals."""
    text = text.strip().upper()
    return text if re.fullmatch(r"PMC[1-9][0-9]{0,8}", text) else None


def normal_orcid(text: str) -> str | None:
    """An ORCID iD without its address, `0000-0002-1825-0097`, if its check digit is right (ISO 7064, MOD 11-2)."""
    match = _ORCID.fullmatch(text.strip().removeprefix("orcid:").strip())
    if not match:
        return None
    total = 0
    for digit in "".join(match.groups())[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return "-".join(match.groups()) if match[4][-1] == ("X" if check == 10 else str(check)) else None
