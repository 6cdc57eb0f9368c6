"""Names of people and organisations."""

from __future__ import annotations

import re

from synthesite.model import Person
from synthesite.text.folding import fold
from synthesite.text.patterns import lazy

_PARTICLES = frozenset(
    {"af", "al", "ap", "av", "bin", "bint", "da", "dal", "dalla", "das", "de", "degli", "dei", "del", "della", "den"}
    | {"der", "des", "di", "do", "dos", "du", "el", "ibn", "la", "las", "le", "los", "mac", "ten", "ter", "tho"}
    | {"van", "vande", "vander", "ver", "vom", "von", "zu", "zum", "zur"}
)
_SUFFIX = lazy(r"^(?:jr|sr|ii|iii|iv)\.?$", re.IGNORECASE)
_CJK = lazy(r"^[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af·\s]+$")
_INITIALS = lazy(r"(?:[A-Z]\.-?){1,3}|[A-Z]{1,3}")
_ORGANISATION = lazy(
    r"\b(?:group|consortium|collaboration|organi[sz]ation|society|association|committee|institute|university|"
    r"department|ministry|network|team|centre|center|council|agency|foundation|programme|program)\b",
    re.IGNORECASE,
)


def parse_name(text: str) -> Person:
    """A person from a name in either order: `Family, Given` or `Given Family`.

    Lower-case particles belong to the family name (`Sebastian von Peter` is `von Peter`); initials alone behind a
    family name are given names (`Smith JA`, as in Vancouver style). A single word, an organisation, or a Chinese,
    Japanese or Korean name without a comma stays whole as `literal`.
    """
    name = fold(text).strip(" ,;")
    if "," in name:
        family, given = (part.strip() for part in name.split(",", 1))
        return Person(family=family, given=given or None)
    words = name.split(" ")
    if len(words) == 1 or _CJK.match(name) or _ORGANISATION.search(name):
        return Person(literal=name)
    if (
        _INITIALS.fullmatch(words[-1])
        and (len(words) == 2 or _is_particle(words[0]))
        and not _INITIALS.fullmatch(words[0])
    ):
        return Person(family=" ".join(words[:-1]), given=words[-1])
    last = len(words) - 1
    if last >= 2 and _SUFFIX.match(words[last]):
        last -= 1
    start = last
    if all(map(_is_particle, words[:last])):
        return Person(family=name)
    while start > 1 and _is_particle(words[start - 1]):
        start -= 1
    return Person(family=" ".join(words[start:]), given=" ".join(words[:start]))


def _is_particle(word: str) -> bool:
    return word.lower() in _PARTICLES and word[0].islower()


def person_parts(person: Person) -> dict[str, str]:
    """The parts of a name that are known, as plain data."""
    parts = {"family": person.family, "given": person.given, "literal": person.literal, "orcid": person.orcid}
    return {key: value for key, value in parts.items() if value}


def family_first(person: Person) -> str:
    """The name as lists are sorted and references written: `Family, Given`."""
    if person.literal or not person.given:
        return person.literal or person.family or ""
    return f"{person.family}, {person.given}"


def person_forms(person: Person) -> set[str]:
    """The ways in which a source may write this name, white space folded."""
    family_only = f"{person.family or person.literal or ''},"
    return {person.name, family_first(person), family_only, f"{person.family or ''} {person.given or ''}".strip()}


def core_family(family: str) -> str:
    """A family name without particles and suffixes, for comparing; a name of nothing else stays whole."""
    words = [word for word in family.split() if word.lower() not in _PARTICLES and not _SUFFIX.match(word)]
    return " ".join(words) or family
