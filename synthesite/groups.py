"""Groups of studies: which there are, and who is in them. One entry in `KINDS` is one way of grouping."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from synthesite.config import Theme
from synthesite.interface import N_
from synthesite.model import JournalRecord, Member, Person
from synthesite.study import Study
from synthesite.text.folding import same_form, title_key
from synthesite.text.markup import plain_title
from synthesite.text.names import family_first
from synthesite.text.slugs import name_slug


class Kind(NamedTuple):
    """A way of grouping. `name` is the folder of its pages, `members` says which groups a study is in."""

    name: str
    singular: str
    plural: str
    members: Callable[[Study], Iterable[Member]]
    newest_first: bool = False


class Group(NamedTuple):
    """The studies that share a value, `size` of them; which they are, `Grouped` says."""

    kind: str
    id: str
    label: str
    sort: str
    description: str = ""
    size: int = 0

    @property
    def path(self) -> str:
        """The address of its first page."""
        return f"{self.kind}/{self.id}.html"


class _Unsized(dict[str, Group | None]):
    """Groups without their sizes, made when they are asked for; `None` for a group that there isn't."""

    def __init__(self, groups: Mapping[str, Group]) -> None:
        super().__init__()
        self._groups = groups

    def __missing__(self, group_id: str) -> Group | None:
        group = self._groups.get(group_id)
        if group is not None:
            group = self[group_id] = group._replace(size=0)
        return group


class ById(dict[str, Group]):
    """Groups by their ids."""

    def __init__(self, groups: Iterable[Group]) -> None:
        super().__init__([(group.id, group) for group in groups])
        self.unsized = _Unsized(self)
        """The same without their sizes, which change with any study."""


class Grouped(NamedTuple):
    """The groups of a kind that hold a study, in the kind's order, and their studies' ids, newest first.

    `meant` says by a member's label which other group is meant. `retold` are the studies whose pages can't tell the
    names of their groups by themselves, because others write them otherwise, with the ids of these groups. `left` are
    those in no group, newest first.
    """

    groups: list[Group]
    members: dict[str, list[str]]
    meant: dict[str, Member]
    retold: dict[str, list[str]]
    left: list[str]
    by_id: ById

    def of(self, members: Iterable[Member]) -> list[Group]:
        """The groups of a study's members, each once, without their sizes and without those that no vocabulary has."""
        if self.meant:
            members = [self.meant.get(member.label, member) for member in members]
        return self.named(dict.fromkeys([member.id for member in members]))

    def named(self, ids: Iterable[str]) -> list[Group]:
        """The same for the ids of groups."""
        unsized = self.by_id.unsized
        return [group for one in ids if (group := unsized[one]) is not None]


def _themes(study: Study) -> Iterable[Member]:
    return [_alike(theme.id) for theme in study.themes]


@lru_cache(maxsize=4096)
def _alike(name: str) -> Member:
    """The group of a name that is its own label."""
    return Member(name, name, name)


def _journal(study: Study) -> Iterable[Member]:
    title = study.record.journal
    return [_titled(title)] if title else []


@lru_cache(maxsize=16_384)
def _titled(title: str) -> Member:
    """The group of a journal, in which many studies may be."""
    return Member(name_slug(title), plain_title(title), title_key(title))


def _year(study: Study) -> Iterable[Member]:
    year = study.record.year
    return [_alike(str(year))] if year else []


def _authors(study: Study) -> Iterable[Member]:
    return [member for author in study.record.authors or [] if (member := author_group(author))]


@lru_cache(maxsize=16_384)
def author_group(author: Person) -> Member | None:
    """The group of an author: everybody whose name is spelt like this, but for case and accents."""
    name = family_first(author)
    return _named(name) if name else None


def _design(study: Study) -> Iterable[Member]:
    design = study.record.design
    return [_of_design(design)] if design else []


@lru_cache(maxsize=1024)
def _of_design(design: str) -> Member:
    return Member(name_slug(design), design[:1].upper() + design[1:], same_form(design))


def _countries(study: Study) -> Iterable[Member]:
    return map(_named, study.record.countries or ())


@lru_cache(maxsize=16_384)
def _named(name: str) -> Member:
    """The group of a name, which many studies may give."""
    return Member(name_slug(name), name, same_form(name))


KINDS = (
    Kind("themes", "theme", N_("Themes"), _themes),
    Kind("journals", "journal", N_("Journals"), _journal),
    Kind("years", "year", N_("Years"), _year, newest_first=True),
    Kind("authors", "author", N_("Authors"), _authors),
    Kind("designs", "design", N_("Designs"), _design),
    Kind("countries", "country", N_("Countries"), _countries),
)


ACROSS = ("themes", "designs", "countries")
"""The kinds by which a group's studies are divided on its page."""


def members_of(study: Study) -> dict[str, list[Member]]:
    """The groups that a study is in, by kind, without the kinds of which it is in none."""
    return {kind.name: members for kind in KINDS if (members := list(kind.members(study)))}


def group_studies(
    kind: Kind,
    ids: Iterable[str],
    of_studies: Mapping[str, Sequence[Member]],
    vocabulary: list[Theme],
    journals: dict[str, JournalRecord],
) -> Grouped:
    """The groups of a kind; themes are in the vocabulary's order. The `ids` of all studies come newest first.

    `of_studies` has what each study says. Journals whose titles differ in form only are one group, under the title of
    the journal's record.
    """
    first: dict[str, Member] = {}
    members: dict[str, list[str]] = {}
    meant: dict[str, Member] = {}
    told: set[str] = set()
    left: list[str] = []
    name, is_journals = kind.name, kind.name == "journals"
    ids = list(ids)
    for study_id in ids:
        said = of_studies.get(study_id)
        if not said:
            left.append(study_id)
            continue
        for member in said:
            if is_journals:
                known = meant.get(member.label)
                if known is None:
                    known = meant[member.label] = _recorded(member, journals)
                    if known != member:
                        told.add(member.id)
                member = known
            group = members.get(member.id)
            if group is None:
                first[member.id] = member
                members[member.id] = [study_id]
                continue
            if member != first[member.id]:
                told.add(member.id)
            if group[-1] != study_id:  # a name can stand twice in one list of authors
                group.append(study_id)
    if name == "themes":
        groups = [
            Group(name, theme.id, theme.label, theme.id, theme.description, len(members[theme.id]))
            for theme in vocabulary
            if theme.id in members
        ]
    else:
        groups = sorted(
            (Group(name, *member, size=len(members[member.id])) for member in first.values()),
            key=lambda group: (group.sort, group.id),
            reverse=kind.newest_first,
        )
    retold: dict[str, list[str]] = {}
    for one in ids if told else ():
        said = of_studies.get(one, ())
        if any(member.id in told for member in said):
            retold[one] = [*dict.fromkeys(meant.get(member.label, member).id for member in said)]
    return Grouped(groups, members, meant, retold, left, ById(groups))


def _recorded(member: Member, journals: dict[str, JournalRecord]) -> Member:
    record = journals.get(title_key(member.label))
    return Member(record.id, plain_title(record.title), title_key(record.title)) if record else member
