"""Registration numbers of trials and reviews: found in a text, and in one form whatever way they are written."""

from __future__ import annotations

import re

from synthesite.text.patterns import lazy

_GAP = r"[\s:#-]*"
_NUMBERS = (
    ("NCT", rf"NCT{_GAP}([0-9]{{8}})"),
    ("ISRCTN", rf"ISRCTN{_GAP}([0-9]{{8}})"),
    ("ACTRN", rf"ACTRN{_GAP}([0-9]{{14}})p?"),
    ("DRKS", rf"DRKS{_GAP}(?:ID{_GAP})?([0-9]{{8}})"),
    ("EudraCT ", r"([0-9]{4}-[0-9]{6}-[0-9]{2})"),
    ("EUCT ", r"(20[0-9]{2}-5[0-9]{5}-[0-9]{2})(?:-[0-9]{2})?"),
    ("ChiCTR", rf"ChiCTR{_GAP}((?:[A-Z]{{2,4}}-?)?[0-9]{{8,10}})"),
    ("CTRI/", rf"CTRI{_GAP}/?([0-9]{{4}}/[0-9]{{2,3}}/[0-9]{{6}})"),
    ("UMIN", rf"UMIN{_GAP}([0-9]{{9}})"),
    ("jRCT", rf"jRCT{_GAP}(s?[0-9]{{9,10}})"),
    ("PACTR", rf"PACTR{_GAP}([0-9]{{15,16}})"),
    ("NTR", rf"NTR{_GAP}([0-9]{{3,4}})"),
    ("KCT", rf"KCT{_GAP}([0-9]{{7}})"),
    ("IRCT", rf"IRCT{_GAP}([0-9]{{8,16}}N[0-9]+)"),
    ("RBR-", r"RBR-?([0-9a-z]{6,8})"),
    ("TCTR", rf"TCTR{_GAP}([0-9]{{11}})"),
    ("SLCTR/", r"SLCTR/([0-9]{4}/[0-9]{3})"),
    ("RPCEC", rf"RPCEC{_GAP}([0-9]{{8}})"),
    ("CRD", rf"CRD{_GAP}(42[0-9]{{9}})"),
    ("osf.io/", r"osf\.io/([0-9a-z]{5})"),
)
"""Per registry how a normal number starts, and how one is written: the primary registries of WHO's network as their
numbers stand in the literature, ClinicalTrials.gov, PROSPERO (CRD) and the Open Science Framework."""

_PATTERNS = [
    (start, lazy(rf"(?<![0-9A-Za-z]){number}(?![0-9A-Za-z])(?!-[0-9])", re.IGNORECASE)) for start, number in _NUMBERS
]
_SMALL = frozenset({"osf.io/", "RBR-", "jRCT"})
"""Registries whose numbers hold small letters."""

_LENGTHS = {"NCT": 8, "ISRCTN": 8, "ACTRN": 14, "DRKS": 8, "KCT": 7, "UMIN": 9, "TCTR": 11, "RPCEC": 8}
_WRONG = lazy(rf"({'|'.join(_LENGTHS)}){_GAP}([0-9]+)", re.IGNORECASE)


def registrations(text: str) -> list[str]:
    """The registration numbers in a text in their normal forms (`NCT01234567`), each once, sorted."""
    if not text.strip():
        return []
    return sorted(
        {
            start + (match[1].lower() if start in _SMALL else match[1].upper())
            for start, pattern in _PATTERNS
            for match in pattern.finditer(text)
        }
    )


def wrong_length(text: str) -> tuple[str, int, int] | None:
    """For a text that is a registry's letters and digits but not as many as it gives: the letters, digits, and due.

    `None` for everything else.
    """
    match = _WRONG.fullmatch(text.strip())
    if not match:
        return None
    registry, digits = match[1].upper(), len(match[2])
    due = _LENGTHS[registry]
    return None if digits == due else (registry, digits, due)
