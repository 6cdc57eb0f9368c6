"""What an ingest remembers for the next one, in the cache: so that what it would do again to no effect isn't done.

Three things. Of each record's file that is as the program wrote it, what ingest has to know of it (`KeptStudy`). With
it the key of the plan by which nothing was left to do for that study. And the key of everything, under which a whole
ingest had nothing to do. Without the cache, or with an old one, everything is done, with the same result.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from synthesite.config import FILE as CONFIG_FILE
from synthesite.config import Config
from synthesite.found import AnyExtract, Found
from synthesite.front_matter import FrontMatter
from synthesite.journal_records import Made
from synthesite.keys import digest, program_key
from synthesite.model import Change, JournalRecord, Problem, Record
from synthesite.source_folders import all_source_paths, locate, shown_path, skipped_sources
from synthesite.store import pending
from synthesite.store.cache import Cache
from synthesite.store.content import Summary, load_summary
from synthesite.store.digests import Digests
from synthesite.store.files import file_digest, folders_below, has_leftovers, names_in_folder, paths_below
from synthesite.store.markdown_files import MarkdownFile
from synthesite.store.marks import Folders, State, marks_in, state_of
from synthesite.store.pending import Pending

if TYPE_CHECKING:  # which take long, and aren't needed where nothing is to do
    from synthesite.judged import Judged
    from synthesite.match import Match

DigestOf = Callable[[str], bytes | None]
"""Gives a hash of a file's bytes, as `file_digest` does; `None` for no file."""

_ABOUT_PAGES = frozenset({"themes", "notes", "exclude"})
"""What a curator says about a study's pages, and not about its record."""
_NOT_THERE = b"-"
_STATE, _DONE, _MEANT, _MEANINGS, _SOURCES = "state", "done", "meant", "meanings", "sources"
_STUDIES = "content/studies"
_JUDGED, _JOURNALS = "judged", "journals"


class KeptStudy(msgspec.Struct, array_like=True, frozen=True, kw_only=True):
    """What is known of a record whose file can be read and wasn't edited, and of the curator's file beside it."""

    record: Record
    """The record, with no more than its id, former ids, title, journal, identifiers and sources."""
    record_key: bytes
    """The hash of its file."""
    summary_key: bytes
    """The hash of the Markdown file."""
    front_key: bytes
    """The hash of its front matter's text; empty without any."""
    curated: dict[str, str]
    """The identifiers that a curator gives."""
    is_blank: bool
    """Whether there is no body."""
    plan: bytes = b""
    """The key of the plan under which nothing is left to do for this study; empty if there is none."""


class KeptJournal(msgspec.Struct, array_like=True, frozen=True):
    """The record in a journal's file that wasn't edited, with the hash of the file.

    `is_ours` says that the file is to the letter what the program would write of this record.
    """

    key: bytes
    record: JournalRecord
    is_ours: bool


class Journals(msgspec.Struct, array_like=True, frozen=True):
    """What was made of the sources about journals, by title, and what is in their files, by name."""

    made: dict[str, Made]
    files: dict[str, KeptJournal]


class Standing(msgspec.Struct, array_like=True, frozen=True):
    """What stood for the records and the curators' files in one folder, when the folder was in this state.

    `exact` is the key of all that is in them, `meant` that of what matters of it; `meanings` says for each curator's
    file, by its name, what matters of it, with the hash of the file.
    """

    state: State
    exact: bytes
    meant: bytes
    meanings: msgspec.Raw


class Done(msgspec.Struct, array_like=True, frozen=True):
    """What there was to report of an ingest that had nothing to do."""

    sources: int
    studies: int
    problems: list[Problem]
    located: dict[str, bool]
    """Of sources that records name, which could be found."""


_KEPT = msgspec.msgpack.Decoder(dict[str, KeptStudy])
_DECODE_MEANINGS = msgspec.msgpack.Decoder(dict[str, tuple[bytes, bytes]])
_DECODE_STANDING = msgspec.msgpack.Decoder(Standing)
_DECODE_JOURNALS = msgspec.msgpack.Decoder(Journals)
_DECODE_DONE = msgspec.msgpack.Decoder(Done)


def encode_kept(study: KeptStudy, plan: bytes | None) -> bytes:
    """The study with the key of its plan, if there is one, as bytes: so it travels between processes."""
    return msgspec.msgpack.encode(msgspec.structs.replace(study, plan=plan or b""))


def decode_kept(data: bytes) -> KeptStudy:
    """What `encode_kept` encoded."""
    return msgspec.msgpack.decode(data, type=KeptStudy)


def light(record: Record) -> Record:
    """A record without what ingest can do without until the study has changed."""
    return Record(
        id=record.id,
        formerly=record.formerly,
        title=record.title,
        journal=record.journal,
        doi=record.doi,
        pmid=record.pmid,
        sources=record.sources,
    )


def kept_study(
    record: Record, record_key: bytes, summary: Summary, summary_key: bytes, front: FrontMatter | None
) -> KeptStudy:
    """What is kept of a study. `front` is what the front matter of `summary` says, `None` where there is none."""
    said = front.values if front else {}
    return KeptStudy(
        record=light(record),
        record_key=record_key,
        summary_key=summary_key,
        front_key=front_key(summary.file),
        curated={name: said[name] for name in ("doi", "pmid") if said.get(name)},
        is_blank=not summary.file.body.strip(),
    )


def front_key(file: MarkdownFile) -> bytes:
    """The hash of the front matter's text; empty where it says nothing that matters to a record."""
    return digest(file.front) if file.data.keys() - _ABOUT_PAGES else b""


def meaning(file: MarkdownFile) -> bytes:
    """What stands for what matters of a curator's file: its front matter, and whether it has a body."""
    return _meaning(front_key(file), is_blank=not file.body.strip())


def _meaning(front: bytes, *, is_blank: bool) -> bytes:
    return front + (b"blank" if is_blank else b"")


class Ingested(NamedTuple):
    """What an ingest did: counts of sources and studies, the problems met, and what changed in the evidence, when.

    `extracts` is what it read, for those who ask the sources again; nothing where nothing had to be read. `touched` are
    the ids of the studies whose files were written or removed; `folders` those of the site's in which alone files were.
    """

    sources: int
    new: int
    changed: int
    unchanged: int
    problems: list[Problem]
    changes: list[Change]
    date: str
    extracts: Sequence[AnyExtract]
    touched: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()


class Memory:
    """What the last ingest of a site left behind. `digest_of` is asked once for each file.

    `inputs` are the marks of the files when the build began, if they are known: of a folder in which all are as they
    were, no file is asked for.
    """

    def __init__(self, config: Config, cache: Cache, digest_of: DigestOf, inputs: Folders | None = None) -> None:
        self._config = config
        self._table = cache.table("ingest")
        self._folders = cache.table("standing")
        self._inputs = inputs or {}
        self._touched: set[str] = set()
        """Folders in which files are not what they were when the build began."""
        self._ask = digest_of
        self._digests: dict[str, bytes | None] = {}
        self._paths: dict[str, list[str]] = {}
        self._by_marks: dict[str, dict[str, bytes]] = {}
        self._below = len(str(config.root)) + 1
        settings = config.settings
        parts = (settings.sources, settings.extra, settings.match, settings.trust, settings.rights)
        words = ([theme.id for theme in settings.themes], settings.vocabularies)
        self._settings = digest(program_key(), msgspec.json.encode((parts, words), order="deterministic"))
        self._studies: dict[str, KeptStudy] | None = None
        self._meanings: dict[str, tuple[bytes, bytes]] | None = None
        self._sources_key: bytes | None = None

    def shown(self, path: str) -> str:
        """The path of a file below the site's folder, as `posix` gives it."""
        return path[self._below :].replace(os.sep, "/")

    def digest_of(self, path: str) -> bytes | None:
        """A hash of a file as it was at the beginning."""
        if path not in self._digests:
            self._digests[path] = self._ask(path)
        return self._digests[path]

    def learn(self, digests: Mapping[str, bytes]) -> None:
        """Notes the hashes of files that were read meanwhile, by their whole paths, so that they aren't read for it."""
        new = {path: found for path, found in digests.items() if path not in self._digests}
        self._digests |= new
        if isinstance(self._ask, Digests):
            self._ask.learn(new)

    @property
    def may_have_leftovers(self) -> bool:
        """Whether there may be temporary files that a killed build left among those whose marks are known."""
        return not self._inputs or has_leftovers(self._inputs)

    @property
    def studies(self) -> dict[str, KeptStudy]:
        """What is kept of studies, by the paths of their records' files."""
        if self._studies is None:
            value = self._table.get(_STATE, self._settings)
            self._studies = _KEPT.decode(value) if value is not None else {}
        return self._studies

    def kept(self, path: str) -> KeptStudy | None:
        """What is kept of a record's file, if the marks of the two files tell that it still holds."""
        shown = self.shown(path)
        folder, _, name = shown.rpartition("/")
        if folder not in self._by_marks:
            self._by_marks[folder] = self._ask.by_marks(folder) if isinstance(self._ask, Digests) else {}
        one, known = self.studies.get(shown), self._by_marks[folder]
        beside = f"{name.removesuffix('.yaml')}.md"
        return one if one and one.record_key == known.get(name) and one.summary_key == known.get(beside) else None

    def plan_key(self, study: Match, record_key: bytes, front: bytes) -> bytes | None:
        """The key of a study's plan: all that it is made from. `None` where something of it isn't read from a source.

        What a curator's body says has no part in it, but for whether there is one (`KeptStudy.is_blank`).
        """
        if not all(isinstance(extract, Found) for extract in study.extracts):
            return None
        keys = [extract.key for extract in study.extracts if isinstance(extract, Found)]
        return digest(self._settings, record_key, front, *keys, *(reason or "" for reason in study.reasons))

    def journals(self) -> Journals:
        """What is known of the journals."""
        value = self._table.get(_JOURNALS, self._settings)
        return _DECODE_JOURNALS.decode(value) if value is not None else Journals({}, {})

    def keep_journals(self, journals: Journals) -> None:
        """Keeps what is known of the journals."""
        try:
            value = msgspec.msgpack.encode(journals)
        except UnicodeEncodeError:  # half a character
            return
        if self._table.get(_JOURNALS, self._settings) != value:
            self._table.put(_JOURNALS, self._settings, value)

    def judged(self) -> Judged:
        """The pairs of extracts that were compared already."""
        from synthesite.judged import Judged

        return Judged(self._table.get(_JUDGED, digest(program_key())))

    def keep_judged(self, judged: bytes) -> None:
        """Keeps what came of comparing, as `Judged.dump` gives it."""
        self._table.put(_JUDGED, digest(program_key()), judged)

    def foresees_no_decision(self) -> bool:
        """Whether nothing that is known of the studies speaks against grouping extracts as they were read."""
        decided = self._config.settings.match
        return bool(self.studies) and not (
            decided.same or decided.apart or any(one.curated for one in self.studies.values())
        )

    def done(self) -> Done | None:
        """What there was to report when everything was as it is now, and nothing was left to do."""
        if self._table.key(_SOURCES) != self._key_of_sources():
            return None
        key, meant = self._keys_of_all(self._folders_at_first())
        value = self._table.get(_DONE, key)
        if value is None and self._table.key(_MEANT):
            value = self._table.get(_MEANT, meant)
            if value is not None:
                self._table.put(_DONE, key, value)
        done = _DECODE_DONE.decode(value) if value is not None else None
        if done and all((locate(self._config, path) is not None) == there for path, there in done.located.items()):
            return done
        return None

    def _meaning_of(self, path: str, key: bytes) -> bytes:
        """What matters of a curator's file of this hash: the front matter, and whether there is a body."""
        kept = self.studies.get(f"{self.shown(path).removesuffix('.md')}.yaml")
        if kept and kept.summary_key == key:
            return _meaning(kept.front_key, is_blank=kept.is_blank)
        known = self.meanings.get(self.shown(path))
        if known and known[0] == key:
            return known[1]
        summary = load_summary(Path(path))
        return key if summary.problem else meaning(summary.file)

    def _key_of_sources(self) -> bytes:
        """The key of the settings and of the sources."""
        if self._sources_key is None:
            config = self.digest_of(str(self._config.root / CONFIG_FILE)) or _NOT_THERE
            parts: list[bytes | str] = [self._settings, config, *map(str, skipped_sources(self._config))]
            for source in all_source_paths(self._config):
                parts += [shown_path(self._config, source), self.digest_of(str(source)) or _NOT_THERE]
            self._sources_key = digest(*parts)
        return self._sources_key

    def _keys_of_all(self, folders: dict[str, list[str] | None]) -> tuple[bytes, bytes]:
        """Two keys of all that an ingest looks at, the sources and the files under `content/`.

        One stands for all that is in them, one for what matters of it. `folders` are those of the studies, with the
        names of their files; without these, a folder is as it was.
        """
        parts: list[object] = [self._key_of_sources()]
        for name in ("journals", "changes"):
            paths = self.paths(name, ".yaml")
            parts += [list(map(self.shown, paths)), [self.digest_of(path) or _NOT_THERE for path in paths]]
        found = [(folder, *self._keys_of_folder(folder, names)) for folder, names in sorted(folders.items())]
        exact = [(folder, one) for folder, one, _ in found if one]
        meant = [(folder, one) for folder, _, one in found if one]
        return digest(msgspec.msgpack.encode([*parts, exact])), digest(msgspec.msgpack.encode([*parts, meant]))

    def _folders_at_first(self) -> dict[str, list[str] | None]:
        """The folders of studies with the names of their files, when the build began."""
        if _STUDIES not in self._inputs:
            return self._folders_now()
        found: dict[str, list[str] | None] = {}
        for folder, files in folders_below(self._inputs, _STUDIES):
            kept = self._standing(folder)
            is_same = kept is not None and kept.state == self._state(folder)
            found[folder] = None if is_same else self._names(folder, files)
        return found

    def _folders_now(self) -> dict[str, list[str] | None]:
        """The same as it is now."""
        if _STUDIES in self._inputs:
            there = {folder: self._names(folder, files) for folder, files in folders_below(self._inputs, _STUDIES)}
            now = {folder: marks_in(str(self._config.root / folder)) or {} for folder in self._touched}
            return {**there, **{folder: self._names(folder, files) for folder, files in now.items()}}
        found: dict[str, list[str]] = {}
        for path in self.paths("studies", ".yaml", ".md"):
            folder, _, name = self.shown(path).rpartition("/")
            found.setdefault(folder, []).append(name)
        return {**found}

    def _names(self, folder: str, files: dict[str, int]) -> list[str]:
        return names_in_folder(files, self._config.root / folder, self._config.root / _STUDIES, {".yaml", ".md"})

    def _keys_of_folder(self, folder: str, names: list[str] | None) -> tuple[bytes, bytes]:
        """The two keys of one folder, both empty if it has no files."""
        kept = self._standing(folder)
        if names is None and kept:
            return kept.exact, kept.meant
        if not names:
            return b"", b""
        place = self._place(folder)
        before = _DECODE_MEANINGS.decode(kept.meanings) if kept else {}
        now: dict[str, tuple[bytes, bytes]] = {}
        exact: list[tuple[str, bytes]] = []
        meant: list[tuple[str, bytes]] = []
        for name in names:
            path = place + name
            key = self._digests.get(path) or self.digest_of(path)
            means = key or _NOT_THERE
            if key and name.endswith(".md"):
                known = before.get(name)
                means = known[1] if known and known[0] == key else self._meaning_of(path, key)
                now[name] = key, means
            exact.append((name, key or _NOT_THERE))
            meant.append((name, means))
        keys = digest(msgspec.msgpack.encode(exact)), digest(msgspec.msgpack.encode(meant))
        state = self._state(folder)
        if state and (kept is None or kept.state != state):
            standing = Standing(state, *keys, msgspec.Raw(msgspec.msgpack.encode(now)))
            self._folders.put(folder, self._settings, msgspec.msgpack.encode(standing))
        return keys

    def _standing(self, folder: str) -> Standing | None:
        return self._folders.decoded(folder, self._settings, _DECODE_STANDING)

    def _state(self, folder: str) -> State | None:
        """The state of a folder in which nothing is a link or was touched since the build began."""
        files = self._inputs.get(folder)
        if files is None or folder in self._touched or any(mark & 1 for mark in files.values()):
            return None
        return state_of(files)

    def paths(self, name: str, *suffixes: str) -> list[str]:
        """The files below a folder of the content as `paths_below` gives them, which are looked for only once."""
        if name not in self._paths:
            self._paths[name] = self._all_paths(name)
        return [path for path in self._paths[name] if path.endswith(suffixes)]

    def _all_paths(self, name: str) -> list[str]:
        if name != "studies" or _STUDIES not in self._inputs:
            return paths_below(self._config.content / name, {".yaml", ".md"})
        there = (
            (self._place(folder), self._names(folder, files)) for folder, files in folders_below(self._inputs, _STUDIES)
        )
        return sorted([place + one for place, names in there for one in names])

    def _place(self, folder: str) -> str:
        """What the whole paths of the files in a folder of the site's begin with."""
        return f"{self._config.root}{os.sep}{folder.replace('/', os.sep)}{os.sep}"

    @property
    def meanings(self) -> dict[str, tuple[bytes, bytes]]:
        """What curators' files mean, each with its own hash, by their paths; of those of which no more is kept."""
        if self._meanings is None:
            value = self._table.get(_MEANINGS, self._settings)
            self._meanings = _DECODE_MEANINGS.decode(value) if value is not None else {}
        return self._meanings

    def keep_meanings(self, meanings: Mapping[str, bytes]) -> None:
        """Keeps what curators' files mean, by their whole paths."""
        self._meanings = {
            self.shown(path): (key, told) for path, told in meanings.items() if (key := self.digest_of(path))
        }
        self._table.put(_MEANINGS, self._settings, msgspec.msgpack.encode(self._meanings))

    def keep(self, studies: dict[str, KeptStudy], done: Done | None, planned: Iterable[Path]) -> None:
        """Keeps what is known at the end of an ingest; `done` if the next one would find nothing to do.

        `planned` are the record's files that may be others now than at the beginning, with the summaries beside them.
        """
        if studies != self._studies:
            self._table.put(_STATE, self._settings, msgspec.msgpack.encode(studies))
        if done:
            known = dict(self._digests_of(studies))
            for path in planned:
                self._touched.add(self.shown(str(path)).rpartition("/")[0])
                for one in (str(path), str(path.with_suffix(".md"))):
                    self._digests[one] = known.get(one) or file_digest(one)
            self._digests |= known
            self._paths.clear()
            for name in ("journals", "changes"):
                for other in self.paths(name, ".yaml"):
                    self._digests.pop(other, None)
            self._studies = studies
            value = msgspec.msgpack.encode(done)
            folders = self._folders_now()
            exact, meant = self._keys_of_all(folders)
            self._table.put(_DONE, exact, value)
            self._table.put(_MEANT, meant, value)
            self._folders.retain(folders)
            self._table.put(_SOURCES, self._key_of_sources(), b"")

    def _digests_of(self, studies: Mapping[str, KeptStudy]) -> Iterator[tuple[str, bytes]]:
        """The hashes of the two files of each study, by their paths."""
        root = f"{self._config.root}{os.sep}"
        for shown, one in studies.items():
            path = f"{root}{shown.replace('/', os.sep)}"
            yield path, one.record_key
            yield f"{path.removesuffix('.yaml')}.md", one.summary_key


def nothing_to_do(config: Config, memory: Memory, date: str | None = None) -> Ingested | None:
    """What an ingest would report if it has nothing to do; `None` if it may have.

    It may have after an ingest that did not end.
    """
    if pending.noted(config.content) != Pending():
        return None
    done = memory.done()
    return Ingested(done.sources, 0, 0, done.studies, done.problems, [], date or "", []) if done else None
