"""The summary that is written from a record: its first Markdown body, until a curator takes it over.

It says what the study asked, did, found and concluded, in the abstract's own sentences; how it has been cited; and
what the sources leave open. Nothing in it goes beyond the record.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import msgspec

from synthesite import readers
from synthesite.config import Rights
from synthesite.model import AbstractPart, Citations, Record, Tally, source_at
from synthesite.rights import published
from synthesite.text.abstracts import ASKED, CONCLUDED, DID, FOUND, role_of
from synthesite.text.markup import escape_markdown, plain_title
from synthesite.text.numbers import counted
from synthesite.text.passages import first_sentence

_HEADINGS = {
    ASKED: "What the study asked",
    DID: "What it did",
    FOUND: "What it found",
    CONCLUDED: "What it concluded",
    None: "From the abstract",
}
_AIM = re.compile(
    r"aim|objective|purpose|question|goal|ziel|frage|objetiv|objectif|tavoit|tarkoitus|目的", re.IGNORECASE
)
FIELD_NAMES = {
    "authors": "the authors", "journal": "the journal", "year": "the year", "abstract": "an abstract",
    "title": "the title", "open_access": "open access", "published": "the date of publication", "issn": "the ISSN",
    "doi": "the DOI", "pmid": "the PMID", "pmcid": "the PMCID", "licence": "the licence", "volume": "the volume",
    "issue": "the issue", "pages": "the pages", "language": "the language",
}  # fmt: skip


def summary_text(record: Record, rights: Rights) -> str:
    """The Markdown of the generated summary, ending in a line end; it quotes from what `rights` let a site show."""
    return _text(record, published(record, rights).record)


def generated_summary(
    record: Record, effective: Record, visible: Record, rights: Rights, overridden: Collection[str]
) -> str:
    """The generated summary of a study, under the licence that counts: the curator's, if they set one.

    `record` is the study's as its file has it, `effective` with the curator's values of the keys `overridden`, and
    `visible` what of that may be shown. Without such values it is what may be shown of the record as well.
    """
    if not overridden:
        return _text(record, visible)
    conflicts = [c for c in record.conflicts or [] if c.field != "licence" or c in (effective.conflicts or [])]
    licensed = msgspec.structs.replace(record, licence=effective.licence, conflicts=conflicts or None)
    return summary_text(licensed, rights)


def _text(record: Record, shown: Record) -> str:
    """The summary of a record from what of it may be shown."""
    missing = [FIELD_NAMES[key] for key in ("authors", "journal", "year", "abstract") if not getattr(record, key)]
    blocks = [_opening(shown), *_passages(shown), *_findings(shown), *_citations(shown), *_open(shown, missing)]
    return "\n\n".join(blocks) + "\n"


def _opening(record: Record) -> str:
    names = [escape_markdown(author.name) for author in record.authors or []]
    by = f" by {join(names if len(names) <= 4 else [*names[:3], 'others'])}" if names else ""
    where = f" in *{escape_markdown(plain_title(record.journal))}*" if record.journal else ""
    when = f" in {record.year}" if record.year else ""
    title = escape_markdown(plain_title(record.title)) if record.title else "a study without a title in its sources"
    verb = "was published" if where or when else "is described here"
    closing = "" if title.endswith(("?", "!", ".")) else ","
    return f"“{title}{closing}”{by} {verb}{where}{when}."


def join(words: list[str]) -> str:
    """The words as a list in a sentence: `a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _passages(record: Record) -> Iterator[str]:
    """A sentence of each labelled part under the heading of what the part is about; cut ones are shown as cut."""
    parts = record.abstract or []
    has_aim = any(part.label and _AIM.search(part.label) for part in parts)
    chosen: list[AbstractPart] = []
    for part in parts:
        role = role_of(part.label or "")
        if role == ASKED and has_aim and not _AIM.search(part.label or ""):
            continue
        if role == FOUND and record.findings:
            continue
        if part.text:
            chosen.append(_sentence(part))
    heading: str | None = None
    for part in chosen:
        role = role_of(part.label or "")
        if _HEADINGS[role] != heading:
            heading = _HEADINGS[role]
            yield f"## {heading}"
        yield _quoted(part, record)


def _sentence(part: AbstractPart) -> AbstractPart:
    """The sentence that stands for a part: its first one, as far as it may be shown."""
    sentence, closed = first_sentence(part.text)
    return AbstractPart(label=part.label, text=sentence, shortened=True if part.shortened and not closed else None)


def _quoted(part: AbstractPart, record: Record) -> str:
    text = escape_markdown(part.text)
    if record.abstract_truncated and not part.shortened and not first_sentence(part.text)[1]:
        text = f"{text.removesuffix('…')}… *(the source breaks off here)*"
    elif part.shortened:
        text = f"{text} …"
    label = f" ({escape_markdown(part.label)})" if part.label else ""
    return f"> {text}{label}"


def _findings(record: Record) -> Iterator[str]:
    if record.findings:
        yield "## What it found"
        yield "\n".join(f"- {escape_markdown(finding)}" for finding in record.findings)


def _citations(record: Record) -> Iterator[str]:
    sentence = citation_sentence(record)
    if sentence:
        yield "## How it has been cited"
        yield escape_markdown(sentence)


def citation_sentence(record: Record) -> str:
    """How the study has been cited, with the figures, in a sentence or two; empty if no source says."""
    citations = record.citations or Citations()
    sentences = []
    if citations.cited_by is not None:
        who = counted(citations.cited_by, "publication")
        sentences.append(f"By its source's count, {who} {'cites' if citations.cited_by == 1 else 'cite'} this study.")
    if citations.tally and citations.tally.total:
        sentences.append(_tally_sentence(record, citations.tally))
    if citations.references is not None:
        sentences.append(f"It cites {counted(citations.references, 'publication')} itself.")
    return " ".join(sentences)


def _tally_sentence(record: Record, tally: Tally) -> str:
    named = [f"{n or 'none'} as {stance}" for stance, n in tally_counts(record)[:3] if n is not None]
    who = classifier(record)
    if not named:
        return f"Of {counted(tally.total, 'citation statement')}, all are unclassified."
    verb = f"{who} classifies {join(named)}" if who else f"the source counts {join(named)}"
    rest = (
        f"; {tally.unclassified} {'is' if tally.unclassified == 1 else 'are'} unclassified"
        if tally.unclassified
        else ""
    )
    return f"Of {counted(tally.total, 'citation statement')}, {verb}{rest}."


def tally_counts(record: Record) -> list[tuple[str, int | None]]:
    """The stances with their counts, in the order in which they are always shown."""
    tally = record.citations.tally if record.citations else None
    stances = ("supporting", "mentioning", "contrasting", "unclassified")
    return [(stance, getattr(tally, stance, None)) for stance in stances]


def classifier(record: Record) -> str | None:
    """Who classified the statements of a record, where its reader says so."""
    place = (record.provenance or {}).get("citations.tally.supporting") or (record.provenance or {}).get(
        "citations.statements"
    )
    first = place[0] if isinstance(place, list) else place
    source = source_at(record.sources, first.source) if first else None
    return readers.classifier(source.reader) if source else None


def _open(record: Record, missing: list[str]) -> Iterator[str]:
    sentences = []
    if missing:
        sentences.append(
            f"No source gives {join(missing)}." if len(missing) == 1 else f"The sources lack {join(missing)}."
        )
    if record.abstract_truncated:
        sentences.append("The abstract breaks off in the source.")
    for conflict in record.conflicts or []:
        name = FIELD_NAMES.get(conflict.field, conflict.field)
        said = dict.fromkeys(value.value for value in conflict.values)  # several sources may be on one side
        values = join([f"“{escape_markdown(value)}”" for value in said])
        sentences.append(f"About {name} the sources say different things: {values}.")
    if sentences:
        yield "## What the sources leave open"
        yield " ".join(sentences)
