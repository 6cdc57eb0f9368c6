"""Names of authors as reference lists write them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from synthesite.model import Person


@lru_cache(maxsize=65536)
def initials(given: str) -> str:
    """`J.-M. K.` of `Jean-Marie Karl`. What has no capital letter (a particle, a Chinese name) stays as it is."""
    return "-".join(filter(None, (" ".join(_dotted(part)) for part in given.split("-"))))


def _dotted(part: str) -> list[str]:
    return [f"{letter}." if letter.isupper() else letter for word in _words(part) for letter in _initials_of(word)]


@lru_cache(maxsize=65536)
def bare_initials(given: str) -> str:
    """`JMK` of `Jean-Marie Karl`."""
    found = ""
    for word in _words(given.replace("-", " ")):
        letters = _initials_of(word)
        if not letters[0].isupper():
            found = f"{found} {word} "
        else:
            found += "".join(letters)
    return " ".join(found.split())


@lru_cache(maxsize=65536)
def whole_given(given: str) -> str:
    """Given names as they are, with a full stop behind each initial: `Jane K.` of `Jane K`."""
    return " ".join(f"{word}." if len(word) == 1 and word.isupper() else word for word in given.split())


def _words(given: str) -> list[str]:
    return given.replace(".", " ").split()


def _initials_of(word: str) -> list[str]:
    """The initials of one word: databases write `JM` for two of them. Without a capital, the word itself."""
    if 1 < len(word) <= 3 and word.isupper() and word.isalpha():
        return list(word)
    return [word[0]] if word[0].isupper() else [word]


def family_first(person: Person, given: Callable[[str], str], between: str) -> str:
    """The family name, what stands between, and the given names as `given` writes them."""
    if person.literal or not person.family:
        return person.literal or person.given or ""
    return f"{person.family}{between}{given(person.given)}" if person.given else person.family


def given_first(person: Person, given: Callable[[str], str]) -> str:
    """The given names as `given` writes them, and the family name."""
    if person.literal or not person.family:
        return person.literal or person.given or ""
    return f"{given(person.given)} {person.family}" if person.given else person.family


def with_and(names: Sequence[str], word: str) -> str:
    """`a, & b`: a comma stands before the last name even of two, as in all three styles."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, {word} {names[-1]}"
