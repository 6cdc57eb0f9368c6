"""Studies and groups in batches, so that the pages of those that nothing happened to needn't be listed.

A batch has some hundred studies or groups, by their ids, so that one more moves none of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

import msgspec

from synthesite.evidence import Evidence
from synthesite.groups import Group
from synthesite.keys import digest, joined, program_key
from synthesite.library import Library
from synthesite.links import Link
from synthesite.model import Batch, Card, Later, Output
from synthesite.parts import in_parts
from synthesite.steps import Step

_MEMBERS = 1_000
"""How many studies the groups of a batch have together, or up to twice as many: so the pages of few large groups are
shared out among processes, and aren't all looked at where one of them changed."""
_KEYS = msgspec.msgpack.Decoder(dict[str, bytes])


class OneStudy:
    """A study as its exports may rest on it: what they ask for here, and nothing else.

    Whatever is added here has to be among the things that the batches of `by_study` rest on.
    """

    __slots__ = ("_library", "id")

    def __init__(self, library: Library, study_id: str) -> None:
        self._library = library
        self.id = study_id

    @property
    def study(self) -> Later:
        """The study itself."""
        return self._library.studies.later(self.id)

    @property
    def links(self) -> list[Link]:
        """Its links to other studies."""
        return self._library.links.get(self.id, [])

    @property
    def references(self) -> Later:
        """The study in the formats of reference managers."""
        return self._library.studies.references(self.id)


class ShownStudy(OneStudy):
    """The same for its pages, which show what is around a study too.

    Whatever is added here has to be among the things that the batches of `by_shown_study` rest on.
    """

    __slots__ = ("_evidence", "theme_labels")

    def __init__(self, library: Library, study_id: str, evidence: Evidence, theme_labels: Later) -> None:
        super().__init__(library, study_id)
        self._evidence = evidence
        self.theme_labels = theme_labels
        """The labels of all themes by their ids."""

    @property
    def groups(self) -> Later:
        """What tells the groups that it is in, by kind, of the study; for a page that rests on that too."""
        return self._library.groups_later(self.id)

    @property
    def others(self) -> list[Card]:
        """The cards of the studies that it is linked to."""
        return [self._library.card(link.id) for link in self.links]

    @property
    def history(self) -> Later:
        """What changed about it, by date."""
        return self._library.history.of(self.id)

    @property
    def related(self) -> Later:
        """The studies that are like it, and why."""
        return self._library.related.later(self.id, in_full=self.id in self._library.links)

    @property
    def shown(self) -> Later:
        """What may be shown of its sources."""
        return self._evidence.of(self._library.studies.entries[self.id].items)


def by_study(name: str, library: Library, output: Callable[[OneStudy], Output]) -> Iterator[Batch]:
    """One output for each study, in batches; `name` is that of the kind of output."""

    def outputs(ids: list[str]) -> Iterator[Output]:
        return (output(OneStudy(library, study_id)) for study_id in ids)

    for part, ids, own_key in library.studies.parts:
        linked = [(study_id, library.links[study_id]) for study_id in ids if study_id in library.links]
        yield Batch(f"{name} {part}", (own_key, linked), partial(outputs, ids))


def by_shown_study(
    name: str, library: Library, evidence: Evidence, output: Callable[[ShownStudy], Output]
) -> Iterator[Batch]:
    """The same for outputs that show what is around a study."""
    entries, cards = library.studies.entries, library.studies.card_keys
    labels = {theme.id: theme.label for theme in library.settings.themes}
    every_label = Later(digest(msgspec.msgpack.encode(labels, order="deterministic")), lambda: labels)

    def outputs(ids: list[str]) -> Iterator[Output]:
        return (output(ShownStudy(library, study_id, evidence, every_label)) for study_id in ids)

    for part, ids, own_key in library.studies.parts:
        linked = [
            (study_id, library.links[study_id], [cards[link.id] for link in library.links[study_id]])
            for study_id in ids
            if study_id in library.links
        ]
        told = [(study_id, library.groups_later(study_id).key) for study_id in ids if study_id in library.retold]
        shown = evidence.of_all(item for study_id in ids for item in entries[study_id].items)
        around = (linked, library.related.key(ids, library.links), told, library.history.key_of(ids), shown)
        yield Batch(f"{name} {part}", (own_key, *around), partial(outputs, ids))


def by_group(groups: Iterable[Group], name: str) -> Iterator[tuple[str, list[Group]]]:
    """Groups in parts that stay as they are when one is added, each with a name that begins with `name`."""
    by_id = {group.id: group for group in groups}
    members = sum(group.size for group in by_id.values())
    for part, ids in in_parts(by_id, members // _MEMBERS):
        yield f"{name} {part}", [by_id[one] for one in ids]


def all_cards(library: Library) -> bytes:
    """What stands for the cards of all studies, in their order, and for all groups that are made of them."""
    recorded = [(key, record.id, record.title) for key, record in library.journals.items()]
    shaped = msgspec.msgpack.encode(
        (library.settings.themes, library.settings.leave_out, recorded), order="deterministic"
    )
    members = [library.studies.members_key(kind.name) for kind in library.kinds]
    return digest(library.studies.cards_key, shaped, *members)


def theme_keys(library: Library, name: str, keys: Mapping[str, bytes]) -> dict[str, bytes]:
    """By theme one key for its studies; `keys` are those of all studies, in their order."""

    def make() -> dict[str, bytes]:
        return {theme.id: joined(map(keys.__getitem__, library.members(theme))) for theme in library.groups["themes"]}

    return kept_keys(library, name, digest(all_cards(library), joined(keys.values())), make)


def kept_keys(library: Library, name: str, rests_on: bytes, make: Callable[[], dict[str, bytes]]) -> dict[str, bytes]:
    """Keys of many studies each, as `make` gives them; kept from build to build while what they rest on is the same.

    On a large site, most changes touch no list, and putting the keys of all lists together takes as long as the rest.
    """
    encode = msgspec.msgpack.encode
    return Step(library.keys, name, digest(program_key(), rests_on), _KEYS, lambda: encode(make())).value()
