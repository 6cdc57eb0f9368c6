"""The words of the program as types: plain values that the steps hand each other. No I/O here.

The order of the fields of `Record` is the order of the keys in a record's file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec


class Severity(StrEnum):
    """How bad a problem is: an error makes the exit status 1; a warning does so under `--strict`."""

    ERROR = "error"
    WARNING = "warning"


class Problem(NamedTuple):
    """Something wrong, where it is and what to do about it.

    `path` is relative to the site's folder, with `/`; `line` counts from 1, and 0 means the file as a whole.
    """

    path: str
    line: int
    code: str
    message: str
    severity: Severity = Severity.WARNING

    def __str__(self) -> str:
        """The one form in which problems are printed: `path:line: code message`."""
        text = f"{self.path}:{self.line}: {self.code} {self.message}"
        return "".join(c if c.isprintable() else c.encode("unicode_escape", "replace").decode() for c in text)


class Count(NamedTuple):
    """What a check counted, for the report at the end: a word for it, and the figures in words."""

    label: str
    text: str


class How(StrEnum):
    """How a value follows from the characters of its span."""

    COPIED = "copied"
    DECODED = "decoded"
    DERIVED = "derived"


class Span(NamedTuple):
    """A range of an item's decoded text, in code points from its start; `end` is exclusive."""

    start: int
    end: int


class _Plain(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Common settings: absent keys stay absent, unknown keys are refused."""


class Place(_Plain, frozen=True, kw_only=True, gc=False):
    """Where a value comes from: a span in the item that is `sources[source]` of the record."""

    source: int
    span: Span
    how: How


class Person(_Plain, frozen=True, kw_only=True, gc=False):
    """An author: `family` and `given`, or `literal` for a name that has no parts (an organisation)."""

    family: str | None = None
    given: str | None = None
    literal: str | None = None
    orcid: str | None = None

    @property
    def name(self) -> str:
        """The name in reading order."""
        if self.literal:
            return self.literal
        given, family = self.given, self.family
        return f"{given} {family}" if given and family else given or family or ""


class AbstractPart(_Plain, frozen=True, kw_only=True, gc=False):
    """A part of an abstract; without a label where the abstract is not structured.

    `shortened` marks a part of which only the first words are published (effective records only).
    """

    label: str | None = None
    text: str
    shortened: bool | None = None


class Statement(_Plain, frozen=True, kw_only=True, gc=False):
    """A passage in which another publication cites the study, as the source gives it.

    `confidence` is a share between 0 and 1, `seen` how often the source shows the passage, `by` who classified it.
    """

    text: str
    stance: str | None = None
    confidence: float | None = None
    section: str | None = None
    language: str | None = None
    seen: int | None = None
    by: str | None = None
    shortened: bool | None = None


class Tally(_Plain, frozen=True, kw_only=True):
    """How many statements there are of each stance."""

    supporting: int | None = None
    mentioning: int | None = None
    contrasting: int | None = None
    unclassified: int | None = None

    @property
    def total(self) -> int:
        """All statements counted."""
        return (self.supporting or 0) + (self.mentioning or 0) + (self.contrasting or 0) + (self.unclassified or 0)


class Filters(_Plain, frozen=True, kw_only=True):
    """The counts that a report page shows beside its filters, in the page's order."""

    sections: list[int] | None = None
    publication_types: list[int] | None = None
    relationship: list[int] | None = None
    years: list[int] | None = None


class Citations(_Plain, frozen=True, kw_only=True):
    """How a study has been cited. `cited_by` and `references` count publications, `tally` counts statements."""

    cited_by: int | None = None
    references: int | None = None
    tally: Tally | None = None
    statements: list[Statement] | None = None
    filters: Filters | None = None
    as_of: str | None = None


class JournalMetrics(_Plain, frozen=True, kw_only=True):
    """What a source says about the standing of the journal; shown on the journal's page only.

    `zone` is the division (1 to 4) of the Chinese Academy of Sciences' ranking, `quartile` that of the JCR.
    """

    impact_factor: float | None = None
    quartile: str | None = None
    category: str | None = None
    zone: int | None = None
    zone_category: str | None = None
    year: int | None = None


class SampleGroup(_Plain, frozen=True, kw_only=True):
    """A group of a study's sample and its size."""

    group: str
    n: int | None = None


class Notice(_Plain, frozen=True, kw_only=True, gc=False):
    """A retraction, a correction or an expression of concern."""

    type: str
    note: str | None = None
    url: str | None = None
    date: str | None = None


class SourceItem(_Plain, frozen=True, kw_only=True, gc=False):
    """One item of one source: the n-th entry (`item` counts from 1), its hash, and how it came to this record."""

    path: str
    item: int
    sha256: str
    reader: str
    encoding: str = ""
    matched: str | None = None


def source_at(sources: list[SourceItem] | None, index: int) -> SourceItem | None:
    """The item that a place or a side of a conflict names; `None` where a hand edit made it name none."""
    return sources[index] if sources and 0 <= index < len(sources) else None


class ConflictValue(_Plain, frozen=True, kw_only=True, gc=False):
    """One side of a conflict, as text, and the characters that say so."""

    source: int
    value: str
    span: Span | None = None


class Conflict(_Plain, frozen=True, kw_only=True):
    """A field about which a source, or two sources, say different things."""

    field: str
    values: list[ConflictValue]


Provenance = dict[str, Place | list[Place]]


class Record(_Plain, frozen=True, kw_only=True):
    """A study as its sources describe it; the keys and their order are those of its file."""

    id: str
    formerly: list[str] | None = None
    type: str | None = None
    genre: str | None = None
    title: str | None = None
    authors: list[Person] | None = None
    year: int | None = None
    published: str | None = None
    journal: str | None = None
    issn: list[str] | None = None
    publisher: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    url: str | None = None
    pdf: str | None = None
    language: str | None = None
    open_access: bool | None = None
    licence: str | None = None
    abstract: list[AbstractPart] | None = None
    abstract_truncated: bool | None = None
    keywords: list[str] | None = None
    investigation: str | None = None
    design: str | None = None
    countries: list[str] | None = None
    setting: str | None = None
    population: str | None = None
    sample: list[SampleGroup] | None = None
    intervention: str | None = None
    outcomes: list[str] | None = None
    findings: list[str] | None = None
    limits: list[str] | None = None
    citations: Citations | None = None
    journal_metrics: JournalMetrics | None = None
    notices: list[Notice] | None = None
    sources: list[SourceItem] | None = None
    provenance: Provenance | None = None
    conflicts: list[Conflict] | None = None
    extra: dict[str, Any] | None = None
    summary_sha256: str | None = None
    fingerprint: str | None = None


MACHINE_KEYS = frozenset(
    {"id", "formerly", "sources", "provenance", "conflicts", "extra", "summary_sha256", "fingerprint"}
)
"""Keys of a record that only the program writes; a curator's front matter cannot override them."""


CODED_KEYS = (
    "design", "countries", "setting", "population", "sample", "intervention", "outcomes", "findings", "limits",
)  # fmt: skip
"""Keys of a record that a curator or a source codes, for which a site may have vocabularies."""


class Checked(_Plain, frozen=True, kw_only=True):
    """Who verified a study's values, by initials, and when; `what` names keys, and without it all are meant."""

    by: str
    on: str
    what: list[str] | None = None


class Extract(_Plain, frozen=True, kw_only=True):
    """What a reader found about one study in one item of a source.

    `values` maps dotted keys (`title`, `citations.cited_by`) to plain values; `places` says for the same keys, and for
    parts of list elements (`abstract.0.label`), where they come from, with `source` 0 throughout. Keys that start with
    `journal_record.` describe the journal, not the study. `line` is where the item starts in its file.
    """

    source: SourceItem
    line: int
    values: dict[str, Any]
    places: dict[str, Place | list[Place]]
    conflicts: list[Conflict]
    problems: list[Problem]
    extra: dict[str, list[str]] = {}
    """What the source says under keys of its own that a record has no place for, by those keys."""


class JournalRecord(_Plain, frozen=True, kw_only=True):
    """A journal as sources describe it: the keys and their order are those of its file."""

    id: str
    title: str
    abbreviation: str | None = None
    issn: list[str] | None = None
    publisher: str | None = None
    description: list[str] | None = None
    sources: list[SourceItem] | None = None
    provenance: Provenance | None = None
    fingerprint: str | None = None


class ChangeKind(StrEnum):
    """What happened to the evidence, the weightiest first."""

    NOTICE = "notice"
    NEW = "new"
    MERGED = "merged"
    SPLIT = "split"
    FORGOTTEN = "forgotten"
    GONE = "gone"
    RETURNED = "returned"
    CONFLICT = "conflict"
    SETTLED = "settled"
    CHANGED = "changed"
    STATEMENTS = "statements"
    CITATIONS = "citations"
    SOURCE = "source"


class Change(_Plain, frozen=True, kw_only=True):
    """One change in the evidence, which stands on its own: `study` and `title` say where, `change` what happened.

    `field` is the record's key (`volume`, `citations.cited_by`), that of a notice its type, that of statements ends
    in their stance. `was` and `now` are the values as text: counts for statements, the date of a notice where known;
    both are absent where texts are prose or long, which are never repeated here. `other` is the id that merged into
    this study or that this one was split off. `sources` are the paths that the new state comes from.
    """

    change: ChangeKind
    study: str
    title: str | None = None
    field: str | None = None
    was: str | None = None
    now: str | None = None
    other: str | None = None
    sources: list[str] | None = None


class Member(NamedTuple):
    """A group that a study is in: its id, its label, and the text it is sorted by."""

    id: str
    label: str
    sort: str


class Card(_Plain, frozen=True, kw_only=True, array_like=True, gc=False):
    """All that lists know of a study, as far as it may be shown.

    `authors` are the first four authors' names in reading order, `gist` is the first finding, `notices` are the types
    of the notices, `conflicts` counts the values that sources disagree about.
    """

    id: str
    title: str | None = None
    language: str | None = None
    authors: list[str] = []
    author_count: int = 0
    journal: str | None = None
    year: int | None = None
    published: str | None = None
    gist: str | None = None
    design: str | None = None
    countries: list[str] = []
    open_access: bool | None = None
    tally: Tally | None = None
    notices: list[str] = []
    conflicts: int = 0
    classifier: str = ""
    """Whose classification of statements the tally is."""
    doi: str | None = None


class Later:
    """Something that a page rests on and that is fetched only when the page is made: a study, the cards of a list.

    `key` stands for all that `fetch` gives.
    """

    __slots__ = ("fetch", "key")

    def __init__(self, key: bytes, fetch: Callable[[], Any]) -> None:
        self.key = key
        self.fetch = fetch


class IfShown:
    """A value of a page that is made only if the page's template shows it."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make

    def of(self, _: str, /) -> Any:
        """The value; it is handed its name."""
        return self.make()


class Together(IfShown):
    """Values that are made together, by their names: once, if the template shows one of them."""

    __slots__ = ("_made",)

    def __init__(self, make: Callable[[], dict[str, Any]]) -> None:
        super().__init__(make)
        self._made: dict[str, Any] | None = None

    def of(self, name: str, /) -> Any:
        """The value of this name."""
        if self._made is None:
            self._made = self.make()
        return self._made[name]


class Page(NamedTuple):
    """A page to be: its path below `site/`, its template, and what it rests on.

    `make` is a plain function that is called with the things in `rests_on` and with nothing else, and returns the
    values that the template shows. Things are plain data (texts, numbers, cards, groups, lists of them) or `Later`. A
    page of which none of them changed isn't made again.
    """

    path: str
    template: str
    make: Callable[..., dict[str, Any]]
    rests_on: tuple[Any, ...] = ()


class Export(NamedTuple):
    """A file to be that is no page: as a page, but `make` returns its bytes."""

    path: str
    make: Callable[..., bytes]
    rests_on: tuple[Any, ...] = ()


class Asset(NamedTuple):
    """A file to be whose bytes are there already."""

    path: str
    content: bytes


Output = Page | Export | Asset


class Batch(NamedTuple):
    """Files to be that are looked at together: while nothing changed that a batch rests on, they aren't even listed.

    `name` tells a batch from all others. `rests_on` are things as those of a page. Where they are the same, `outputs`
    must list the same files, resting on the same; where they changed, each file is looked at by itself: so a batch may
    rest on more than its files do.
    """

    name: str
    rests_on: tuple[Any, ...]
    outputs: Callable[[], Iterable[Output]]
