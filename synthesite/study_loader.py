"""Loads one study: from its record and its curator's file to what may be shown of it, and what is known of it."""

from __future__ import annotations

import os
from collections import Counter
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import msgspec

from synthesite.blocks import Blocks, Entry, Held, Item, Marks, Metrics, StudyTraits
from synthesite.cards import card_of
from synthesite.check_traits import check_traits
from synthesite.citing.kept import CITING, References, references_of
from synthesite.config import Config, Settings
from synthesite.effective import effective
from synthesite.facts import facts_of
from synthesite.front_matter import front_matter
from synthesite.groups import members_of
from synthesite.keys import digest, program_key
from synthesite.links import link_traits
from synthesite.model import Citations, Member, Place, Problem, Record, Severity, Statement, source_at
from synthesite.related import RelatedTraits, related_traits
from synthesite.rights import published
from synthesite.said import said_of
from synthesite.search_entries import INDEXED, abstract_words, indexed
from synthesite.store.cache import Cache
from synthesite.store.content import load_summary, parse_summary
from synthesite.store.files import DIGEST_SIZE, content_of
from synthesite.store.markdown_files import body_sha256
from synthesite.store.marks import UNSETTLED
from synthesite.store.records import load_record, look_at, parse_record
from synthesite.study import Study, Whole
from synthesite.summary import generated_summary
from synthesite.themes import Assigned, Vocabulary, assign_themes

CHOSEN = "chosen by a curator"
"""The reason given for a theme that stands in the front matter."""


class Rules(Protocol):
    """What is looked into while a study is at hand."""

    def problems(self, whole: Whole, settings: Settings) -> dict[str, list[Problem]]:
        """What the rules about single studies find, by the names of the rules."""

    def verify(self, whole: Whole, key: bytes, settings: Settings) -> Held:
        """Whether the values of a study, whose key this is, stand where they are said to."""


class _Cited(msgspec.Struct):
    """What statements need of a record."""

    citations: Citations | None = None


_ENCODER = msgspec.msgpack.Encoder()
NOTHING = msgspec.Raw(_ENCODER.encode(None))
_STUDY = msgspec.msgpack.Decoder(Study)
_CITED = msgspec.msgpack.Decoder(tuple[(_Cited, *[msgspec.Raw] * (len(Study._fields) - 1))])  # type: ignore[misc]  # computed
"""A study of which only the statements matter: decoding all of it takes ten times as long."""
_REFERENCES = msgspec.msgpack.Decoder(References)


class Loaded(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What was loaded of a study, as it travels between processes.

    The study, its card, its traits, its references and what the search index has of it are encoded, and `NOTHING`
    where they are kept already or can't be. `members` are the groups that it is in, by kind, encoded.
    """

    entry: Entry
    marks: Marks
    members: msgspec.Raw = NOTHING
    study: msgspec.Raw = NOTHING
    card: msgspec.Raw = NOTHING
    traits: msgspec.Raw = NOTHING
    references: msgspec.Raw = NOTHING
    indexed: msgspec.Raw = NOTHING
    look: msgspec.Raw = NOTHING
    """What a look at the files told for ingest, as `standing.Look`, where that is asked for."""


_Files = tuple[bytes | None, bytes | None]


def _files(record: str) -> _Files:
    """What is in a record's and in its curator's file; `None` where that can't be read, or is a link."""
    return content_of(record), content_of(_beside(record), os.O_NOFOLLOW)


def _beside(record: str) -> str:
    """The curator's file beside a record's."""
    return f"{record.removesuffix('.yaml')}.md"


class Loader:
    """Loads the studies of one site one by one."""

    def __init__(self, config: Config, cache: Cache, rules: Rules | None, *, looks: bool = False) -> None:
        self._config = config
        self._looks = looks
        self._root = str(config.root)
        self._rules = rules
        settings = config.settings
        read = (settings.rights, settings.themes, settings.vocabularies, settings.language, settings.leave_out)
        self.settings_key = digest(program_key(), msgspec.msgpack.encode(read, order="deterministic"))
        """What stands for all that shapes a study besides its files."""
        self.studies = cache.table("studies")
        self.references = cache.table("references")
        self.indexed = cache.table(INDEXED)
        keeps = cache.folder is not None  # a check asks for neither
        self._cites = keeps and not CITING.issubset(settings.leave_out)
        self._searches = keeps and "search" not in settings.leave_out
        self._relates = "related" not in settings.leave_out
        self._lists_statements = "statements" not in settings.leave_out
        self.blocks = Blocks(cache, self.settings_key)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self._config.settings.themes)

    def load(self, path: str, marks: Marks, before: Entry | None) -> bytes:
        """What is `Loaded` of a record's file, encoded; `before` is the entry that is kept with card and traits."""
        files = _files(f"{self._root}/{path}")
        record, beside = files
        record_hash, as_written = (b"", None) if record is None else look_at(record)
        of_summary = b"" if beside is None else sha256(beside).digest()
        hashes = record_hash, of_summary[:DIGEST_SIZE]
        key = digest(self.settings_key, path, *hashes)
        if beside is None:
            unread = load_summary(Path(f"{self._root}/{_beside(path)}")).problem
            if unread:  # a link, or what can't be read: it may say something else the next time
                key, marks = digest(key, unread.message), (marks[0], UNSETTLED)
        if before and before.key == key == self.studies.key(before.id):
            return _ENCODER.encode(Loaded(before, marks))
        whole, problems = self.whole(path, files, as_written, of_summary)
        if whole is None:
            unusable = Entry(id=_stem(path), path=path, key=key, problems=tuple(problems))
            return _ENCODER.encode(Loaded(unusable, marks))
        study, settings = whole.study, self._config.settings
        members, shown, citations = members_of(study), card_of(study), study.record.citations
        words = abstract_words(study.record) if self._relates or self._searches else Counter[str]()
        card, traits = _ENCODER.encode(shown), _ENCODER.encode(self._traits(whole, words))
        references = _ENCODER.encode(references_of(study.record)) if self._cites else b""
        is_new = self._searches and not study.exclude and self.indexed.key(study.id) is None
        in_index = _ENCODER.encode(indexed(study, words)) if is_new else NOTHING
        entry = Entry(
            id=study.id,
            path=path,
            key=key,
            card_key=digest(card),
            traits_key=digest(traits),
            references_key=digest(references) if references else b"",
            order=_newest_first(study.record),
            exclude=study.exclude,
            formerly=tuple(study.record.formerly or ()),
            metrics=metrics_of(study.record),
            named=_ENCODER.encode([Item(s.path, s.reader, s.sha256) for s in study.record.sources or []]),
            problems=tuple(problems),
            told=(self._rules.problems(whole, settings) or None) if self._rules else None,
            held=self._rules.verify(whole, key, settings) if self._rules else None,
            said=said_of(shown, citations) if self._lists_statements else b"",
            facts=facts_of(shown, citations, members),
        )
        seen = self._look(whole, files, hashes) if self._looks and not (marks[0] | marks[1]) & 1 else NOTHING
        kept = _ENCODER.encode(members), _ENCODER.encode(study), card, traits, references or NOTHING, in_index, seen
        return _ENCODER.encode(Loaded(entry, marks, *map(msgspec.Raw, kept)))

    def _look(self, whole: Whole, files: _Files, hashes: tuple[bytes, bytes]) -> bytes | msgspec.Raw:
        """What there is to be seen for ingest in the files of a study; nothing if that is for itself to see."""
        from synthesite.standing import look_of  # brings much of ingest, which is seldom needed

        loaded, front = whole.loaded, whole.front
        if not files[1] or loaded.edited or not front.readable or "decided" in (loaded.record.extra or ()):
            return NOTHING
        items = tuple([(source.path, source.item) for source in loaded.record.sources or []])
        return _ENCODER.encode(look_of(loaded.record.id, items, front.file, hashes))

    def study(self, entry: Entry) -> Study:
        """A study from the cache, or made anew if it isn't there."""
        return self.studies.decoded(entry.id, entry.key, _STUDY) or self.known(entry).study

    def statements(self, entry: Entry) -> list[Statement]:
        """The statements of a study from the cache, of which only they are decoded."""
        kept = self.studies.decoded(entry.id, entry.key, _CITED)
        citations = kept[0].citations if kept else self.known(entry).study.record.citations
        return (citations and citations.statements) or []

    def card_of(self, entry: Entry) -> msgspec.Raw:
        """The encoded card of a study, made anew."""
        return msgspec.Raw(_ENCODER.encode(card_of(self.known(entry).study)))

    def traits_of(self, entry: Entry) -> msgspec.Raw:
        """The same for the traits."""
        whole = self.known(entry)
        words = abstract_words(whole.study.record) if self._relates else Counter[str]()
        return msgspec.Raw(_ENCODER.encode(self._traits(whole, words)))

    def members_of(self, entry: Entry) -> dict[str, list[Member]]:
        """The groups that a study is in, by kind, made anew."""
        return members_of(self.known(entry).study)

    def references_of(self, entry: Entry) -> References:
        """A study as references from the cache, or made anew if they aren't there."""
        kept = self.references.decoded(entry.id, entry.references_key, _REFERENCES)
        return kept or references_of(self.study(entry).record)

    def _traits(self, whole: Whole, words: Counter[str]) -> StudyTraits:
        study = whole.study
        related = related_traits(study, words) if self._relates else RelatedTraits(id=study.id)
        return StudyTraits(link_traits(whole.full), check_traits(whole), related)

    def known(self, entry: Entry) -> Whole:
        """Everything about a study that could be loaded before. Raises `KeyError` if its files are gone since."""
        whole, _ = self.whole(entry.path)
        if whole is None:
            raise KeyError(entry.id)
        return whole

    def whole(
        self, path: str, files: _Files | None = None, as_written: bool | None = None, of_summary: bytes = b""
    ) -> tuple[Whole | None, list[Problem]]:
        """A study of its files, and the problems in them; without it if the record can't be used.

        `as_written` says whether its fingerprint is the record's, `of_summary` is the hash of the curator's file, for
        who has looked.
        """
        settings, place, shown = self._config.settings, f"{self._root}/{path}", _beside(path)
        record, beside = files or _files(place)
        if record is None:
            loaded, problems = load_record(Path(place), path, Record)
        else:
            loaded, problems = parse_record(record, place, path, Record, as_written)
        if loaded is None:
            return None, problems
        if loaded.record.id != _stem(path):
            message = f"the id {loaded.record.id!r} is not the file's name; rename the file, or restore it from Git"
            return None, [*problems, Problem(path, 1, "bad-record", message, Severity.ERROR)]
        summary = parse_summary(beside, of_summary) if beside is not None else load_summary(Path(_beside(place)))
        front = front_matter(summary, settings)
        problems += [
            Problem(shown, fault.line, "bad-front-matter", fault.message, Severity.ERROR) for fault in front.faults
        ]
        values = front.values
        body = summary.file.body.strip()
        generated = body_sha256(body) == loaded.record.summary_sha256
        full = effective(loaded.record, front, summary, shown, "" if generated else body)
        if "themes" in values:
            themes = [Assigned(theme, [CHOSEN]) for theme in values["themes"]]
        else:
            themes = assign_themes(full, "" if generated else body, self._vocabulary)
        visible, withheld = published(full, settings.rights, values)
        if generated:
            body = generated_summary(loaded.record, full, visible, settings.rights, front.overrides)
        study = Study(
            record=visible,
            path=path,
            themes=themes,
            summary=body,
            summary_is_generated=generated,
            curated=frozenset(values),
            notes=values.get("notes", ""),
            withheld=withheld,
            checked=tuple(values.get("checked", ())),
            exclude=values.get("exclude", ""),
            summary_line=_summary_line(visible, summary.text),
        )
        return Whole(study, loaded, full, front, summary.text), problems


def _summary_line(record: Record, text: str) -> int | None:
    """The line of a curator's file on which the summary begins that they wrote, if its lines end as is usual."""
    place = (record.provenance or {}).get("summary")
    return text.count("\n", 0, place.span.start) + 1 if isinstance(place, Place) and "\r" not in text else None


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".yaml")


def _newest_first(record: Record) -> str:
    """A text that sorts newest first; a vaguer date comes after the more precise ones of its year or month."""
    return f"{_before(record.published or str(record.year or ''))}{record.id}"


@lru_cache(maxsize=16_384)
def _before(date: str) -> str:
    parts = [int(part) for part in date.split("-") if part.isdecimal()]
    year, month, day = [*parts, 0, 0, 0][:3]
    return f"{99999 - min(year, 99999):05}{99 - min(month, 99):02}{99 - min(day, 99):02}"


def metrics_of(record: Record) -> Metrics | None:
    """What a source of a study says of the standing of its journal."""
    if not record.journal_metrics:
        return None
    places = [p for k, p in (record.provenance or {}).items() if k.startswith("journal_metrics.")]
    first = places[0] if places else None
    source = source_at(record.sources, first.source) if isinstance(first, Place) else None
    return Metrics(record.journal_metrics, source.reader, source.path) if source else None
