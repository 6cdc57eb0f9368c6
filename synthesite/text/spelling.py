"""British and American spelling of English words."""

from __future__ import annotations

import re
from functools import lru_cache

_BRITISH = (
    (re.compile(r"lys(e|ed|ing|er)$"), r"lyz\1"),
    (re.compile(r"(is|iz)(e|es|ed|ing|er|ers|ation|ations|ational)$"), r"iz\2"),
    (re.compile(r"(?<=...)our(s|al|ed|ing|able|ful|less)?$"), r"or\1"),
    (re.compile(r"^(person|patient|client|child|family|recovery)?(centr|center)ed$"), r"\1centered"),
    (re.compile(r"^ageing$"), "aging"),
    (re.compile(r"^practiz(e|ed|ing)$"), "practice"),
    (re.compile(r"^practis(e|ed|ing)$"), "practice"),
    (re.compile(r"(l)l(ed|ing|er|ers|or|ors)$"), r"\1\2"),
    (re.compile(r"(en|ent)re(s)?$"), r"\1er\2"),
    (re.compile(r"^programme(s)?$"), r"program\1"),
    (re.compile(r"(sc|sk)eptic"), "skeptic"),
    (re.compile(r"paedi|pedi"), "pedi"),
    (re.compile(r"ae"), "e"),
    (re.compile(r"enrolment"), "enrollment"),
    (re.compile(r"fulfil(l)?"), "fulfil"),
)


@lru_cache(maxsize=65_536)
def american(word: str) -> str:
    """The form under which the spellings of an English word are equal; `word` is in lower case, without accents."""
    for pattern, ours in _BRITISH:
        word = pattern.sub(ours, word)
    return word
