"""Where published values come from, in the form in which pages show it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any, overload

import msgspec

from synthesite import readers
from synthesite.claims import without_parts
from synthesite.config import Rights
from synthesite.extract import Item, line_ends
from synthesite.field_names import field_name
from synthesite.interface import N_
from synthesite.model import (
    AbstractPart,
    ConflictValue,
    How,
    JournalRecord,
    Person,
    Place,
    Record,
    SourceItem,
    Statement,
)
from synthesite.rights import Passages, is_prose
from synthesite.source_texts import CURATOR, Texts
from synthesite.text.folding import fold
from synthesite.text.paths import is_outside, resolve
from synthesite.trace_keys import HOW, METRICS, UNDER, Key, elements_of, key_named


class Where(msgspec.Struct, frozen=True, gc=False):
    """Characters of an item: `what` they say, how the value follows from them, the passage and what stands around it.

    `name` is the name of the value that they say, if it needs one; it and `how` are messages of the interface.
    `line` (of the file, from 1) and the passage only while the source is here; `what` and `how` are empty where the
    entry says it for all its places.
    """

    name: str
    what: str
    how: str
    start: int
    end: int
    line: int | None = None
    before: str = ""
    passage: str = ""
    after: str = ""


class Origin(msgspec.Struct, frozen=True, gc=False):
    """An item that an entry's values come from: `number` is its place in the list of sources, from 1.

    Where it `is_outside`, in a folder that is not part of the site, it is never here, so that the page is the same
    wherever the site is built.
    """

    number: int
    reader: str
    path: str
    item: int
    sha256: str
    is_curators: bool
    is_here: bool
    is_outside: bool
    how: str
    places: list[Where]


class Trace(msgspec.Struct, frozen=True, gc=False):
    """An entry of the list of where values come from: values that readers look up together.

    `field` is a message of the interface; that of a citation statement is `STATEMENT`, and `id` has its number.
    """

    id: str
    field: str
    value: str
    origins: list[Origin]


_IS_PIECE = attrgetter("is_piece")
_COPIED, _DERIVED = How.COPIED, How.DERIVED  # looked up for each place, as the two below
_WORD_FOR_WORD, _DECODED = HOW[How.COPIED], HOW[How.DECODED]
_BY_WORDS = N_("by a rule: told by the words of the title and the abstract")
STATEMENT = "statement"
"""What the entry of a citation statement is named, after which its number comes."""
CURATORS_FILE = N_("a curator’s file")
"""What stands for the reader of a curator's file."""
_NOTHING = ("", "")
LONG = 70
"""Characters from which on of a value only the start is shown."""
UNTOLD = frozenset({"summary", "citations"})
"""Entries that are named without their values."""


def traces(record: Record | JournalRecord, sources: Texts, rights: Rights, only: str = "") -> list[Trace]:
    """The values of a record with their places, in the record's order.

    `only` is the start of keys. The record is one whose texts are shortened as they may be shown. Of the summary only
    the file is told: its text is on the page.
    """
    return Tracer(record, sources, rights).traces(only)


class Tracer:
    """Traces the values of one record; each item is looked up once, and none before a value is asked for."""

    def __init__(
        self, record: Record | JournalRecord, sources: Texts, rights: Rights, summary_line: int | None = None
    ) -> None:
        """`summary_line` is where in the curator's file the summary begins, if that is known (`Study`)."""
        self._summary_line = summary_line
        self._record = record
        self._sources = sources
        self._rights = rights
        self._listed = [_Listed(number, source, sources) for number, source in enumerate(record.sources or [], 1)]

    @cached_property
    def _passages(self) -> Passages:
        here = [(at, one.source) for at, one in enumerate(self._listed) if one.source.reader != CURATOR and one.item]
        found = ((at, self._sources.extract(source)) for at, source in here)
        return Passages(self._record, self._rights, {at: extract for at, extract in found if extract})

    def traces(self, only: str = "") -> list[Trace]:
        """See the function of the same name."""
        return [self.entry(name, uses) for name, uses in self._uses(only).items()]

    def later(self) -> Traces:
        """The same, each made when it is asked for."""
        return Traces(self, self._uses(""))

    def of_study(self) -> Traces:
        """The same of what a study's page shows, which leaves the standing of the journal to the journal's."""
        uses = self._uses("")
        uses.pop(METRICS, None)
        return Traces(self, uses)

    def gone(self) -> list[int]:
        """Which sources were part of the site and are gone, from 0."""
        return [at for at, listed in enumerate(self._listed) if listed.is_gone]

    def summary_at(self, uses: list[Use]) -> tuple[str, int] | None:
        """The curator's file and the line in it where the summary begins, if these are its places and that is known."""
        key, _, place, _ = uses[0]
        source = self._listed[place.source].source
        if self._summary_line is None or len(uses) > 1 or key.key != "summary" or source.reader != CURATOR:
            return None
        return None if is_outside(source.path) else (source.path, self._summary_line)

    def _uses(self, only: str) -> dict[str, list[Use]]:
        """The places of all values by the entries that they belong to, in order.

        Those are the values of `claims`, told without making plain data of the record. Those with a place in a source
        that isn't listed are left out: `check` tells of them.
        """
        entries: defaultdict[str, list[Use]] = defaultdict(list)
        record, provenance = self._record, self._record.provenance or {}
        keys = list(map(key_named, provenance))
        in_pieces = any(map(_IS_PIECE, keys))
        listed = range(len(record.sources or []))
        for key, (name, places) in zip(keys, provenance.items(), strict=True):
            if only and not name.startswith(only):
                continue
            try:
                value = key.attribute(record) if key.attribute else self._other(key)
            except AttributeError:  # of what is absent, or of a journal
                continue
            if value is None:
                continue
            if isinstance(places, Place):
                if places.source in listed:
                    text = value if type(value) is str else self._text(key, value, in_pieces)
                    entries[key.entry].append((key, text, places, True))
            elif type(value) is list:
                for one, element, place in zip(elements_of(name, len(value)), value, places, strict=False):
                    if place.source in listed:
                        text = element if type(element) is str else self._text(one, element, in_pieces, in_parts=True)
                        entries[one.entry].append((one, text, place, True))
            elif places and all(place.source in listed for place in places):
                text = self._text(key, value, in_pieces)
                entries[key.entry] += [(key, text, place, at == 0) for at, place in enumerate(places)]
        return entries

    def _other(self, key: Key) -> Any:
        """The value at a key that is no attribute; of the summary only that there is one."""
        return " " if key.key == "summary" else resolve(msgspec.to_builtins(self._record), key.key)

    def _text(self, key: Key, value: Any, in_pieces: bool, in_parts: bool = False) -> str:
        """A value in words; an element of a list by what its place shows: `in_parts`, without parts with their own.

        `in_pieces` says whether names or texts have places for parts of their own, which is rare.
        """
        kind = type(value)
        if kind is str or kind is int:
            return str(value)
        if not in_pieces:
            if (kind is AbstractPart or kind is Statement) and value.text:
                return str(value.text)
            if kind is Person and (value.literal or value.given or value.family):
                return value.literal or fold(f"{value.given or ''} {value.family or ''}")
        plain = msgspec.to_builtins(value)
        return _text(without_parts(key.key, plain, self._record.provenance or {}) if in_parts else plain)

    def side(self, field: str, side: ConflictValue) -> Origin | None:
        """Where one side of a conflict comes from; without places where its span isn't known."""
        if not 0 <= side.source < len(self._listed):
            return None
        listed = self._listed[side.source]
        places = []
        if side.span is not None and is_prose(field):
            places = [Where("", "", "", *side.span)]  # how much of it may be shown stands beside it
        elif side.span is not None:
            place = Place(source=side.source, span=side.span, how=How.COPIED)
            return self._origin(side.source, [((key_named(field), side.value, place, True), _NOTHING)])
        return listed.origin("", places)

    def entry(self, name: str, uses: list[Use]) -> Trace:
        """The entry of a name, of the places that belong to it."""
        sources: dict[int, list[tuple[Use, _What]]] = {}
        uses, whats = self.said(name, uses)
        for use, what in zip(uses, whats, strict=True):
            sources.setdefault(use[2].source, []).append((use, what))
        origins = [self._origin(at, sources[at]) for at in sorted(sources)]
        return Trace(name, label(name), value_of(name, uses), origins)

    def said(self, name: str, uses: list[Use]) -> tuple[list[Use], list[_What]]:
        """The places of an entry in their order, and what the characters at each say."""
        if len(uses) == 1:
            key, text, _, _ = uses[0]
            what = self._what(key, text, alone=True)
            return uses, [_NOTHING if what == ("", short(text)) and name not in UNTOLD else what]
        if name == "abstract":
            uses = sorted(uses, key=by_element)
        field, alone = uses[0][0].field, True
        for use in uses:
            if use[0].field != field:
                alone = False
                break
        return uses, [self._what(use[0], use[1], alone) for use in uses]

    def how(self, key: Key, place: Place) -> str:
        """How a value follows from the characters at a place."""
        if place.how is _COPIED:
            return _WORD_FOR_WORD
        if place.how is not _DERIVED:
            return _DECODED
        return _BY_WORDS if key.key == "language" and self._told_by(place) else key.rule

    def _origin(self, at: int, uses: list[tuple[Use, _What]]) -> Origin:
        """An item with the places in it that an entry's values come from."""
        listed = self._listed[at]
        hows = [self.how(key, place) for (key, _, place, _), _ in uses]
        way = hows[0]
        if hows.count(way) == len(hows):
            hows = [""] * len(hows)
        else:
            way = ""
        if self._summary_line is not None and len(uses) == 1 and uses[0][0][0].key == "summary":
            return listed.origin(way, [Where("", "", "", *uses[0][0][2].span, self._summary_line)], is_here=True)
        if listed.item is None:
            where = [Where(*what, how, *use[2].span) for (use, what), how in zip(uses, hows, strict=True)]
        else:
            where = [
                self._where(use, what, how, listed, listed.item) for (use, what), how in zip(uses, hows, strict=True)
            ]
        return listed.origin(way, where)

    def _what(self, key: Key, text: str, alone: bool) -> _What:
        """What characters say (the value is `text`), where it isn't the entry as a whole; `alone` in one of one field.

        Its name comes first, empty where the value speaks for itself.
        """
        told = key.told_alone if alone else key.told
        if told is None:
            return _NOTHING
        name, is_short = told
        if name is UNDER:
            label = self.part_label(key)
            return (UNDER, label) if label else _NOTHING
        return name, short(text) if is_short else text

    def part_label(self, key: Key) -> str:
        """What a part of the abstract is named."""
        parts = getattr(self._record, "abstract", None)
        return (parts[key.element].label or "") if parts else ""

    def _where(self, use: Use, what: _What, how: str, listed: _Listed, item: Item) -> Where:
        """A place in an item that is here, with as much of the text there as may be shown."""
        key, shown, place, _ = use
        start, end = place.span
        line = item.line + listed.lines_before(start)
        if key.key == "summary":
            return Where(*what, how, start, end, line)
        raw = item.text[start:end]
        passage = self._passages.shown(place, raw, shown)
        if not passage.strip(" …"):
            return Where(*what, how, start, end, line)  # what is said of prose stands beside it
        before, after = self._passages.around(place, item.text)
        if after and passage != fold(raw):
            after = ""
        return Where(*(_NOTHING if what == ("", passage) else what), how, start, end, line, before, passage, after)

    def _told_by(self, place: Place) -> bool:
        """Whether the language was told by the title, or the title and the abstract, not stated there."""
        title, told = ((self._record.provenance or {}).get(name) for name in ("title", "language"))
        by_title = isinstance(title, Place) and title.span == place.span
        return by_title or isinstance(told, list)


class Traces(Sequence[Trace]):
    """The entries of one record, each made when it is asked for.

    `uses` has the places of each by its name, by which whoever shows a source that is gone needs no entry.
    """

    def __init__(self, tracer: Tracer, uses: dict[str, list[Use]]) -> None:
        self.tracer = tracer
        self.uses = uses
        self._names = list(uses)

    def __len__(self) -> int:
        return len(self._names)

    @overload
    def __getitem__(self, at: int) -> Trace: ...
    @overload
    def __getitem__(self, at: slice) -> list[Trace]: ...
    def __getitem__(self, at: int | slice) -> Trace | list[Trace]:
        if isinstance(at, slice):
            return [self.tracer.entry(name, self.uses[name]) for name in self._names[at]]
        return self.tracer.entry(self._names[at], self.uses[self._names[at]])


class _Listed:
    """An item that a record names, with its text and its lines while it is here."""

    def __init__(self, number: int, source: SourceItem, sources: Texts) -> None:
        self.source = source
        self._sources = sources
        self._ends: list[int] | None = None
        self._item: Item | None = None
        self._is_looked_up = False
        self._is_outside = is_outside(source.path)
        is_curators = source.reader == CURATOR
        label = CURATORS_FILE if is_curators else readers.label(source.reader)
        self._told = number, label, source.path, source.item, source.sha256, is_curators

    @property
    def is_gone(self) -> bool:
        """Whether it is a source that was part of the site, and isn't here as it was."""
        return not self._is_outside and self.source.reader != CURATOR and self.item is None

    @property
    def item(self) -> Item | None:
        """The item as it is now."""
        if not self._is_looked_up:
            self._is_looked_up = True
            self._item = None if self._is_outside else self._sources.item(self.source)
        return self._item

    def lines_before(self, at: int) -> int:
        """How many line ends stand before an offset of the item's text."""
        text = self.item.text if self.item else ""
        if self._ends is None:
            self._ends = line_ends(text) if "\r" in text else []
        return bisect_right(self._ends, at) if self._ends else text.count("\n", 0, at)

    def origin(self, how: str, places: list[Where], is_here: bool = False) -> Origin:
        """The item as pages show it, with places in it; `is_here` if that is known already."""
        return Origin(*self._told, is_here or self.item is not None, self._is_outside, how, places)


Use = tuple[Key, str, Place, bool]
"""A place of a value, after its key and the value in words; last, whether it is the first place of the value."""
_What = tuple[str, str]
"""A value's name and what characters say of it."""


def by_element(one: Use) -> int:
    """Sorts the places of parts of the abstract."""
    return one[0].element


@lru_cache(maxsize=1024)
def label(name: str) -> str:
    """What an entry is called: a message of the interface."""
    return STATEMENT if name.startswith(f"{STATEMENT}-") else field_name(name)


def value_of(name: str, uses: list[Use]) -> str:
    """The values of an entry; of figures nothing: they say nothing without their names, which stand at each place."""
    if name in UNTOLD:
        return ""
    if len(uses) == 1:
        return short(uses[0][1])
    return short("; ".join([text for key, text, _, is_said in uses if is_said and not key.is_part]))


def _text(value: Any) -> str:
    """A value in words; an element of a list by what its place shows."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        if value.get("text"):
            return str(value["text"])
        name = value.get("literal") or fold(f"{value.get('given') or ''} {value.get('family') or ''}")
        if name or value.get("group"):
            return str(name or value["group"])
        return " ".join(str(value[key]) for key in ("type", "note", "date", "url") if value.get(key))
    if isinstance(value, list):
        return "; ".join(map(_text, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def short(text: str) -> str:
    """A value, or of a long one the start."""
    return text if len(text) <= LONG else f"{text[:60].rsplit(' ', 1)[0]} …"
