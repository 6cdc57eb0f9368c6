"""What of a study is compared with others, prepared once, and what two of them have in common."""

from __future__ import annotations

import re
from collections import defaultdict
from enum import StrEnum
from typing import NamedTuple

from synthesite.model import Person, Record
from synthesite.text.folding import fold, same_form, title_key
from synthesite.text.markup import plain_title
from synthesite.text.numbers import counted
from synthesite.text.registrations import registrations

MOST = 50
"""Studies that may share a key which still says something."""

FEW_WORDS = 4
"""A title of fewer words (Editorial, Letter to the editor) is not compared."""

_LABEL = re.compile(r"registration|registry|registrierung|registro|enregistrement", re.IGNORECASE)


class Relation(StrEnum):
    """What the linked study is to this one; of several for one pair, the first is the one that is shown."""

    RETRACTION = "retraction"
    CONCERN = "expression of concern"
    CORRECTION = "correction"
    REPLY = "reply"
    ABOUT = "about"
    ARTICLE = "article"
    PREPRINT = "preprint"
    RESULTS = "results"
    PROTOCOL = "protocol"
    INVESTIGATION = "investigation"


class Found(NamedTuple):
    """A pair of ids: `other` is `relation` to `one`, which is `inverse` to it."""

    one: str
    other: str
    relation: Relation
    inverse: Relation
    because: str


class Paper(NamedTuple):
    """What of a study is compared: its title's words, its authors' names and initials, its registration numbers."""

    record: Record
    title: str
    words: tuple[str, ...]
    authors: frozenset[tuple[str, str]]
    families: frozenset[str]
    registered: frozenset[str]


def paper_of(record: Record) -> Paper:
    """What of a record is compared."""
    title = fold(plain_title(record.title or ""))
    authors = frozenset(filter(None, map(_author, record.authors or [])))
    families = frozenset(family for family, _ in authors)
    return Paper(record, title, title_words(title), authors, families, frozenset(_registered(record)))


def title_words(title: str) -> tuple[str, ...]:
    """The words of a title in a form under which British and American spelling, and plurals, are the same."""
    return tuple(map(_spelt, title_key(title).split()))


def _spelt(word: str) -> str:
    word = word.replace("z", "s").replace("our", "or").replace("tre", "ter")
    return word.removesuffix("s") if len(word) > 3 else word


def _author(person: Person) -> tuple[str, str] | None:
    family = same_form(person.family or person.literal or "")
    return (family, same_form(person.given or "")[:1]) if family else None


def _registered(record: Record) -> list[str]:
    """The registration numbers that a study gives as its own."""
    labelled = [part.text for part in record.abstract or [] if part.label and _LABEL.search(part.label)]
    return registrations("\n".join([record.investigation or "", *labelled]))


def in_common(one: Paper, other: Paper) -> int:
    """How many authors two studies share; an initial that isn't known speaks against nobody."""
    if one.families.isdisjoint(other.families):
        return 0
    initials: dict[str, set[str]] = defaultdict(set)
    for family, initial in other.authors:
        initials[family].add(initial)
    return sum(
        family in initials and (not initial or initial in initials[family] or "" in initials[family])
        for family, initial in one.authors
    )


def by_authors(one: Paper, other: Paper) -> str:
    """The authors in words, for two studies that share some."""
    shared = in_common(one, other)
    same = shared == len(one.authors) == len(other.authors)
    return "authors" if same else f"{counted(shared, 'author')} in common"


def years_fit(first: Paper, then: Paper, least: int, most: int) -> bool:
    """Whether a year lies `least` to `most` years after another; one that isn't known speaks against nothing."""
    one, other = first.record.year, then.record.year
    return one is None or other is None or least <= other - one <= most


def contradict(one: Paper, other: Paper) -> bool:
    """Whether both are registered, and under no number in common."""
    return bool(one.registered and other.registered and not one.registered & other.registered)


def few(papers: list[Paper]) -> list[Paper]:
    """The papers under a key, unless they are so many that it says nothing."""
    return papers if len(papers) <= MOST else []
