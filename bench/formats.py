"""An invented study as each program wants it: a record with its summary, a RIS entry, a Markdown file for Hugo."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import msgspec

from bench.corpus import PARTS, STANCES, THEMES, Invented
from synthesite.config import Rights
from synthesite.model import (
    AbstractPart,
    Citations,
    How,
    Person,
    Place,
    Provenance,
    Record,
    SourceItem,
    Span,
    Statement,
    Tally,
)
from synthesite.store.markdown_files import body_sha256
from synthesite.store.records import dump_record
from synthesite.summary import summary_text
from synthesite.text.slugs import slugify
from synthesite.text.yaml_text import dump_yaml

SOURCE = "content/sources/invented.json"
"""The source that the records name. It isn't there, as in a repository that may not hold its sources."""


class Pair(NamedTuple):
    """The two files of a study: where they stand below the site's folder (without the suffix), and their texts."""

    stem: str
    record: str
    summary: str


class _Item:
    """An item whose values stand one after another; gives each its place."""

    def __init__(self) -> None:
        self.at = 2

    def place(self, text: str, how: How = How.COPIED) -> Place:
        start = self.at + 8
        self.at = start + len(text)
        return Place(source=0, span=Span(start, self.at), how=how)


def record_of(study: Invented) -> Record:
    """The record that ingest would make of a source which tells all of this."""
    tally = {stance: sum(one.stance == stance for one in study.statements) for stance in STANCES}
    record = Record(
        id=study.id,
        type="article-journal",
        title=study.title,
        authors=[Person(family=author.family, given=author.given) for author in study.authors],
        year=study.year,
        published=str(study.year),
        journal=study.journal,
        doi=study.doi,
        language="en",
        open_access=True,
        licence="CC-BY-4.0",
        abstract=[AbstractPart(label=label, text=text) for label, text in zip(PARTS, study.abstract, strict=True)],
        keywords=study.themes,
        design=study.design,
        countries=study.countries,
        citations=Citations(
            cited_by=len(study.statements),
            tally=Tally(**tally),
            statements=[Statement(text=one.text, stance=one.stance, section=one.section) for one in study.statements]
            or None,
        ),
        sources=[
            SourceItem(
                path=SOURCE,
                item=study.number + 1,
                sha256=hashlib.sha256(study.id.encode()).hexdigest(),
                reader="semantic-scholar-json",
                encoding="utf-8",
            )
        ],
        provenance=_provenance(study),
    )
    return msgspec.structs.replace(record, summary_sha256=body_sha256(summary_text(record, Rights())))


def _provenance(study: Invented) -> Provenance:
    item = _Item()
    year = item.place(str(study.year))
    found: Provenance = {
        "type": item.place("JournalArticle", How.DERIVED),
        "title": item.place(study.title),
        "authors": [item.place(author.name) for author in study.authors],
        "year": year,
        "published": year,
        "journal": item.place(study.journal),
        "doi": item.place(study.doi),
        "language": item.place("en"),
        "open_access": item.place("true"),
        "licence": item.place("CC-BY-4.0", How.DERIVED),
        "abstract": [item.place(text) for text in study.abstract],
        **{f"abstract.{at}.label": item.place(label) for at, label in enumerate(PARTS)},
        "keywords": [item.place(theme) for theme in study.themes],
        "design": item.place(study.design),
        "countries": [item.place(country) for country in study.countries],
        "citations.cited_by": item.place("0"),
        **{f"citations.tally.{stance}": item.place("0") for stance in STANCES},
    }
    if study.statements:
        found["citations.statements"] = [item.place(one.text) for one in study.statements]
        for at, one in enumerate(study.statements):
            found[f"citations.statements.{at}.stance"] = item.place(one.stance)
            found[f"citations.statements.{at}.section"] = item.place(one.section)
    return found


def pair_of(study: Invented) -> Pair:
    """The record's file and the curator's, whose front matter chooses the themes."""
    front = f"themes: [{', '.join(slugify(theme) for theme in study.themes)}]"
    summary = f"---\n{front}\n---\n{study.summary}"
    return Pair(f"content/studies/{study.year}/{study.id}", dump_record(record_of(study)), summary)


def ris_of(study: Invented) -> str:
    """The entry of a RIS file, closed by an empty line."""
    abstract = " ".join(f"{label.upper()}: {text}" for label, text in zip(PARTS, study.abstract, strict=True))
    lines = ["TY  - JOUR", f"ID  - invented-{study.number}", f"TI  - {study.title}"]
    lines += [f"AU  - {author.family}, {author.given}" for author in study.authors]
    lines += [f"PY  - {study.year}", f"JO  - {study.journal}", f"DO  - {study.doi}"]
    lines += [f"KW  - {theme}" for theme in study.themes]
    return "\n".join([*lines, f"AB  - {abstract}", "ER  - ", "", ""])


def hugo_of(study: Invented) -> str:
    """Hugo's file: what its pages show and sort by as front matter, the summary as the body."""
    front = {
        "title": study.title,
        "date": f"{study.year}-01-01",
        "authors": [author.name for author in study.authors],
        "years": [str(study.year)],
        "journals": [study.journal],
        "themes": study.themes,
        "doi": study.doi,
        "design": study.design,
        "countries": study.countries,
        "abstract": [{"label": label, "text": text} for label, text in zip(PARTS, study.abstract, strict=True)],
        "statements": [one._asdict() for one in study.statements],
    }
    return f"---\n{dump_yaml({key: value for key, value in front.items() if value})}---\n{study.summary}"


def themes_setting() -> str:
    """The vocabulary of themes as `config.yaml` has it."""
    themes = [
        {"id": slugify(label), "label": label, "keywords": label.lower().replace("&", "and").split(" and ")}
        for label in THEMES
    ]
    return dump_yaml({"themes": themes})
