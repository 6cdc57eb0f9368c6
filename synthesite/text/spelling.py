"""British and American spelling of English words."""

from __future__ import annotations

from functools import lru_cache

from synthesite.text.patterns import lazy

_BRITISH = (
    (lazy(r"lys(e|ed|ing|er)$"), r"lyz\1"),
    (lazy(r"(is|iz)(e|es|ed|ing|er|ers|ation|ations|ational)$"), r"iz\2"),
    (lazy(r"(?<=...)our(s|al|ed|ing|able|ful|less)?$"), r"or\1"),
    (lazy(r"^(person|patient|client|child|family|recovery)?(centr|center)ed$"), r"\1centered"),
    (lazy(r"^ageing$"), "aging"),
    (lazy(r"^practiz(e|ed|ing)$"), "practice"),
    (lazy(r"^practis(e|ed|ing)$"), "practice"),
    (lazy(r"(l)l(ed|ing|er|ers|or|ors)$"), r"\1\2"),
    (lazy(r"(en|ent)re(s)?$"), r"\1er\2"),
    (lazy(r"^programme(s)?$"), r"program\1"),
    (lazy(r"(sc|sk)eptic"), "skeptic"),
    (lazy(r"paedi|pedi"), "pedi"),
    (lazy(r"ae"), "e"),
    (lazy(r"enrolment"), "enrollment"),
    (lazy(r"fulfil(l)?"), "fulfil"),
)


@lru_cache(maxsize=65_536)
def american(word: str) -> str:
    """The form under which the spellings of an English word are equal; `word` is in lower case, without accents."""
    for pattern, ours in _BRITISH:
        word = pattern.sub(ours, word)
    return word
