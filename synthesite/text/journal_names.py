"""Whether two names are those of one journal: in full, abbreviated, with or without a subtitle."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from synthesite.text.folding import same_form

_SMALL = frozenset(
    [
        "the",
        "of",
        "and",
        "for",
        "in",
        "on",
        "a",
        "an",
        "de",
        "la",
        "le",
        "les",
        "el",
        "los",
        "du",
        "des",
        "der",
        "die",
        "das",
        "und",
        "et",
        "y",
        "e",
        "i",
        "j",
        "journal",
        "zeitschrift",
    ]
)
_SUBTITLE = re.compile(r"\s*(?:[:;=(\[/]| - |\. (?=conference|official)).*", re.DOTALL | re.IGNORECASE)
_GATHERING = re.compile(
    r"\b(?:proceedings?|proc|conference|conf|symposium|workshops?|congress|meeting|lecture notes|advances in|series|"
    r"procedia|communications in|studies in|ifip|acm|ieee|dissertation|thesis|theses)\b",
    re.IGNORECASE,
)
_ALIKE = 88
"""From which ratio names are the same up to slips; titles of journals are short, so it is high."""


@lru_cache(maxsize=65536)
def _words(name: str) -> tuple[str, ...]:
    main = _SUBTITLE.sub("", name.strip()) or name
    words = same_form(main).split()
    return tuple(word for word in words if word not in _SMALL) or tuple(words)


@lru_cache(maxsize=65536)
def is_gathering(name: str) -> bool:
    """Whether the name is that of proceedings or a series, which every database writes in its own way."""
    return bool(_GATHERING.search(name))


@lru_cache(maxsize=262144)
def same_journal(one: str, other: str) -> bool:
    """Whether two names can be those of one journal: `Curr Opin Lipidol` and `Current Opinion in Lipidology`.

    `Diabetes` and `Diabetes Care` are two. Words may be shortened at their end or in between (ISO 4), what follows a
    colon, a semicolon or a parenthesis doesn't count, and initials stand for a name (`JAMA`).
    """
    a, b = _words(one), _words(other)
    if a == b or not a or not b:
        return True
    if len(a) == len(b) and all(map(_shortened, a, b)):
        return True
    if fuzz.ratio(" ".join(a), " ".join(b)) >= _ALIKE:
        return True
    return _is_acronym(a, other) or _is_acronym(b, one) or _led_by_acronym(a, b) or _led_by_acronym(b, a)


def _shortened(one: str, other: str) -> bool:
    """Whether one word is the other, or an abbreviation of it: it begins alike, and its letters follow in order."""
    short, long = sorted((one, other), key=len)
    if long.startswith(short):
        return True
    if len(short) < 2 or short[0] != long[0]:
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)


def _is_acronym(words: tuple[str, ...], name: str) -> bool:
    return (
        len(words) == 1
        and len(words[0]) > 2
        and words[0]
        == "".join(
            word[0] for word in same_form(name).split() if word not in {"of", "the", "and", "for", "in", "on", "a"}
        )
    )


def _led_by_acronym(long: tuple[str, ...], short: tuple[str, ...]) -> bool:
    """`BJOG British Journal of Obstetrics` is `British Journal of Obstetrics`."""
    return len(long) == len(short) + 1 > 2 and len(long[0]) <= 5 and all(map(_shortened, long[1:], short))
