"""How much of somebody's prose may be shown (promise 4). Everything that leaves `content/` has gone through here.

`published` decides once, where a record is loaded: pages, exports, feeds, metadata and the search index are made from
what it gives. `Passages` decides about the characters of sources that are shown beside the values.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Collection, Mapping
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from operator import is_not
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec

from synthesite.config import Rights
from synthesite.model import AbstractPart, Conflict, Extract, How, JournalRecord, Notice, Place, Record, Span, Statement
from synthesite.text.folding import fold
from synthesite.text.licences import family_of, spdx
from synthesite.text.passages import count_words, first_words, measured
from synthesite.text.paths import is_outside
from synthesite.text.surroundings import AROUND, Surroundings

_OPEN_FAMILIES = frozenset({"CC0", "CC-BY", "CC-BY-SA", "CC-PDM"})
_OPEN = frozenset({"PDDL-1.0", "ODC-By-1.0", "Unlicense"})
_PROSE = ("abstract", "citations.statements", "description", "journal_record.description", "notices")
"""Keys whose texts are somebody's prose. `extra` has no places."""
_LABEL_WORDS = 8
_QUOTED_WORDS = 40


class Withheld(StrEnum):
    """How much of a value isn't shown."""

    PART = "part"
    WHOLE = "whole"


class Published(NamedTuple):
    """A record as it may be shown, and what of it isn't: by key, whether the end is missing or all of it."""

    record: Record
    withheld: dict[str, Withheld]


def is_open(licence: str | None) -> bool:
    """Whether the licence (an SPDX identifier) lets a site show the work whole: CC0, CC BY, CC BY-SA, public domain.

    NC and ND are not among them, because whether a site is commercial is for its owner to say.
    """
    return bool(licence) and (licence in _OPEN or family_of(licence or "") in _OPEN_FAMILIES)


def words_allowed(policy: Mapping[str, str], licence: str | None) -> int | None:
    """How many words of a text under this licence the settings allow; `None` for all of them.

    What is said of the very licence wins over what is said of its family (`CC-BY-NC`, whatever the version), and that
    over `open`, `other` (a licence is stated, and isn't named in the settings) and `unknown` (none is stated).
    """
    name = (spdx(licence) or licence) if licence else ""
    kind = "open" if is_open(name) else "other" if name else "unknown"
    said = policy.get(name) or policy.get(family_of(name) or "") or policy[kind]
    return None if said == "full" else 0 if said == "link" else int(said)


def published(record: Record, rights: Rights, curated: Collection[str] = ()) -> Published:
    """A record with its abstract, statements, notices and extra texts as they may be shown.

    `curated` are the keys that a curator set. What they wrote of their own is shown whole; an abstract and statements
    stay the work of those who published them, whoever typed them in. Where sources disagree about the licence, the
    one that allows least counts.
    """
    withheld: dict[str, Withheld] = {}
    changes: dict[str, Any] = {}
    words, other = _least(rights.abstracts, record), words_allowed(rights.statements, None)
    if record.abstract:
        parts = shown_parts(record.abstract, words)
        if parts is not record.abstract:
            changes["abstract"] = parts or None
        if any(part.shortened for part in parts) or not parts:
            withheld["abstract"] = Withheld.PART if parts else Withheld.WHOLE
    if record.citations and record.citations.statements:
        statements = [_statement(statement, other) for statement in record.citations.statements]
        if any(map(is_not, statements, record.citations.statements)):
            changes["citations"] = msgspec.structs.replace(record.citations, statements=statements)
        if any(statement.shortened for statement in statements):
            some = any(statement.text for statement in statements)
            withheld["citations.statements"] = Withheld.PART if some else Withheld.WHOLE
    if record.notices and "notices" not in curated:
        changes["notices"] = [_notice(notice, other) for notice in record.notices]
        if changes["notices"] != record.notices:
            withheld["notices"] = Withheld.PART
    if record.extra:
        changes["extra"] = _extra(record.extra, other)
        if changes["extra"] != record.extra:
            withheld["extra"] = Withheld.PART if changes["extra"] else Withheld.WHOLE
            changes["extra"] = changes["extra"] or None
    if record.conflicts:
        limits = {"abstract": words, "notices": other, "citations.statements": other}
        changes["conflicts"] = [_conflict(conflict, limits) for conflict in record.conflicts]
    return Published(msgspec.structs.replace(record, **changes) if changes else record, withheld)


def published_journal(record: JournalRecord, rights: Rights) -> JournalRecord:
    """A journal's record with its description, prose of unknown rights, as an abstract of unknown rights is shown.

    A line that is cut ends in `…`; without a single word to show, the description is an empty list.
    """
    if not record.description:
        return record
    parts = shown_parts([AbstractPart(text=line) for line in record.description], words_allowed(rights.abstracts, None))
    lines = [f"{part.text} …" if part.shortened else part.text for part in parts]
    return msgspec.structs.replace(record, description=lines)


def shown_parts(parts: list[AbstractPart], words: int | None) -> list[AbstractPart]:
    """The first words of each part of an abstract, at most `words` in all; none if there are fewer than parts.

    A part that is cut is marked `shortened`. The words are shared out so that short parts leave theirs to longer ones.
    """
    if words is None:
        return parts
    if words < len(parts):
        return []
    left, shown = words, list(parts)
    texts = [measured(part.text) for part in parts]
    for done, at in enumerate(sorted(range(len(parts)), key=lambda at: (texts[at].words, at))):
        text = texts[at].first(left // (len(parts) - done))
        left -= math.ceil(text.words)
        label = first_words(parts[at].label or "", _LABEL_WORDS)[0] or None
        shortened = True if text.text != parts[at].text else None
        shown[at] = AbstractPart(label=label, text=text.text, shortened=shortened)
    return shown


def shown_statement(statement: Statement, rights: Rights) -> Statement:
    """A statement as it may be shown; no source states the licence of the work that it stands in, so as unknown."""
    return _statement(statement, words_allowed(rights.statements, None))


def _statement(statement: Statement, words: int | None) -> Statement:
    if words is None:
        return statement
    text, cut = first_words(statement.text, words)
    section = first_words(statement.section, _LABEL_WORDS)[0] or None if statement.section else None
    if not cut and section == statement.section and statement.shortened is None:
        return statement
    return msgspec.structs.replace(statement, text=text, section=section, shortened=True if cut else None)


def _least(policy: Mapping[str, str], record: Record) -> int | None:
    """The words allowed by the licence of a record, or by one that its sources dispute it with: the fewest of them."""
    disputed = [v.value for c in record.conflicts or [] if c.field == "licence" for v in c.values]
    limits = [words_allowed(policy, licence) for licence in [record.licence, *disputed]]
    return min((limit for limit in limits if limit is not None), default=None)


def _notice(notice: Notice, words: int | None) -> Notice:
    note = _excerpt(notice.note, words) if notice.note else None
    return msgspec.structs.replace(notice, note=note or None)


def _extra(value: Any, words: int | None) -> Any:
    """Texts of the sources' own keys, at any depth; what is left empty by cutting is left out."""
    if isinstance(value, dict):
        return {key: shown for key, inner in value.items() if (shown := _extra(inner, words)) not in ("", [], {})}
    if isinstance(value, list):
        return [shown for inner in value if (shown := _extra(inner, words)) not in ("", [], {})]
    return _excerpt(value, words) if isinstance(value, str) else value


def _excerpt(text: str, words: int | None) -> str:
    if words is None:
        return text
    shown, cut = first_words(text, words)
    return f"{shown} …" if shown and cut else shown


def _conflict(conflict: Conflict, limits: Mapping[str, int | None]) -> Conflict:
    """A conflict, which says of prose that may not be shown whole only how long it is."""
    field = next((key for key in limits if f"{conflict.field}.".startswith(f"{key}.")), "")
    if not field or limits[field] is None:
        return conflict
    values = [
        msgspec.structs.replace(value, value=f"a text of {math.ceil(count_words(value.value))} words, not shown")
        for value in conflict.values
    ]
    return msgspec.structs.replace(conflict, values=values)


class Passages:
    """What may be shown of the characters that the values of a published record come from, and around them.

    `read` holds what the readers find in the record's sources, by the sources' numbers, as far as they are here: in
    prose is what lies in the prose of any of them, also where another source's stands in the record. Without `rights`
    nothing around a passage is shown.
    """

    def __init__(
        self,
        record: Record | JournalRecord,
        rights: Rights | None = None,
        read: Mapping[int, Extract] = MappingProxyType({}),
    ) -> None:
        self._is_outside = [is_outside(source.path) for source in record.sources or []]
        self._read = read
        spans: dict[int, list[tuple[int, int]]] = {}
        for key, places in (record.provenance or {}).items():
            for place in _in_prose(key, places):
                spans.setdefault(place.source, []).append(place.span)
        for source, extract in read.items():
            for key, places in extract.places.items():
                spans.setdefault(source, []).extend(place.span for place in _in_prose(key, places))
        self._prose = {source: _united(found) for source, found in spans.items()}
        self._is_free = rights is not None and isinstance(record, Record) and _least(rights.abstracts, record) is None
        self._surroundings: dict[int, Surroundings | None] = {}

    def shown(self, place: Place, raw: str, value: str) -> str:
        """The characters `raw` of a place as they may stand beside `value`; an empty text if they may not.

        At most forty words, cut ones with `…`. Where they lie in an abstract, a statement or other prose, never more,
        in words and in characters, than are shown of the value; and nothing where the value was derived, because the
        source may give its words in another order. Nothing at all from a folder that is not part of the site.
        """
        if self._is_outside[place.source]:
            return ""
        text = whole = fold(raw)
        words = float(_QUOTED_WORDS)
        if self._meets_prose(place.source, place.span):
            if place.how == How.DERIVED:
                return ""
            text = whole[: len(value)]
            if text != value:
                words = min(words, count_words(value))
        if len(text) > words:  # a word counts for no more than it has characters
            text = first_words(text, words)[0]
        return f"{text} …" if len(text) < len(whole) else text

    def around(self, place: Place, text: str) -> tuple[str, str]:
        """What may be shown before and after a place in the text of its item, which is the same in each call.

        Only where the study's licence lets the whole of its abstract be shown, and only from an item that holds
        nobody else's prose; of that no more than values and the names of fields between them, up to the first prose,
        and never what the item says under keys of its own. Nothing from a folder that is not part of the site.
        """
        if not self._is_free:
            return "", ""
        source = place.source
        if source not in self._surroundings:
            self._surroundings[source] = self._surroundings_in(source, text)
        surroundings = self._surroundings[source]
        return surroundings.around(place.span) if surroundings else ("", "")

    def _surroundings_in(self, source: int, text: str) -> Surroundings | None:
        """What may stand around the places of an item; `None` where nothing may."""
        extract = self._read.get(source)
        if extract is None or self._is_outside[source]:
            return None
        if any(is_prose(key) and not key.startswith("abstract") for key in extract.places):
            return None
        own = [said for texts in extract.extra.values() for said in texts if said.strip()]

        def may_show(start: int, end: int) -> bool:
            if start < end and self._meets_prose(source, Span(start, end)):
                return False
            between = text[start:end]
            return not own or not any(one in form for form in (between, *_forms(between)) for one in own)

        return Surroundings(text, self._values(source, extract), may_show)

    def _values(self, source: int, extract: Extract) -> list[Span]:
        """Where the values of an item stand that aren't prose, and that may be quoted."""
        places = chain.from_iterable(map(_listed, extract.places.values()))
        quotable = {place.span for place in places if place.how != How.DERIVED or _length(place.span) <= AROUND}
        return sorted(span for span in quotable if not self._meets_prose(source, span))

    def _meets_prose(self, source: int, span: Span) -> bool:
        spans = self._prose.get(source)
        if not spans:
            return False
        at = bisect_left(spans, (span.end,)) - 1  # the last that starts before the span's end
        return at >= 0 and spans[at][1] > span.start


@lru_cache(maxsize=4096)
def _forms(between: str) -> tuple[str, ...]:
    """What a few characters between two values may stand for; files repeat them from item to item."""
    from synthesite.text.decodings import decodings  # knows every notation; only what stands around a value asks for it

    return tuple(decodings(between))


@lru_cache(maxsize=4096)
def is_prose(key: str) -> bool:
    """Whether a key, of a record or of an extract, is of somebody's prose as a whole, or of one text of it."""
    return any(key == prose or re.fullmatch(rf"{re.escape(prose)}\.\d+(?:\.text|\.note)?", key) for prose in _PROSE)


def _in_prose(key: str, places: Place | list[Place]) -> list[Place]:
    """Those of a key's places that are prose; where title and abstract told the language, all but the title's."""
    if key == "language":
        return _listed(places)[1:]
    return _listed(places) if is_prose(key) else []


def _listed(places: Place | list[Place]) -> list[Place]:
    return [places] if isinstance(places, Place) else places


def _length(span: Span) -> int:
    return span.end - span.start


def _united(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in ascending order, overlapping ones as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
