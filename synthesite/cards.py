"""What lists show of a study."""

from __future__ import annotations

from synthesite.model import Card
from synthesite.study import Study
from synthesite.summary import classifier


def card_of(study: Study) -> Card:
    """The card of a study."""
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
        classifier=classifier(record) or "",
        doi=record.doi,
    )
