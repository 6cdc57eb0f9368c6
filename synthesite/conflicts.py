"""Which differences between sources matter: another fact does, another way of writing the same does not."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

from synthesite.text.folding import fold, same_form, title_key
from synthesite.text.identifiers import normal_doi
from synthesite.text.journal_names import shortened
from synthesite.text.names import core_family
from synthesite.text.numbers import expand_pages
from synthesite.text.patterns import lazy
from synthesite.text.spelling import american

_SMALL = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
    | {"am", "an", "auf", "das", "der", "des", "die", "fur", "im", "in", "und", "von", "zur"}
    | {"au", "aux", "d", "da", "de", "del", "des", "do", "du", "e", "el", "en", "et", "l", "la", "las", "le", "les"}
    | {"los", "y"}
)
"""Words that abbreviated titles of journals leave out (ISO 4)."""
_TAG = lazy(r"</?[a-zA-Z][^<>]*>")
_LANGUAGE_NOTE = lazy(
    r"\s*[\[(](?:article in |text in |in )?(?:arabic|chinese|croatian|czech|danish|dutch|english|finnish|french|german|"
    r"greek|hebrew|hungarian|italian|japanese|korean|norwegian|persian|polish|portuguese|russian|serbian|slovak|spanish|"
    r"swedish|turkish|ukrainian)[\])]\W*$",
    re.IGNORECASE,
)
_SUBTITLE = lazy(r"\s*(?:[:?!.;]\s|\s[-–—]\s|—)")
_CUT = lazy(r"\s*(?:…|\.\.\.)\s*$")
_LABEL = lazy(r"^(?:volume|vol|issue|number|no|nr|num|heft|bd|band|n)\b ?")
_PAGE_LABEL = lazy(r"^(?:pages?|pp?|s)[.:]?\s+", re.IGNORECASE)
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ı": "i", "å": "a"})

_WRITTEN_OUT = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a"))
"""How letters with accents are written where there are none (`Müller`, `Mueller`), and what they are compared as."""

Person = dict[str, str]


def differ(unit: str, one: Any, other: Any) -> bool:
    """Whether two values of a unit differ in what they say; never for units that are not compared."""
    if unit == "authors":
        return not _same_authors(one, other)
    rule = _SAME.get(unit)
    if rule is None or one == other:
        return False
    return not rule(shown(unit, one), shown(unit, other))


def shown(unit: str, value: Any) -> str:
    """A value as a side of a conflict writes it."""
    if unit == "authors":
        return "; ".join(fold(f"{a.get('given') or ''} {a.get('family') or a.get('literal')}") for a in value)
    if unit == "citations.tally":
        return ", ".join(f"{stance} {number}" for stance, number in sorted(value.items()))
    return str(value).lower() if isinstance(value, bool) else str(value)


def same_text(one: str, other: str) -> bool:
    """Whether two texts are the same but for form: case, accents written either way, punctuation, white space."""
    return _form(one) == _form(other)


def _form(text: str) -> str:
    return _without_accents(same_form(text.casefold().translate(_PLAIN)))


def _without_accents(form: str) -> str:
    for two, letter in _WRITTEN_OUT:
        form = form.replace(two, letter)
    return form


def _same_title(one: str, other: str) -> bool:
    """Also without markup, a note of the language, a subtitle or a cut end, in either spelling, hyphens aside."""
    first, second = _plain_title(one), _plain_title(other)
    short, long = sorted((first, second), key=len)
    form = _title_form(_CUT.sub("", short))
    if form == _title_form(_CUT.sub("", long)):
        return True
    if _CUT.search(short):
        return bool(form) and _title_form(long).startswith(form)
    heads = (long[: mark.start()] for mark in _SUBTITLE.finditer(long))
    return any(form == _title_form(head) for head in heads if head.strip())


def _plain_title(title: str) -> str:
    return _LANGUAGE_NOTE.sub("", _TAG.sub("", html.unescape(title)))


def _title_form(title: str) -> str:
    words = title_key(title.casefold().translate(_PLAIN)).split()
    return _without_accents("".join(map(american, words)))


def _same_journal(one: str, other: str) -> bool:
    """Also abbreviated, as an acronym, or without what stands in brackets or behind a colon."""
    if same_text(one, other):
        return True
    firsts, seconds = _journal_heads(one), _journal_heads(other)
    return any(a == b or _abbreviates(a, b) for a in firsts for b in seconds)


def _journal_heads(title: str) -> set[str]:
    plain = _TAG.sub("", html.unescape(title))
    heads = {plain, re.sub(r"\s*[(\[].*?[)\]]", "", plain), re.split(r"\s*[:;=/]\s", plain)[0]}
    return {key for head in heads if (key := title_key(head.casefold().translate(_PLAIN)))}


def _abbreviates(one: str, other: str) -> bool:
    """Whether one title's key is the other's word by word, abbreviated or not, or its acronym.

    `j invent results` and `journal of invented results`; an abbreviation keeps the first letter and the order of the
    others (`natl` for `national`).
    """
    first, second = ([word for word in title.split() if word not in _SMALL] for title in (one, other))
    if len(first) == 1 or len(second) == 1:
        short, words = (first, other.split()) if len(first) == 1 else (second, one.split())
        if len(words) > 1:
            initials = {"".join(w[0] for w in words), "".join(w[0] for w in words if w not in _SMALL)}
            return bool(short) and len(short[0]) > 1 and short[0] in initials
    pairs = zip(first, second, strict=False)
    return len(first) == len(second) > 0 and all(shortened(a, b) for a, b in pairs)


def _same_authors(one: list[Person], other: list[Person]) -> bool:
    """Whether two lists name the same people as far as both go: one may be cut, or name a group besides."""
    first, second = _people(one, other), _people(other, one)
    return all(_same_person(a, b) for a, b in zip(first, second, strict=False))


def _people(authors: list[Person], others: list[Person]) -> list[Person]:
    """The authors without the groups that the other list doesn't name, unless there is nobody else."""
    people = [a for a in authors if "literal" not in a or any(_same_person(a, b) for b in others)]
    return people or authors


def _same_person(one: Person, other: Person) -> bool:
    """Whether two names can be one person's: the same family name, and initials that don't contradict each other."""
    if _name(one) != _name(other):
        return _same_words(one, other)
    first, second = _initials(one), _initials(other)
    return not first or not second or first <= second or second <= first


def _name(person: Person) -> str:
    return _form(core_family(person.get("family") or person.get("literal") or ""))


def _initials(person: Person) -> set[str]:
    words = same_form((person.get("given") or "").translate(_PLAIN))
    given = [word for word in words.split() if core_family(word)]
    capitals = re.fullmatch(r"[A-Z]{2,3}", person.get("given") or "")
    return set(words) if capitals else {word[0] for word in given}


def _same_words(one: Person, other: Person) -> bool:
    """Whether two names are the same words, parted otherwise: `Pérez, Ana Ruiz` and `Ruiz Pérez, Ana`."""
    sides = []
    for person in (one, other):
        text = " ".join(person.get(part) or "" for part in ("given", "family", "literal"))
        sides.append({word for word in same_form(text.casefold().translate(_PLAIN)).split() if core_family(word)})
    first, second = sides
    long = {word for word in first & second if len(word) > 1}
    rest = [{word[0] for word in side - long} for side in sides]
    return bool(long) and len(long) * 2 > min(len(first), len(second)) and (rest[0] <= rest[1] or rest[1] <= rest[0])


def _same_pages(one: str, other: str) -> bool:
    first, second = (expand_pages(_PAGE_LABEL.sub("", pages).rstrip(" .").replace("−", "-")) for pages in (one, other))
    if first == second or same_text(first, second):
        return True
    starts = [re.sub(r"^[a-z]+", "", pages.split("-")[0].lower()).lstrip("0") for pages in (first, second)]
    ends = [pages.split("-")[-1] for pages in (first, second)]
    if "-" in first and "-" in second:
        return starts[0] == starts[1] and _same_end(*ends)
    return starts[0] == starts[1] != ""


def _same_end(one: str, other: str) -> bool:
    """The last pages of two ranges from the same page; one may leave out its letters and first figures."""
    short, long = sorted((re.sub(r"^[a-z]+", "", end.lower()) for end in (one, other)), key=len)
    return bool(short) and long.endswith(short)


def _same_number(one: str, other: str) -> bool:
    """Volumes and issues: without `Vol.` and leading noughts."""
    first, second = (_LABEL.sub("", same_form(text)).lstrip("0") for text in (one, other))
    return first == second


def _same_beginning(one: str, other: str) -> bool:
    """Dates: one may be more precise."""
    return one.startswith(other) or other.startswith(one)


def _same_licence(one: str, other: str) -> bool:
    first, second = same_form(one).split(), same_form(other).split()
    if [w for w in first if not w.isdecimal()] != [w for w in second if not w.isdecimal()]:
        return False
    versions = [[w for w in words if w.isdecimal()] for words in (first, second)]
    return not all(versions) or versions[0] == versions[1]


def _same_language(one: str, other: str) -> bool:
    return one.lower().split("-")[0] == other.lower().split("-")[0]


def _same_doi(one: str, other: str) -> bool:
    return (normal_doi(one) or one) == (normal_doi(other) or other)


_SAME: dict[str, Callable[[str, str], bool]] = {
    "title": _same_title,
    "year": same_text,
    "published": _same_beginning,
    "journal": _same_journal,
    "volume": _same_number,
    "issue": _same_number,
    "pages": _same_pages,
    "doi": _same_doi,
    "pmid": same_text,
    "pmcid": same_text,
    "language": _same_language,
    "open_access": same_text,
    "licence": _same_licence,
}
"""The fields that are compared, besides the authors, each with its rule of sameness."""

COMPARED = (*_SAME, "authors")
"""Fields in which a difference between sources is a conflict worth a person's look."""
