"""What of a study is compared with others, prepared once, and what two of them have in common."""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import NamedTuple

import msgspec

from synthesite.interface import N_, Words
from synthesite.model import Person
from synthesite.text.folding import same_form, title_key

MOST = 50
"""Studies that may share a key which still says something."""

FEW_WORDS = 4
"""A title of fewer words (Editorial, Letter to the editor) is not compared."""


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
    because: tuple[Words, ...]


class LinkTraits(msgspec.Struct, frozen=True, kw_only=True, array_like=True, omit_defaults=True, gc=False):
    """What of a study is compared with other studies; `synthesite.links.traits` makes it from the whole record.

    Of an author it holds the family name and the initial, with a tabulator between them, each once.
    """

    id: str
    title: str
    words: str
    """The title's words as `title_words` gives them."""
    authors: list[str] = []
    year: int | None = None
    doi: str | None = None
    journal: str = ""
    registered: list[str] = []
    """The registration numbers that the study gives as its own."""
    investigation: str = ""
    """The name of an investigation that isn't a registration number."""
    about: tuple[Relation, str] | None = None
    """What it is to another publication, as its title or genre says, and the words of that one's title."""
    plan: list[str] | None = None
    """For a protocol the beginnings of the title of what it is the protocol of, as far as they can be told."""
    preprint: bool = False
    notices: list[tuple[Relation, str]] = []
    """The notices that name the DOI of another publication: what that is to this one, and the DOI."""

    @property
    def kind(self) -> Relation | None:
        """What it is to another publication; `None` for one that stands for itself."""
        return self.about[0] if self.about else None


def title_words(title: str) -> str:
    """The words of a title, with blanks between, such that British and American spelling, and plurals, are the same."""
    key = title_key(title).replace("z", "s").replace("our", "or").replace("tre", "ter")
    return " ".join([word[:-1] if word[-1] == "s" and len(word) > 3 else word for word in key.split()])


def word_count(words: str) -> int:
    """How many words there are in what `title_words` gives."""
    return words.count(" ") + 1 if words else 0


def author_key(person: Person) -> str | None:
    """The family name and the initial of an author in the form that `LinkTraits` has."""
    family = same_form(person.family or person.literal or "")
    return f"{family}\t{_initial(person.given or '')}" if family else None


def _initial(given: str) -> str:
    """The first character of a given name's `same_form`."""
    first = given[:1]
    return first.lower() if first.isascii() and first.isalnum() else same_form(given)[:1]


def in_common(one: LinkTraits, other: LinkTraits) -> int:
    """How many authors two studies share; an initial that isn't known speaks against nobody."""
    initials: dict[str, set[str]] = defaultdict(set)
    for author in other.authors:
        family, initial = author.split("\t")
        initials[family].add(initial)
    shared = 0
    for author in one.authors:
        family, initial = author.split("\t")
        if family in initials:
            shared += not initial or initial in initials[family] or "" in initials[family]
    return shared


def by_authors(one: LinkTraits, other: LinkTraits) -> Words:
    """The authors in words, for two studies that share some."""
    shared = in_common(one, other)
    same = shared == len(one.authors) == len(other.authors)
    if same:
        return Words(N_("the same authors"))
    return Words("%(n)s author in common", "%(n)s authors in common", shared)


def years_fit(first: LinkTraits, then: LinkTraits, least: int, most: int) -> bool:
    """Whether a year lies `least` to `most` years after another; one that isn't known speaks against nothing."""
    return first.year is None or then.year is None or least <= then.year - first.year <= most


def contradict(one: LinkTraits, other: LinkTraits) -> bool:
    """Whether both are registered, and under no number in common."""
    return bool(one.registered and other.registered) and set(one.registered).isdisjoint(other.registered)


def few(papers: list[LinkTraits]) -> list[LinkTraits]:
    """The papers under a key, unless they are so many that it says nothing."""
    return papers if len(papers) <= MOST else []
