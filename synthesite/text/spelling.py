"""British and American spelling of English words."""

from __future__ import annotations

from functools import lru_cache

from synthesite.text.patterns import lazy

_CHANGES = (
    (r"lys(e|ed|ing|er)$", r"lyz\1"),
    (r"(is|iz)(e|es|ed|ing|er|ers|ation|ations|ational)$", r"iz\2"),
    (r"(?<=...)our(s|al|ed|ing|able|ful|less)?$", r"or\1"),
    (r"^(person|patient|client|child|family|recovery)?(centr|center)ed$", r"\1centered"),
    (r"^ageing$", "aging"),
    (r"^practiz(e|ed|ing)$", "practice"),
    (r"^practis(e|ed|ing)$", "practice"),
    (r"(l)l(ed|ing|er|ers|or|ors)$", r"\1\2"),
    (r"(en|ent)re(s)?$", r"\1er\2"),
    (r"^programme(s)?$", r"program\1"),
    (r"(sc|sk)eptic", "skeptic"),
    (r"paedi|pedi", "pedi"),
    (r"ae", "e"),
    (r"enrolment", "enrollment"),
    (r"fulfil(l)?", "fulfil"),
)
_BRITISH = [(lazy(pattern), ours) for pattern, ours in _CHANGES]
_ANY = lazy("|".join(pattern for pattern, _ in _CHANGES))
"""Found in every word that any of these changes, and in few others."""


@lru_cache(maxsize=65_536)
def american(word: str) -> str:
    """The form under which the spellings of an English word are equal; `word` is in lower case, without accents."""
    if _ANY.search(word):
        for pattern, ours in _BRITISH:
            word = pattern.sub(ours, word)
    return word
