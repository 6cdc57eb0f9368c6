"""How a person names a study in the settings: by its id, an identifier, or an item of a source."""

from __future__ import annotations

import re
from typing import NamedTuple

from synthesite.text.identifiers import normal_doi, normal_pmid

_PMID = re.compile(r"pmid:\s*([0-9]+)", re.IGNORECASE)
_ITEM = re.compile(r"(.+)#([1-9][0-9]*)", re.DOTALL)


class StudyRef(NamedTuple):
    """What a reference names: `kind` is `id`, `doi`, `pmid` or `item`, whose value is a path, and `item` its number."""

    kind: str
    value: str
    item: int = 0


def study_ref(text: str) -> StudyRef:
    """Reads a reference: `10.5555/abc`, `pmid:123`, `content/sources/a.ris#3`; anything else is a study's id."""
    plain = text.strip()
    match = _PMID.fullmatch(plain)
    if match and (pmid := normal_pmid(match[1])):
        return StudyRef("pmid", pmid)
    if doi := normal_doi(plain):
        return StudyRef("doi", doi)
    if match := _ITEM.fullmatch(plain):
        return StudyRef("item", match[1], int(match[2]))
    return StudyRef("id", plain)
