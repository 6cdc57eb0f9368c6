"""What of a record is compared with others to find links, made once for each."""

from __future__ import annotations

import re

from synthesite.links.investigations import plan_of, title_beginnings
from synthesite.links.notices import about, linked_notices
from synthesite.links.papers import LinkTraits, author_key, title_words
from synthesite.links.versions import is_preprint
from synthesite.model import Record
from synthesite.text.folding import fold, same_form
from synthesite.text.markup import plain_title
from synthesite.text.registrations import registrations

_LABEL = re.compile(r"registration|registry|registrierung|registro|enregistrement", re.IGNORECASE)


def link_traits(record: Record) -> LinkTraits:
    """What of an effective record is compared; it must be whole, because its abstract may name a registration."""
    title = fold(plain_title(record.title or ""))
    genre = record.genre or ""
    named = about(title, genre)
    plan = plan_of(title, genre)
    name = fold(record.investigation or "")
    return LinkTraits(
        id=record.id,
        title=title,
        words=title_words(title),
        authors=sorted(set(filter(None, map(author_key, record.authors or [])))),
        year=record.year,
        doi=record.doi or None,
        journal=fold(record.journal or ""),
        registered=_registered(record),
        investigation=name if same_form(name) and not registrations(name) else "",
        about=(named[0], title_words(named[1])) if named else None,
        plan=None if plan is None else title_beginnings(plan),
        preprint=is_preprint(record),
        notices=linked_notices(record.notices or []),
    )


def _registered(record: Record) -> list[str]:
    """The registration numbers that a study gives as its own."""
    labelled = [part.text for part in record.abstract or [] if part.label and _LABEL.search(part.label)]
    return registrations("\n".join([record.investigation or "", *labelled]))
