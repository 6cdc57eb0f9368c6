"""Whether two names are those of one journal: in full, abbreviated, with or without a subtitle."""

from __future__ import annotations

import re
from functools import lru_cache

from synthesite.text.folding import same_form
from synthesite.text.patterns import lazy

_SMALL = frozenset(
    {"the", "of", "and", "for", "in", "on", "a", "an", "de", "la", "le", "les", "el", "los", "du", "des", "der", "die"}
    | {"das", "und", "et", "y", "e", "i", "j", "journal", "zeitschrift"}
)
"""Words that tell no journal from another."""
_SUBTITLE = lazy(r"\s*(?:[:;=(\[/]| - |\.(?=[a-z]{2})|\. (?=conference|official)).*", re.DOTALL | re.IGNORECASE)
_GATHERING = lazy(
    r"\b(?:proceedings?|proc|conference|conf|symposium|workshops?|congress|meeting|lecture notes|advances in|series|"
    r"procedia|communications in|studies in|ifip|acm|ieee|dissertation|thesis|theses)\b",
    re.IGNORECASE,
)
_NO_INITIAL = frozenset({"of", "the", "and", "for", "in", "on", "a"})
_ALIKE = 88
"""From which ratio names are the same up to slips; titles of journals are short, so it is high."""


@lru_cache(maxsize=65536)
def _forms(name: str) -> tuple[tuple[str, ...], ...]:
    """The words that count of the whole name, and of what stands before a subtitle."""
    whole = _words(name)
    main = _words(_SUBTITLE.sub("", name.strip()))
    return (whole, main) if main and main != whole else (whole,)


def _words(name: str) -> tuple[str, ...]:
    words = same_form(name).split()
    return tuple(word for word in words if word not in _SMALL) or tuple(words)


@lru_cache(maxsize=262144)
def same_journal(one: str, other: str) -> bool | None:
    """Whether two names are those of one journal: `Curr Opin Lipidol` and `Current Opinion in Lipidology`.

    `None` where it can't be told: one name begins with the other, or one is that of proceedings or a series, which
    every database writes in its own way. `Diabetes` and `Diabetes Care` are two. Words may be shortened at
    their end or in between (ISO 4), what follows a colon or a parenthesis need not be there, and initials stand for a
    name (`JAMA`).
    """
    forms, others = _forms(one), _forms(other)
    if any(_alike(a, b) for a in forms for b in others):
        return True
    if _is_acronym(forms[-1], other) or _is_acronym(others[-1], one):
        return True
    short, long = sorted((forms[0], others[0]), key=len)
    if len(short) > 1 and len(short) < len(long) and all(map(shortened, short, long)):
        return None
    return None if _GATHERING.search(one) or _GATHERING.search(other) else False


def _alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    if a == b or (len(a) == len(b) and all(map(shortened, a, b))):
        return True
    return _is_near(" ".join(a), " ".join(b)) or _led_by_acronym(a, b) or _led_by_acronym(b, a)


def _is_near(one: str, other: str) -> bool:
    from rapidfuzz import fuzz  # most builds compare no titles of journals

    return fuzz.ratio(one, other) >= _ALIKE


def shortened(one: str, other: str) -> bool:
    """Whether one word is the other, or an abbreviation of it: it begins alike, and its letters follow in order."""
    short, long = sorted((one, other), key=len)
    if long.startswith(short):
        return True
    if len(short) < 2 or short[0] != long[0]:
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)


def _is_acronym(words: tuple[str, ...], name: str) -> bool:
    if len(words) != 1 or len(words[0]) <= 2:
        return False
    return words[0] == "".join(word[0] for word in same_form(name).split() if word not in _NO_INITIAL)


def _led_by_acronym(long: tuple[str, ...], short: tuple[str, ...]) -> bool:
    """`BJOG British Journal of Obstetrics` is `British Journal of Obstetrics`."""
    return len(long) == len(short) + 1 > 2 and len(long[0]) <= 5 and all(map(shortened, long[1:], short))
