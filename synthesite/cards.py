"""What lists show of a study."""

from __future__ import annotations

from synthesite.groups import KINDS
from synthesite.model import Card
from synthesite.study import Study
from synthesite.summary import classifier


def card_of(study: Study) -> Card:
    """The card of a study, with the groups that it is in."""
    record = study.record
    authors, citations = record.authors or [], record.citations
    return Card(
        id=study.id,
        title=record.title,
        language=record.language,
        authors=[author.name for author in authors[:4]],
        author_count=len(authors),
        journal=record.journal,
        year=record.year,
        published=record.published,
        gist=record.findings[0] if record.findings else None,
        design=record.design,
        countries=record.countries or [],
        open_access=record.open_access,
        tally=citations.tally if citations else None,
        notices=[notice.type for notice in record.notices or []],
        conflicts=len(record.conflicts or []),
        members={kind.name: members for kind in KINDS if (members := list(kind.members(study)))},
        classifier=classifier(record) or "",
        statements=sum(bool(statement.text) for statement in citations.statements or []) if citations else 0,
        doi=record.doi,
    )
