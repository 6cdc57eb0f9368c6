"""Pages in the many ways in which databases write them, made comparable."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from synthesite.text.patterns import lazy

_MONTHS = {
    name: str(at)
    for at, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_PAGE = lazy(r"([a-z]{0,3})0*([0-9]{1,9})([a-z]{0,2})")
_COUNT = lazy(r"[0-9]+ ?(?:p|pp|pages|p\.|pp\.|s\.)$")
_LEAD = lazy(r"^(?:pp?\.?|pages?|pgs?\.?|s\.) *(?=[a-z]?[0-9])")
_DASHES = lazy(r"\s*(?:-|\u2010|\u2011|\u2012|\u2013|\u2014|\u2015|\u2212|/)+\s*")


class Pages(NamedTuple):
    """Where a publication stands: first and last page, each with its letters (`s212`); empty where not known.

    `length` is the number of pages, 0 where not known.
    """

    first: str
    last: str
    length: int


NOWHERE = Pages("", "", 0)


@lru_cache(maxsize=65536)
def page_range(text: str) -> Pages:
    """The pages that a text names; `221-8` is 221 to 228, and a spreadsheet's `21-Aug` is 21 to 28.

    A mere number of pages (`62 p`) names none. Of several ranges the first counts. Of what lost its beginning (`t-51`)
    the last page is known only as far as it is there.
    """
    plain = _LEAD.sub("", text.strip().casefold())
    if not plain or _COUNT.match(plain):
        return NOWHERE
    parts = _DASHES.split(re.split(r"[,;+]| and | & ", plain)[0].strip())[:2]
    parts = [_MONTHS.get(part, part) for part in parts] if len(parts) == 2 else parts
    found = [_PAGE.search(part) for part in parts]
    first = found[0]
    last = found[-1] if len(found) == 2 else None
    if first is None:
        return Pages("", last[1] + last[2], 0) if last else NOWHERE
    start = first[1] + first[2] + first[3]
    if last is None:
        return Pages(start, "", 0)
    number = last[2]
    if len(number) < len(first[2]):
        number = first[2][: len(first[2]) - len(number)] + number
    length = int(number) - int(first[2]) + 1
    return Pages(start, (last[1] or first[1]) + number + last[3], length if 0 < length < 2000 else 0)


def page_number(page: str) -> str:
    """The digits of a page without its letters."""
    return "".join(c for c in page if c.isdigit())
